"""Which rules can never count, count twice or leave a gap, and which thresholds can nobody reach?"""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from random import Random

import pytest

from batonpass.handoff.condition import NUMBER, TEXT, TRUTH, compile_condition
from batonpass.written.boxes import Span, boxes_of
from batonpass.written.load import load
from batonpass.written.reach import most_behaviour, most_fit
from tests.written.sound import SOUND, changed, read, told

ROOT = Path(__file__).parents[2]
SIZE = "{when: 'account.employees >= 50', points: 20, says: 50 people or more}"
PRICING = "half_life: 14d, cap: {times: 3, within: 7d}"


AUSTRIA = "      AT: {when: 'lead.country == \"AT\"', rep: ana}\n"
ALPS = "      alps: {country: [AT, CH], rep: ana}\n"
NAMED = "      named: {when: account.target"
HIGH = "  high: {when: score.total >= 70"
SIZES = "right_size: " + SIZE


def warned(old: str, new: str) -> list[str]:
    return [str(one) for one in read(changed(old, new)).warnings]


def size(*bands: str) -> str:
    rules = (f"\n  size_{n}: {{when: '{band}', points: {5 + n}, says: a size}}" for n, band in enumerate(bands))
    return "right_size: " + SIZE.replace("account.employees >= 50", 'lead.title == "x"') + "".join(rules)


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        (
            "account.employees >= 50",
            "account.employees >= 500 && account.employees < 50",
            "p.yaml:8:22 fit.right_size.when: this can never hold: its parts exclude each other",
        ),
        ("score.total >= 70,", "score.total >= 70 && !(score.total > 40),", "tiers.high.when: this can never hold"),
        (HIGH, f"  first: {{when: score.total >= 60, first_touch: 1h}}\n{HIGH}",
         'tiers.high.when: "first" is tried first and holds wherever this does'),
        (NAMED, AUSTRIA + NAMED, 'routing[2].territory.AT.when: "DACH" is tried first and holds wherever this does'),
        (NAMED, ALPS + NAMED,
         'routing[2].territory.alps.when: overlaps with "DACH": lead.country AT is asked for by both'),
        ("definition:\n", '  near: {when: \'lead.country in ["CH", "LI", "AT"]\'}\ndefinition:\n',
         'models.near.when: overlaps with "dach": lead.country AT, CH is asked for by both'),
        (HIGH, f"  low: {{when: score.total < 80, first_touch: 1h}}\n{HIGH}",
         'tiers.high.when: overlaps with "low": score.total from 70 to 80 is asked for by both'),
        ("trip_wire: 25%", "trip_wire: 250%", "trip_wire: 250% is more than all leads"),
        (SIZES, size("account.employees < 200", "account.employees >= 100"),
         "fit.size_1.when: overlaps with size_0: employees from 100 to 200 counts in both"),
        (SIZES, size("account.employees < 100", "account.employees < 20 && account.employees > 9",
                     "account.employees > 49 && account.employees < 200"),
         "fit.size_2.when: overlaps with size_0: employees from 49 to 100 counts in both"),
    ],
)  # fmt: skip
def test_a_rule_that_is_never_reached_or_claims_the_same_twice_is_refused_with_its_line(old, new, says):
    assert [line for line in told(old, new) if says in line]
    assert [one for one in load(changed(old, new), "p.yaml", kept=True).warnings if says in str(one)]


PLAN = "steps: [{call: one, within: 4h}]"
CALLED = f"cadences: {{one: {{when: account.employees >= 50, {PLAN}}}, two: {{when: account.employees > 99, {PLAN}}}, "
BRIEFED = "briefs: {one: {when: account.employees >= 50, ask: a}, two: {when: account.employees > 99, ask: b}, "
TIERED = f"cadences: {{one: {{tiers: [high, standard], {PLAN}}}, two: {{tiers: [high], when: account.target, {PLAN}}}, "
TWICE = "briefs: {one: {when: account.target, ask: a}, two: {when: account.target, ask: b}, "
OWNED = "routing: [account_owner, "
PLACED = OWNED + "{place: {one: {country: [AT, CH], rep: ana}, two: {country: CH, rep: ana}}}, "


