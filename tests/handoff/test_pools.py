"""Who of a pool takes a lead when some are away, full, switched off or not at work; and why did the others not?"""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from batonpass.handoff.answer import answer
from batonpass.handoff.facts import Routed, TurnReturned
from batonpass.handoff.lead import Lead
from batonpass.handoff.off_shift import Hold, OffShift
from batonpass.handoff.path import advance
from batonpass.handoff.people import Beyond, Leave, Member, Overflow, Pool, Share
from batonpass.handoff.playbook import Rung, RungKind, Stage, Target
from batonpass.handoff.requests import Reject, Undo
from batonpass.handoff.turn import OWED, TURN
from tests.handoff.cast import PEOPLE, PLAYBOOK, REPS, TUESDAY_TEN, minutes, setting, submission, walk

SATURDAY = datetime(2027, 3, 6, 12, tzinfo=UTC)
FRIDAY_EVENING = datetime(2027, 3, 5, 18, 30, tzinfo=UTC)
SUN = Rung(kind=RungKind.SEND, name="pool", target=Target(pools=("emea", "america")))
FOLLOWING_THE_SUN = replace(PLAYBOOK, routing=(SUN,))


def at(day: int, hour: int) -> datetime:
    return datetime(2027, 3, day, hour, tzinfo=UTC)


def members(*names: str, **limits: int) -> tuple[Member, ...]:
    return tuple(Member(rep=name, **limits) for name in names)


def people(pool: Pool, **changed: object):
    reps = {**REPS, **{name: replace(REPS[name], **change) for name, change in changed.items()}}
    return replace(PEOPLE, reps=reps, pools={**PEOPLE.pools, pool.name: pool})


def routed(people, *, at=TUESDAY_TEN, playbook=PLAYBOOK, **more) -> Routed:
    taken = advance(Lead(id="L1"), submission(at=at), setting(at, playbook, people, **more))
    return next(fact for fact in taken.facts if isinstance(fact, Routed))


EMEA = Pool(name="emea", members=members("ana", "bruno"))
CAPPED = replace(EMEA, members=members("ana", "bruno", cap=2))
FULL = {"loads": {"ana": 2, "bruno": 2}}


def test_a_switched_off_rep_is_passed_over_and_told_so():
    found = routed(people(EMEA, ana={"available": False}))
    assert (found.owner, found.passed) == ("bruno", ("Ana has switched leads off",))


def test_why_not_me_is_answered_for_each_who_lost():
    away = (Leave(first=date(2027, 3, 1), last=date(2027, 3, 5)),)
    four = Pool(name="emea", members=(*members("ana", "bruno", "astrid"), Member(rep="nina", cap=1)))
    found = routed(people(four, bruno={"leave": away}), loads={"nina": 1})
    assert found.owner == "ana"
    assert found.passed == ("Bruno is away until 2027-03-05", "Nina is full (1 of 1 open)", "not the turn of Astrid")


def test_who_is_not_at_work_is_told_apart_from_who_is_away():
    assert "Nina not at work" in routed(people(Pool(name="emea", members=members("ana", "nina")))).passed


def test_half_a_day_away_is_half_a_day():
    noon = TUESDAY_TEN + timedelta(hours=2)
    morning = Leave(first=noon.date(), last=noon.date(), begins=TUESDAY_TEN, ends=noon)
    house = people(EMEA, ana={"leave": (morning,)})
    assert [routed(house, at=at).owner for at in (TUESDAY_TEN, noon)] == ["bruno", "ana"]


@pytest.mark.parametrize(
    ("rule", "owner", "queue"),
    [
        (Overflow(), "nina", None),
        (Overflow(kind=Beyond.OVER_CAP), "ana", None),
        (Overflow(kind=Beyond.QUEUE, name="triage"), None, "triage"),
        (Overflow(kind=Beyond.POOL, name="america"), "nina", None),
    ],
)
def test_beyond_the_caps_the_pools_own_rule_decides(rule, owner, queue):
    to_nina = Rung(kind=RungKind.SEND, name="rep", target=Target(rep="nina"))
    ladder = replace(PLAYBOOK, routing=(replace(PLAYBOOK.routing[2], target=Target(pools=("emea",))), to_nina))
    afternoon = TUESDAY_TEN + timedelta(hours=5)
    found = routed(people(replace(CAPPED, overflow=rule)), playbook=ladder, at=afternoon, **FULL)
    assert (found.owner, found.queue) == (owner, queue)


