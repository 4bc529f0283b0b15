"""Does each rung of the ladder find who it stands for?"""

from __future__ import annotations

from dataclasses import replace

import pytest

from batonpass.handoff.facts import Routed
from batonpass.handoff.lead import Lead
from batonpass.handoff.path import advance
from batonpass.handoff.people import Account
from batonpass.handoff.playbook import Case, Rung, RungKind, Target
from batonpass.handoff.postal import PostalRange, within
from batonpass.handoff.route import route, whole_ladder
from batonpass.handoff.setting import condition_facts
from tests.handoff.cast import PEOPLE, PLAYBOOK, REPS, setting, submission, when

TEAM = Rung(kind=RungKind.ACCOUNT_TEAM, name="account_team")
COMPANY = Rung(kind=RungKind.SAME_COMPANY, name="same_company")
OWNER = PLAYBOOK.routing[0]
LAST = PLAYBOOK.routing[-1]


def routed(*rungs: Rung, people=PEOPLE, more=None, **sent: object) -> Routed:
    book = replace(PLAYBOOK, routing=(*rungs, LAST))
    taken = advance(Lead(id="L1"), submission(**sent), setting(playbook=book, people=people, **(more or {})))
    return next(fact for fact in taken.facts if isinstance(fact, Routed))


def with_team(*team: str):
    return replace(PEOPLE, accounts={"acme.example": Account(domain="acme.example", name="Acme", team=team)})


def test_the_team_of_an_account_takes_turns():
    house = with_team("astrid", "bruno")
    first = routed(TEAM, people=house, email="x@acme.example")
    second = routed(TEAM, people=house, email="y@acme.example", more={"turns": {"account_team": first.turn}})
    assert (first.owner, second.owner) == ("astrid", "bruno")
    assert first.because == "Astrid's turn in account team (the team of Acme)"


def test_an_account_without_a_team_goes_on():
    assert routed(TEAM, people=with_team(), email="x@acme.example").tried == ("account_team: Acme has no team",)


def test_a_company_hears_one_voice():
    found = routed(COMPANY, more={"colleagues": {"firm.example": ("bruno",)}})
    assert (found.owner, found.because) == ("bruno", "Bruno works another lead of firm.example")


def test_two_strangers_at_a_free_mail_provider_are_no_colleagues():
    found = routed(COMPANY, email="x@gmail.com", more={"colleagues": {"gmail.com": ("bruno",)}})
    assert found.tried == ("same_company: no company to tell by the address",)


def test_a_colleague_who_left_does_not_get_the_company():
    gone = replace(PEOPLE, reps={**REPS, "bruno": replace(REPS["bruno"], active=False)})
    assert routed(COMPANY, people=gone, more={"colleagues": {"firm.example": ("bruno",)}}).queue == "triage"
    assert routed(COMPANY, people=gone, more={"colleagues": {"firm.example": ("bruno", "nina")}}).owner == "nina"


def test_an_account_is_its_present_owners_whoever_had_it_when_the_lead_came():
    lead = advance(Lead(id="L1"), submission(email="x@volvo.example"), setting()).lead
    taken = replace(PEOPLE, accounts={"volvo.example": replace(PEOPLE.accounts["volvo.example"], owner="nina")})
    assert route(lead, setting(people=taken), condition_facts(lead, PLAYBOOK)).owner == "nina"


@pytest.mark.parametrize(("to_manager", "owner"), [(True, "mara"), (False, None)])
def test_an_owner_who_left_may_leave_accounts_to_the_manager(to_manager, owner):
    gone = replace(PEOPLE, reps={**REPS, "astrid": replace(REPS["astrid"], active=False)})
    found = routed(replace(OWNER, inactive_to_manager=to_manager), people=gone, email="x@volvo.example")
    assert found.owner == owner


BAVARIA = (PostalRange(first="80", last="87"), PostalRange(first="90", last="97"))


@pytest.mark.parametrize(
    ("code", "inside"),
    [("80331", True), ("87999", True), ("88000", False), ("D-90402", True), ("90 402", True), ("", None), (7, None)],
)
def test_a_postal_code_lies_in_the_ranges_by_how_it_begins(code, inside):
    assert within(code, BAVARIA) is inside


def test_letters_in_postal_codes_are_compared_without_spaces_and_capitals():
    ranges = (PostalRange(first="SW1", last="SW9"), PostalRange(first="EC", last="EC"))
    assert [within(code, ranges) for code in ("sw1a 1aa", "EC2A-4BX", "SE1 9GF")] == [True, True, False]


@pytest.mark.parametrize(
    ("begins", "code", "inside"),
    [
        ("SW1", "SW1A 1AA", True), ("SW1", "SW1 1AA", True), ("SW1", "SW19 1AA", False), ("SW11", "SW1 1AA", False),
        ("SW11", "SW11 1AA", True), ("E", "E1 6AN", True), ("E", "EC1A 1BB", False), ("EC1", "EC1", True),
        ("SW1", "SW11", False), ("SW1A1", "SW1A 1AA", True), ("K1", "K1A 0B1", True), ("10", "1012 AB", True),
    ],
)  # fmt: skip
def test_a_british_area_or_district_is_a_whole_one(begins, code, inside):
    assert within(code, (PostalRange(first=begins, last=begins),)) is inside


@pytest.mark.parametrize(("country", "inside"), [("DE", True), ("CH", False), (None, False)])
def test_a_zero_that_a_spreadsheet_took_away_is_there_all_the_same(country, inside):
    assert within("1067", (PostalRange(first="01", last="01"),), country) is inside


def test_a_territory_of_postal_codes_asks_for_the_code_when_the_country_is_right():
    case = Case(name="Bavaria", when=when('lead.country == "DE"'), target=Target(rep="nina"), postal=BAVARIA)
    territory = Rung(kind=RungKind.CASES, name="territory", cases=(case,))
    assert routed(territory, country="DE", postal_code="80331").owner == "nina"
    assert routed(territory, country="DE").missing == ("lead.postal_code",)
    assert routed(territory, country="SE").missing == ()


def test_the_whole_ladder_tells_who_would_have_had_it_on_every_rung():
    lead = advance(Lead(id="L1"), submission(email="x@volvo.example", country="SE"), setting()).lead
    told = whole_ladder(lead, setting(), condition_facts(lead, PLAYBOOK))
    assert [(one.rung, one.answer.owner, one.taken) for one in told] == [
        ("account owner", "astrid", True),
        ("territory", "astrid", False),
        ("pool", "ana", False),
        ("queue", None, False),
    ]