@pytest.mark.parametrize(
    ("old", "new", "where"),
    [
        ("cadences: {", CALLED, "cadences.two"),
        ("cadences: {", TIERED, "cadences.two"),
        ("briefs: {", BRIEFED, "briefs.two"),
        ("briefs: {", TWICE, "briefs.two"),
        (OWNED, PLACED, "second_handoff.routing[1].place.two.when"),
    ],
)
def test_what_another_entry_takes_before_it_is_refused_wherever_the_first_counts(old, new, where):
    assert f'{where}: "one" is tried first and holds wherever this does, so this is never reached' in told(old, new)[0]


def test_a_cadence_for_other_tiers_hides_none():
    two = f"high: {{tiers: [high], {PLAN}}}, some: {{tiers: [standard], when: account.target, {PLAN}}}, "
    assert read(changed("cadences: {", "cadences: {" + two)).playbook.cadences[1].name == "some"


@pytest.mark.parametrize(
    "case",
    [
        "postal: {country: [AT, CH], postal: [1-9], rep: ana}",
        "night: {country: [AT, CH], pool: emea, off_shift: next_rung}",
        "big: {country: [AT, CH], employees: 1000+, rep: ana}",
        "all: {country: [AT, DE, CH], rep: ana}",
        "other: {country: [CH, LI], rep: ana}",
    ],
)
def test_a_case_that_asks_for_more_for_less_or_for_others_overlaps_with_none(case):
    assert [line for line in warned(NAMED, f"      {case}\n{NAMED}") if "territory" in line] == []


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        (SIZES, size("account.employees < 200", "account.employees > 200"),
         "fit.size_1.when: between size_0 and this, employees 200 counts in neither"),
        (SIZES, size("account.employees <= 99", "account.employees >= 200"),
         "between size_0 and this, employees from 99 to 200 counts in neither"),
        ("  fit_at_least: 0", "  fit_at_least: 30", "fit_at_least: nobody can reach 30: fit is at most 25.5"),
        ("  dach:\n", "  dach:\n    # a model\n", ""),
        (
            "signals: {whitepaper: {points: 25}}",
            "signals: {whitepaper: {points: 25}, seminar: {points: 5, says: came}}",
            "models.dach.signals.seminar: no form gives this signal and nobody is said to send it",
        ),
    ],
)  # fmt: skip
def test_what_was_surely_not_meant_is_a_warning_with_its_line(old, new, says):
    found = warned(old, new)
    assert [line for line in found if says in line] if says else found == []


@pytest.mark.parametrize(
    "first",
    [
        "bay: {country: US, postal: ['940-951'], rep: ana}",
        "day: {country: US, pool: emea, off_shift: next_rung}",
    ],
)
def test_a_case_that_leaves_some_of_its_country_to_the_next_covers_none(first):
    case = "      named: {when: account.target"
    found = warned(case, f"      {first}\n      rest: {{country: US, region: NY, rep: ana}}\n{case}")
    assert [line for line in found if "never reached" in line] == []


def test_what_a_wider_band_counts_is_no_gap_between_two_within_it():
    within = ("account.employees > 9 && account.employees < 20", "account.employees > 49 && account.employees < 90")
    assert [one for one in warned(SIZES, size("account.employees < 100", *within)) if "counts in neither" in one] == []

    past = warned(SIZES, size("account.employees < 100", within[0], "account.employees >= 200"))
    assert [one for one in past if "between size_0 and this, employees from 100 to 200 counts in neither" in one]


