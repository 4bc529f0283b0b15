"""Are the columns of the usual CRMs recognised, and does a person's word win?"""

from __future__ import annotations

import pytest

from batonpass.written.refused import Refused
from tests.learn.audit.exports import HUBSPOT, PIPEDRIVE, SALESFORCE, audited, role


def test_a_hubspot_export_is_recognised():
    told = audited(HUBSPOT.format("1,2026-03-02 09:00,Ana,lead,Paid Search,0\n2,2026-03-03 10:00,,lead,,3\n"))
    found = [role(told, name) for name in ("id", "created", "owner", "status", "source", "touches")]
    assert (told.crm, found) == ("HubSpot", HUBSPOT.split("\n")[0].split(","))


def test_a_salesforce_export_is_recognised():
    first, second = "00Q1,Ana,Open - Not Contacted,Web,3/2/2026,,0,Firm", "00Q2,Bo,New,Web,3/14/2026,3/20/2026,1,Acme"
    told = audited(SALESFORCE.format(f"{first}\n{second}\n"))
    found = [
        role(told, name) for name in ("id", "owner", "status", "source", "created", "opportunity", "won", "company")
    ]
    assert (told.crm, told.outcome, found) == ("Salesforce", "converted", SALESFORCE.split("\n")[0].split(","))


def test_a_pipedrive_export_is_recognised():
    told = audited(PIPEDRIVE.format('7,Firm deal,2026-03-02 09:00:00,Ana,Won,2026-04-02 09:00:00,"€ 12,000"\n'))
    found = [role(told, name) for name in ("created", "owner", "status", "won_at", "amount")]
    wanted = ["Deal - Deal created", "Deal - Owner", "Deal - Status", "Deal - Won time", "Deal - Value"]
    assert (told.crm, found) == ("Pipedrive", wanted)


def test_a_pipedrive_deal_has_no_job_and_its_status_says_more_than_its_stage():
    told = audited("Deal - Title,Deal - Stage,Deal - Status,Deal - Owner\nFirm deal,Demo,Lost,Ana\n")
    assert (told.crm, role(told, "title"), role(told, "status")) == ("Pipedrive", "", "Deal - Status")


def test_german_headers_of_numbers_amounts_and_reasons_are_recognised():
    told = audited('Nummer,Erstellt am,Betrag,Verlustgrund\n1,02.03.2026,"1.200,50",Preis\n')
    assert [role(told, name) for name in ("id", "amount", "reason")] == ["Nummer", "Betrag", "Verlustgrund"]


def test_a_column_whose_name_fits_and_whose_cells_do_not_is_passed_over():
    told = audited("id,created,name\n1,yesterday,Ana\n2,soon,Bo\n")
    assert (role(told, "created"), "created" in told.passed_over) == ("", True)


def test_what_somebody_says_wins_over_names():
    told = audited("id,created,Inquiry,x\n1,2026-03-02,2026-03-01,a\n", "created=Inquiry", "source=x")
    assert (role(told, "created"), role(told, "source")) == ("Inquiry", "x")


def test_a_role_can_be_said_to_be_nobodys():
    assert role(audited("id,created,owner\n1,2026-03-02,ana\n", "owner=-"), "owner") == ""


def test_an_unknown_role_is_refused_with_the_nearest():
    with pytest.raises(Refused, match="Did you mean touched"):
        audited("id,created\n1,2026-03-02\n", "touchd=created")


def test_an_unknown_column_is_refused_with_the_nearest():
    with pytest.raises(Refused, match="created"):
        audited("id,created\n1,2026-03-02\n", "touched=creatd")


def test_what_stands_for_nothing_is_missing():
    told = audited("id,source\n" + "".join(f"{n},{word}\n" for n, word in enumerate(["Select", "?", "N/A", "ads"])))
    assert told.context.fields[0].missing.hits == 3


def test_unknown_is_an_answer_and_counted_apart():
    told = audited("id,source\n1,unknown\n2,ads\n")
    assert (told.context.fields[0].missing.hits, told.context.fields[0].unknown) == (0, 1)


def test_hashed_values_are_no_amounts():
    assert role(audited("id,value\n1,f66ca9bc5a\n2,09a969da1d\n"), "amount") == ""


def test_bare_numbers_of_an_owner_are_no_dates():
    assert role(audited("id,owner id\n1,1700000000\n2,1700000001\n"), "owner") == "owner id"
