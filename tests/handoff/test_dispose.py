"""What became of it, and why?"""

from __future__ import annotations

import pytest

from batonpass.handoff.lead import ClockState
from batonpass.handoff.refusal import Refusal, RefusalKind
from batonpass.handoff.requests import Accept, Dispose, Reject, Touch, Undo
from tests.handoff.cast import minutes, submission, walk

ACCEPTED = (submission(), (minutes(5), Accept(by="ana")))


@pytest.mark.parametrize(
    ("again", "says"),
    [
        (Reject(by="ana", reason="not_a_fit"), "only an MQL or SAL can be rejected; this lead is Nurture"),
        (Dispose(by="mara", outcome="recycled", reason="timing", override="x"), "this lead is not open: it is Nurture"),
    ],
)
def test_what_is_over_is_refused_as_over_and_not_as_nobodys(again, says):
    with pytest.raises(Refusal, match=says):
        walk(submission(), (minutes(5), Reject(by="ana", reason="no_budget")), (minutes(6), again))


def test_a_converted_lead_stays_with_its_owner():
    lead = walk(*ACCEPTED, (minutes(9), Dispose(by="ana", outcome="converted"))).lead
    assert (lead.stage, lead.owner, lead.because) == ("SQL", "ana", "Ana: converted; goes to SQL")


def test_a_recycled_lead_goes_back_with_its_reason():
    lead = walk(*ACCEPTED, (minutes(9), Dispose(by="ana", outcome="recycled", reason="timing"))).lead
    assert (lead.stage, lead.owner, lead.ended_at) == ("Nurture", None, minutes(9))


@pytest.mark.parametrize(
    ("request_", "field"),
    [(Dispose(by="ana", outcome="vanished"), "outcome"), (Dispose(by="ana", outcome="recycled"), "reason")],
)
def test_an_outcome_needs_to_be_agreed_and_so_does_its_reason(request_, field):
    with pytest.raises(Refusal) as refused:
        walk(*ACCEPTED, (minutes(9), request_))
    assert refused.value.field == field


ENDED = [
    (9, Dispose(by="ana", outcome="converted"), ClockState.CLOSED),
    (9, Dispose(by="ana", outcome="recycled", reason="timing"), ClockState.MET),
    (9, Reject(by="ana", reason="no_budget"), ClockState.MET),
    (31, Dispose(by="ana", outcome="converted"), ClockState.BREACHED),
]


@pytest.mark.parametrize(("after", "said", "state"), ENDED)
def test_a_first_touch_is_not_kept_by_an_outcome_without_a_reason(after, said, state):
    """T13: a touch keeps it, or a reason. A call from before it that is told later counts."""
    done = (*ACCEPTED, (minutes(after), said))
    called = (minutes(40), Touch(by="ana", kind="call", at=minutes(8)))
    assert [walk(*steps).lead.clocks[0].state for steps in (done, (*done, called))] == [state, ClockState.MET]
    if after < 31:
        assert walk(*done, (minutes(after + 3), Undo(by="ana"))).lead.clock.due_at == minutes(30)


def test_only_the_owner_disposes():
    with pytest.raises(Refusal) as refused:
        walk(*ACCEPTED, (minutes(9), Dispose(by="bruno", outcome="converted")))
    assert refused.value.kind is RefusalKind.FORBIDDEN


def test_what_has_ended_does_not_end_again():
    won = (*ACCEPTED, (minutes(9), Dispose(by="ana", outcome="won")))
    with pytest.raises(Refusal) as refused:
        walk(*won, (minutes(10), Dispose(by="ana", outcome="converted")))
    assert (refused.value.kind, refused.value.says) == (RefusalKind.CONFLICT, "this lead is not open: it is Won")
