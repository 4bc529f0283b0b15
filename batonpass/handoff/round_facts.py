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


class Way:
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


def _arrived(way: Way, fact: Any, kept_at: datetime, playbook: str) -> None:  # noqa: ANN401 - any arrival
    way.arrival = {"submitted_at": fact.at, "arrived_at": fact.arrived_at, "kept_at": kept_at}
    if isinstance(fact, f.Captured):
        way.arrival |= {"historic": fact.historic, "form": fact.form}
        source = fact.source
        if fact.source != f.Source():
            words = {"campaign": source.campaign, "medium": source.medium, "channel": source.channel}
            way.came = {"source": source.channel or source.medium or fact.door, **words}
        elif not way.came:
            way.came = {"source": fact.door}
    way.known |= getattr(fact, "fields", {})
    if not way.rounds:
        way.open(0, playbook)


def _scored(way: Way, fact: f.Scored, _kept: datetime, _: str) -> None:
    way.scored = {
        "fit": float(fact.fit),
        "behaviour": float(fact.behaviour),
        "total": float(fact.total),
        "region": fact.model,
    }
    if way.rounds and way.row["round"] == 0:
        way.row.update(way.scored)


def _qualified(way: Way, fact: f.Qualified, kept_at: datetime, playbook: str) -> None:
    if fact.starts_cycle:
        way.open(fact.cycle, playbook)
        way.row.update(decided_at=kept_at, mql_at=fact.at, tier=fact.tier or "")
    elif fact.stage in ENDED and way.row["round"]:
        way.first(ended_at=fact.at)
    way.row.update(stage=fact.stage.value, band=fact.band, **({"tier": fact.tier} if fact.tier else {}))


def _review_asked(way: Way, _fact: ReviewAsked, kept_at: datetime, _: str) -> None:
    """Marketing looks first: the round to come is of the arrival that asked for it, whatever else comes meanwhile."""
    way.review = {**way.arrival, "review_asked_at": kept_at}
    _while_waiting(way, **way.review)


def _reviewed(way: Way, _fact: Approved | PassedOn | SentBack, kept_at: datetime, _: str) -> None:
    way.review |= {"reviewed_at": kept_at}
    _while_waiting(way, reviewed_at=kept_at)


def _review_dropped(way: Way, fact: ReviewDropped, _kept: datetime, _: str) -> None:
    way.review = {}
    _while_waiting(way, ended_at=fact.at)


def _while_waiting(way: Way, **told: Any) -> None:  # noqa: ANN401 - the fields of Round, checked there
    """A lead that was never handed over shows its wait; one that was has its next round once marketing answered."""
    if way.rounds and way.row["round"] == 0:
        way.row.update(told)


def _briefed(way: Way, fact: f.Briefed, _kept: datetime, _: str) -> None:
    way.first(completeness=fact.complete_percent, completed_at=None if fact.missing else fact.at)


def _routed(way: Way, fact: f.Routed, kept_at: datetime, _: str) -> None:
    way.first(queued_at=kept_at)
    way.row.update(owner=fact.owner or "", queue=fact.queue or "")
    if fact.owner:
        way.first(routed_at=kept_at, first_owner=fact.owner, team=fact.pool or fact.rung)


def _touched(way: Way, fact: f.Touched, _kept: datetime, _: str) -> None:
    if fact.earlier:
        return
    way.first(touched_at=fact.at, touch_kind=fact.kind)
    way.row["touches"] = way.row.get("touches", 0) + 1


def _touch_bounced(way: Way, fact: TouchBounced, _kept: datetime, _: str) -> None:
    way.row["touches"] = max(0, way.row.get("touches", 0) - 1)
    if way.row.get("touched_at") == fact.touched_at:
        way.row["touched_at"] = fact.next_at


def _accepted(way: Way, fact: f.Accepted, _kept: datetime, _: str) -> None:
    way.before = dict(way.row)
    way.first(accepted_at=fact.at, sal_at=fact.at)
    way.row["stage"] = Stage.SAL.value


def _rejected(way: Way, fact: f.Rejected, _kept: datetime, _: str) -> None:
    way.before = dict(way.row)
    way.first(rejected_at=fact.at, reject_reason=fact.reason, ended_at=fact.at)
    way.row["stage"] = fact.then.value


