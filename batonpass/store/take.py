"""How does an arrival become facts, clocks and messages in one transaction?"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from functools import partial
from math import ceil
from pathlib import Path

import asyncpg

from batonpass.handoff.refusal import Refusal
from batonpass.handoff.requests import Request
from batonpass.store.arrival import Arrival, Asked, Outcome, State
from batonpass.store.columns import Unwritable
from batonpass.store.connection import Connection
from batonpass.store.deals import held_elsewhere, keep_deals
from batonpass.store.decide import Batch, Begun
from batonpass.store.lookups import lookups
from batonpass.store.met import hold, met_in, try_to_hold
from batonpass.store.open import with_retry
from batonpass.store.statements import statements
from batonpass.store.surround import About, batch_ahead, batch_of, held_now
from batonpass.store.warned import with_warned
from batonpass.store.when_left import with_left
from batonpass.store.world import Watched

SQL = statements(Path(__file__).with_suffix(".sql"))
PAGE = 100
"""So many leads are written at once at most: enough to be cheap, few enough that deciding and writing overlap."""
PAGES, PAGE_LEAST = 3, 20
"""A batch of fewer than three such pages is written in three of its own size, for what is written in one page overlaps
with nothing; but pages of fewer leads than this cost more than they hide."""
WORTH_BEGINNING = 16
"""From so many arrivals on, what depends on nobody's turn is worked out before the tallies are held, so that another
process may decide meanwhile; for fewer, one more question to the database would take longer than it spares."""
BREATH = 5
"""After so many decisions other work of the process gets its turn, and the page that is being sent its next piece: a
socket takes less than a quarter of a page at once, and the database begins when it has all of it. Some milliseconds."""
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
    batch, steps = await _begun(connection, watched, arrivals)
    outcomes = await _written(connection, batch, steps)
    if batch.keys_met:
        await connection.execute(SQL.keep_keys, *zip(*batch.keys_met.items(), strict=True))
    if batch.twins:
        await connection.execute(SQL.keep_twins, *zip(*batch.twins, strict=True))
    return outcomes


async def _begun(connection: Connection, watched: Watched, arrivals: Sequence[Arrival]) -> tuple[Batch, list[Step]]:
    """The batch with its people and tallies held, and what is left to decide of each arrival."""
    met = met_in(arrivals)
    if len(arrivals) < WORTH_BEGINNING:
        about = await hold(connection, met)
    else:
        about, held = await try_to_hold(connection, met)
        ahead = await batch_ahead(connection, watched, about)
        begun = await _ahead(ahead, arrivals) if ahead else []
        if not held:
            about = await hold(connection, met)
        if ahead and await held_now(connection, ahead, None if held else about):
            return ahead, [partial(ahead.take, *both) for both in zip(arrivals, begun, strict=True)]
    batch = await batch_of(connection, watched, about)
    return batch, [partial(batch.take, arrival) for arrival in arrivals]


async def _ahead(batch: Batch, arrivals: Sequence[Arrival]) -> list[Begun | None]:
    begun: list[Begun | None] = []
    for n in range(0, len(arrivals), BREATH):
        begun += [batch.begin(arrival) for arrival in arrivals[n : n + BREATH]]
        await asyncio.sleep(0)
    return begun


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
    writing: asyncio.Future[str] | None = None
    try:
        size = min(PAGE, max(PAGE_LEAST, ceil(len(decisions) / PAGES)))
        for n in range(0, len(decisions), size):
            for m in range(n, min(n + size, len(decisions)), BREATH):
                outcomes += [decide() for decide in decisions[m : min(m + BREATH, n + size)]]
                # The loop sends what the last page still has to send, and lets other work of this process in.
                await asyncio.sleep(0)
            if writing:
                await writing
            page = batch.turn_page()
            writing = asyncio.ensure_future(connection.execute(SQL.write, *page)) if page else None
        if writing:
            await writing
    except BaseException:
        # Whoever gives up on us does not wait for the database either; the transaction is rolled back.
        if writing and not writing.done():
            writing.cancel()
            await asyncio.wait((writing,))
        raise
    return outcomes


async def _set_aside(pool: asyncpg.Pool, arrival: Arrival, error: Exception) -> Outcome:
    """What cannot be written stays as it came, with the reason, for a person to look at."""
    says = f"{type(error).__name__}: {error}"
    async with pool.acquire() as connection:
        await connection.execute(
            SQL.set_aside, arrival.door, arrival.caller, arrival.body_hash, arrival.kind.value, arrival.raw, says
        )
    return Outcome(state=State.SET_ASIDE, error=says)