def test_a_total_that_caps_keep_out_of_reach_is_a_dead_threshold():
    capped = (
        changed(PRICING, "once: true")
        .replace("says: asked for a demo, forms", "says: asked for a demo, once: true, forms")
        .replace("says: took the white paper, forms", "says: took the white paper, once: true, forms")
    )
    text = capped.replace("hot_from: 70", "hot_from: 120")
    found = [str(one) for one in read(text).warnings]
    assert [line for line in found if "definition.hot_from: nobody can reach 120: total is at most 102.5" in line]
    assert [one for one in read(capped).warnings if "nobody" in one.says] == []


@pytest.mark.parametrize(
    ("condition", "written", "instead"),
    [
        ('lead.email_domain in ["acme.example", "Rival.example"]', "no email domain", "rival.example"),
        ('lead.email_domain == "bücher.example"', "no email domain", "xn--bcher-kva.example"),
        ('account.domain != "Acme.example"', "no domain", "acme.example"),
        ('lead.email.endsWith("@Acme.EXAMPLE")', "no email", "@acme.example"),
        ('!("Eva@acme.example" == lead.email)', "no email", "eva@acme.example"),
        ('lead.email.endsWith(".bücher.example")', "no email", ".xn--bcher-kva.example"),
        ('lead.email_domain == "acme.example" || lead.company == "Bücher AG"', "", ""),
    ],
)
def test_an_address_that_is_never_kept_as_it_is_written_in_a_condition_is_a_warning(condition, written, instead):
    found = [line for line in warned("account.employees >= 50", condition) if "ever written" in line]
    assert [(written in line, f'Write "{instead}"' in line) for line in found] == ([(True, True)] if written else [])


@pytest.mark.parametrize(
    "bands",
    [
        ("account.employees < 200", "account.employees >= 200"),
        ("account.employees <= 199", "account.employees >= 200"),
        ("account.employees >= 50", "account.employees >= 500"),
    ],
    ids=["end where the next begins", "whole numbers in a row", "more for the large"],
)
def test_bands_that_fit_together_are_no_warning(bands):
    assert [line for line in warned("right_size: " + SIZE, size(*bands)) if "fit.size" in line] == []


def test_of_bands_that_exclude_each_other_the_best_counts():
    model = read(
        changed("right_size: " + SIZE, size("account.employees < 9", "account.employees >= 9"))
    ).playbook.models[-1]
    assert most_fit(model) == Decimal(20) + 6 + Decimal("4.3")


def test_a_cap_by_the_week_is_no_end():
    model = read(SOUND).playbook.models[-1]
    assert most_behaviour(model) == Decimal("Infinity")


@pytest.mark.parametrize("name", ["playbooks/starter.yaml", "playbooks/small-saas.yaml", "playbooks/european.yaml"])
def test_the_playbooks_that_come_along_have_nothing_to_warn_of(name):
    assert [str(one) for one in load((ROOT / name).read_text("utf-8"), name).warnings] == []


def test_boxes_hold_exactly_where_the_condition_does():
    """Whatever a condition over numbers says, one of its boxes holds the number if and only if the condition does."""
    chance = Random(5)
    for _ in range(300):
        source = _some(chance, 3)
        condition = compile_condition(source, {"n": NUMBER, "m": NUMBER, "t": TRUTH, "x": TEXT})
        boxes = boxes_of(condition.form)
        assert boxes is not None
        for n in range(-1, 7):
            for m in (0, 3):
                seen = {"n": n, "m": m}
                assert condition.holds(seen) is any(all(_in(seen[p], r) for p, r in box.items()) for box in boxes), (
                    source
                )


def _in(value: int, span: object) -> bool:
    assert isinstance(span, Span)
    return not span.both(Span(least=Decimal(value), most=Decimal(value))).empty


def _some(chance: Random, depth: int) -> str:
    if not depth or chance.random() < 0.3:
        sign = chance.choice(("<", "<=", ">", ">=", "=="))
        return f"{chance.choice('nm')} {sign} {chance.randrange(6)}"
    joined = f" {chance.choice(('&&', '||'))} ".join(f"({_some(chance, depth - 1)})" for _ in range(2))
    return f"!({joined})" if chance.random() < 0.2 and "==" not in joined else joined
