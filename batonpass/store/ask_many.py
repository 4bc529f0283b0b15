"""How is the same asked of many leads, so that one that cannot be decided does not hold up the others?"""

from __future__ import annotations

import logging
from collections.abc import Sequence

import asyncpg

from batonpass.store.arrival import Asked, Outcome, State
from batonpass.store.connection import Connection
from batonpass.store.decide import CannotDecide
from batonpass.store.open import in_one
from batonpass.store.side_by_side import AT_ONCE
from batonpass.store.take import UNWRITABLE, answer_on
from batonpass.store.world import Watched

log = logging.getLogger(__name__)


async def ask_many(pool: asyncpg.Pool, watched: Watched, asked: Sequence[Asked]) -> list[Outcome]:
    """Carry requests out, `AT_ONCE` in one transaction, with what else is asked just now in this process.

    Each has its own outcome, in their order. One that is refused stays as it is; so does one that comes to no answer at
    all: its outcome and the log say so, and the others go on.
    """

    async def work(on: asyncpg.Pool, those: Sequence[Asked]) -> list[Outcome]:
        return await _asked(on, watched, those)

    outcomes: list[Outcome] = []
    for n in range(0, len(asked), AT_ONCE):
        outcomes += await watched.line.ask(pool, asked[n : n + AT_ONCE], work)
    return outcomes


async def ask_each(connection: Connection, watched: Watched, asked: Sequence[Asked]) -> list[Outcome]:
    """The same on an open transaction, which goes on whatever comes of each."""
    try:
        async with connection.transaction():
            return await answer_on(connection, watched, asked)
    except (*UNWRITABLE, CannotDecide) as error:
        if len(asked) == 1:
            return [_undecided(asked[0], error)]
    half = len(asked) // 2
    return [*await ask_each(connection, watched, asked[:half]), *await ask_each(connection, watched, asked[half:])]


async def _asked(pool: asyncpg.Pool, watched: Watched, asked: Sequence[Asked]) -> list[Outcome]:
    """All in one transaction; where that comes to no answer, one half after the other, down to the one it is."""

    async def once(connection: Connection) -> list[Outcome]:
        return await answer_on(connection, watched, asked)

    try:
        return await in_one(pool, once)
    except (CannotDecide, *UNWRITABLE) as error:
        if len(asked) == 1:
            return [_undecided(asked[0], error)]
    half = len(asked) // 2
    return [*await _asked(pool, watched, asked[:half]), *await _asked(pool, watched, asked[half:])]


def _undecided(asked: Asked, error: Exception) -> Outcome:
    log.error("nothing could be decided about lead %s", asked.lead_id, exc_info=error)
    return Outcome(state=State.SET_ASIDE, lead_id=asked.lead_id, error=str(error))
