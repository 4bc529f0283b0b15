"""How far do leads get, and which months are too young to say?"""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import binomtest

from batonpass.learn.asked import Asked, behind
from batonpass.learn.columns_of import groups_of
from batonpass.learn.funnel import Got, Group, Month, Step, cohorts_table, groups_table, maturities, young_steps
from batonpass.learn.loop_reports import campaigns_report, funnel_report
from batonpass.learn.maturity import mature_after
from batonpass.learn.terms import Terms
from tests.learn.drawn_rounds import FIRST, LAST, ZONE, drawn

NOW = datetime(2027, 6, 15, tzinfo=UTC)
FAR = {Step.MQL: 60, Step.SAL: 40, Step.SQL: 30, Step.OPPORTUNITY: 20, Step.WON: 5}


def group(name="web", leads=100, **more):
    return Group(name=name, leads=leads, reached=FAR, **more)


def test_each_step_is_a_share_of_the_one_before():
    table = groups_table([group()], by="source", opens="since=x")
    shares = [table.column(step.value)[0] for step in Step]
    assert [(one.hits, one.of) for one in shares] == [(60, 100), (40, 60), (30, 40), (20, 30), (5, 20)]


@given(st.integers(20, 3_000), st.data())
def test_the_interval_of_a_share_is_wilson_s(leads, data):
    mqls = data.draw(st.integers(0, leads))
    table = groups_table([Group(name="x", leads=leads, reached={Step.MQL: mqls})], by="source", opens="")
    said, (share,) = binomtest(mqls, leads).proportion_ci(method="wilson"), table.column("mql")
    assert (share.low, share.high) == pytest.approx((said.low, said.high), abs=1e-9)


def test_leads_without_a_source_have_a_line_of_their_own():
    table = groups_table([group(), group("unknown", 7)], by="source", opens="")
    assert table.column("group") == ("web", "unknown")


@pytest.mark.parametrize(
    ("won", "says"),
    [
        ([{"EUR": Decimal(10)}], {"amount": "Won amount, EUR"}),
        ([{}], {"amount": "Won amount"}),
        ([{"": Decimal(10)}], {"amount": "Won amount"}),
        (
            [{"EUR": Decimal(10)}, {"USD": Decimal(7)}],
            {"amount_eur": "Won amount, EUR", "amount_usd": "Won amount, USD"},
        ),
        (
            [{"EUR": Decimal(10)}, {"": Decimal(7)}],
            {"amount_eur": "Won amount, EUR", "amount": "Won amount, no currency told"},
        ),
    ],
)
def test_what_was_won_says_in_which_currency(won, says):
    columns = groups_table([group(str(n), amounts=one) for n, one in enumerate(won)], by="source", opens="").columns
    assert {one.name: one.says for one in columns if one.name.startswith("amount")} == says


def test_every_figure_opens_its_leads():
    (row,) = groups_table([group("a b")], by="source", opens="since=2027-01-01").rows
    assert row.opens["sql"] == "since=2027-01-01&source=a+b&reached=sql"
    assert row.opens["leads"] == "since=2027-01-01&source=a+b"


def test_the_time_to_touch_has_its_interval():
    (cell,) = groups_table([group(touched=np.arange(1.0, 102.0))], by="source", opens="").column("touch")
    assert (cell.value, cell.of) == (51.0, 101)
    assert cell.low < 51 < cell.high


def test_the_young_do_not_make_waits_look_short():
    chance = np.random.default_rng(2)
    waits, ages = chance.exponential(60, 20_000), chance.uniform(0, 400, 20_000)
    seen = waits <= ages
    naive, truth = np.quantile(waits[seen], 0.9), 60 * np.log(10)
    found = mature_after(ages[seen], waits[seen])
    assert abs(found - truth) < abs(naive - truth)
    assert found == pytest.approx(truth, rel=0.05)


def test_where_all_are_old_it_is_the_plain_quantile():
    waits = np.random.default_rng(3).exponential(20, 501)
    assert mature_after(np.full(501, 1e6), waits) == pytest.approx(
        np.quantile(waits, 0.9, method="inverted_cdf"), abs=1e-9
    )


