"""What does each fact say about the round it falls into?"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from . import facts as f
from .facts.cadence import (
    FollowUpEnded,
    FollowUpLate,
    FollowUpResumed,
    FollowUpStarted,
    Replied,
    StepSkipped,
    StepsWanted,
)
from .facts.clock import ClockPaused, ClockResumed
from .facts.merge import Merged, MergedAway, Unmerged
from .facts.review import Approved, PassedOn, ReviewAsked, ReviewDropped, SentBack
from .facts.second import HandedOver, Lost, OpportunityOpened, Returned, TakenOver, Won
from .facts.touch import TouchBounced
from .lead import REST, ClockState
from .playbook import Stage
from .round_merge import merged, merged_away, unmerged
from .round_review import APPROVAL, OF_REVIEW, review_asked, review_dropped, reviewed, waits_again
from .round_row import ENDED, RoundsSoFar
from .round_second import handed_over, lost, opened, returned, taken_over, won

MEETING = "meeting"
COMPLETED = frozenset({"finished", "reply", MEETING})
"""How a follow-up plan ends that was followed to its end: no touch is left, or the lead answered."""


def _arrived(so_far: RoundsSoFar, fact: Any, kept_at: datetime, playbook: str) -> None:  # noqa: ANN401 - any arrival
    """What came in as the past came in when it says, not when the list was brought: there it is counted."""
    past: bool = getattr(fact, "historic", False)
    came = fact.at if past else fact.arrived_at
    so_far.arrival = {"submitted_at": fact.at, "arrived_at": came, "kept_at": kept_at, "historic": past}
    if past:
        so_far.came_before(came)
    if isinstance(fact, f.Captured):
        so_far.arrival["form"] = fact.form
        source = fact.source
        if fact.source != f.Source():
            words = {"campaign": source.campaign, "medium": source.medium, "channel": source.channel}
            so_far.came = {"source": source.channel or source.medium or fact.door, **words}
        elif not so_far.came:
            so_far.came = {"source": fact.door}
    so_far.known |= getattr(fact, "fields", {})
    if not so_far.rounds:
        so_far.open(0, playbook)


def _replied(so_far: RoundsSoFar, fact: Replied, kept_at: datetime, _: str) -> None:
    """Who answers once a round has ended arrives by it; an answer while one runs is no arrival."""
    if so_far.rounds and so_far.row.get("ended_at"):
        so_far.arrival = {"submitted_at": fact.at, "arrived_at": kept_at, "kept_at": kept_at, "historic": False}


def _scored(so_far: RoundsSoFar, fact: f.Scored, _kept: datetime, _: str) -> None:
    so_far.scored = {
        "fit": float(fact.fit),
        "behaviour": float(fact.behaviour),
        "total": float(fact.total),
        "region": fact.model,
    }
    if so_far.rounds and so_far.row["round"] == 0:
        so_far.row.update(so_far.scored)


def _qualified(so_far: RoundsSoFar, fact: f.Qualified, kept_at: datetime, playbook: str) -> None:
    if fact.starts_cycle:
        if so_far.arrival.get("historic"):
            so_far.arrival |= {"submitted_at": fact.at, "arrived_at": fact.at, "kept_at": kept_at, "historic": False}
        so_far.open(fact.cycle, playbook)
        so_far.row.update(decided_at=kept_at, mql_at=fact.at, tier=fact.tier or "")
    elif fact.stage in ENDED and so_far.row["round"]:
        so_far.first(ended_at=fact.at)
    so_far.row.update(stage=fact.stage.value, band=fact.band, **({"tier": fact.tier} if fact.tier else {}))


def _briefed(so_far: RoundsSoFar, fact: f.Briefed, _kept: datetime, _: str) -> None:
    so_far.first(completeness=fact.complete_percent, completed_at=None if fact.missing else fact.at)


def _routed(so_far: RoundsSoFar, fact: f.Routed, kept_at: datetime, _: str) -> None:
    so_far.first(queued_at=kept_at)
    so_far.row.update(owner=fact.owner or "", queue=fact.queue or "")
    if fact.owner:
        so_far.first(routed_at=kept_at, first_owner=fact.owner, team=fact.pool or fact.rung)


def _touched(so_far: RoundsSoFar, fact: f.Touched, _kept: datetime, _: str) -> None:
    if fact.earlier:
        return
    so_far.first(touched_at=fact.at, touch_kind=fact.kind, told_late=fact.kept_late_seconds)
    so_far.row["touches"] = so_far.row.get("touches", 0) + 1


def _touch_bounced(so_far: RoundsSoFar, fact: TouchBounced, _kept: datetime, _: str) -> None:
    so_far.row["touches"] = max(0, so_far.row.get("touches", 0) - 1)
    if so_far.row.get("touched_at") == fact.touched_at:
        so_far.row.update(touched_at=fact.next_at, told_late=0)


def _deciding(so_far: RoundsSoFar) -> None:
    """Remember what a decision is about to change; what happens beside it stays, even if it is taken back."""
    so_far.before = {name: so_far.row[name] for name in DECIDED if name in so_far.row}


def _accepted(so_far: RoundsSoFar, fact: f.Accepted, _kept: datetime, _: str) -> None:
    _deciding(so_far)
    so_far.first(accepted_at=fact.at, sal_at=fact.at)
    so_far.row["stage"] = Stage.SAL.value


def _rejected(so_far: RoundsSoFar, fact: f.Rejected, _kept: datetime, _: str) -> None:
    _deciding(so_far)
    _remember_plan(so_far)
    so_far.first(rejected_at=fact.at, reject_reason=fact.reason, ended_at=fact.at)
    so_far.row["stage"] = fact.then.value


def _disposed(so_far: RoundsSoFar, fact: f.Disposed, _kept: datetime, _: str) -> None:
    _deciding(so_far)
    _remember_plan(so_far)
    so_far.first(disposed_at=fact.at, outcome=fact.outcome, outcome_reason=fact.reason)
    so_far.row["stage"] = fact.then.value
    reached = REACHED.get(fact.then)
    if reached:
        so_far.first(sal_at=fact.at, sql_at=fact.at)
        so_far.first(**{reached: fact.at})
    if fact.then is Stage.LOST and so_far.row.get("sql_at"):
        so_far.first(lost_at=fact.at)
    if fact.then in ENDED:
        so_far.first(ended_at=fact.at)


REACHED: Mapping[Stage, str] = {
    Stage.SQL: "sql_at",
    Stage.OPPORTUNITY: "opportunity_at",
    Stage.WON: "won_at",
}
"""The instant that a disposition into each stage sets; who was won or is an opportunity was sales-qualified before."""


DECIDED = frozenset(
    {
        "accepted_at", "rejected_at", "reject_reason", "disposed_at", "outcome", "outcome_reason", "sal_at",
        "sql_at", "opportunity_at", "won_at", "lost_at", "ended_at", "stage",
    }
)  # fmt: skip
"""What a decision of sales says of a round."""


def _remember_plan(so_far: RoundsSoFar) -> None:
    """A decision that ends the follow-up plan lets it go on when it is taken back."""
    if "plan" in so_far.row:
        so_far.before["plan"] = dict(so_far.row["plan"])


def _undone(so_far: RoundsSoFar, fact: f.Undone, _kept: datetime, _: str) -> None:
    if fact.undone in OF_REVIEW:
        waits_again(so_far, handed_over=fact.undone == APPROVAL)
    elif so_far.before:
        for name in DECIDED & so_far.row.keys():
            del so_far.row[name]
        so_far.row.update(so_far.before)
        so_far.before = {}


def _planned(so_far: RoundsSoFar, fact: FollowUpStarted, _kept: datetime, _: str) -> None:
    so_far.row["plan"] = {
        "state": ClockState.RUNNING,
        "started_at": fact.at,
        "breached_at": None,
        "breached_owner": None,
    }


def _late(so_far: RoundsSoFar, fact: FollowUpLate, _kept: datetime, _: str) -> None:
    if fact.steps:
        _break_plan(so_far, fact.at)


def _skipped(so_far: RoundsSoFar, fact: StepSkipped, _kept: datetime, _: str) -> None:
    if not fact.left_out:
        _break_plan(so_far, fact.at)


def _break_plan(so_far: RoundsSoFar, at: datetime) -> None:
    """A planned touch was late or skipped: the plan was not completed, whatever comes later."""
    plan = so_far.row.get("plan")
    if plan and plan["breached_at"] is None:
        plan.update(state=ClockState.BREACHED, breached_at=at, breached_owner=so_far.row.get("owner"))


def _plan_ended(so_far: RoundsSoFar, fact: FollowUpEnded, _kept: datetime, _: str) -> None:
    """Done to its end, or until the lead answered: kept. Given back or moved on before: no verdict."""
    if fact.ended == MEETING:
        so_far.first(booked_at=fact.at)
    plan = so_far.row.get("plan")
    if plan and plan["state"] is ClockState.RUNNING:
        plan.update(state=ClockState.MET if fact.ended in COMPLETED else ClockState.CLOSED, ended_at=fact.at)


def _plan_goes_on(so_far: RoundsSoFar, _fact: FollowUpResumed | StepsWanted, _kept: datetime, _: str) -> None:
    """What an account executive gave back, or a lead that may be reached again, has touches to come: no verdict yet."""
    plan = so_far.row.get("plan")
    if plan and plan["breached_at"] is None:
        plan.update(state=ClockState.RUNNING, ended_at=None)


def _paused(so_far: RoundsSoFar, fact: ClockPaused, _kept: datetime, _: str) -> None:
    """While a promise stands still, the hour it had is none."""
    if so_far.rounds:
        so_far.row["still"] = so_far.row.get("still", frozenset()) | {fact.promise}


def _goes_on(so_far: RoundsSoFar, fact: ClockResumed | f.ClockStopped, _kept: datetime, _: str) -> None:
    if so_far.rounds:
        so_far.row["still"] = so_far.row.get("still", frozenset()) - {fact.promise}


def _stopped(so_far: RoundsSoFar, fact: f.ClockStopped, kept_at: datetime, _: str) -> None:
    """Who becomes ready because the rest is over comes in then: nobody was slow while it was agreed to wait."""
    _goes_on(so_far, fact, kept_at, _)
    if fact.promise == REST and so_far.rounds and so_far.row.get("ended_at"):
        so_far.arrival |= {"submitted_at": fact.at, "arrived_at": fact.at, "kept_at": kept_at, "historic": False}


def _moved(so_far: RoundsSoFar, fact: f.ClockMoved, _kept: datetime, _: str) -> None:
    """A promise that somebody allowed to move later is counted as that, however it ends (T7)."""
    if fact.waived and so_far.rounds:
        so_far.row["waived"] = so_far.row.get("waived", 0) + 1


HANDLERS: Mapping[type[f.Fact], Callable[[RoundsSoFar, Any, datetime, str], None]] = {
    f.Captured: _arrived,
    f.Observed: _arrived,
    f.Learned: _arrived,
    Replied: _replied,
    f.Scored: _scored,
    f.Qualified: _qualified,
    ReviewAsked: review_asked,
    Approved: reviewed,
    PassedOn: reviewed,
    SentBack: reviewed,
    ReviewDropped: review_dropped,
    f.Briefed: _briefed,
    f.ClockMoved: _moved,
    f.Routed: _routed,
    f.Touched: _touched,
    TouchBounced: _touch_bounced,
    f.Accepted: _accepted,
    f.Rejected: _rejected,
    f.Disposed: _disposed,
    f.Undone: _undone,
    HandedOver: handed_over,
    TakenOver: taken_over,
    Returned: returned,
    OpportunityOpened: opened,
    Won: won,
    Lost: lost,
    FollowUpStarted: _planned,
    FollowUpLate: _late,
    StepSkipped: _skipped,
    FollowUpEnded: _plan_ended,
    FollowUpResumed: _plan_goes_on,
    StepsWanted: _plan_goes_on,
    ClockPaused: _paused,
    ClockResumed: _goes_on,
    f.ClockStopped: _stopped,
    Merged: merged,
    MergedAway: merged_away,
    Unmerged: unmerged,
}
