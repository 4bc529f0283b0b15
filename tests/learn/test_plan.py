"""Does a plan say what would change, the same whether leads are asked side by side or one by one?"""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from random import Random

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from batonpass.learn.many.read import many_of
from batonpass.learn.plan import SEGMENTS, compare, lately
from batonpass.learn.plan_look import OneByOne, look_side_by_side, reader_of
from tests.handoff.cast import PLAYBOOK, setting
from tests.learn.crowd import AT, some_leads, stricter

chances = st.integers(0, 2**32).map(Random)
EVER = AT - timedelta(days=3650)
HERE = setting(AT)


def many(leads, *playbooks):
    return many_of(leads, [PLAYBOOK, *playbooks], at=AT, also=SEGMENTS)


def under(playbook):
    return replace(HERE, playbook=playbook)


def planned(leads, playbook, days=3650):
    crowd = many(leads, playbook)
    new = crowd.as_new()
    recent = lately(new, AT - timedelta(days=days))
    before, after = (look_side_by_side(crowd, new, under(one), recent) for one in (PLAYBOOK, playbook))
    return compare(crowd, before, after, versions=("1", "2"), recent=recent, at=AT, days=days, shown=1_000)


def same(one, other):
    for name in ("stage", "tier", "band", "total"):
        assert np.array_equal(getattr(one, name), getattr(other, name)), name
    assert [one.places[n] for n in one.to if n >= 0] == [other.places[n] for n in other.to if n >= 0]


@settings(max_examples=30)
@given(chances)
def test_both_looks_are_the_same_side_by_side_and_one_by_one(chance):
    playbook, leads = stricter(chance), some_leads(chance, 60)
    crowd = many(leads, playbook)
    singly = OneByOne(under(playbook), EVER, tiers=crowd.tiers)
    singly.add(leads)
    new = crowd.as_new()
    look_side_by_side(crowd, new, HERE, lately(new, EVER))  # what one playbook has found out must not reach the other
    fast, slow = look_side_by_side(crowd, new, under(playbook), lately(new, EVER)), singly.both()
    same(fast.now, slow.now)
    same(fast.new, slow.new)


def test_the_same_playbook_changes_nothing():
    plan = planned(some_leads(Random(1), 300), PLAYBOOK)
    assert (plan.changed, plan.stages, plan.moved, plan.stricter) == (0, (), (), ())
    assert plan.volume.before == plan.volume.after > 0


def test_where_nobody_has_come_in_yet_a_plan_is_of_nobody():
    assert len(reader_of((PLAYBOOK, PLAYBOOK), AT, segments=SEGMENTS, deep=False).finish().ids) == 0


def test_a_lower_threshold_hands_more_leads_over_and_names_them():
    lower = replace(PLAYBOOK, definition=replace(PLAYBOOK.definition, mql_from=Decimal(10)))
    plan = planned(some_leads(Random(1), 300), lower)
    assert {flow.after for flow in plan.stages} == {"MQL", "Engaged"}
    assert sum(flow.leads for flow in plan.stages) == sum(one.before.stage != one.after.stage for one in plan.moved)
    assert plan.volume.after > plan.volume.before


def test_every_part_of_a_segment_adds_up_to_all_leads():
    plan = planned(some_leads(Random(2), 200), PLAYBOOK)
    assert {by: sum(one.leads for one in plan.segments if one.by == by) for by in ("country", "band")} == {
        "country": 200,
        "band": 200,
    }


def test_the_load_is_who_is_handed_over():
    plan = planned(some_leads(Random(3), 300), PLAYBOOK)
    assert sum(load.lately[1] for load in plan.loads) == plan.volume.after


def test_a_stricter_tier_of_a_lead_that_waits_is_a_promise_at_risk():
    tiers = (replace(PLAYBOOK.tiers[0], when=None), *PLAYBOOK.tiers[1:])
    leads = [lead for lead in some_leads(Random(4), 2_000) if lead.tier == "standard"]
    plan = planned(leads, replace(PLAYBOOK, tiers=tiers))
    assert plan.stricter
    assert set(plan.stricter) <= {lead.id for lead in leads}
