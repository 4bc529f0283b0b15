"""When is the rest of a promise over, once some of its time is used?"""

from batonpass.handoff.lead import Clock, ClockState
from batonpass.handoff.worked import rest_due
from tests.handoff.desks import LISBON, at

HOUR = 3_600
FOUR_HOURS = Clock(
    promise="first_touch",
    tier="standard",
    cycle=1,
    state=ClockState.RUNNING,
    started_at=at("2027-03-03T10:00:00Z"),
    laid_at=at("2027-03-03T10:00:00Z"),
    due_at=at("2027-03-03T14:00:00Z"),
    budget_seconds=4 * HOUR,
)


def test_only_the_rest_of_a_promise_is_laid_out():
    assert rest_due(FOUR_HOURS, at("2027-03-08T09:30:00Z"), used=HOUR, hours=LISBON) == at("2027-03-08T12:30:00Z")


def test_a_promise_already_used_up_is_due_now():
    assert rest_due(FOUR_HOURS, at("2027-03-08T03:30:00Z"), used=5 * HOUR, hours=LISBON) == at("2027-03-08T03:30:00Z")
