"""What does each fact say about the round it falls into?"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from . import facts as f
from .facts_cadence import FollowUpEnded, FollowUpLate, FollowUpStarted, StepSkipped
from .facts_merge import Merged, MergedAway, Unmerged
from .facts_review import Approved, PassedOn, ReviewAsked, ReviewDropped, SentBack
from .facts_second import HandedOver, Lost, OpportunityOpened, TakenOver, Won
from .facts_touch import TouchBounced
from .lead import ClockState
from .merge import union
from .playbook import Stage

PERSONAS = ("persona", "role", "title")
ENDED = frozenset({Stage.NURTURE, Stage.DISQUALIFIED, Stage.LOST, Stage.WON})
MEETING = "meeting"
COMPLETED = frozenset({"finished", "reply", MEETING})
"""How a follow-up plan ends that was followed to its end: no touch is left, or the lead answered."""
Row = dict[str, Any]


class RoundsSoFar:
    """The rounds so far, the last one open; and what is known of the lead whatever the round."""

    def __init__(self, lead: str) -> None:
        self.lead = lead
        self.rounds: list[Row] = []
        self.known: dict[str, str] = {}
        self.came: Row = {}
        self.arrival: Row = {}
        self.scored: Row = {}
        self.before: Row = {}
        self.review: Row = {}
        self.merged_into = ""

    @property
    def row(self) -> Row:
        """The round that is open."""
        return self.rounds[-1]

    def open(self, number: int, playbook: str) -> None:
        """Begin a round at the arrival that made it; round 0 becomes the first."""
        first = self.rounds[0]["first_seen_at"] if self.rounds else self.arrival["arrived_at"]
        if self.rounds and self.row["round"] == 0:
            self.rounds.pop()
        fresh = {**self.came, **self.arrival, **self.scored, **self._words(), **self.review}
        self.review = {}
        self.rounds.append({"lead": self.lead, "round": number, "first_seen_at": first, "playbook": playbook, **fresh})
        self.before = {}

    def first(self, **told: Any) -> None:  # noqa: ANN401 - the fields of Round, checked there
        """Set what has not happened yet in this round."""
        self.row.update({name: value for name, value in told.items() if self.row.get(name) is None})

    def _words(self) -> Row:
        persona = next((self.known[name] for name in PERSONAS if self.known.get(name)), "")
        return {"persona": persona, "segment": self.known.get("segment", "")}


def _arrived(so_far: RoundsSoFar, fact: Any, kept_at: datetime, playbook: str) -> None:  # noqa: ANN401 - any arrival
    so_far.arrival = {"submitted_at": fact.at, "arrived_at": fact.arrived_at, "kept_at": kept_at}
    if isinstance(fact, f.Captured):
        so_far.arrival |= {"historic": fact.historic, "form": fact.form}
        source = fact.source
        if fact.source != f.Source():
            words = {"campaign": source.campaign, "medium": source.medium, "channel": source.channel}
            so_far.came = {"source": source.channel or source.medium or fact.door, **words}
        elif not so_far.came:
            so_far.came = {"source": fact.door}
    so_far.known |= getattr(fact, "fields", {})
    if not so_far.rounds:
        so_far.open(0, playbook)


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
        so_far.open(fact.cycle, playbook)
        so_far.row.update(decided_at=kept_at, mql_at=fact.at, tier=fact.tier or "")
    elif fact.stage in ENDED and so_far.row["round"]:
        so_far.first(ended_at=fact.at)
    so_far.row.update(stage=fact.stage.value, band=fact.band, **({"tier": fact.tier} if fact.tier else {}))


def _review_asked(so_far: RoundsSoFar, _fact: ReviewAsked, kept_at: datetime, _: str) -> None:
    """Marketing looks first: the round to come is of the arrival that asked for it, whatever else comes meanwhile."""
    so_far.review = {**so_far.arrival, "review_asked_at": kept_at}
    _while_waiting(so_far, **so_far.review)


def _reviewed(so_far: RoundsSoFar, _fact: Approved | PassedOn | SentBack, kept_at: datetime, _: str) -> None:
    so_far.review |= {"reviewed_at": kept_at}
    _while_waiting(so_far, reviewed_at=kept_at)


def _review_dropped(so_far: RoundsSoFar, fact: ReviewDropped, _kept: datetime, _: str) -> None:
    so_far.review = {}
    _while_waiting(so_far, ended_at=fact.at)


def _while_waiting(so_far: RoundsSoFar, **told: Any) -> None:  # noqa: ANN401 - the fields of Round, checked there
    """A lead that was never handed over shows its wait; one that was has its next round once marketing answered."""
    if so_far.rounds and so_far.row["round"] == 0:
        so_far.row.update(told)


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
    so_far.first(touched_at=fact.at, touch_kind=fact.kind)
    so_far.row["touches"] = so_far.row.get("touches", 0) + 1


def _touch_bounced(so_far: RoundsSoFar, fact: TouchBounced, _kept: datetime, _: str) -> None:
    so_far.row["touches"] = max(0, so_far.row.get("touches", 0) - 1)
    if so_far.row.get("touched_at") == fact.touched_at:
        so_far.row["touched_at"] = fact.next_at


def _accepted(so_far: RoundsSoFar, fact: f.Accepted, _kept: datetime, _: str) -> None:
    so_far.before = dict(so_far.row)
    so_far.first(accepted_at=fact.at, sal_at=fact.at)
    so_far.row["stage"] = Stage.SAL.value


def _rejected(so_far: RoundsSoFar, fact: f.Rejected, _kept: datetime, _: str) -> None:
    so_far.before = dict(so_far.row)
    so_far.first(rejected_at=fact.at, reject_reason=fact.reason, ended_at=fact.at)
    so_far.row["stage"] = fact.then.value


def _disposed(so_far: RoundsSoFar, fact: f.Disposed, _kept: datetime, _: str) -> None:
    so_far.before = dict(so_far.row)
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


def _undone(so_far: RoundsSoFar, _fact: f.Undone, _kept: datetime, _: str) -> None:
    if so_far.before:
        so_far.rounds[-1], so_far.before = so_far.before, {}


def _handed_over(so_far: RoundsSoFar, fact: HandedOver, _kept: datetime, _: str) -> None:
    so_far.first(handed_over_at=fact.at)


def _taken_over(so_far: RoundsSoFar, fact: TakenOver, _kept: datetime, _: str) -> None:
    so_far.first(sal_at=fact.at, sql_at=fact.at, taken_over_at=fact.at)
    so_far.row["stage"] = Stage.SQL.value


def _opened(so_far: RoundsSoFar, fact: OpportunityOpened, _kept: datetime, _: str) -> None:
    so_far.first(sal_at=fact.at, sql_at=fact.at)
    so_far.first(opportunity_at=fact.at)
    _worth(so_far, fact, Stage.OPPORTUNITY)


def _won(so_far: RoundsSoFar, fact: Won, _kept: datetime, _: str) -> None:
    so_far.first(sal_at=fact.at, sql_at=fact.at, opportunity_at=fact.at)
    so_far.first(won_at=fact.at, ended_at=fact.at)
    _worth(so_far, fact, Stage.WON)


def _lost(so_far: RoundsSoFar, fact: Lost, _kept: datetime, _: str) -> None:
    so_far.first(lost_at=fact.at, ended_at=fact.at)
    so_far.row.update(stage=Stage.LOST.value, outcome_reason=fact.reason)


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


def _worth(so_far: RoundsSoFar, fact: OpportunityOpened | Won, stage: Stage) -> None:
    so_far.row["stage"] = stage.value
    if fact.amount is not None:
        so_far.row["amount"] = float(fact.amount)


def _merged(so_far: RoundsSoFar, fact: Merged, _kept: datetime, _: str) -> None:
    """A promise that came with the other lead runs on in this one, under a number of its own."""
    number = union(fact.was, fact.other_was, fact.at).cycle
    if so_far.rounds and number != so_far.row["round"]:
        so_far.row["round"] = number
        so_far.first(mql_at=fact.other_was.cycle_since, decided_at=fact.other_was.cycle_since)


def _merged_away(so_far: RoundsSoFar, fact: MergedAway, _kept: datetime, _: str) -> None:
    so_far.merged_into = fact.into


def _unmerged(so_far: RoundsSoFar, _fact: Unmerged, _kept: datetime, _: str) -> None:
    so_far.merged_into = ""


HANDLERS: Mapping[type[f.Fact], Callable[[RoundsSoFar, Any, datetime, str], None]] = {
    f.Captured: _arrived,
    f.Observed: _arrived,
    f.Learned: _arrived,
    f.Scored: _scored,
    f.Qualified: _qualified,
    ReviewAsked: _review_asked,
    Approved: _reviewed,
    PassedOn: _reviewed,
    SentBack: _reviewed,
    ReviewDropped: _review_dropped,
    f.Briefed: _briefed,
    f.Routed: _routed,
    f.Touched: _touched,
    TouchBounced: _touch_bounced,
    f.Accepted: _accepted,
    f.Rejected: _rejected,
    f.Disposed: _disposed,
    f.Undone: _undone,
    HandedOver: _handed_over,
    TakenOver: _taken_over,
    OpportunityOpened: _opened,
    Won: _won,
    Lost: _lost,
    FollowUpStarted: _planned,
    FollowUpLate: _late,
    StepSkipped: _skipped,
    FollowUpEnded: _plan_ended,
    Merged: _merged,
    MergedAway: _merged_away,
    Unmerged: _unmerged,
}
