"""What happened in each round of a lead, from its arrival to what became of it, and when?

A round begins when a lead is handed over and ends when the next one does. A lead that was never handed over has one
round, number 0. What was taken back did not happen; a lead that lives on in another one keeps its rounds, marked.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise
from typing import Any

from . import facts as f
from .facts_merge import Merged, MergedAway, Unmerged
from .merge import union
from .playbook import Stage

HANDED = frozenset({"assigned", "reassigned"})
"""The messages by which a rep hears of a lead; a lead nobody owns yet is told by `queued`."""
PERSONAS = ("persona", "role", "title")
ENDED = frozenset({Stage.NURTURE, Stage.DISQUALIFIED, Stage.LOST, Stage.WON})
Told = tuple[f.Fact, datetime, str]
"""A fact, when it was kept, and the version of the playbook it was decided under."""
Row = dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """A message to one of ours about the lead: asked for, and gone out (None: not yet)."""

    kind: str
    created_at: datetime
    sent_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Beside:
    """What is known of a lead beside its facts: messages, when owners first looked at it, its promises by round."""

    messages: Sequence[Message] = ()
    looks: Mapping[int, datetime] | None = None
    promises: Sequence[Mapping[str, Any]] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Round:
    """One time a lead was handed over. An instant is None while it has not come; a word is empty when unknown.

    `submitted_at` is when the person acted, `arrived_at` when that reached us. `completeness` is the brief's percent at
    the hand-over. `promises` has the result of each promise of the round by name.
    """

    lead: str
    round: int
    first_seen_at: datetime
    submitted_at: datetime
    arrived_at: datetime
    kept_at: datetime
    decided_at: datetime | None = None
    queued_at: datetime | None = None
    routed_at: datetime | None = None
    told_at: datetime | None = None
    delivered_at: datetime | None = None
    looked_at: datetime | None = None
    accepted_at: datetime | None = None
    rejected_at: datetime | None = None
    reject_reason: str = ""
    touched_at: datetime | None = None
    touch_kind: str = ""
    touches: int = 0
    disposed_at: datetime | None = None
    outcome: str = ""
    outcome_reason: str = ""
    mql_at: datetime | None = None
    sal_at: datetime | None = None
    sql_at: datetime | None = None
    opportunity_at: datetime | None = None
    won_at: datetime | None = None
    lost_at: datetime | None = None
    amount: float | None = None
    ended_at: datetime | None = None
    stage: str = ""
    first_owner: str = ""
    owner: str = ""
    queue: str = ""
    team: str = ""
    tier: str = ""
    region: str = ""
    segment: str = ""
    source: str = ""
    campaign: str = ""
    medium: str = ""
    channel: str = ""
    form: str = ""
    persona: str = ""
    band: str = ""
    fit: float | None = None
    behaviour: float | None = None
    total: float | None = None
    playbook: str = ""
    completeness: int | None = None
    completed_at: datetime | None = None
    due_at: datetime | None = None
    breached: bool = False
    breached_owner: str = ""
    excuse: str = ""
    response_seconds: int | None = None
    historic: bool = False
    merged_into: str = ""
    promises: Mapping[str, Mapping[str, Any]] | None = None


def rounds_of(lead: str, told: Iterable[Told], beside: Beside) -> tuple[Round, ...]:
    """The rounds of a lead from its facts in their order, and from what is known beside them."""
    way = _Way(lead)
    for fact, kept_at, playbook in told:
        handler = HANDLERS.get(type(fact))
        if handler:
            handler(way, fact, kept_at, playbook)
    _tell(way.rounds, beside.messages)
    for row in way.rounds:
        _promised(row, [one for one in beside.promises if one["cycle"] == row["round"]])
        row["looked_at"] = (beside.looks or {}).get(row["round"])
        row["merged_into"] = way.merged_into
    return tuple(Round(**row) for row in way.rounds)


class _Way:
    """The rounds so far, the last one open; and what is known of the lead whatever the round."""

    def __init__(self, lead: str) -> None:
        self.lead = lead
        self.rounds: list[Row] = []
        self.known: dict[str, str] = {}
        self.came: Row = {}
        self.arrival: Row = {}
        self.scored: Row = {}
        self.before: Row = {}
        self.merged_into = ""

    @property
    def row(self) -> Row:
        return self.rounds[-1]

    def open(self, number: int, playbook: str) -> None:
        """Begin a round at the arrival that made it; round 0 becomes the first."""
        first = self.rounds[0]["first_seen_at"] if self.rounds else self.arrival["arrived_at"]
        if self.rounds and self.row["round"] == 0:
            self.rounds.pop()
        fresh = {**self.came, **self.arrival, **self.scored, **self._words()}
        self.rounds.append({"lead": self.lead, "round": number, "first_seen_at": first, "playbook": playbook, **fresh})
        self.before = {}

    def first(self, **told: Any) -> None:  # noqa: ANN401 - the fields of Round, checked there
        """Set what has not happened yet in this round."""
        self.row.update({name: value for name, value in told.items() if self.row.get(name) is None})

    def _words(self) -> Row:
        persona = next((self.known[name] for name in PERSONAS if self.known.get(name)), "")
        return {"persona": persona, "segment": self.known.get("segment", "")}


def _arrived(way: _Way, fact: Any, kept_at: datetime, playbook: str) -> None:  # noqa: ANN401 - any arrival
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


def _scored(way: _Way, fact: f.Scored, _kept: datetime, _: str) -> None:
    way.scored = {
        "fit": float(fact.fit),
        "behaviour": float(fact.behaviour),
        "total": float(fact.total),
        "region": fact.model,
    }
    if way.rounds and way.row["round"] == 0:
        way.row.update(way.scored)


def _qualified(way: _Way, fact: f.Qualified, kept_at: datetime, playbook: str) -> None:
    if fact.starts_cycle:
        way.open(fact.cycle, playbook)
        way.row.update(decided_at=kept_at, mql_at=fact.at, tier=fact.tier or "")
    elif fact.stage in ENDED and way.row["round"]:
        way.first(ended_at=fact.at)
    way.row.update(stage=fact.stage.value, band=fact.band, **({"tier": fact.tier} if fact.tier else {}))


def _briefed(way: _Way, fact: f.Briefed, _kept: datetime, _: str) -> None:
    way.first(completeness=fact.complete_percent, completed_at=None if fact.missing else fact.at)


def _routed(way: _Way, fact: f.Routed, kept_at: datetime, _: str) -> None:
    way.first(queued_at=kept_at)
    way.row.update(owner=fact.owner or "", queue=fact.queue or "")
    if fact.owner:
        way.first(routed_at=kept_at, first_owner=fact.owner, team=fact.pool or fact.rung)


def _touched(way: _Way, fact: f.Touched, _kept: datetime, _: str) -> None:
    way.first(touched_at=fact.at, touch_kind=fact.kind)
    way.row["touches"] = way.row.get("touches", 0) + 1


def _accepted(way: _Way, fact: f.Accepted, _kept: datetime, _: str) -> None:
    way.before = dict(way.row)
    way.first(accepted_at=fact.at, sal_at=fact.at)
    way.row["stage"] = Stage.SAL.value


def _rejected(way: _Way, fact: f.Rejected, _kept: datetime, _: str) -> None:
    way.before = dict(way.row)
    way.first(rejected_at=fact.at, reject_reason=fact.reason, ended_at=fact.at)
    way.row["stage"] = fact.then.value


def _disposed(way: _Way, fact: f.Disposed, _kept: datetime, _: str) -> None:
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


def _undone(way: _Way, _fact: f.Undone, _kept: datetime, _: str) -> None:
    if way.before:
        way.rounds[-1], way.before = way.before, {}


def _merged(way: _Way, fact: Merged, _kept: datetime, _: str) -> None:
    """A promise that came with the other lead runs on in this one, under a number of its own."""
    number = union(fact.was, fact.other_was, fact.at).cycle
    if way.rounds and number != way.row["round"]:
        way.row["round"] = number
        way.first(mql_at=fact.other_was.cycle_since, decided_at=fact.other_was.cycle_since)


def _merged_away(way: _Way, fact: MergedAway, _kept: datetime, _: str) -> None:
    way.merged_into = fact.into


def _unmerged(way: _Way, _fact: Unmerged, _kept: datetime, _: str) -> None:
    way.merged_into = ""


HANDLERS: Mapping[type[f.Fact], Callable[[_Way, Any, datetime, str], None]] = {
    f.Captured: _arrived,
    f.Observed: _arrived,
    f.Learned: _arrived,
    f.Scored: _scored,
    f.Qualified: _qualified,
    f.Briefed: _briefed,
    f.Routed: _routed,
    f.Touched: _touched,
    f.Accepted: _accepted,
    f.Rejected: _rejected,
    f.Disposed: _disposed,
    f.Undone: _undone,
    Merged: _merged,
    MergedAway: _merged_away,
    Unmerged: _unmerged,
}


def _tell(rounds: Sequence[Row], messages: Sequence[Message]) -> None:
    """Each message belongs to the round it was asked for in; the first counts, and the first that went out."""
    for row, after in pairwise([*rounds, None]):
        assert row is not None  # noqa: S101 - only the last of all is none
        ours = [
            m for m in messages if m.created_at >= row["kept_at"] and (not after or m.created_at < after["kept_at"])
        ]
        handed = [m for m in ours if m.kind in HANDED] or ours
        row["told_at"] = min((m.created_at for m in handed), default=None)
        row["delivered_at"] = min((m.sent_at for m in handed if m.sent_at), default=None)


def _promised(row: Row, promises: Sequence[Mapping[str, Any]]) -> None:
    row["promises"] = {one["promise"]: one for one in promises}
    touch = row["promises"].get("first_touch")
    if touch:
        row["due_at"] = touch["due_at"]
        row["breached"] = touch["state"] == "breached" or touch["breached_at"] is not None
        row["breached_owner"] = touch["breached_owner"] or ""
        row["excuse"] = touch["excuse"] or ""
        row["response_seconds"] = touch["response_seconds"]
