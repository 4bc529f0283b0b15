"""What do the tests of the pages work with? The pages on a real database, at a port if a browser asks."""

from __future__ import annotations

import asyncio
import hashlib
import json
import re
import socket
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

import asyncpg
import httpx
import uvicorn
from fastapi import FastAPI

from batonpass.handoff.requests import Request
from batonpass.store import clock, directory, due
from batonpass.store.arrival import Arrival, Kind, Outcome
from batonpass.store.open import open_pool
from batonpass.store.take import act, take
from batonpass.store.users import put_user
from batonpass.store.world import Watched
from batonpass.web.pages import pages
from batonpass.web.sign_in.passwords import hashed

PLAYBOOK = Path(__file__).with_name("playbook.yaml")
TUESDAY = "2027-03-02T10:00:00+00:00"
PASSWORD = "a long pass phrase"
CAST = (
    ("ana@lumen.example", "Ana Duarte", "rep", "ana"),
    ("bruno@lumen.example", "Bruno Reis", "rep", "bruno"),
    ("astrid@lumen.example", "Astrid Holm", "rep", "astrid"),
    ("mara@lumen.example", "Mara Pinto", "manager", "mara"),
    ("maya@lumen.example", "Maya Sol", "marketing", None),
    ("olle@lumen.example", "Olle Berg", "admin", None),
)
# Emptying the tables takes a moment, where copying a database takes ten.
EMPTY = """
    select string_agg(format('delete from app.%I', tablename), '; ') from pg_tables
    where schemaname = 'app'
        and tablename not in ('migrations', 'revision', 'test_clock', 'changes', 'facts', 'seals', 'watch')
"""
TOKEN = re.compile(r'name="token" value="([^"]+)"')


@dataclass(frozen=True, slots=True, kw_only=True)
class Site:
    """The application, to set up differently, and the database behind it."""

    pool: asyncpg.Pool
    watched: Watched
    app: FastAPI

    async def at(self, instant: str) -> None:
        """Freeze the clock."""
        async with self.pool.acquire() as connection:
            await clock.set_now(connection, datetime.fromisoformat(instant), backwards=True)

    async def later(self, **length: float) -> None:
        """Move the clock on, and do what has come due meanwhile."""
        async with self.pool.acquire() as connection:
            await clock.advance(connection, timedelta(**length))
        while await due.ring(self.pool, self.watched):
            pass

    async def arrive(self, *, quarantine: str = "", **sent: object) -> Outcome:
        """Somebody sends the demo form, from Sweden unless they say otherwise."""
        body = {"form": "demo", "email": "eva@firm.example", "country": "SE", **sent}
        raw = json.dumps(body)
        digest = hashlib.sha256(raw.encode()).digest()
        arrival = Arrival(
            door="form", kind=Kind.SUBMISSION, sent=body, raw=raw, body_hash=digest, quarantine=quarantine
        )
        return (await take(self.pool, self.watched, [arrival]))[0]

    async def lead(self, **sent: object) -> str:
        """The id of a lead who has just asked for a demo."""
        return str((await self.arrive(**sent)).lead_id)

    async def act(self, lead_id: str, request: Request) -> None:
        """Somebody of ours does something, not through a page."""
        await act(self.pool, self.watched, lead_id, request)

    async def standing(self, lead_id: str) -> asyncpg.Record:
        """How the lead stands in the database."""
        return await self.pool.fetchrow("select stage, owner, queue, seq from app.leads where id = $1", lead_id)

    def visitor(self) -> httpx.AsyncClient:
        """Somebody's program that keeps cookies and sends no browser's headers."""
        return httpx.AsyncClient(transport=httpx.ASGITransport(app=self.app), base_url="http://localhost")

    @asynccontextmanager
    async def signed_in(self, name: str):
        """The same, signed in as one of the cast."""
        async with self.visitor() as visitor:
            await press(visitor, "/sign-in/demo", on="/sign-in", email=f"{name}@lumen.example")
            yield visitor


def token_in(answer: httpx.Response) -> str:
    """The token in a page's forms."""
    found = TOKEN.search(answer.text)
    assert found, answer.text
    return found[1]


async def press(visitor: httpx.AsyncClient, path: str, *, on: str = "/", **fields: str) -> httpx.Response:
    """Send a form that stands on a page, with that page's token."""
    return await visitor.post(path, data={"token": token_in(await visitor.get(on)), **fields})


@asynccontextmanager
async def open_site(database: str):
    """The pages with the tests' agreement and cast and nothing else, until the test is over."""
    pool = await open_pool(database, connections=5)
    try:
        yield await furnished(pool)
    finally:
        await pool.close()


async def furnished(pool: asyncpg.Pool) -> Site:
    """The same on connections that go on: they know the database's types and statements from the test before."""
    watched = Watched()
    async with pool.acquire() as connection:
        await connection.execute(await connection.fetchval(EMPTY))
        await connection.execute("truncate app.changes, app.facts")
        await clock.set_now(connection, datetime.fromisoformat(TUESDAY), backwards=True)
    await directory.apply(pool, PLAYBOOK.read_text("utf-8"), where=PLAYBOOK.name, by="test")
    for email, name, role, rep in CAST:
        await put_user(pool, email=email, name=name, role=role, rep=rep, password_hash="")
    app = FastAPI(openapi_url=None)
    app.state.pool, app.state.watched, app.state.session_secret, app.state.demo = pool, watched, b"s" * 32, True
    pages(app)
    return Site(pool=pool, watched=watched, app=app)


@asynccontextmanager
async def answering(app: FastAPI):
    """The application behind a real port."""
    ears = socket.socket()
    ears.bind(("127.0.0.1", 0))
    server = uvicorn.Server(uvicorn.Config(app, log_level="warning", lifespan="off", ws="none"))
    task = asyncio.create_task(server.serve(sockets=[ears]))
    try:
        yield f"http://127.0.0.1:{ears.getsockname()[1]}"
    finally:
        server.should_exit = True
        await task
        ears.close()


async def set_password(site: Site, email: str) -> None:
    """Let one of the cast sign in with the password of the tests."""
    await site.pool.execute("update app.users set password_hash = $2 where email = $1", email, hashed(PASSWORD))
