"""The office of the store's tests: the starter playbook in force, Ana and Bruno at their desks, a frozen Tuesday."""

from __future__ import annotations

import hashlib
import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import asyncpg

from batonpass.store import clock
from batonpass.store.arrival import Arrival, Kind, Outcome
from batonpass.store.directory import apply, put_calendar, put_pool, put_rep
from batonpass.store.take import take
from batonpass.store.world import Watched

TUESDAY_TEN = datetime(2027, 3, 2, 10, tzinfo=UTC)
STARTER = Path(__file__).parents[2] / "playbooks" / "starter.yaml"
LISBON = {"tz": "Europe/Lisbon", "days": ["Mon", "Tue", "Wed", "Thu", "Fri"], "hours": ["09:00", "18:00"]}


async def furnish(pool: asyncpg.Pool, *reps: str, at: datetime = TUESDAY_TEN) -> Watched:
    """Put the starter playbook in force, and these reps (Ana and Bruno when none is named) into the pool emea."""
    watched = Watched()
    await set_time(pool, at)
    await apply(pool, STARTER.read_text("utf-8"), where="starter.yaml", by="test")
    await put_calendar(pool, "lisbon", LISBON, by="test")
    for name in ("mara", *(reps or ("ana", "bruno"))):
        await put_rep(pool, watched, name, person(name), by="test")
    members = [{"rep": name} for name in reps or ("ana", "bruno")]
    await put_pool(pool, "emea", {"members": members}, by="test")
    return watched


def person(name: str, **more: object) -> dict[str, object]:
    manager = {} if name == "mara" else {"manager": "mara"}
    return {"name": name.title(), "email": f"{name}@lumen.example", "calendar": "lisbon", **manager, **more}


def submission(n: object = 1, form: str = "demo", key: str | None = None, **sent: object) -> Arrival:
    """What somebody sends; without a key its content stands for it."""
    body = {"form": form, "email": f"p{n}@firm{n}.example", **sent}
    raw = json.dumps(body, sort_keys=True)
    digest = hashlib.sha256(raw.encode()).digest()
    return Arrival(
        door="test",
        caller="test",
        kind=Kind.SUBMISSION,
        sent=body,
        raw=raw,
        body_hash=digest,
        idem_key=key,
        fingerprint=None if key else digest,
    )


async def send(pool: asyncpg.Pool, watched: Watched, *arrivals: Arrival) -> list[Outcome]:
    return await take(pool, watched, arrivals)


async def set_time(pool: asyncpg.Pool, at: datetime) -> None:
    async with pool.acquire() as connection:
        await clock.set_now(connection, at)


async def forward(pool: asyncpg.Pool, **length: float) -> None:
    async with pool.acquire() as connection:
        await clock.advance(connection, timedelta(**length))


async def count(pool: asyncpg.Pool, table: str, where: str = "true") -> int:
    """How many rows there are; both texts are the test's own."""
    return await pool.fetchval(f"select count(*) from app.{table} where {where}")  # noqa: S608 - no stranger writes tests
