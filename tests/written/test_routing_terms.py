"""Are the usual terms of routing read as what they mean, and are slips of the pen named?"""

from __future__ import annotations

from pathlib import Path

import pytest

from batonpass.handoff.off_shift import OffShift
from batonpass.handoff.people import Beyond, Share
from batonpass.handoff.playbook import RungKind
from batonpass.written.in_words import ROUTES
from batonpass.written.refused import Refused
from batonpass.written.schema.people import WORD_RUNGS
from tests.written.sound import SOUND, read

DOCUMENT = Path(__file__).parents[2] / "docs/playbook.md"
DACH = """DACH: {when: 'lead.country in ["DE", "AT"]', pool: [large, emea]}"""
SEEN = {"lead.country": "DE", "account.employees": 1200, "lead.language": "fr-CA", "account.target": True}


def case(terms: str):
    """The first case of the sound playbook's territory, written with these terms."""
    text = SOUND.replace(DACH, f"DACH: {{{terms}, pool: [large, emea]}}")
    assert text != SOUND
    return next(rung for rung in read(text).playbook.routing if rung.kind is RungKind.CASES).cases[0]


def refusals(old: str, new: str) -> list[str]:
    assert old in SOUND
    with pytest.raises(Refused) as refused:
        read(SOUND.replace(old, new))
    return [f"{problem.path}: {problem.says}" for problem in refused.value.problems]


@pytest.mark.parametrize(
    ("terms", "holds"),
    [
        ("country: DE", True),
        ("country: [SE, NO]", False),
        ('employees: "1000+"', True),
        ('employees: "50-999"', False),
        ('employees: "<50"', False),
        ("language: fr", True),
        ("language: f", False),
        ("target: true", True),
        ("target: false", False),
        ('country: DE, employees: "5000+"', False),
        ("country: DE, when: account.target", True),
        ("industry: [food, paper]", None),
        ("region: BY", None),
        ("campaign: spring", None),
        ("accounts: [acme.example]", None),
    ],
)
def test_a_term_holds_for_what_it_names(terms, holds):
    assert case(terms).when.holds(SEEN) is holds


@pytest.mark.parametrize(
    ("term", "speak", "others"),
    [
        ("fr", "fr FR fr-CA fr_FR", "f frr de"),
        ("PT", "pt pt-BR pt_PT", "p"),
        ("pt-BR", "pt-BR pt_BR pt-br PT-BR", "pt pt-PT BR"),
        ("pt_br", "pt-BR pt_BR pt-br", "pt-PT"),
        ("zh-Hant", "zh-Hant zh_Hant zh-Hant-TW", "zh zh-Hans"),
        ("zh-Hant-TW", "zh-Hant-TW zh_Hant_TW", "zh-Hant zh-TW"),
    ],
)
def test_a_language_holds_however_browsers_and_programs_spell_it(term, speak, others):
    when = case(f"language: {term}").when
    assert [spoken for spoken in speak.split() if not when.holds({"lead.language": spoken})] == []
    assert [spoken for spoken in others.split() if when.holds({"lead.language": spoken})] == []


@pytest.mark.parametrize(
    ("seen", "holds"),
    [
        ({"account.domain": "acme.example", "lead.email_domain": "acme.example"}, True),
        ({"account.domain": "acme.example", "lead.email_domain": "brand.example"}, True),
        ({"lead.email_domain": "acme.example"}, True),
        ({"lead.email_domain": "xn--bcher-kva.example"}, True),
        ({"lead.email_domain": "other.example"}, False),
        ({"account.domain": "other.example", "lead.email_domain": "other.example"}, False),
        ({}, None),
    ],
)
def test_a_named_company_is_known_by_its_account_or_by_an_address_alone(seen, holds):
    assert case("accounts: [Acme.example, bücher.example]").when.holds(seen) is holds


def test_a_long_list_of_companies_is_taken_as_before():
    many = [f"a-company-of-some-name-{n}.example" for n in range(100)]
    assert case(f"accounts: [{', '.join(many)}], country: DE").when.holds({**SEEN, "lead.email_domain": many[-1]})


