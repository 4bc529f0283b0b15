"""May a promise move later with its lead, who may let it, and is it counted?"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from batonpass.handoff.facts import ClockMoved
from batonpass.handoff.refusal import Refusal
from batonpass.handoff.requests import Reassign, Ring
from batonpass.handoff.rounds import Beside, rounds_of
from tests.handoff.cast import minutes, submission, walk

EVENING = datetime(2027, 3, 2, 16, 30, tzinfo=UTC)
FIVE_LATER = EVENING + timedelta(minutes=5)
WHY = "she knows them"


def handed(*, to: str = "astrid", by: str = "mara", waive: str = WHY, at: datetime = FIVE_LATER):
    """An urgent lead of Lisbon's half past four, handed on: Stockholm's day has ended, and begins at seven."""
    return walk(submission(at=EVENING), (at, Reassign(by=by, to=to, waive=waive)))


def moved(done) -> ClockMoved:
    return next(fact for fact in reversed(done.facts) if isinstance(fact, ClockMoved))


def test_what_is_left_runs_by_the_new_hours_and_the_reason_stands_there():
    done = handed()
    assert done.lead.clock.due_at == datetime(2027, 3, 3, 7, 25, tzinfo=UTC)
    assert done.lead.clock.no_later is None
    assert moved(done).waived == "she knows them (Mara)"
    assert moved(done).because == "allowed to move later: she knows them (Mara)"


def test_without_a_reason_it_is_due_no_later():
    assert handed(waive=" ").lead.clock.due_at == EVENING + timedelta(minutes=30)


def test_whom_it_makes_no_later_waives_nothing():
    done = handed(to="bruno")
    assert (moved(done).waived, done.lead.clock.due_at) == ("", EVENING + timedelta(minutes=30))


def test_a_promise_that_is_broken_stays_broken():
    late = EVENING + timedelta(minutes=31)
    rings = (late, Ring(by="clock", promise="first_touch"))
    done = walk(submission(at=EVENING), rings, (late, Reassign(by="mara", to="astrid", waive=WHY)))
    assert (moved(done).waived, done.lead.clock.due_at) == ("", EVENING + timedelta(minutes=30))


@pytest.mark.parametrize("who", ["ana", "bruno"])
def test_nobody_buys_themselves_time(who):
    with pytest.raises(Refusal, match="only Mara may let this promise move later"):
        handed(by=who)


def test_an_administrator_may():
    assert moved(handed(by="root@lumen.example")).waived == "she knows them (root@lumen.example)"


def test_a_later_hand_over_begins_from_what_was_allowed():
    again = FIVE_LATER + timedelta(minutes=5)
    done = walk(
        submission(at=EVENING),
        (FIVE_LATER, Reassign(by="mara", to="astrid", waive=WHY)),
        (again, Reassign(by="mara", to="ana")),
    )
    assert done.lead.clock.due_at == again + timedelta(minutes=25)


def test_it_is_counted_in_the_round():
    told = [(fact, minutes(0), "1") for fact in handed().facts]
    assert [one.waived for one in rounds_of("L1", told, Beside())] == [1]
