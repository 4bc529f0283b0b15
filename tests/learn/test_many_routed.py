"""Do many leads go to whom they would go one after the other, turn by turn?"""

from __future__ import annotations

from dataclasses import replace
from random import Random

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from batonpass.handoff.people import Member, Pool, Share
from batonpass.handoff.playbook import Rung, RungKind, Target
from batonpass.handoff.route import route
from batonpass.learn.many.conditions import NotInColumns
from batonpass.learn.many.qualify import judge_many
from batonpass.learn.many.read import many_of
from batonpass.learn.many.route import route_many
from tests.handoff.cast import PLAYBOOK, ROUTING, setting, when
from tests.learn.crowd import AT, looked_at, some_leads

chances = st.integers(0, 2**32).map(Random)
NEEDS = Rung(kind=RungKind.NEEDS, name="needs", needs=("lead.country", "account.employees"))
BIG = replace(ROUTING[1], cases=(replace(ROUTING[1].cases[0], name="big", when=when("score.total >= 60")),))


def one_after_the_other(leads, here):
    turns, loads, goes = dict(here.turns), dict(here.loads), []
    for lead in leads:
        _, _, seen = looked_at(lead, here.playbook)
        routed = route(lead, replace(here, turns=turns, loads=loads), seen)
        if routed.pool:
            turns[routed.pool] = routed.turn
        if routed.owner:
            loads[routed.owner] = loads.get(routed.owner, 0) + 1
        goes.append((routed.owner, routed.queue))
    return goes


def all_at_once(leads, here):
    many = many_of(leads, [here.playbook], at=AT)
    sent = route_many(judge_many(many, here.playbook, here.hours).asked, np.arange(len(leads), dtype=np.int32), here)
    return [sent.places[n] for n in sent.to]


def weighed(chance):
    here = setting(AT)
    rungs = tuple(chance.sample([*ROUTING[:3], NEEDS, BIG], 4))
    pools = {
        name: replace(pool, members=tuple(replace(m, weight=chance.randrange(1, 5)) for m in pool.members))
        for name, pool in here.directory.pools.items()
    }
    tally = {m.rep: chance.randrange(-3, 4) for m in pools["emea"].members}
    return replace(
        here,
        playbook=replace(PLAYBOOK, routing=(*rungs, ROUTING[3])),
        directory=replace(here.directory, pools=pools),
        turns={"emea": tally},
    )


@settings(max_examples=40)
@given(chances)
def test_many_leads_go_where_they_would_one_after_the_other(chance):
    here, leads = weighed(chance), some_leads(chance, 90)
    assert all_at_once(leads, here) == one_after_the_other(leads, here)


def test_caps_are_kept_lead_by_lead():
    here = setting(AT)
    capped = {"emea": Pool(name="emea", members=(Member(rep="ana", cap=2), Member(rep="bruno", cap=3)))}
    here = replace(here, directory=replace(here.directory, pools=capped), loads={"ana": 1})
    leads = some_leads(Random(1), 30)
    assert all_at_once(leads, here) == one_after_the_other(leads, here)


def test_a_pool_that_shares_by_minutes_is_left_to_one_at_a_time():
    here = setting(AT)
    pools = {"emea": replace(here.directory.pools["emea"], share=Share.LOAD)}
    with pytest.raises(NotInColumns, match="shares by open minutes"):
        all_at_once(some_leads(Random(1), 5), replace(here, directory=replace(here.directory, pools=pools)))


def test_nobody_goes_nowhere_when_there_is_nobody():
    assert all_at_once([], setting(AT)) == []


def test_a_ladder_without_questions_deals_turns_to_all():
    here = replace(
        setting(AT), playbook=replace(PLAYBOOK, routing=(replace(ROUTING[2], target=Target(pools=("emea",))),))
    )
    leads = some_leads(Random(3), 5)
    assert all_at_once(leads, here) == one_after_the_other(leads, here)
