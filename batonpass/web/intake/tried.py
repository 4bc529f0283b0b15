"""What would become of a form that somebody of ours tries? Everything is decided, and nothing is kept."""

from __future__ import annotations

from dataclasses import dataclass

import asyncpg

from batonpass.store.arrival import Arrival
from batonpass.store.met import person_of
from batonpass.store.rehearsal import Rehearsal
from batonpass.store.world import Watched
from batonpass.web.parts import words
from batonpass.web.problem import of_refusal


@dataclass(frozen=True, slots=True, kw_only=True)
class Tried:
    """What would happen, in words. `held` says why it would wait in quarantine first."""

    stage: str
    because: str
    goes: str
    routed_because: str
    tier: str
    points: str
    due: str
    missing: tuple[str, ...]
    held: str
    known: bool


async def try_out(pool: asyncpg.Pool, watched: Watched, arrival: Arrival) -> Tried:
    """Decide the arrival on paper. Raises Problem for what the door would refuse."""
    held = arrival.quarantine
    (done,) = await Rehearsal(pool, watched).decide([person_of(arrival)], [_let_in(arrival)])
    if done.outcome.refusal:
        raise of_refusal(done.outcome.refusal)
    lead, world = done.lead, watched.world
    if lead is None or world is None:
        says = done.outcome.error or "the same was sent a moment ago, and would count once"
        return Tried(
            stage="nothing new", because=says, goes="", routed_because="", tier="", points="", due="", missing=(),
            held=held, known=True,
        )  # fmt: skip
    goes = world.directory.name_of(lead.owner) if lead.owner else f"queue {lead.queue}" if lead.queue else ""
    return Tried(
        stage=lead.stage.value,
        because=lead.because,
        goes=goes,
        routed_because=lead.routed_because,
        tier=lead.tier or "",
        points=words.points(lead.score.total) if lead.score else "",
        due=f"{lead.clock.due_at:%Y-%m-%d %H:%M} UTC" if lead.clock else "",
        missing=lead.brief_missing,
        held=held,
        known=done.known,
    )


def _let_in(arrival: Arrival) -> Arrival:
    """As it would go on once a person has let it out of quarantine; under a key of its own, so that nothing folds."""
    return Arrival(
        door=arrival.door,
        kind=arrival.kind,
        sent=arrival.sent,
        raw=arrival.raw,
        body_hash=arrival.body_hash,
    )
