"""What do the tests of the doors work with? The whole application on a real database, with the people of policy P0."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

import asyncpg
import httpx

from batonpass.connectors.channel import Message, Sent
from batonpass.run.travel import Traveller
from batonpass.store import clock, directory
from batonpass.store.keys import make_key
from batonpass.store.open import open_pool
from batonpass.store.world import Watched
from batonpass.web.app import Collaborators, make_app
from tests.database import NUMBERS, address, line, template, wait_for

STARTER = Path(__file__).parents[2] / "playbooks" / "starter.yaml"
TUESDAY = "2027-03-02T10:00:00Z"
WEEK = ["Mon", "Tue", "Wed", "Thu", "Fri"]
LISBON = {"tz": "Europe/Lisbon", "days": WEEK, "hours": ["09:00", "18:00"]}
PEOPLE = """people:
  mara: {name: Mara, email: mara@lumen.example, calendar: office}
  ana: {name: Ana, email: ana@lumen.example, calendar: office, manager: mara}
  bruno: {name: Bruno, email: bruno@lumen.example, calendar: office, manager: mara}
pools:
  emea: [ana, bruno]
"""
TRIAGE = "triage: {calendar: office}"
PLAYBOOK = (
    STARTER.read_text("utf-8")
    .replace("people: {}\n", PEOPLE)
    .replace(TRIAGE, "triage: {calendar: office, manager: mara}")
)
ANNA = {"form": "demo", "email": "anna.berg@acme.example", "first_name": "Anna"}


@dataclass(slots=True, kw_only=True)
class Post:
    """A channel that keeps what it is given."""

    name: str = "email"
    sent: list[Message] = field(default_factory=list)

    async def send(self, message: Message) -> Sent:
        self.sent.append(message)
        return Sent()

    async def close(self) -> None:
        """Nothing to close."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Doors:
    """The application, asked over HTTP with an administrator's key; `post` is what left the house."""

    app: Any
    pool: asyncpg.Pool
    given: Collaborators
    post: Post
    http: httpx.AsyncClient

    async def at(self, instant: str) -> None:
        """Let everything happen that falls due up to this instant."""
        answer = await self.http.post("/v1/test-clock", json={"now": instant})
        assert answer.status_code == 200, answer.text

    async def submit(self, **sent: Any) -> dict[str, Any]:
        """Hand a lead in, and expect that it is taken."""
        answer = await self.http.post("/v1/submissions", json={**ANNA, **sent})
        assert answer.status_code == 201, answer.text
        return answer.json()

    async def get(self, path: str) -> Any:
        """Read something that is there."""
        answer = await self.http.get(path)
        assert answer.status_code == 200, answer.text
        return answer.json()

    async def rows(self, table: str) -> int:
        """Count what is in a table."""
        return await self.pool.fetchval(f"select count(*) from app.{table}")  # noqa: S608 - a name from the test

    async def with_key(self, *scopes: str, rep: str | None = None) -> httpx.AsyncClient:
        """Another caller, whose key may do this much."""
        token = await make_key(self.pool, label="-".join(scopes), scopes=scopes, rep=rep)
        return caller(self.app, {"Authorization": f"Bearer {token}"})


def caller(app: Any, headers: dict[str, str] | None = None) -> httpx.AsyncClient:
    """Somebody who asks the application in this process."""
    transport = httpx.ASGITransport(app=app, raise_app_exceptions=False)
    return httpx.AsyncClient(transport=transport, base_url="http://batonpass.test", headers=headers or {})


@cache
def agreed(playbook: str) -> str:
    """The name of a database in which that playbook is in force, to be copied: that is half of opening the doors."""

    async def put_in_force() -> None:
        pool = await open_pool(address(name), connections=2)
        await agree(pool, playbook)
        await pool.close()

    name = f"agreed_{next(NUMBERS)}"
    line().say(f"create database {name} template {template()} strategy file_copy")
    wait_for(put_in_force())
    return name


async def agree(pool: asyncpg.Pool, playbook: str) -> None:
    """Put the playbook in force that the tests of a module go by."""
    await directory.apply(pool, playbook, where="starter.yaml", by="test")


@asynccontextmanager
async def open_doors(url: str, playbook: str = PLAYBOOK, **given: Any) -> AsyncIterator[Doors]:
    """Open the application at ten on a Tuesday, with two reps in Lisbon, their manager and the starter playbook."""
    pool, watched, post = await open_pool(url, connections=8), Watched(), Post()
    if await pool.fetchval("select text from app.playbooks where state = 'active'") != playbook:
        await agree(pool, playbook)
    travel = Traveller(pool=pool, watched=watched, channels={"email": post, "webhook": post})
    async with pool.acquire() as connection:
        await clock.set_now(connection, datetime.fromisoformat(TUESDAY))
    usual = {"pool": pool, "watched": watched, "session_secret": b"s" * 32, "travel": travel}
    handed = Collaborators(**{**usual, **given})
    app = make_app(handed)
    token = await make_key(pool, label="admin", scopes=("admin",))
    async with caller(app, {"Authorization": f"Bearer {token}"}) as http:
        yield Doors(app=app, pool=pool, given=handed, post=post, http=http)
    await pool.close()


async def put(doors: Doors, path: str, sent: dict[str, Any]) -> Any:
    """Set one entry, and expect that it is taken."""
    answer = await doors.http.put(f"/v1/{path}", json=sent)
    assert answer.status_code == 200, answer.text
    return answer.json()
