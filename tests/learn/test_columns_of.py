"""Are rounds that lie column by column counted as one would by hand?"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from decimal import Decimal

import numpy as np

from batonpass.handoff.instants import NEVER, since_1970
from batonpass.learn.columns_of import decided_of, groups_of, months_of, reached_at
from batonpass.learn.funnel import Step, groups_table
from batonpass.learn.office import Stated, assumed, measured, tiers_from
from batonpass.learn.watched import drifts, over_the_wire

MAY = datetime(2027, 5, 3, 10, tzinfo=UTC)
INSTANTS = ("mql_at", "sal_at", "sql_at", "opportunity_at", "won_at", "lost_at", "rejected_at", "accepted_at",
            "disposed_at", "touched_at", "arrived_at", "delivered_at")  # fmt: skip
WORDS = ("source", "campaign", "form", "region", "band", "segment", "persona", "reject_reason", "outcome_reason",
         "owner", "first_owner", "tier", "currency")  # fmt: skip


@dataclass
class Held:
    arrays: dict
    words: dict
    leads: tuple


def rounds(*rows):
    """Rounds from plain words and instants; what a row does not say has not come."""
    words = {name: tuple(dict.fromkeys(["", *(row.get(name, "") for row in rows)])) for name in WORDS}
    arrays = {
        name: np.array([since_1970(row[name]) if name in row else NEVER for row in rows], np.int64) for name in INSTANTS
    }
    arrays |= {name: np.array([words[name].index(row.get(name, "")) for row in rows], np.int32) for name in WORDS}
    arrays["amount"] = np.array([row.get("amount", np.nan) for row in rows], float)
    arrays["historic"] = np.zeros(len(rows), dtype=bool)
    arrays["round"] = np.ones(len(rows))
    return Held(arrays=arrays, words=words, leads=tuple(f"L{n}" for n in range(len(rows))))


def lead(hours=0, **more):
    return {"arrived_at": MAY + timedelta(hours=hours), "mql_at": MAY + timedelta(hours=hours), **more}


def sold(amount, *, currency="EUR", source="web"):
    return lead(source=source, amount=amount, currency=currency, won_at=MAY + timedelta(days=9))


def everybody(held):
    return np.ones(len(held.leads), dtype=bool)


def test_who_was_won_was_an_opportunity_though_nobody_said_so():
    held = rounds(lead(won_at=MAY + timedelta(days=9)))
    assert (reached_at(held, Step.OPPORTUNITY) != NEVER).all()


def test_leads_without_a_word_are_a_group_of_their_own():
    held = rounds(lead(source="web"), lead())
    found = {one.name: one.leads for one in groups_of(held, "source", everybody(held))}
    assert found == {"web": 1, "unknown": 1}


def test_what_was_won_is_added_up_and_nothing_known_is_nothing():
    held = rounds(sold(10.5), sold(1), lead(source="fair"))
    assert {one.name: one.amounts for one in groups_of(held, "source", everybody(held))} == {
        "web": {"EUR": Decimal("11.5")}, "fair": {},
    }  # fmt: skip


def test_a_deal_that_is_open_or_lost_brought_nothing_yet():
    held = rounds(sold(10), lead(source="web", amount=90, currency="EUR", opportunity_at=MAY))
    (web,) = groups_of(held, "source", everybody(held))
    assert web.amounts == {"EUR": 10}


def test_euros_and_dollars_are_told_apart():
    held = rounds(sold(10), sold(7, currency="USD"), sold(1, source="fair"))
    table = groups_table(groups_of(held, "source", everybody(held)), by="source", opens="")
    assert (table.column("amount_eur"), table.column("amount_usd")) == ((10, 1), (7, None))


def test_months_are_those_of_arrival():
    held = rounds(lead(), lead(hours=24 * 40), lead(hours=24 * 40))
    assert [(one.first.month, one.leads) for one in months_of(held, everybody(held))] == [(5, 1), (6, 2)]


def test_a_month_in_which_none_came_is_told_too():
    held = rounds(lead(), lead(hours=24 * 75))
    assert [(one.first.month, one.leads) for one in months_of(held, everybody(held))] == [(5, 1), (6, 0), (7, 1)]


def test_only_what_sales_answered_is_decided():
    held = rounds(lead(accepted_at=MAY), lead(rejected_at=MAY, reject_reason="no", owner="ana"), lead())
    assert [(one.reason, one.by) for one in decided_of(held, ("source",), everybody(held))] == [
        (None, ""),
        ("no", "ana"),
    ]


def half_rejected(count, start=0):
    return [
        lead(start + n, source="list", accepted_at=MAY) if n % 2
        else lead(start + n, source="list", rejected_at=MAY, reject_reason="no", owner="ana")
        for n in range(count)
    ]  # fmt: skip


def test_a_source_half_of_which_is_given_back_is_over_the_wire_with_its_leads_and_reps():
    (one, *_) = over_the_wire(rounds(*half_rejected(60)), 0.2, after={})
    assert {d.by for d in one.leads} == {"ana"}
    assert len(one.leads) == 30


def test_leads_of_before_a_change_ask_no_more():
    held = rounds(*half_rejected(60), *half_rejected(10, start=1_000))
    after = {(kind, name): MAY + timedelta(hours=900) for kind in ("source", "all") for name in ("list", "all leads")}
    found = over_the_wire(held, 0.2, after=after)
    assert "source" not in {one.segment.kind for one in found}


def test_a_source_that_appears_after_the_usual_weeks_is_a_drift_of_the_mix():
    usual = [lead(n * 6, source="web") for n in range(240)]
    since = [lead(24 * 61 + n, source="list" if n % 2 else "web") for n in range(100)]
    found = {(one.kind, one.group) for one in drifts(rounds(*usual, *since), MAY, MAY + timedelta(days=70))}
    assert ("source", "list") in found


def answered(share, *, slow=20.0, quick=0.2, begin=0, end=150, seed=1):
    """Fifteen leads a day, so many of which convert, after weeks; the others are given back within hours."""
    chance = np.random.default_rng(seed)
    for day in np.sort(chance.uniform(begin, end, 15 * (end - begin))):
        won = chance.random() < share
        after = MAY + timedelta(days=day + chance.exponential(slow if won else quick))
        yield lead(24 * day, band="hot") | {"sql_at" if won else "rejected_at": after}


def told_on(day, *rows):
    """What is known on one day."""
    now = MAY + timedelta(days=day)
    past = [{name: at for name, at in row.items() if not isinstance(at, datetime) or at <= now} for row in rows]
    held = rounds(*(row for row in past if "arrived_at" in row))
    return {one.group for one in drifts(held, MAY, now) if one.kind == "band"}


def test_what_converts_slowly_is_no_drift_while_it_is_young():
    rows = [*answered(0.3)]
    assert [day for day in (65, 75, 90, 120, 150) if told_on(day, *rows)] == []


def test_scores_that_stop_meaning_what_they_meant_are_told_and_stay_told():
    rows = [*answered(0.3, end=60), *answered(0.1, begin=60)]
    assert [day for day in (65, 120, 150) if told_on(day, *rows)] == [120, 150]


def test_the_office_is_measured_from_the_last_weeks():
    held = rounds(*(lead(n, tier="urgent" if n % 4 else "high", first_owner=f"rep{n % 3}") for n in range(80)))

    class Promised:
        def __init__(self, name):
            self.name, self.first_touch = name, timedelta(minutes=30)

    found = measured(held, [Promised("urgent"), Promised("high")], UTC, MAY + timedelta(days=10))
    assert isinstance(found, Stated)
    assert (found.leads, found.reps) == (10.0, 3)
    assert [round(tier.share, 2) for tier in tiers_from(found.tiers)] == [0.75, 0.25]
    assert assumed(held, MAY + timedelta(days=10)) == ("handling",)
    assert assumed(held, MAY + timedelta(weeks=40)) == ("leads", "reps", "tiers", "in_hours", "handling")


def test_who_trips_the_wire_by_chance_perhaps_brings_its_leads_too():
    fifteen = [
        lead(n, source="list", accepted_at=MAY) if n >= 15
        else lead(n, source="list", rejected_at=MAY, reject_reason="no", owner="ana")
        for n in range(60)
    ]  # fmt: skip
    (one, *_) = over_the_wire(rounds(*fifteen), 0.2, after={})
    assert (one.segment.surely(0.2), len(one.leads)) == (False, 15)
