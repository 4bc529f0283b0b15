"""Can an example from a lead's own words, and a playbook from a firm's own name, be read again?"""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from batonpass.written.load import load
from batonpass.written.new_case import Deed, NewCase, with_case
from batonpass.written.template import Company, adapted
from tests.written.sound import SOUND

OFFICE = {"tz": "Europe/Lisbon", "days": ["Mon"], "hours": ["09:00", "18:00"]}


@pytest.mark.parametrize("hidden", ["\u200b", "\u2028", "\ufeff"])
def test_what_a_form_sent_along_unseen_does_not_keep_a_lead_from_becoming_an_example(hidden: str) -> None:
    did = [Deed(signal="demo_request", ago=timedelta())]
    lead = {"email": "a@firm.example", "company": f"Firm{hidden}"}
    case = NewCase(kind="example", name="a firm", lead=lead, did=did, by="Mara", on=date(2027, 3, 2), why="they asked")

    text = with_case(SOUND, "p.yaml", case, version="2")

    assert load(text, "p.yaml").cases[0].story.sent["company"] == f"Firm{hidden}"


@pytest.mark.parametrize("name", ["365", "True", "12e3", "Lumen & Co"])
def test_a_firm_whose_name_reads_as_a_number_begins_with_a_template(name: str) -> None:
    text = adapted("small-saas", Company(name=name, version="1", office=OFFICE), before=None)

    assert load(text, "p.yaml").playbook.company == name
