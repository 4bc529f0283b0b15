"""How do other programs hand many leads to one person or queue, and what became of each?"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from pydantic import Field

from batonpass.handoff.lead import Lead
from batonpass.handoff.requests import Reassign
from batonpass.store import board
from batonpass.store.arrival import Outcome, State
from batonpass.store.in_force import in_force
from batonpass.web.api.acts import At, Desk
from batonpass.web.api.guard import scoped
from batonpass.web.api.shapes import Shape
from batonpass.web.api.shapes_sent import ReassignManyIn
from batonpass.web.api.whose import reader_of
from batonpass.web.problem import Problem

routes = scoped("act")
ACT = "reassign"


class MovedOut(Shape):
    """One lead of those that were asked for, as it stands now."""

    id: str
    moved: bool
    owner: str | None = None
    queue: str | None = None
    due_at: datetime | None = Field(None, description="when the first touch is due: a hand-over buys no time")
    because: str = Field(description="why it is with whom it is, or why it stayed")


class MovesOut(Shape):
    """What became of each lead, in the order they were named."""

    moved: int
    leads: tuple[MovedOut, ...]


@routes.post("/leads/reassign", response_model=MovesOut, summary="Hand many leads to one person or queue")
async def reassign_many(sent: ReassignManyIn, desk: At) -> Any:
    """Each lead has its own answer; one that cannot move stays where it is, and the others go on."""
    given, by = desk.given, desk.by_or_key(sent)
    _, world = await in_force(given.pool, given.watched)
    if sent.to not in world.directory.reps and sent.to not in world.directory.queues:
        raise Problem("invalid", f"{sent.to[:80]!r} is neither one of our people nor a queue", field="to")
    ids = tuple(dict.fromkeys(sent.leads))
    reader = await reader_of(given, desk.key)
    before = await _standing(desk, ids)
    going = [one for one in ids if one in before and (reader is None or reader.sees(before[one]))]
    outcomes = await board.move_many(given.pool, given.watched, going, Reassign(by=by, to=sent.to))
    done = dict(zip(going, outcomes, strict=True))
    after = await _standing(desk, going)
    for outcome in outcomes:
        desk.counts.acted(ACT, outcome.refusal.kind.value if outcome.refusal else "done")
    given.poke()
    told = tuple(_told(one, done.get(one), after.get(one)) for one in ids)
    return MovesOut(moved=sum(one.moved for one in told), leads=told)


async def _standing(desk: Desk, ids: Sequence[str]) -> Mapping[str, Lead]:
    known = [one for one in ids if one.isascii() and one.isalnum()]
    return {held.lead.id: held.lead for held in await board.these(desk.given.pool, known)}


def _told(lead_id: str, outcome: Outcome | None, lead: Lead | None) -> MovedOut:
    """A lead that is not there and one that this key does not reach are told in the same words."""
    if outcome is None or lead is None:
        return MovedOut(id=lead_id, moved=False, due_at=None, because="there is no such lead")
    moved = outcome.state is State.TAKEN
    says = lead.routed_because if moved else "nothing can be decided about it; its error stands in the log"
    return MovedOut(
        id=lead_id,
        moved=moved,
        owner=lead.owner,
        queue=lead.queue,
        due_at=lead.clock.due_at if lead.clock else None,
        because=outcome.refusal.says if outcome.refusal else says,
    )
