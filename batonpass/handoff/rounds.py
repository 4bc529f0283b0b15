"""What happened in each round of a lead, from its arrival to what became of it, and when?

A round begins when a lead is handed over and ends when the next one does. A lead that was never handed over has one
round, number 0. What was taken back did not happen; of a lead that lives on in another one the round that still went on
is marked, for it goes on there.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise
from typing import Any

from . import facts as f
from .round_facts import HANDLERS
from .round_merge import CARRIED, lives_on
from .round_row import RoundsSoFar, Row

HANDED = frozenset({"assigned", "reassigned"})
"""The messages by which a rep hears of a lead; a lead nobody owns yet is told by `queued`."""
Told = tuple[f.Fact, datetime, str]
"""A fact, when it was kept, and the version of the playbook it was decided under."""


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

    `told_late` is how many seconds after it the first touch was told, where that is more than a quarter of an hour.
    `submitted_at` is when the person acted, `arrived_at` when that reached us. `completeness` is the brief's percent at
    the hand-over. `promises` has the result of each promise of the round by name. `review_asked_at` and `reviewed_at`
    are marketing's look before it; `handed_over_at`, `taken_over_at` and `returned_at`
    (the first time) an account executive's part.
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
    told_late: int = 0
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
    currency: str = ""
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
    waived: int = 0
    response_seconds: int | None = None
    historic: bool = False
    merged_into: str = ""
    promises: Mapping[str, Mapping[str, Any]] | None = None
    review_asked_at: datetime | None = None
    reviewed_at: datetime | None = None
    booked_at: datetime | None = None
    handed_over_at: datetime | None = None
    taken_over_at: datetime | None = None
    returned_at: datetime | None = None


def rounds_of(lead: str, told: Iterable[Told], beside: Beside) -> tuple[Round, ...]:
    """The rounds of a lead from its facts in their order, and from what is known beside them."""
    so_far = RoundsSoFar(lead)
    for fact, kept_at, playbook in told:
        handler = HANDLERS.get(type(fact))
        if handler:
            handler(so_far, fact, kept_at, playbook)
    _tell(so_far.rounds, beside.messages)
    for row in so_far.rounds:
        _promised(row, [one for one in beside.promises if one["cycle"] == row["round"]])
        row["looked_at"] = (beside.looks or {}).get(row["round"])
        row["merged_into"] = lives_on(so_far, row)
    return tuple(Round(**{name: value for name, value in row.items() if value is not None}) for row in so_far.rounds)


def _tell(rounds: Sequence[Row], messages: Sequence[Message]) -> None:
    """Each message belongs to the round it was asked for in; the first counts, and the first that went out."""
    handed_over = [row for row in rounds if row["round"]]
    for row, after in pairwise([*handed_over, None]):
        assert row is not None  # noqa: S101 - only the last of all is none
        ours = [
            m for m in messages if m.created_at >= row["kept_at"] and (not after or m.created_at < after["kept_at"])
        ]
        handed = [m for m in ours if m.kind in HANDED] or ours
        row["told_at"] = min((m.created_at for m in handed), default=None)
        row["delivered_at"] = min((m.sent_at for m in handed if m.sent_at), default=None)


def _promised(row: Row, promises: Sequence[Mapping[str, Any]]) -> None:
    still = row.pop("still", ())
    row["promises"] = {**row.pop(CARRIED, {}), **{one["promise"]: one for one in promises}}
    for name in still:
        if row["promises"].get(name, {}).get("state") == "running":
            row["promises"][name] = {**row["promises"][name], "due_at": None}
    plan = row.pop("plan", None)
    if plan:
        row["promises"]["cadence"] = {
            "promise": "cadence",
            "cycle": row["round"],
            "due_at": None,
            "excuse": None,
            **plan,
        }
    touch = row["promises"].get("first_touch")
    if touch:
        row["due_at"] = touch["due_at"]
        row["breached"] = touch["state"] == "breached" or touch["breached_at"] is not None
        row["breached_owner"] = touch["breached_owner"] or ""
        row["excuse"] = touch["excuse"] or ""
        row["response_seconds"] = touch["response_seconds"]
