"""How long does the server take for each page when there are a million leads?

python -m bench.pages [--leads 1000000]

The town's year, each lead copied so often that there are so many: with their facts, promises, rounds, messages and
names. Leads that are open are copied less, for a team has only so many in hand. What is told of a page is the wall and
the CPU of our own process for its HTML, warm, the median of a few.
"""

from __future__ import annotations

import argparse
import asyncio
import time
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from pathlib import Path
from secrets import token_bytes

import asyncpg
import httpx

from batonpass.store.embedded import EmbeddedServer
from batonpass.store.open import make_ready, open_pool
from batonpass.store.round_days import pack_days
from batonpass.store.statements import statements
from batonpass.store.world import Watched
from batonpass.web.app import Collaborators, make_rest
from batonpass.web.counts import Counts
from batonpass.web.keys import Keyring
from bench.ground import stand
from town.load import is_loaded, load

SQL = statements(Path(__file__).with_suffix(".sql"))
TOWN = 1_500
OPEN_MOST = 20
"""So often each open lead is copied: some thousands in hand, beside a million."""
PARTS = ("leads", "facts", "clocks", "rounds", "names", "outbox")
ROUNDS = 5
TARGET_MS = 100
PAGES = {
    "rep": ("/", "/leads/{lead}", "/queue", "/accounts", "/accounts/{domain}", "/messages", "/search?q=berg"),
    "manager": ("/board", "/people", "/pools", "/people/{rep}", "/matches", "/passed", "/reviews"),
    "admin": (
        "/", "/leads/{lead}", "/accounts", "/accounts/{domain}", "/search?q=berg", "/leads", "/dashboard", "/sla",
        "/seams", "/funnel", "/campaigns", "/rejections", "/leaks", "/backtests", "/calibration", "/capacity",
        "/joint-review", "/meeting", "/playbook", "/routing?email=eva@firm.example", "/calendars", "/forms", "/imports",
        "/connectors", "/privacy", "/outbox", "/attention", "/system", "/changes", "/access", "/board", "/people",
    ),
}  # fmt: skip


async def main(leads: int, data: Path | None) -> None:
    """Fill, and ask for each page as who sees it; what `data` holds already is not filled again."""
    async with kept(data) if data else thrown_away() as url:
        pool = await open_pool(url)
        try:
            if not await is_loaded(pool):
                await fill(pool, leads)
            await tell(pool)
        finally:
            await pool.close()


@asynccontextmanager
async def thrown_away() -> AsyncGenerator[str]:
    """A database that is gone afterwards."""
    async with stand() as ground, ground.database(frozen=False, like="template0") as url:
        await make_ready(url, test_clock=False)
        yield url


@asynccontextmanager
async def kept(data: Path) -> AsyncGenerator[str]:
    """A database that stays, to be asked again after a change."""
    server = EmbeddedServer(data)
    url = await server.start()
    watch = asyncio.create_task(server.supervise())
    try:
        await make_ready(url, test_clock=False)
        yield url
    finally:
        watch.cancel()
        await server.close()


async def fill(pool: asyncpg.Pool, leads: int) -> None:
    """The town, and copies of its leads."""
    begun = time.perf_counter()
    await load(pool, leads=TOWN)
    print(f"the town took {time.perf_counter() - begun:.0f} s")
    async with pool.acquire() as connection:
        await connection.execute(SQL.quiet)
        await connection.execute(SQL.room)
        await connection.execute("analyze")
        await connection.execute(SQL.open_leads)
        over = await connection.fetchval("select count(*) from app.leads where id not in (select id from open_leads)")
        await connection.execute(SQL.copies, leads // over, min(OPEN_MOST, leads // over))
        await connection.execute("analyze copies")
        await copy_all(connection)
        await connection.execute(SQL.mark)
        await connection.execute("reset all")
    begun = time.perf_counter()
    while await pack_days(pool):
        pass
    await pool.execute("vacuum analyze")
    print(f"packed and analyzed in {time.perf_counter() - begun:.0f} s", flush=True)


async def copy_all(connection: asyncpg.Connection) -> None:
    """Part after part, without the indexes, and then these."""
    await connection.execute(SQL.put_aside, PARTS)
    aside = await connection.fetch(SQL.aside)
    for name, _ in aside:
        await connection.execute(f"drop index {name}")
    for part in PARTS:
        begun = time.perf_counter()
        done = await connection.execute(getattr(SQL, part))
        print(f"{part}: {done} in {time.perf_counter() - begun:.0f} s", flush=True)
    begun = time.perf_counter()
    for _, definition in aside:
        await connection.execute(definition)
    print(f"{len(aside)} indexes in {time.perf_counter() - begun:.0f} s", flush=True)


async def tell(pool: asyncpg.Pool) -> None:
    """Each page as each role that has it, over the target or not."""
    app = pages_of(pool)
    for role, paths in PAGES.items():
        user = await pool.fetchrow("select email, rep from app.users where role = $1 order by email limit 1", role)
        async with httpx.AsyncClient(transport=httpx.ASGITransport(app=app), base_url="http://localhost") as visitor:
            await sign_in(visitor, user["email"])
            places = await addresses(pool, user["rep"])
            for path in paths:
                await told(visitor, role, path.format(**places))


def pages_of(pool: asyncpg.Pool):
    """The application without its intake door."""
    given = Collaborators(pool=pool, watched=Watched(), session_secret=token_bytes(32), demo=True)
    return make_rest(given, Keyring(pool), Counts())


async def sign_in(visitor: httpx.AsyncClient, email: str) -> None:
    """As the demo lets one in: with the token that stands in its form."""
    page = (await visitor.get("/sign-in")).text
    token = page.partition('name="token" value="')[2].partition('"')[0]
    answer = await visitor.post("/sign-in/demo", data={"token": token, "email": email})
    assert answer.status_code == httpx.codes.SEE_OTHER, answer.text


async def addresses(pool: asyncpg.Pool, rep: str | None) -> dict[str, str]:
    """A lead and an account that this person sees, and a colleague."""
    lead = await pool.fetchrow(
        "select id, account from app.leads where ($1::text is null or owner = $1) and account is not null"
        " order by seq desc, id limit 1",
        rep,
    ) or await pool.fetchrow("select id, account from app.leads where account is not null order by id limit 1")
    colleague = await pool.fetchval("select rep from app.users where rep is not null order by rep limit 1")
    return {"lead": lead["id"], "domain": lead["account"], "rep": colleague}


async def told(visitor: httpx.AsyncClient, role: str, path: str) -> None:
    """The median of a few, warm; the first is told too, for somebody has to be the first."""
    took, worked = [], []
    for _ in range(ROUNDS + 1):
        begun, used = time.perf_counter(), time.process_time()
        answer = await visitor.get(path)
        took.append(1000 * (time.perf_counter() - begun))
        worked.append(1000 * (time.process_time() - used))
    first, took, worked = took[0], sorted(took[1:]), sorted(worked[1:])
    middle, own = took[len(took) // 2], worked[len(worked) // 2]
    late = "" if middle <= TARGET_MS else "  <-- over"
    print(
        f"{role:8} {path:40} {answer.status_code} {middle:7.0f} ms, of it {own:5.0f} ms CPU of ours;"
        f" at first {first:7.0f} ms; {len(answer.content) // 1024} KB{late}",
        flush=True,
    )


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--leads", type=int, default=1_000_000)
    parser.add_argument("--data", type=Path, help="a folder for the database, which then stays")
    asked = parser.parse_args()
    asyncio.run(main(asked.leads, asked.data))
