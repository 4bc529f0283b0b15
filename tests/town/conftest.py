"""What the tests of the town share: a small one in a real database, opened on a Wednesday and on a Sunday night."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache

import pytest

from batonpass.store import clock
from batonpass.store.open import connect, open_pool
from tests.database import address, fresh, line, postgres, template, wait_for
from town.load import load

__all__ = ["postgres"]

WEDNESDAY = datetime(2026, 11, 18, 10, 20, tzinfo=UTC)
SUNDAY_NIGHT = datetime(2026, 11, 22, 0, 16, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Town:
    """A loaded town, which can be asked in SQL."""

    url: str

    def ask(self, sql, *values):
        return wait_for(asked(self.url, sql, values))


@pytest.fixture(scope="module", params=[WEDNESDAY, SUNDAY_NIGHT], ids=["Wednesday morning", "Sunday night"])
def town(postgres, request) -> Iterator[Town]:
    """A small town, opened at that instant."""
    lent = fresh(loaded(request.param))
    yield Town(next(lent))
    assert next(lent, None) is None


@cache
def loaded(at: datetime) -> str:
    """The name of a database that holds a small town opened at that instant, to be copied: loading one takes long."""
    name = f"town_{at:%d}"
    line().say(f"create database {name} template {template()} strategy file_copy")
    wait_for(opened(address(name), at))
    return name


async def opened(url, at):
    pool = await open_pool(url, connections=2)
    try:
        async with pool.acquire() as connection:
            await clock.set_now(connection, at, backwards=True)
        await load(pool, leads=150)
    finally:
        await pool.close()


async def asked(url, sql, values):
    connection = await connect(url)
    try:
        return await connection.fetch(sql, *values)
    finally:
        await connection.close()
