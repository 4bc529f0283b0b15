"""Does each rung of the ladder find who it stands for?"""

from __future__ import annotations

from dataclasses import replace

import pytest

from batonpass.handoff.facts import Routed
from batonpass.handoff.lead import Lead
from batonpass.handoff.path import advance
from batonpass.handoff.people import Account
from batonpass.handoff.playbook import Case, Rung, RungKind, Target
from batonpass.handoff.postal import PostalRange, codes_in, within
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


def wide(text: str) -> str:
    """The same in the full width of a Japanese keyboard."""
    return "".join(chr(ord(one) + 0xFEE0) for one in text)


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


@pytest.mark.parametrize(
    ("written", "country", "code"),
    [
        (" 90 402 ", "DE", "90402"), ("D-80331", "DE", "80331"), ("D 80331", None, "80331"), ("D80331", "DE", "80331"),
        ("D \N{EN DASH} 80331", "DE", "80331"), (wide("80331"), "DE", "80331"), (wide("D-80331"), "DE", "80331"),
        ("80331 M\u00fcnchen", "DE", "80331"), ("M\u00fcnchen 80331", "DE", "80331"),
        ("80331, M\u00fcnchen", "DE", "80331"),
        ("SE-111 22", "SE", "11122"), ("SE 111 22", "SE", "11122"), ("s-11122", "SE", "11122"),
        ("SW1A1AA", "GB", "SW1A1AA"), ("sw1a 1aa", "GB", "SW1A1AA"), ("UK SW1A 1AA", "GB", "SW1A1AA"),
        ("E 1 6AN", "GB", "E16AN"), ("N 1", "GB", "N1"), ("SE1 7EH", "GB", "SE17EH"), ("B33 8TH", "GB", "B338TH"),
        ("NL 1012 AB", "NL", "1012AB"), ("NL-1012 AB", "NL", "1012AB"), ("CH-8001", "CH", "8001"),
        ("1067", "DE", "01067"), ("1067.0", "DE", "01067"), ("D-1067", None, "01067"), ("2139", "US", "02139"),
        ("NY 10001", "US", "10001"), ("501", "US", "00501"), ("150", "NO", "0150"), ("800", "AU", "0800"),
        ("803", "DE", "803"), ("1010", "AT", "1010"), ("00-950", "PL", "00950"), ("1000-001", "PT", "1000001"),
    ],
)  # fmt: skip
def test_however_a_code_is_written_it_is_the_same_code(written, country, code):
    assert codes_in(written, country) == (code,)


@pytest.mark.parametrize(
    ("written", "inside"),
    [
        ("80331, 80333", True), ("80331; 90402", True), ("80331 und 85049", True), ("80331/80333", True),
        ("10115\n20095", False), ("80331-80339", True), ("80331, 10115", None), ("n/a", None), ("unknown", None),
    ],
)  # fmt: skip
def test_several_codes_in_one_field_tell_something_only_where_they_agree(written, inside):
    assert within(written, BAVARIA, "DE") is inside


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
