"""What does marketing's look before the handoff say about the round it lets begin?"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from .facts.review import Approved, PassedOn, ReviewAsked, ReviewDropped, SentBack
from .playbook import Stage
from .round_row import RoundsSoFar

APPROVAL = "approval"
OF_REVIEW = frozenset({APPROVAL, "sending back"})
"""What marketing can take back of its look."""


def review_asked(so_far: RoundsSoFar, _fact: ReviewAsked, kept_at: datetime, _: str) -> None:
    """Marketing looks first: the round to come is of the arrival that asked for it, whatever else comes meanwhile."""
    so_far.review = {**so_far.arrival, "review_asked_at": kept_at}
    _while_waiting(so_far, **so_far.review)


def reviewed(so_far: RoundsSoFar, fact: Approved | PassedOn | SentBack, kept_at: datetime, _: str) -> None:
    """Marketing answered, or nobody looked and the lead passed on; one sent back waits for nobody."""
    so_far.review |= {"reviewed_at": kept_at}
    _while_waiting(so_far, reviewed_at=kept_at, **({"ended_at": fact.at} if isinstance(fact, SentBack) else {}))
    if isinstance(fact, SentBack) and so_far.rounds:
        so_far.row["stage"] = fact.then.value


def review_dropped(so_far: RoundsSoFar, fact: ReviewDropped, _kept: datetime, _: str) -> None:
    """What marketing was asked about came to nothing; a lead that was never handed over waits no longer."""
    so_far.review = {}
    _while_waiting(so_far, ended_at=fact.at)


def _while_waiting(so_far: RoundsSoFar, **told: Any) -> None:  # noqa: ANN401 - the fields of Round, checked there
    """A lead that was never handed over shows its wait; one that was has its next round once marketing answered."""
    if so_far.rounds and so_far.row["round"] == 0:
        so_far.row.update(told)


def waits_again(so_far: RoundsSoFar, *, handed_over: bool) -> None:
    """Marketing took its answer back: the lead waits for it as before, and a round that a yes began never was."""
    if handed_over:
        so_far.rounds.pop()
        waited, so_far.review = so_far.let_go
        so_far.rounds += waited
    so_far.review.pop("reviewed_at", None)
    if not so_far.rounds:
        return
    so_far.row["stage"] = Stage.ENGAGED.value
    if so_far.row["round"] == 0:
        for name in ("reviewed_at", "ended_at"):
            so_far.row.pop(name, None)
