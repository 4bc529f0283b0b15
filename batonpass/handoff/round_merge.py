"""What becomes of a lead's rounds when two leads turn out to be one person, or two after all?

A round that was over before stays what it was and with whom it was: it happened, and is counted once. One that still
goes on does so in the lead that lives on, with what had been done in it; there alone it is counted.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final

from .facts.merge import Merged, MergedAway, Unmerged
from .lead import Clock, ClockState, Lead
from .merge import union
from .playbook import Stage
from .round_row import RoundsSoFar, Row
from .stages import OPEN

CARRIED: Final = "carried"
"""Under this name a round holds the verdicts that its promises came to before it went on in another lead."""
SOLD: Final = {Stage.SQL: ("sal_at", "sql_at"), Stage.OPPORTUNITY: ("sal_at", "sql_at", "opportunity_at")}
"""What a lead in these stages has been through; when, the other lead's own facts alone say."""


def merged(so_far: RoundsSoFar, fact: Merged, _kept: datetime, _: str) -> None:
    """Where the other lead's work goes on, its round goes on in this lead, under a number of its own."""
    other = fact.other_was
    if not so_far.rounds or fact.working != fact.other or other.stage not in OPEN:
        return
    number = union(fact.was, other, fact.at).cycle
    so_far.guests[fact.other] = number, None if is_over(so_far.row) else dict(so_far.row)
    if is_over(so_far.row):
        so_far.rounds.append({name: so_far.row[name] for name in ("lead", "first_seen_at", "playbook")} | so_far.came)
    so_far.row["round"] = number
    _as_it_stood(so_far, other, fact.at)


def merged_away(so_far: RoundsSoFar, fact: MergedAway, _kept: datetime, _: str) -> None:
    """What still went on goes on there."""
    so_far.merged_into = fact.into


def unmerged(so_far: RoundsSoFar, fact: Unmerged, _kept: datetime, _: str) -> None:
    """They are two people: a round that came with the other one is theirs again."""
    so_far.merged_into = ""
    number, stood = so_far.guests.pop(fact.other, (None, None))
    place = next((n for n, row in enumerate(so_far.rounds) if row["round"] == number), None)
    if place is not None:
        so_far.rounds[place : place + 1] = [stood] if stood else []


def is_over(row: Row) -> bool:
    """Was it handed over, and has it ended?"""
    return bool(row["round"] and row.get("ended_at"))


def lives_on(so_far: RoundsSoFar, row: Row) -> str:
    """The lead in which this round goes on and is counted; empty for one that is counted here."""
    return "" if row is not so_far.row or is_over(row) else so_far.merged_into


def _as_it_stood(so_far: RoundsSoFar, other: Lead, at: datetime) -> None:
    """All that had been done in the other lead's round, as far as the lead itself says."""
    since = other.cycle_since
    row = so_far.row
    past = row.get("historic", False)
    for name in ("submitted_at", "arrived_at", "kept_at"):
        row[name] = since if past and since else min(filter(None, (row.get(name), since)))
    row["historic"] = past and not since
    sold: Row = dict.fromkeys(SOLD.get(other.stage, ()), at)
    so_far.first(
        mql_at=since,
        decided_at=since,
        accepted_at=other.accepted_at,
        sal_at=other.accepted_at or sold.get("sal_at"),
        touched_at=min((touch.at for touch in other.made), default=None),
        first_owner=other.owner,
        team=other.pool,
        sql_at=sold.get("sql_at"),
        opportunity_at=sold.get("opportunity_at"),
    )
    row["touches"] = row.get("touches", 0) + len(other.made)
    row["stage"] = other.stage.value
    row.update({name: word for name in ("band", "tier", "owner", "queue") if (word := getattr(other, name))})
    row[CARRIED] = {clock.promise: _verdict(clock, other) for clock in other.clocks if _came_to_one(clock, other)}


def _came_to_one(clock: Clock, other: Lead) -> bool:
    return clock.cycle == other.cycle and clock.state in (ClockState.MET, ClockState.BREACHED)


def _verdict(clock: Clock, other: Lead) -> Mapping[str, Any]:
    """How a promise ended, as its row says it."""
    told = ("promise", "cycle", "tier", "state", "started_at", "due_at", "ended_at", "breached_at")
    beside = {"response_seconds": clock.response_seconds, "breached_owner": clock.breached_owner}
    return {name: getattr(clock, name) for name in told} | beside | {"owner": other.owner, "excuse": clock.excuse}
