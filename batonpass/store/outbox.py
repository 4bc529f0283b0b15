"""Which messages are to leave now, and what became of them?"""

from __future__ import annotations

import uuid
from collections.abc import Container, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

import asyncpg

from batonpass.handoff.effects import Effect, FetchLead
from batonpass.store.changes import note
from batonpass.store.connection import Connection
from batonpass.store.readable import readable
from batonpass.store.shape import EFFECTS, decode_effect, encode
from batonpass.store.statements import statements

SQL = statements(Path(__file__).with_suffix(".sql"))
LEASE = timedelta(seconds=30)
"""How long a claimed message is ours; a killed worker's messages are free again after this (promise R17)."""
PLENTY = 1_000_000
REPLAYED_MOST = 500
"""So many dead letters are sent again by one call: a receiver that has just come back is not run over."""
KNOWN = sorted(EFFECTS)
"""What this version knows how to send (R35)."""
TO_PEOPLE = ("email", "slack", "teams")
"""Ways on which one server takes the news for everybody: when it works for one, it works for all."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Outgoing:
    """A message this process holds, until its lease ends. Only the holder of `claim` may say what became of it."""

    key: str
    claim: uuid.UUID
    lead_id: str
    channel: str
    kind: str
    recipient: str
    effect: Effect
    tries: int
    at: datetime
    bundled: bool = False
    """Goes to its person together with the others that say so."""
    early: bool = False
    """Was not due yet, and goes along with one that was: this is not a try of its own."""
    language: str = ""
    """What its reader has chosen to be spoken to in; nothing for who has not, or does not sign in."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Room:
    """How much may be taken up: channels and recipients that have their hands full, and how many each takes at once.

    `singles` is how many single messages a person gets on one channel in a minute (E09).
    """

    full: Sequence[str] = ()
    busy: Sequence[str] = ()
    a_channel: int = PLENTY
    a_recipient: int = PLENTY
    singles: int = PLENTY


async def claim(
    connection: Connection, *, limit: int, lookups: bool = False, room: Room | None = None
) -> list[Outgoing]:
    """Take messages that are due, earliest first, each for the length of the lease; they leave at least once.

    What is looked up elsewhere goes by itself, so that no message waits for a slow answer. One that this version cannot
    read holds up none beside it: it is left to a newer one, and the watch says so when none comes.
    """
    token, room = uuid.uuid4(), room or Room()
    bounds = (list(room.full), list(room.busy), room.a_channel, room.a_recipient, room.singles)
    rows = await connection.fetch(SQL.claim, limit, token, LEASE, lookups, *bounds, KNOWN)
    found = (readable(row["key"], lambda row=row: _outgoing(row, token)) for row in rows)
    return [one for one in found if one is not None]


def _outgoing(row: asyncpg.Record, token: uuid.UUID) -> Outgoing:
    return Outgoing(
        key=row["key"],
        claim=token,
        lead_id=row["lead_id"] or "",
        channel=row["channel"],
        kind=row["kind"],
        recipient=row["recipient"],
        effect=decode_effect(row["effect"], row["body"]),
        tries=row["tries"] - (not row["early"]),
        at=row["at"],
        bundled=row["bundled"],
        early=row["early"],
        language=row["language"] or "",
    )


async def hold(connection: Connection, held: Sequence[Outgoing]) -> None:
    """These are still on their way: their leases begin anew."""
    await connection.execute(SQL.hold, *_ours(held), LEASE)


async def sent(connection: Connection, done: Sequence[Outgoing], proofs: Sequence[str] = ()) -> None:
    """These have left, with what the other side said. A claim taken over meanwhile changes nothing (fencing).

    What failed on the same ways and waits is tried out of turn, for they work again.
    """
    await connection.execute(SQL.sent, *_ours(done), [*proofs] or [""] * len(done))
    ways = sorted({(one.channel, one.recipient) for one in done})
    await connection.execute(SQL.hurry, [way for way, _ in ways], [to for _, to in ways], TO_PEOPLE)


async def later(
    connection: Connection, put: Sequence[tuple[Outgoing, timedelta, str]], *, named: Container[str] = ()
) -> None:
    """The world was not ready for these: try each again after so long, and say why.

    `named` are the keys of those for which the other side itself named the wait: nothing shortens it.
    """
    held = [one for one, _, _ in put]
    waits, whys = [after for _, after, _ in put], [why for _, _, why in put]
    await connection.execute(SQL.later, *_ours(held), waits, whys, [one.key in named for one in held])


async def dead(connection: Connection, given_up: Sequence[tuple[Outgoing, str]]) -> None:
    """These will never leave by themselves: a person must look, and reads why."""
    await connection.execute(SQL.dead, *_ours([one for one, _ in given_up]), [why for _, why in given_up])


async def bounced(connection: Connection, key: str, why: str) -> bool:
    """A message that had left came back: it is told to nobody. False when no message that left has this key."""
    return await connection.fetchval(SQL.bounced, key, why) is not None


async def replay(connection: Connection, key: str, *, by: str) -> bool:
    """Send a dead letter once more, from its first try; False when there is no such dead letter. Who asked is noted."""
    async with connection.transaction():
        again = await connection.fetchval(SQL.replay, key) is not None
        if again:
            await note(
                connection, by=by, kind="message", name=key, before={"state": "dead"}, after={"state": "waiting"}
            )
    return again


async def replay_since(
    connection: Connection, channel: str, since: datetime, until: datetime, *, to: str | None = None, by: str
) -> list[str]:
    """Send again what one way, or one receiver of it, did not take in that time: the keys, at most `REPLAYED_MOST`."""
    async with connection.transaction():
        rows = await connection.fetch(SQL.replay_since, channel, to, since, until, REPLAYED_MOST)
        for row in rows:
            dead, waits = {"state": "dead"}, {"state": "waiting"}
            await note(connection, by=by, kind="message", name=row["key"], before=dead, after=waits)
    return sorted(row["key"] for row in rows)


async def in_hand(connection: Connection, *, lookups: bool) -> bool:
    """Whether some process holds a message now, or is just about to: it waits though it is due."""
    return await connection.fetchval(SQL.in_hand, lookups)


async def next_out(
    connection: Connection,
    *,
    lookups: bool = False,
    spread: Sequence[timedelta] = (),
    shut: Sequence[str] = (),
) -> datetime | None:
    """When the next waiting message, or look-up, is due, on the database's clock.

    What failed so many times may come that much later, as by `spread`: a crowd that failed together is one stop. What
    failed on a way that is `shut` makes none: it will fail again.
    """
    return await connection.fetchval(SQL.next_out, lookups, list(spread), list(shut))


async def pause(connection: Connection, *, lookups: bool = False) -> timedelta | None:
    """How long until the next waiting message, or look-up, is due, by the database's clock."""
    return await connection.fetchval(SQL.pause, lookups, KNOWN)


async def ask(pool: asyncpg.Pool, effect: FetchLead) -> None:
    """Ask something of the world that no lead asks yet."""
    kind = type(effect).__name__
    await pool.execute(SQL.ask, effect.key, effect.channel, effect.to, effect.kind, kind, encode(effect))


def _ours(messages: Sequence[Outgoing]) -> tuple[list[str], list[uuid.UUID]]:
    return [one.key for one in messages], [one.claim for one in messages]
