"""Are examples and counter-examples decided by the real path, at their own day, and told when they fail?"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from batonpass.handoff.lead import Lead
from batonpass.handoff.playbook import Stage
from batonpass.written.check import Checked, check, world_of
from batonpass.written.load import load
from batonpass.written.story import Done, Story, tell
from tests.written.sound import SOUND, changed, read

PLAYBOOKS = sorted((Path(__file__).parents[2] / "playbooks").glob("*.yaml"))
TUESDAY = datetime(2027, 3, 2, 10, tzinfo=UTC)
EXACT = """\
playbook: exact
version: "1"
fit:
  x: {when: 'lead.company == "X"', points: 9.8, says: firm X}
  y: {when: 'lead.company == "Y"', points: 9.2, says: firm Y}
  almost_hot: {when: 'lead.company == "almost hot"', points: 69.99, says: a hundredth short of hot}
  almost: {when: 'lead.company == "almost"', points: 39.99, says: a hundredth short}
signals:
  a: {points: 4.3, says: did a, sent_by: the website}
  b: {points: 2.2, says: did b, sent_by: the website}
definition: {mql_from: 40, hot_from: 70, hot_exit_below: 60}
tiers: {standard: {first_touch: 4h}}
escalation: {min_gap: 15m, steps: [{at: 100%, notify: manager}]}
routing: [{queue: triage}]
"""


def cases(text: str, at: datetime = TUESDAY) -> list[Checked]:
    return list(check(read(text), at))


def missed(old: str, new: str) -> dict[str, str]:
    """What the first example expects in vain once the playbook is changed."""
    return dict(cases(changed(old, new))[0].missed)


def decide(text: str, sent: dict[str, object], *done: Done) -> Lead:
    return tell(Story(sent=sent, done=done), world_of(read(text)), TUESDAY)


@pytest.mark.parametrize("path", PLAYBOOKS, ids=lambda path: path.stem)
def test_the_playbooks_we_ship_keep_their_word(path: Path) -> None:
    decided = check(load(path.read_bytes(), path.name), TUESDAY)
    assert [checked.case.name for checked in decided if not checked.passed] == []


@pytest.mark.parametrize("path", PLAYBOOKS, ids=lambda path: path.stem)
def test_the_playbooks_we_ship_show_examples_of_both_kinds(path: Path) -> None:
    kinds = [checked.case.kind for checked in check(load(path.read_bytes(), path.name), TUESDAY)]
    assert min(kinds.count("example"), kinds.count("counter-example")) >= 3


def test_a_sound_playbook_decides_its_examples_as_it_says() -> None:
    assert [checked.passed for checked in cases(SOUND)] == [True, True]


@pytest.mark.parametrize(
    ("old", "new", "vain"),
    [
        ("total: 60", "total: 61", {"total": "61"}),
        ("tier: urgent", "tier: standard", {"tier": "standard"}),
        ("{stage: MQL, tier", "{stage: Nurture, tier", {"stage": "Nurture"}),
        ("owner: ana}", "owner: bruno, queue: triage}", {"owner": "bruno", "queue": "triage"}),
        ("total: 60,", "fit: 19, behaviour: 41, model: dach, band: hot,",
         {"fit": "19", "behaviour": "41", "model": "dach", "band": "hot"}),
        ("{when: lead.hand_raised,", "{when: lead.free_mail,", {"tier": "urgent"}),
        ("points: 20,", "points: 19.99,", {"total": "60"}),
    ],
)  # fmt: skip
def test_an_example_fails_by_exactly_what_was_expected_in_vain(old: str, new: str, vain: dict[str, str]) -> None:
    assert missed(old, new) == vain


def test_a_counter_example_fails_when_the_stage_is_the_one_it_rules_out() -> None:
    text = changed('lead.email_domain == "rival.example"', 'lead.email_domain == "other.example"')
    (_, counter) = cases(text)
    assert (dict(counter.missed), counter.got["stage"]) == ({"not": "MQL"}, "MQL")


def test_a_failed_case_tells_its_contributions_and_its_line() -> None:
    first = cases(SOUND)[0]
    assert [(part.rule, part.points) for part in first.parts] == [
        ("right_size", Decimal(20)),
        ("demo_request", Decimal(40)),
    ]
    assert (first.case.line, first.case.by, first.because) == (28, "Mara", "hand raised: asked for a demo")


def test_a_case_with_a_day_is_decided_at_its_noon_and_another_at_the_instant_given() -> None:
    assert [checked.at for checked in cases(SOUND)] == [datetime(2027, 3, 2, 12, tzinfo=UTC), TUESDAY]


def test_a_case_with_an_instant_is_decided_then_and_says_who_has_the_lead_and_why() -> None:
    night = "queue: triage}\n      at: 2027-03-02T03:00:00+01:00\n"
    case = cases(changed("owner: ana}\n", night))[0]
    assert (case.at, case.missed) == (datetime(2027, 3, 2, 2, tzinfo=UTC), {"queue": "triage"})
    assert case.because == "hand raised: asked for a demo; Ana Duarte's turn in emea (pool, first to open)"


def test_somebody_who_is_away_on_that_day_gets_nothing() -> None:
    away = "manager: mara, leave: [{first: 2027-03-01, last: 2027-03-03, delegate: bruno}]}\n  bruno"
    assert missed("manager: mara}\n  bruno", away) == {"owner": "ana"}


def test_a_case_whose_hours_never_meet_is_promised_in_the_owners_own() -> None:
    tokyo = 'calendars:\n  tokyo: {tz: Asia/Tokyo, days: [Mon], hours: ["09:00", "12:00"]}\n'
    text = SOUND.replace("calendars:\n", tokyo).replace("{SE: lisbon,", "{SE: tokyo,")
    first = cases(text.replace("first_touch: 30m}", "first_touch: 30m, hours: both}"))[0]
    assert first.passed


@pytest.mark.parametrize(
    "sent",
    [
        {"email": "eva@acme.example"},
        {"email": "eva@brand.example"},
        {"email": "eva@mail.brand.example"},
        {"email": "eva@xn--zwlf-6qa.example"},
        {"email": "eva@elsewhere.example", "company": "Rocket Corp."},
    ],
)
def test_an_account_is_recognised_as_it_is_at_the_door_by_its_other_domains_and_names(sent: dict[str, object]) -> None:
    text = changed("{name: Acme, owner", "{name: Acme, domains: [brand.example, zwölf.example], names: [Rocket], owner")
    assert decide(text, {"form": "demo", **sent}).account == "acme.example"


def test_whoever_gives_no_address_writes_from_a_company_nobody_knows() -> None:
    text = changed("lead: {email: eva@firm.example, country: SE, employees: 120}", "lead: {employees: 120}")
    assert cases(text)[0].passed


def test_interest_fades_between_the_deed_and_the_decision() -> None:
    sent: dict[str, object] = {"email": "a@firm.example"}
    lead = decide(SOUND, sent, Done(signal="pricing", ago=timedelta(days=14)))
    assert lead.score is not None
    assert lead.score.behaviour == 6


def test_what_was_handed_over_earlier_stays_with_sales_though_interest_has_faded() -> None:
    text = changed("forms: [paper, demo]", "forms: [paper], half_life: 1d").replace("fit_at_least: 0", "")
    sent: dict[str, object] = {"email": "a@firm.example", "occurred_at": "2027-02-10T10:00:00Z"}
    lead = decide(text.replace("points: 25", "points: 41"), {**sent, "country": "DE", "form": "paper"})
    assert lead.score is not None
    assert (lead.stage, lead.score.total < 10) == (Stage.MQL, True)


@pytest.mark.parametrize(
    ("company", "signal", "total", "band"),
    [
        ("X", "a", "70.0", "hot"),
        ("Y", "b", "40.0", "mql"),
        ("almost hot", "", "69.99", "mql"),
        ("almost", "", "39.99", "nurture"),
    ],
)
def test_thresholds_are_exact_decimals(company: str, signal: str, total: str, band: str) -> None:
    done = [Done(signal=signal, times=14)] if signal else []
    lead = decide(EXACT, {"email": "a@firm.example", "company": company}, *done)
    assert lead.score is not None
    assert (lead.score.total, lead.band) == (Decimal(total), band)


WORLD = world_of(read(EXACT))


@settings(deadline=None)
@given(st.permutations(["a"] * 3 + ["b"] * 3), st.integers(min_value=0, max_value=59))
def test_the_order_in_which_things_are_told_changes_nothing(told: list[str], minutes: int) -> None:
    done = [Done(signal=name, ago=timedelta(minutes=minutes * (name == "a"))) for name in told]
    lead = tell(Story(sent={"email": "a@firm.example"}, done=tuple(done)), WORLD, TUESDAY)
    assert lead.score is not None
    assert lead.score.total == Decimal("19.5")