def _disposed(way: Way, fact: f.Disposed, _kept: datetime, _: str) -> None:
    way.before = dict(way.row)
    way.first(disposed_at=fact.at, outcome=fact.outcome, outcome_reason=fact.reason)
    way.row["stage"] = fact.then.value
    reached = REACHED.get(fact.then)
    if reached:
        way.first(sal_at=fact.at, sql_at=fact.at)
        way.first(**{reached: fact.at})
    if fact.then is Stage.LOST and way.row.get("sql_at"):
        way.first(lost_at=fact.at)
    if fact.then in ENDED:
        way.first(ended_at=fact.at)


REACHED: Mapping[Stage, str] = {
    Stage.SQL: "sql_at",
    Stage.OPPORTUNITY: "opportunity_at",
    Stage.WON: "won_at",
}
"""The instant that a disposition into each stage sets; who was won or is an opportunity was sales-qualified before."""


def _undone(way: Way, _fact: f.Undone, _kept: datetime, _: str) -> None:
    if way.before:
        way.rounds[-1], way.before = way.before, {}


def _handed_over(way: Way, fact: HandedOver, _kept: datetime, _: str) -> None:
    way.first(handed_over_at=fact.at)


def _taken_over(way: Way, fact: TakenOver, _kept: datetime, _: str) -> None:
    way.first(sal_at=fact.at, sql_at=fact.at, taken_over_at=fact.at)
    way.row["stage"] = Stage.SQL.value


def _opened(way: Way, fact: OpportunityOpened, _kept: datetime, _: str) -> None:
    way.first(sal_at=fact.at, sql_at=fact.at)
    way.first(opportunity_at=fact.at)
    _worth(way, fact, Stage.OPPORTUNITY)


def _won(way: Way, fact: Won, _kept: datetime, _: str) -> None:
    way.first(sal_at=fact.at, sql_at=fact.at, opportunity_at=fact.at)
    way.first(won_at=fact.at, ended_at=fact.at)
    _worth(way, fact, Stage.WON)


def _lost(way: Way, fact: Lost, _kept: datetime, _: str) -> None:
    way.first(lost_at=fact.at, ended_at=fact.at)
    way.row.update(stage=Stage.LOST.value, outcome_reason=fact.reason)


def _planned(way: Way, fact: FollowUpStarted, _kept: datetime, _: str) -> None:
    way.row["plan"] = {"state": ClockState.RUNNING, "started_at": fact.at, "breached_at": None, "breached_owner": None}


def _late(way: Way, fact: FollowUpLate, _kept: datetime, _: str) -> None:
    if fact.steps:
        _break_plan(way, fact.at)


def _skipped(way: Way, fact: StepSkipped, _kept: datetime, _: str) -> None:
    if not fact.left_out:
        _break_plan(way, fact.at)


def _break_plan(way: Way, at: datetime) -> None:
    """A planned touch was late or skipped: the plan was not completed, whatever comes later."""
    plan = way.row.get("plan")
    if plan and plan["breached_at"] is None:
        plan.update(state=ClockState.BREACHED, breached_at=at, breached_owner=way.row.get("owner"))


def _plan_ended(way: Way, fact: FollowUpEnded, _kept: datetime, _: str) -> None:
    """Done to its end, or until the lead answered: kept. Given back or moved on before: no verdict."""
    if fact.ended == MEETING:
        way.first(booked_at=fact.at)
    plan = way.row.get("plan")
    if plan and plan["state"] is ClockState.RUNNING:
        plan.update(state=ClockState.MET if fact.ended in COMPLETED else ClockState.CLOSED, ended_at=fact.at)


def _worth(way: Way, fact: OpportunityOpened | Won, stage: Stage) -> None:
    way.row["stage"] = stage.value
    if fact.amount is not None:
        way.row["amount"] = float(fact.amount)


def _merged(way: Way, fact: Merged, _kept: datetime, _: str) -> None:
    """A promise that came with the other lead runs on in this one, under a number of its own."""
    number = union(fact.was, fact.other_was, fact.at).cycle
    if way.rounds and number != way.row["round"]:
        way.row["round"] = number
        way.first(mql_at=fact.other_was.cycle_since, decided_at=fact.other_was.cycle_since)


def _merged_away(way: Way, fact: MergedAway, _kept: datetime, _: str) -> None:
    way.merged_into = fact.into


def _unmerged(way: Way, _fact: Unmerged, _kept: datetime, _: str) -> None:
    way.merged_into = ""


HANDLERS: Mapping[type[f.Fact], Callable[[Way, Any, datetime, str], None]] = {
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
