"""How does an arrival become facts, clocks and messages in one transaction?"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from contextlib import suppress
from functools import partial
from pathlib import Path

import asyncpg

from batonpass.handoff.refusal import Refusal
from batonpass.handoff.requests import Request
from batonpass.store.ahead import begin, forget
from batonpass.store.arrival import Arrival, Asked, Outcome, State
from batonpass.store.columns import Unwritable
from batonpass.store.connection import Connection
from batonpass.store.deals import held_elsewhere, keep_deals
from batonpass.store.decide import Astray, Batch
from batonpass.store.lookups import lookups
from batonpass.store.met import hold, met_in, try_to_hold
from batonpass.store.open import with_retry
from batonpass.store.pages import BREATH, PAGE, Pages
from batonpass.store.statements import statements
from batonpass.store.surround import About, batch_ahead, batch_of, held_now
from batonpass.store.warned import with_warned
from batonpass.store.when_left import with_left
from batonpass.store.world import Watched

SQL = statements(Path(__file__).with_suffix(".sql"))
WORTH_BEGINNING = 16
"""From so many arrivals on, what depends on nobody's turn is worked out before the tallies are held, so that another
process may decide meanwhile; for fewer, one more question to the database would take longer than it spares."""
Step = Callable[[], Outcome]
UNWRITABLE = (asyncpg.IntegrityConstraintViolationError, asyncpg.DataError, Unwritable)


async def take(pool: asyncpg.Pool, watched: Watched, arrivals: Sequence[Arrival]) -> list[Outcome]:
    """Take arrivals in, in their order, in one transaction: read all, decide, write all, commit.

    When the answer is there it is durable. Each arrival has its own outcome; one that fails is set aside with its error
    and the others go on. Raises only when the database cannot be reached or written.
    """

    async def once() -> list[Outcome]:
        async with pool.acquire() as connection, connection.transaction():
            return await take_on(connection, watched, arrivals)

    try:
        return await with_retry(once)
    except UNWRITABLE as error:
        if len(arrivals) == 1:
            return [await _set_aside(pool, arrivals[0], error)]
    return [(await take(pool, watched, [arrival]))[0] for arrival in arrivals]


async def act(pool: asyncpg.Pool, watched: Watched, lead_id: str, request: Request) -> Outcome:
    """Do what somebody asks of one lead, durably. Raises Refusal if it cannot be done, LookupError for no such lead."""

    async def once() -> Outcome:
        async with pool.acquire() as connection, connection.transaction():
            return (await answer_on(connection, watched, [Asked(lead_id=lead_id, request=request, answer=True)]))[0]

    outcome = await with_retry(once)
    if outcome.refusal:
        raise outcome.refusal
    if outcome.state is State.UNKNOWN_LEAD:
        raise LookupError(lead_id)
    return outcome


async def take_on(connection: Connection, watched: Watched, arrivals: Sequence[Arrival]) -> list[Outcome]:
    """The same on an open transaction, for a caller who writes something else in it."""
    batch, outcomes = await _decided(connection, watched, arrivals)
    if batch.keys_met:
        await connection.execute(SQL.keep_keys, *zip(*batch.keys_met.items(), strict=True))
    if batch.twins:
        await connection.execute(SQL.keep_twins, *zip(*batch.twins, strict=True))
    return outcomes


async def _decided(
    connection: Connection, watched: Watched, arrivals: Sequence[Arrival]
) -> tuple[Batch, list[Outcome]]:
    """A batch that is decided and written, with what came of each arrival."""
    met = met_in(arrivals)
    if len(arrivals) < WORTH_BEGINNING:
        about = await hold(connection, met)
    else:
        about, held = await try_to_hold(connection, met)
        ahead = await batch_ahead(connection, watched, about)
        begun = await begin(connection, ahead, arrivals, held=held) if ahead else []
        if not held:
            about = await hold(connection, met)
        if ahead and await held_now(connection, ahead, None if held else about):
            with suppress(Astray):
                steps = [partial(ahead.take, *both) for both in zip(arrivals, begun, strict=True)]
                return ahead, await _written(connection, ahead, steps)
        if ahead and held:
            await forget(connection)
    batch = await batch_of(connection, watched, about)
    return batch, await _written(connection, batch, [partial(batch.take, arrival) for arrival in arrivals])


async def answer_on(connection: Connection, watched: Watched, asked: Sequence[Asked]) -> list[Outcome]:
    """Carry requests out on an open transaction; a refused one changes nothing."""
    rows = await connection.fetch(SQL.leads_by_id, sorted({a.lead_id for a in asked}))
    asked = await with_left(connection, await with_warned(connection, asked))
    about = About(rows=rows, where=lookups((), rows), people=[row["person"] for row in rows])
    batch = await batch_of(connection, watched, about)
    elsewhere = await held_elsewhere(connection, asked)
    steps = [
        partial(_refused, one, refusal) if refusal else partial(batch.ask, one)
        for one, refusal in zip(asked, elsewhere, strict=True)
    ]
    outcomes = await _written(connection, batch, steps)
    await keep_deals(connection, asked, outcomes)
    return outcomes


def _refused(asked: Asked, refusal: Refusal) -> Outcome:
    return Outcome(state=State.REFUSED, lead_id=asked.lead_id, refusal=refusal)


async def _written(connection: Connection, batch: Batch, decisions: Sequence[Step]) -> list[Outcome]:
    """Decide one page after the other; while the database writes one, the next is decided."""
    outcomes: list[Outcome] = []
    async with Pages(connection) as pages:
        for n in range(0, len(decisions), PAGE):
            some = decisions[n : n + PAGE]
            for m in range(0, len(some), BREATH):
                outcomes += [decide() for decide in some[m : m + BREATH]]
                # The loop sends what the last page still has to send, and lets other work of this process in.
                await asyncio.sleep(0)
            if page := batch.turn_page():
                await pages.write(SQL.write, *page)
    return outcomes


async def _set_aside(pool: asyncpg.Pool, arrival: Arrival, error: Exception) -> Outcome:
    """What cannot be written stays as it came, with the reason, for a person to look at."""
    says = f"{type(error).__name__}: {error}"
    async with pool.acquire() as connection:
        await connection.execute(
            SQL.set_aside, arrival.door, arrival.caller, arrival.body_hash, arrival.kind.value, arrival.raw, says
        )
    return Outcome(state=State.SET_ASIDE, error=says)