def test_a_full_day_is_full_until_midnight_of_the_rep():
    daily = replace(EMEA, members=(Member(rep="ana", a_day=1), Member(rep="bruno", weight=1)))
    first = routed(people(daily))
    second = routed(people(daily), turns={"emea": first.turn})
    third = routed(people(daily), turns={"emea": second.turn})
    tomorrow = routed(people(daily), turns={"emea": third.turn}, at=TUESDAY_TEN + timedelta(days=1))
    assert [f.owner for f in (first, second, third)] == ["ana", "bruno", "bruno"]
    assert "Ana has had 1 of 1 today" in third.passed
    assert tomorrow.passed == ("not the turn of Ana",)


def test_a_pool_may_share_by_the_minutes_that_are_open():
    by_load = replace(EMEA, share=Share.LOAD)
    assert routed(people(by_load), minutes={"ana": 240, "bruno": 30}).owner == "bruno"
    assert routed(people(by_load), minutes={"ana": 30, "bruno": 30}).owner == "ana"


def sending(**target: object):
    rung = replace(PLAYBOOK.routing[2], target=Target(pools=("emea",), **target))
    return replace(PLAYBOOK, routing=(rung, Rung(kind=RungKind.SEND, name="rep", target=Target(rep="nina"))))


def test_off_shift_the_next_rung_may_answer():
    found = routed(PEOPLE, at=FRIDAY_EVENING, playbook=sending(off_shift=OffShift.NEXT_RUNG))
    assert (found.owner, found.tried) == ("nina", ("pool: nobody is at work before Mon 8 Mar 09:00, when Ana is",))


def test_off_shift_a_lead_may_be_held_until_somebody_opens_but_no_longer_than_agreed():
    hold = Hold(queue="triage", at_most=timedelta(hours=2), then=("america",))
    holding = sending(off_shift=OffShift.HOLD, hold=hold)
    late, early = FRIDAY_EVENING, datetime(2027, 3, 5, 8, 30, tzinfo=UTC)
    held = [routed(PEOPLE, at=at, playbook=holding) for at in (late, early)]
    assert [f.queue for f in held] == ["triage", "triage"]
    assert [f.held.until - f.at for f in held] == [timedelta(hours=2), timedelta(minutes=30)]


def test_a_lead_that_was_never_theirs_gives_the_turn_back_and_an_undo_takes_it_again():
    doubles = replace(PLAYBOOK.rejections["not_a_fit"], code="duplicate", turn_back=True)
    book = replace(PLAYBOOK, rejections={"duplicate": doubles})
    steps = (submission(), (minutes(5), Reject(by="ana", reason="duplicate")))
    done = walk(*steps, (minutes(6), Undo(by="ana")), playbook=book)
    given = [fact for fact in done.facts if isinstance(fact, TurnReturned)]
    assert [(fact.rep, fact.pool, fact.turns) for fact in given] == [("ana", "emea", 1), ("ana", "emea", -1)]
    assert given[0].turn[OWED + "ana"] == TURN


def test_other_reasons_give_no_turn_back():
    done = walk(submission(), (minutes(5), Reject(by="ana", reason="no_budget")))
    assert not any(isinstance(fact, TurnReturned) for fact in done.facts)


@pytest.mark.parametrize(
    ("leave", "owner"),
    [
        (Leave(first=date(2027, 3, 8), last=date(2027, 3, 8)), "bruno"),
        (Leave(first=date(2027, 3, 8), last=date(2027, 3, 8), begins=at(8, 9), ends=at(8, 12)), "bruno"),
        (Leave(first=date(2027, 3, 8), last=date(2027, 3, 8), begins=at(8, 12), ends=at(8, 18)), "ana"),
        (Leave(first=date(2027, 3, 9), last=date(2027, 3, 9)), "ana"),
    ],
)
def test_who_opens_first_is_not_who_will_be_away_then(leave, owner):
    assert routed(people(EMEA, ana={"leave": (leave,)}), at=SATURDAY).owner == owner


def test_who_is_away_until_after_others_open_is_not_waited_for():
    week = Leave(first=date(2027, 3, 8), last=date(2027, 3, 14))
    alone = people(Pool(name="emea", members=members("ana")), ana={"leave": (week,)})
    assert routed(alone, at=SATURDAY, playbook=FOLLOWING_THE_SUN).owner == "nina"
    held = routed(alone, at=FRIDAY_EVENING, playbook=sending(off_shift=OffShift.NEXT_RUNG))
    assert held.tried == ("pool: nobody is at work before Mon 15 Mar 09:00, when Ana is",)


