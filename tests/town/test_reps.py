"""Do the people of the town work as the truth says they do?"""

from __future__ import annotations

from collections import defaultdict
from datetime import UTC, datetime, timedelta
from statistics import median

import pytest

from batonpass.handoff.hours import due, elapsed, is_open
from batonpass.handoff.requests import Accept, Dispose, Reject, Touch
from batonpass.handoff.requests_second import GiveBack, HandOver, Lose, OpenOpportunity, TakeOver, Win
from batonpass.written.load import load
from town.company import PLAYBOOK
from town.executives import asks_again, closes
from town.leads import year
from town.reps import Promise, hands_out, works
from town.truth import SLOW_REP, Nature

TUESDAY = datetime(2026, 11, 17, 10, tzinfo=UTC)
FRIDAY_AFTERNOON = datetime(2026, 11, 20, 13, tzinfo=UTC)
BUDGET = timedelta(hours=1)


@pytest.fixture(scope="module")
def desks():
    return {name: one.hours for name, one in load(PLAYBOOK.read_text("utf-8"), PLAYBOOK.name).calendars.items()}


@pytest.fixture(scope="module")
def people():
    return year("reps", until=TUESDAY, leads=900).visitors


def promise(owner, desk, started_at=TUESDAY):
    return Promise(owner=owner, started_at=started_at, budget=BUDGET, hours=desk, cycle=1)


def acts_of(people, owner, desk, started_at=TUESDAY):
    return [works("a test", who, promise(owner, desk, started_at), desk) for who in people]


def first_looks(people, owner, desk, started_at=TUESDAY):
    return [acts[0].at for acts in acts_of(people, owner, desk, started_at)]


def from_dach(people):
    return [who for who in people if who.firm.country in ("DE", "AT", "CH")]


def test_the_slow_rep_breaks_about_two_promises_in_three(people, desks):
    looks = first_looks(people, SLOW_REP, desks["lisbon"])
    late = [at > due(TUESDAY, BUDGET, desks["lisbon"]) for at in looks]
    assert 0.55 < sum(late) / len(late) < 0.75


def test_everybody_else_uses_about_a_third_of_the_window(people, desks):
    used = [elapsed(TUESDAY, at, desks["lisbon"]) / BUDGET for at in first_looks(people, "anna", desks["lisbon"])]
    assert 0.28 < median(used) < 0.42


def test_friday_afternoon_in_the_slow_pool_waits_for_the_next_working_day(people, desks):
    looks = first_looks(from_dach(people), "greta", desks["berlin"], FRIDAY_AFTERNOON)
    assert {at.date().isoformat() for at in looks} == {"2026-11-23"}


def test_friday_afternoon_elsewhere_is_an_afternoon_like_any_other(people, desks):
    looks = first_looks(people, "lara", desks["london"], FRIDAY_AFTERNOON)
    assert sum(at.date() == FRIDAY_AFTERNOON.date() for at in looks) > 0.8 * len(looks)


def test_nobody_works_before_the_lead_is_there_or_outside_of_their_hours(people, desks):
    for acts in acts_of(people, "anna", desks["lisbon"]):
        instants = [act.at for act in acts]
        assert instants[0] > TUESDAY
        assert instants == sorted(instants)
        assert all(is_open(at - timedelta(microseconds=1), desks["lisbon"]) for at in instants)


def test_every_lead_comes_to_an_end(people, desks):
    ends = {type(acts[-1].request) for acts in acts_of(people, "anna", desks["lisbon"])}
    assert ends == {Reject, Dispose, HandOver}


def test_a_robot_is_given_back_without_a_call(people, desks):
    robots = [who for who in people if who.nature is Nature.BOT]
    assert robots
    for acts in acts_of(robots, "anna", desks["lisbon"]):
        assert [type(act.request) for act in acts] == [Reject]


def test_whoever_truly_converts_is_handed_over_once_accepted(people, desks):
    for who in people:
        requests = [act.request for act in works("a test", who, promise("anna", desks["lisbon"]), desks["lisbon"])]
        handed = any(isinstance(request, HandOver) for request in requests)
        accepted = any(isinstance(request, Accept) for request in requests)
        assert handed == (accepted and who.converts)


def deals(people, desks, asked):
    desk = desks["lisbon"]
    buyers = [who for who in people if who.converts]
    return [closes("a test", who, owner="pilar", asked=asked, since=TUESDAY, desk=desk) for who in buyers]


def test_an_account_executive_answers_in_time_and_a_few_come_back_once(people, desks):
    first = [acts[0] for acts in deals(people, desks, 1)]
    assert {type(act.request) for act in first} == {TakeOver, GiveBack}
    assert max(act.at for act in first) < due(TUESDAY, timedelta(hours=4), desks["lisbon"])
    assert {type(acts[0].request) for acts in deals(people, desks, 2)} == {TakeOver}


def test_what_came_back_is_handed_over_once_more(people, desks):
    acts = asks_again(people[0], owner="anna", since=TUESDAY, desk=desks["lisbon"])
    assert [type(act.request) for act in acts] == [Touch, HandOver]


def test_whoever_buys_had_an_offer_and_some_of_those_who_do_not_buy(people, desks):
    ends = defaultdict(set)
    for acts in deals(people, desks, 2):
        *before, last = [act.request for act in acts]
        ends[type(last)].add(any(isinstance(one, OpenOpportunity) for one in before))
    assert ends == {Win: {True}, Lose: {True, False}}


def test_nothing_is_accepted_before_somebody_called(people, desks):
    for acts in acts_of(people, "anna", desks["lisbon"]):
        if any(isinstance(act.request, Accept) for act in acts):
            assert isinstance(acts[0].request, Touch)


def test_what_lacks_a_country_is_handed_to_where_it_belongs(people, desks):
    swedes = [who for who in people if who.firm.country == "SE"]
    to = {hands_out("a test", who, queued_at=TUESDAY, desk=desks["lisbon"]).request.to for who in swedes}
    assert to == {"bo", "freja"}


def test_the_same_seed_works_the_same_way(people, desks):
    assert acts_of(people[:50], "bo", desks["stockholm"]) == acts_of(people[:50], "bo", desks["stockholm"])
