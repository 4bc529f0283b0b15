"""Which promises run, which messages leave, and what waits for a person to look at it?"""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated, Any

import msgspec
from fastapi import Path, Query

from batonpass.store import clock, outbox, read
from batonpass.store.keys import Key
from batonpass.store.read import FACTS_MAX, ROWS_MAX
from batonpass.store.release import release
from batonpass.store.told import proofs
from batonpass.web.api.guard import TENDED, Given, Who, scoped, tending
from batonpass.web.api.leads import held_lead
from batonpass.web.api.shapes import ArrivalOut, BouncedIn, ClockLine, MessageOut, ReleasedOut, ReplayedOut
from batonpass.web.api.shapes_sent import ReplayIn, Text
from batonpass.web.api.told import arrival_out, message_out
from batonpass.web.api.whose import must_reach, owner_asked, owners_of
from batonpass.web.problem import Problem
from batonpass.web.wiring import Collaborators

ID_MOST = 2**63 - 1
reads = scoped("read")
steers = scoped("admin")
Filter = Annotated[Text | None, Query()]
Limit = Annotated[int, Query(ge=1, le=FACTS_MAX)]


class MessageState(StrEnum):
    """How far a message has got."""

    WAITING = "waiting"
    SENDING = "sending"
    SENT = "sent"
    DEAD = "dead"
    CANCELLED = "cancelled"


class AsideState(StrEnum):
    """Why an arrival waits."""

    SET_ASIDE = "set_aside"
    QUARANTINED = "quarantined"
    REFUSED = "refused"


class Verdict(StrEnum):
    """How a promise in a list stands: as of a lead, or made to somebody who has been forgotten since."""

    RUNNING = "running"
    MET = "met"
    BREACHED = "breached"
    CLOSED = "closed"
    ERASED = "erased"


@reads.get("/clocks", response_model=list[ClockLine], summary="Promises and how they went")
async def list_clocks(
    given: Given,
    who: Who,
    *,
    lead: Filter = None,
    owner: Filter = None,
    state: Annotated[Verdict | None, Query()] = None,
    limit: Limit = ROWS_MAX,
) -> Any:
    """Those due first at the head."""
    which = {"lead_id": lead, "owner": await owner_asked(given, owner), "state": state.value if state else None}
    found = await read.clocks(given.pool, **which, seen_by=await owners_of(given, who), limit=limit)
    if lead and not found:
        await _must_be_there(given, who, lead)
    return found


@reads.get("/outbox", response_model=list[MessageOut], summary="Messages and how far they got")
async def list_outbox(
    given: Given,
    who: Who,
    *,
    lead: Filter = None,
    state: Annotated[MessageState | None, Query()] = None,
    limit: Limit = ROWS_MAX,
) -> Any:
    """The newest first, about one lead and in one state if these are given."""
    await (must_reach(given, who, lead, acting=False) if lead else tending(given, who))
    found = await read.messages(given.pool, lead_id=lead, state=state.value if state else None, limit=limit)
    if lead and not found:
        await _must_be_there(given, who, lead)
    proven = await proofs(given.pool, [one.key for one in found])
    return [message_out(one, proven.get(one.key)) for one in found]


async def _must_be_there(given: Collaborators, who: Key, lead_id: str) -> None:
    """A Problem where nothing was found of a lead that there is not, or not for this key: it is no empty answer."""
    await must_reach(given, who, lead_id, acting=False)
    await held_lead(given, lead_id)


@steers.post("/outbox/{key:path}/bounce", response_model=MessageOut, summary="Say that a message came back")
async def bounce(key: Annotated[Text, Path()], said: BouncedIn, given: Given) -> Any:
    """It does not count as told: the next way to the same person is taken at once, else a person has to look."""
    async with given.pool.acquire() as connection:
        back = await outbox.bounced(connection, key, said.why)
        found = await read.message(connection, key)
    if found is None:
        raise Problem("not-found", "no message has this key; GET /v1/outbox lists those there are")
    if not back:
        raise Problem("conflict", f"this message is {found.state}; only one that was sent can come back")
    given.poke()
    return message_out(found)


@steers.post("/outbox/{key:path}/replay", response_model=MessageOut, summary="Send a dead letter once more")
async def replay(key: Annotated[Text, Path()], given: Given, who: Who) -> Any:
    """From its first try; only a message that was given up can be replayed."""
    async with given.pool.acquire() as connection:
        again = await outbox.replay(connection, key, by=f"key:{who.label}")
        found = await read.message(connection, key)
    if found is None:
        raise Problem("not-found", "no message has this key; GET /v1/outbox lists those there are")
    if not again:
        raise Problem("conflict", f"this message is {found.state}; only a dead one can be replayed")
    given.poke()
    return message_out(found)


@steers.post("/outbox/replay", response_model=ReplayedOut, summary="Send again what a way did not take for a while")
async def replay_since(asked: ReplayIn, given: Given, who: Who) -> Any:
    """Dead letters that were written from `since` to `until`, the oldest first; ask again while some came."""
    async with given.pool.acquire() as connection:
        until = asked.until or await clock.now(connection)
        keys = await outbox.replay_since(
            connection, asked.channel, asked.since, until, to=asked.to, by=f"key:{who.label}"
        )
    given.poke()
    return {"replayed": keys}


@reads.get("/inbox", response_model=list[ArrivalOut], dependencies=[TENDED], summary="Arrivals that wait for a person")
async def list_inbox(given: Given, state: Annotated[AsideState | None, Query()] = None) -> Any:
    """What was set aside, quarantined or refused, the newest first, with what was sent and why it waits."""
    found = await read.set_aside(given.pool, state=state.value if state else None)
    return [arrival_out(one) for one in found]


@steers.post("/inbox/{arrival_id}/release", response_model=ReleasedOut, summary="Take an arrival in after all")
async def release_arrival(arrival_id: Annotated[int, Path(ge=1, le=ID_MOST)], given: Given, who: Who) -> Any:
    """As if it had come now: its promise starts at the release (A17)."""
    outcome = await release(given.pool, given.watched, arrival_id, by=f"key:{who.label}")
    given.poke()
    return msgspec.json.decode(outcome.answer or "{}")