@given(st.lists(st.tuples(st.integers(0, 60), st.integers(0, 60)), min_size=30, max_size=60))
def test_the_product_limit_is_that_counted_by_hand(pairs):
    pairs = [(max(a, w), w) for a, w in pairs]
    seen = sorted({w for _, w in pairs})
    risk = {s: sum(w <= s <= a for a, w in pairs) for s in seen}
    far = [s for s in seen if risk[s] >= 10]
    expected, passed = max(seen), 1.0
    for s in reversed([s for s in seen if far and s <= far[-1]]):
        if passed < 0.9 - 1e-12:
            break
        expected = s
        passed *= 1 - sum(w == s for _, w in pairs) / risk[s]
    found = mature_after(np.array([a for a, _ in pairs], float), np.array([w for _, w in pairs], float))
    assert found == expected


def test_too_few_to_measure_are_not_measured():
    assert mature_after(np.full(9, 100.0), np.full(9, 3.0)) is None


def test_a_month_is_young_for_winning_and_old_enough_for_acceptance():
    month = Month(first=date(2027, 5, 1), leads=50, reached=FAR)
    mature = dict.fromkeys(Step, 5.0) | {Step.WON: 90.0}
    assert young_steps(month, mature, NOW) == (Step.WON,)


def test_a_step_nobody_could_measure_is_never_called_mature():
    month = Month(first=date(2020, 12, 1), leads=50, reached=FAR)
    assert young_steps(month, {Step.MQL: 1.0}, NOW) == (Step.SAL, Step.SQL, Step.OPPORTUNITY, Step.WON)


def test_december_ends_with_the_year():
    assert Month(first=date(2026, 12, 1), leads=1, reached={}).ended == datetime(2027, 1, 1, tzinfo=UTC)


def test_the_cohort_table_says_what_was_measured():
    old = Got(ages=np.full(50, 300.0), waits=np.arange(50.0))
    mature = maturities({Step.MQL: old, Step.SAL: Got(ages=np.zeros(0), waits=np.zeros(0))})
    table = cohorts_table(
        [Month(first=date(2027, 1, 1), leads=80, reached=FAR)],
        mature,
        now=NOW,
        opens=lambda first, last: f"from={first}&to={last}",
    )
    assert "MQL 44" in table.notes[0]
    assert table.rows[0].opens["sql"] == "from=2027-01-01&to=2027-01-31&reached=sql"
    assert table.column("young") == ("SAL, SQL, Opportunity, Won",)


@pytest.mark.parametrize("make", [funnel_report, campaigns_report])
def test_leads_of_a_list_of_the_past_are_told_beside_the_shares_they_lower(make):
    rounds, asked = drawn(60), Asked(first=FIRST, last=LAST, zone=ZONE)
    terms = Terms(zone=ZONE, house=None, commitments=None, tiers=(), hours_of=None)
    rounds.arrays["amount"] = np.full(len(rounds), np.nan)
    rounds.arrays["campaign"], rounds.words["campaign"] = rounds.arrays["source"], rounds.words["source"]
    assert not any("lists of the past" in note for one in make(rounds, asked, terms) for note in one.notes)
    rounds.arrays["historic"][:7] = True
    assert all(one.notes[-1].startswith("7 of these leads came in lists") for one in make(rounds, asked, terms))


def test_a_list_of_leads_that_reached_a_step_holds_those_the_funnel_counts():
    rounds = drawn(600)
    rounds.arrays["won_at"][::7] = rounds.at("arrived")[::7]
    rounds.arrays["amount"] = np.full(len(rounds), np.nan)
    asked = Asked(first=FIRST, last=LAST, zone=ZONE)
    counted = groups_of(rounds, "source", np.ones(len(rounds), bool))
    listed = behind(rounds, {"reached": "opportunity"}).sum()
    assert listed == sum(one.reached[Step.OPPORTUNITY] for one in counted) == len(range(0, 600, 7))
    assert asked.opens(reached="opportunity").endswith("reached=opportunity")
