"""Is a lead as it was before, once a decision about it is taken back?"""

from __future__ import annotations

import pytest

from batonpass.handoff.record import replace
from batonpass.handoff.requests import Accept, Dispose, Reject, Touch, Undo
from tests.handoff.cast import minutes, submission, walk

CALLED = (minutes(5), Touch(by="ana", kind="call"))
ACCEPTED = (minutes(6), Accept(by="ana"))
WORKED = (submission("ebook", country="PT"), CALLED, ACCEPTED)
TOUCHED = WORKED[:2]
HAND = submission("demo", minutes(60), country="PT")
SOLD_TO = (*WORKED, (minutes(60), Dispose(by="ana", outcome="converted")))
LATER = ("seq", "changed_at", "because", "undo", "ended_in", "ended_why")


def kept(lead):
    """What is told of a lead, without when and why it changed last."""
    return replace(lead, **{name: getattr(type(lead)(id="L1"), name) for name in LATER})


@pytest.mark.parametrize("steps", [(*TOUCHED, HAND), (*WORKED, HAND), SOLD_TO], ids=["touched", "worked", "converted"])
@pytest.mark.parametrize("decided", [Reject(by="ana", reason="no_budget"), Dispose(by="ana", outcome="won")])
def test_what_is_taken_back_leaves_the_lead_as_it_was(steps, decided):
    if steps is SOLD_TO and isinstance(decided, Reject):
        decided = Dispose(by="ana", outcome="recycled", reason="timing")
    before = walk(*steps).lead
    done = walk(*steps, (minutes(70), decided), (minutes(72), Undo(by="ana")))
    assert kept(done.lead) == kept(before)


def test_how_fast_an_answer_is_promised_to_a_hand_stays_with_the_lead():
    no = (minutes(70), Reject(by="ana", reason="no_budget"))
    assert walk(*TOUCHED, HAND, no, (minutes(72), Undo(by="ana"))).lead.tier == "urgent"


def test_a_new_round_was_not_accepted_by_whoever_accepted_the_last_one():
    no = (minutes(10), Reject(by="ana", reason="no_budget"))
    again = (*WORKED, no, HAND)
    assert walk(*again).lead.accepted_at is None
    yes = ((minutes(70), Accept(by=walk(*again).lead.owner or "")),)
    assert walk(*again, *yes).lead.accepted_at == minutes(70)