@pytest.mark.parametrize(
    ("rule", "owner", "queue"),
    [
        (Overflow(), "sven", None),
        (Overflow(kind=Beyond.OVER_CAP), "ana", None),
        (Overflow(kind=Beyond.QUEUE, name="triage"), None, "triage"),
        (Overflow(kind=Beyond.POOL, name="america"), "nina", None),
    ],
)
def test_a_pool_that_is_full_is_full_at_night_too(rule, owner, queue):
    to_sven = Rung(kind=RungKind.SEND, name="rep", target=Target(rep="sven"))
    ladder = replace(PLAYBOOK, routing=(replace(PLAYBOOK.routing[2], target=Target(pools=("emea",))), to_sven))
    found = routed(people(replace(CAPPED, overflow=rule)), playbook=ladder, at=SATURDAY, **FULL)
    assert (found.owner, found.queue, found.uncovered) == (owner, queue, queue is None)


def test_at_night_who_has_room_comes_before_the_rule_for_a_full_pool():
    capped = people(replace(CAPPED, overflow=Overflow(kind=Beyond.QUEUE, name="triage")))
    assert routed(capped, at=SATURDAY, loads={"ana": 2, "bruno": 1}).owner == "bruno"


def test_a_turn_that_came_back_in_an_earlier_round_is_not_taken_again():
    """A duplicate gives the turn back; the next round's rejection does not, and its undo takes nothing."""
    doubles = replace(PLAYBOOK.rejections["not_a_fit"], code="duplicate", then=Stage.NURTURE, turn_back=True)
    book = replace(PLAYBOOK, rejections={"duplicate": doubles, "no_budget": PLAYBOOK.rejections["no_budget"]})
    again = submission(at=minutes(10))
    first = (submission(), (minutes(5), Reject(by="ana", reason="duplicate")), again)
    owner = walk(*first, playbook=book).lead.owner
    done = walk(
        *first, (minutes(11), Reject(by=owner, reason="no_budget")), (minutes(12), Undo(by=owner)), playbook=book
    )
    assert [fact.turns for fact in done.facts if isinstance(fact, TurnReturned)] == [1]


def test_on_a_saturday_the_first_to_open_owns_it_at_once():
    found = routed(PEOPLE, at=SATURDAY)
    assert (found.owner, found.uncovered) == ("ana", True)


ONE_A_DAY = Pool(
    name="emea", members=members("ana", "astrid", a_day=1), overflow=Overflow(kind=Beyond.QUEUE, name="triage")
)
BACK = replace(PLAYBOOK.rejections["not_a_fit"], turn_back=True)
GIVES_BACK = replace(FOLLOWING_THE_SUN, rejections={**PLAYBOOK.rejections, "not_a_fit": BACK})


def dealt(found: Routed) -> dict[str, dict[str, int]]:
    return {found.pool: dict(found.turn)}


@pytest.mark.parametrize(
    ("given_back", "owner", "queue"),
    [(at(2, 17), "ana", None), (at(3, 11), None, "triage")],
    ids=["on the day of the turn", "on the day after it"],
)
def test_a_turn_that_comes_back_makes_room_on_its_own_day_alone(given_back, owner, queue):
    """What Ana had on Tuesday and gives back on Wednesday is no reason for a second lead on Wednesday."""
    house = people(replace(ONE_A_DAY, members=members("ana", a_day=1)))
    first = advance(Lead(id="L1"), submission(), setting(TUESDAY_TEN, GIVES_BACK, house))
    turns = dealt(next(fact for fact in first.facts if isinstance(fact, Routed)))
    if given_back.day == 3:
        turns = dealt(routed(house, at=at(3, 10), playbook=GIVES_BACK, turns=turns))
    rejected = answer(
        first.lead, Reject(by="ana", reason="not_a_fit"), setting(given_back, GIVES_BACK, house, turns=turns)
    )
    turns = {"emea": dict(next(fact.turn for fact in rejected.facts if isinstance(fact, TurnReturned)))}
    found = routed(house, at=given_back, playbook=GIVES_BACK, turns=turns)
    assert (found.owner, found.queue) == (owner, queue)


def test_each_reps_day_begins_at_their_own_midnight():
    """At 22:30 UTC in July it is tomorrow in Stockholm and today in New York; two hours after midnight UTC as well."""
    house = people(replace(ONE_A_DAY, members=members("ana", "nina", a_day=1)), ana={"calendar": "stockholm"})
    one_pool = replace(FOLLOWING_THE_SUN, routing=(replace(SUN, target=Target(pools=("emea",))),))
    turns: dict[str, dict[str, int]] = {}
    owners: list[str | None] = []
    for day, hour, minute in ((1, 14, 0), (1, 14, 1), (1, 14, 2), (1, 22, 30), (2, 2, 0), (2, 4, 30)):
        now = datetime(2027, 7, day, hour, minute, tzinfo=UTC)
        found = routed(house, at=now, playbook=one_pool, turns=turns)
        owners.append(found.owner)
        turns = dealt(found) if found.pool else turns
    assert owners == ["ana", "nina", None, "ana", None, "nina"]
