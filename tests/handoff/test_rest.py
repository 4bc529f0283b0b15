"""Is a lead that became ready while sales wanted it left alone looked at when its rest is over, once?"""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from batonpass.handoff import record
from batonpass.handoff.answer import answer
from batonpass.handoff.lead import REST, ClockState
from batonpass.handoff.playbook import Stage
from batonpass.handoff.requests import Dispose, Reject, Reply, Ring, Undo
from batonpass.handoff.rounds import Beside, rounds_of
from tests.handoff.cast import PLAYBOOK, SIGNALS, event, setting, submission, walk

LOOK = Ring(by="clock", promise=REST)


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


CAME = submission("demo", at=at("2027-03-02T10:00"))
GIVEN_BACK = (at("2027-03-02T10:09"), Reject(by="ana", reason="no_budget"))
HOT = submission("ebook", at=at("2027-03-12T10:00"))
RESTED = at("2027-04-01T09:09")
"""Thirty days later at the same hour on the wall of Lisbon, where summer time began meanwhile."""
AFTER = (RESTED + timedelta(seconds=1), LOOK)


def run(*steps, playbook=PLAYBOOK):
    return walk(CAME, GIVEN_BACK, *steps, playbook=playbook)


def test_points_that_came_during_the_rest_bring_the_lead_in_when_it_is_over():
    done = run(HOT, AFTER)
    assert (run(HOT).lead.stage, run(HOT).lead.next_due_at) == (Stage.NURTURE, RESTED)
    assert (done.lead.stage, done.lead.cycle, done.lead.owner in {"ana", "bruno"}) == (Stage.MQL, 2, True)
    assert done.lead.clock is not None
    assert done.lead.running(REST) is None


@pytest.mark.parametrize(
    ("late", "begins"),
    [
        (timedelta(microseconds=1), RESTED),
        (timedelta(seconds=59), RESTED),
        (timedelta(hours=6), RESTED + timedelta(hours=6)),
    ],
)
def test_the_promise_after_a_rest_runs_from_its_end_unless_we_were_down(late, begins):
    clock = run(HOT, (RESTED + late, LOOK)).lead.clock
    assert (clock.started_at, clock.due_at) == (begins, begins + timedelta(hours=1))


def test_the_round_that_a_rest_brings_begins_with_its_end_and_blames_nobody_for_it():
    done = run(HOT, AFTER)
    _, row = rounds_of("L1", [(fact, fact.at, "1") for fact in done.facts], Beside())
    assert (row.submitted_at, row.arrived_at, row.decided_at, row.form) == (*[RESTED] * 3, "ebook")


def test_nobody_is_handed_over_at_the_very_instant():
    assert run(HOT, (RESTED, LOOK)).lead.stage is Stage.NURTURE


def test_what_it_had_when_it_was_given_back_brings_nobody_in_again():
    assert run().lead.running(REST) is None
    assert run(event("opened", at=at("2027-03-12T10:00"))).lead.running(REST) is None


def test_an_old_list_is_no_news():
    assert run(record.replace(HOT, historic=True)).lead.running(REST) is None


def test_points_that_have_faded_by_then_are_not_enough():
    fading = replace(SIGNALS["ebook"], half_life=timedelta(days=5))
    models = tuple(replace(m, signals={**SIGNALS, "ebook": fading, "demo_request": fading}) for m in PLAYBOOK.models)
    book = replace(PLAYBOOK, models=models)
    assert run(HOT, playbook=book).lead.running(REST) is not None
    done = run(HOT, AFTER, playbook=book)
    assert (done.lead.stage, done.lead.running(REST)) == (Stage.NURTURE, None)


def test_more_points_begin_no_second_wait():
    more = submission("paper", at=at("2027-03-15T10:00"))
    assert len([clock for clock in run(HOT, more).lead.clocks if clock.promise == REST]) == 1


@pytest.mark.parametrize(
    "back",
    [submission("demo", at=at("2027-03-15T10:00")), (at("2027-03-15T10:00"), Reply(by="ana", kind="email"))],
)
def test_a_raised_hand_waits_for_no_rest_and_ends_it(back):
    done = run(HOT, back)
    assert (done.lead.stage, done.lead.running(REST)) == (Stage.MQL, None)
    assert run(HOT, back, AFTER).lead == done.lead


def test_whom_a_person_disqualified_rests_for_good():
    done = walk(CAME, (GIVEN_BACK[0], Reject(by="ana", reason="not_a_fit")), HOT)
    assert done.lead.running(REST) is None


def test_a_rejection_taken_back_ends_the_rest_that_had_begun():
    soon = submission("ebook", at=at("2027-03-02T10:12"))
    done = run(soon, (at("2027-03-02T10:14"), Undo(by="ana")))
    (rest,) = [clock for clock in done.lead.clocks if clock.promise == REST]
    assert (done.lead.stage, rest.state) == (Stage.MQL, ClockState.CLOSED)


def test_who_objects_meanwhile_stays_where_they_are():
    no = submission("paper", at=at("2027-03-20T10:00"), consent={"marketing": "withdrawn"})
    assert run(HOT, no, AFTER).lead.stage is Stage.NURTURE


def test_an_outcome_rests_as_long_as_its_reason_says():
    book = replace(PLAYBOOK, waits={"recycled/timing": timedelta(days=120)})
    recycled = (at("2027-03-02T10:20"), Dispose(by="ana", outcome="recycled", reason="timing"))
    done = walk(CAME, recycled, HOT, playbook=book)
    assert done.lead.next_due_at is not None
    assert done.lead.next_due_at.date() == date(2027, 6, 30)


def test_a_longer_rest_that_is_agreed_on_meanwhile_is_kept():
    longer = replace(PLAYBOOK, requalify_after=timedelta(days=60))
    lead = run(HOT).lead
    done = answer(lead, LOOK, setting(AFTER[0], longer)).lead
    assert (done.stage, done.next_due_at) == (Stage.NURTURE, at("2027-05-03T08:00"))
