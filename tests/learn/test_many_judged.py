"""Are many leads scored and judged side by side exactly as one at a time?"""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from random import Random

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from batonpass.handoff.playbook import WORKED, Signal
from batonpass.handoff.score import counting as one_counting
from batonpass.handoff.score import worth
from batonpass.learn.many import STAGES
from batonpass.learn.many.behaviour import counting, worths
from batonpass.learn.many.conditions import NotInColumns
from batonpass.learn.many.qualify import judge_many
from batonpass.learn.many.read import many_of
from tests.handoff.cast import PLAYBOOK, hours
from tests.learn.crowd import AT, looked_at, some_leads, stricter

chances = st.integers(0, 2**32).map(Random)


def judged(leads, playbook):
    found = judge_many(many_of(leads, [playbook, PLAYBOOK], at=AT), playbook, hours)
    tiers = found.asked.many.tiers
    exact = [Decimal(int(one)).scaleb(-found.scores.places) for one in found.scores.total]
    stages = [STAGES[code] for code in found.stage]
    return list(zip(exact, stages, [tiers[n] if n >= 0 else None for n in found.tier], found.fresh, strict=True))


def one_at_a_time(lead, playbook):
    scored, verdict, _ = looked_at(lead, playbook)
    stage, tier = (lead.stage, lead.tier) if verdict is None else (verdict.stage, verdict.tier)
    return scored.total, stage, tier, bool(verdict and verdict.starts_cycle)


@settings(max_examples=60)
@given(chances)
def test_many_leads_are_judged_as_one_at_a_time(chance):
    playbook, leads = stricter(chance), some_leads(chance, 80)
    assert judged(leads, playbook) == [one_at_a_time(lead, playbook) for lead in leads]


def test_the_made_up_leads_come_out_in_many_ways():
    found = judged(some_leads(Random(7), 400), PLAYBOOK)
    assert len({(stage, tier) for _, stage, tier, _ in found}) > 10
    assert len({total for total, *_ in found}) > 100


def test_nobody_who_is_worked_is_moved():
    leads = [lead for lead in some_leads(Random(8), 200) if lead.stage in WORKED]
    assert [stage for _, stage, *_ in judged(leads, PLAYBOOK)] == [lead.stage for lead in leads]


@given(st.integers(-(10**5), 10**5), st.integers(0, 10**13), st.integers(1, 10**12))
def test_points_decay_to_the_same_hundredth(points, age, half_life):
    signal = Signal(name="s", points=Decimal(points).scaleb(-2), says="", half_life=timedelta(microseconds=half_life))
    exact = worth(signal, AT - timedelta(microseconds=age), AT)
    assert worths(signal, np.array([age]), places=2)[0] == int(exact.scaleb(2))


@given(
    st.lists(st.lists(st.integers(0, 40), min_size=1), min_size=1), st.integers(1, 4), st.none() | st.integers(1, 12)
)
def test_the_occurrences_that_count_are_as_many_as_one_at_a_time(did, most, within):
    window = None if within is None else timedelta(hours=within)
    signal = Signal(name="s", points=Decimal(1), says="", times=most, within=window)
    rows = np.repeat(np.arange(len(did), dtype=np.int32), [len(one) for one in did])
    times = np.concatenate([np.sort(np.array(one, dtype=np.int64)) for one in did]) * 3_600_000_000
    counted = counting(signal, rows, times)
    found = times if counted is None else times[counted]
    apart = [one_counting(signal, [AT + timedelta(hours=hour) for hour in one]) for one in did]
    assert sorted(found // 3_600_000_000) == sorted((at - AT) // timedelta(hours=1) for one in apart for at in one)


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"numbers": frozenset()}, "account.employees is a number in one playbook and text in the other"),
        ({"definition": replace(PLAYBOOK.definition, hot_from=Decimal("1e20"))}, "more digits"),
        ({"definition": replace(PLAYBOOK.definition, hot_from=Decimal("1.0000001"))}, "decimal places"),
    ],
)
def test_what_columns_cannot_hold_is_left_to_one_at_a_time(change, says):
    with pytest.raises(NotInColumns, match=says):
        judged(some_leads(Random(1), 3), replace(PLAYBOOK, **change))