def test_postal_codes_are_read_as_ranges():
    ranges = case("country: DE, postal: [80-87, '01067', SW1-SW9]").postal
    assert [str(one) for one in ranges] == ["80-87", "01067", "SW1-SW9"]


@pytest.mark.parametrize(
    ("terms", "says"),
    [
        ("postal: [87-80]", 'postal[0]: "87-80" is no range of postal codes'),
        ("postal: [01067]", "postal[0]: a text is needed here, not a number"),
        ("postal: [8-87]", 'postal[0]: "8-87" is no range of postal codes'),
        ("employees: many", 'employees: "many" is no number of people'),
        ('employees: "999-50"', "employees: 999-50 counts backwards"),
        ("offer: trial", "offer: no form sends a field offer"),
        ("country: Germany", 'country: "Germany" is not a value of lead.country'),
    ],
)
def test_a_slip_in_a_term_is_named_where_it_stands(terms, says):
    found = refusals(DACH, f"DACH: {{{terms}, pool: [large, emea]}}")
    assert any(says in one for one in found), found


def test_a_case_for_nobody_is_refused():
    assert "nothing says which leads this case is for" in refusals(DACH, "DACH: {pool: [large, emea]}")[0]


def test_caps_without_a_place_for_the_rest_are_refused():
    assert refusals(", overflow: next_rung", "") == [
        "pools.large: this pool has caps, and nothing says where a lead goes when all have had their fill"
    ]


@pytest.mark.parametrize(
    ("rule", "kind", "name"),
    [
        ("over_cap", Beyond.OVER_CAP, ""),
        ("{queue: triage}", Beyond.QUEUE, "triage"),
        ("{pool: emea}", Beyond.POOL, "emea"),
    ],
)
def test_the_rule_beyond_the_caps_is_read(rule, kind, name):
    pool = read(SOUND.replace("overflow: next_rung", f"overflow: {rule}, share: load")).directory.pools["large"]
    assert (pool.overflow.kind, pool.overflow.name, pool.share) == (kind, name, Share.LOAD)


@pytest.mark.parametrize("rule", ["{queue: nowhere}", "{pool: large}", "{queue: triage, pool: emea}", "somewhere"])
def test_a_rule_beyond_the_caps_that_leads_nowhere_is_refused(rule):
    assert len(refusals("overflow: next_rung", f"overflow: {rule}")) == 1


def test_a_rung_may_hold_a_lead_off_shift():
    text = SOUND.replace("  - pool: emea", "  - {pool: emea, off_shift: {hold: triage, at_most: 2h, then: large}}")
    target = next(rung.target for rung in read(text).playbook.routing if rung.name == "pool")
    assert (target.off_shift, target.hold.queue, target.hold.then) == (OffShift.HOLD, "triage", ("large",))


def test_the_rungs_of_teams_companies_and_owners_who_left_are_read():
    text = SOUND.replace(
        "  - account_owner\n", "  - account_owner: {inactive: manager}\n  - account_team\n  - same_company\n"
    )
    first = read(text).playbook.routing[:3]
    assert [rung.kind for rung in first] == [RungKind.ACCOUNT_OWNER, RungKind.ACCOUNT_TEAM, RungKind.SAME_COMPANY]
    assert first[0].inactive_to_manager


def test_a_leave_to_the_minute_needs_both_its_ends():
    leave = "leave: [{first: 2027-03-01, last: 2027-03-01, begins: 2027-03-01T12:00:00Z}]"
    found = refusals("ana: {name:", "ana: {" + leave + ", name:")
    assert "a leave to the minute needs both its ends" in found[0]


def test_each_rung_of_one_word_is_said_in_words_and_explained_in_the_document():
    explained = DOCUMENT.read_text("utf-8")
    assert {kind.value for kind in ROUTES} == set(WORD_RUNGS)
    assert [name for name in WORD_RUNGS if f"| `{name}`" not in explained] == []
