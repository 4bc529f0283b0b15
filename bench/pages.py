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
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from secrets import token_bytes
from statistics import median

import asyncpg
import httpx

from batonpass.store.open import make_ready, open_pool
from batonpass.store.round_days import pack_days
from batonpass.store.statements import statements
from batonpass.store.world import Watched
from batonpass.web.app import Collaborators, make_rest
from batonpass.web.counts import Counts
from batonpass.web.keys import Keyring
from bench.ground import kept, stand
from bench.lines import Line, machine, table, within
from bench.sections import put_section
from town.load import is_loaded, load

SQL = statements(Path(__file__).with_suffix(".sql"))
TOWN = 1_500
OPEN_MOST = 20
"""So often each open lead is copied: some thousands in hand, beside a million."""
PARTS = ("leads", "facts", "clocks", "rounds", "names", "outbox")
ROUNDS = 9
"""So often each page is asked for after the first time: PostgreSQL may plan a statement anew at its sixth."""
TARGET_MS = 100
QUARTER = timedelta(days=91)
SEARCHES = ("/search?q=berg", "/search?q=b", "/search?q=com", "/search?q=anna+berg", "/search/list?q=an")
CUT = "from={quarter}&to={today}"
REPORTS = (
    "/dashboard",
    "/sla",
    "/seams",
    "/funnel",
    "/campaigns",
    "/rejections",
    "/leaks",
    f"/dashboard?{CUT}",
    f"/dashboard?{CUT}&by=region",
    f"/sla?{CUT}&by=team",
    f"/seams?{CUT}",
    f"/funnel?{CUT}&by=source",
    f"/campaigns?{CUT}",
    f"/rejections?{CUT}",
    f"/leaks?{CUT}&by=owner",
    f"/leads?{CUT}&promise=first_touch&result=broken",
    f"/leads?{CUT}&reached=won",
    f"/reports/seams.csv?{CUT}&by=region",
)
PAGES = {
    "rep": (
        "/", "/inbox/list", "/leads/{lead}", "/queue", "/accounts", "/accounts/{domain}", "/messages", "/me",
        "/dashboard", "/leaks", "/playbook", f"/leads?{CUT}&reached=mql", *SEARCHES,
    ),
    "manager": (
        "/", "/board", "/board/team", "/accounts", "/people", "/people?q=an", "/pools", "/pools?days=90",
        "/people/{rep}", "/people/{rep}?preview=yes", "/matches", "/passed", "/passed?days=90", "/outbox",
        "/attention", "/system", f"/sla?{CUT}&by=owner", "/search?q=berg", "/audit",
    ),
    "marketing": ("/", "/reviews", "/forms", "/funnel", "/campaigns", "/rejections", "/joint-review", "/meeting"),
    "admin": (
        "/", "/leads/{lead}", "/queue", "/accounts", "/accounts/{domain}", *SEARCHES, "/leads", *REPORTS, "/backtests",
        "/calibration", "/capacity", "/joint-review", "/meeting", "/playbook", "/playbook/edit",
        "/routing?email=eva@firm.example", "/calendars", "/forms", "/imports", "/connectors", "/privacy",
        "/privacy?who={person}", "/privacy?who=berg", "/outbox", "/outbox?state=sent", "/outbox?state=waiting",
        "/outbox?state=dead", "/outbox?state=cancelled", "/attention", "/system", "/changes", "/changes?kind=rep",
        "/access", "/board", "/people", "/audit", "/start", "/start?step=form",
    ),
}  # fmt: skip


async def main(leads: int, data: Path | None, only: str) -> None:
    """Fill, and ask for each page as who sees it; what `data` holds already is not filled again."""
    where = machine()
    async with kept(data, test_clock=False) if data else thrown_away() as url:
        pool = await open_pool(url)
        try:
            if not await is_loaded(pool):
                await fill(pool, leads)
            size = "{leads:,} leads, {facts:,} facts, {clocks:,} promises, {outbox:,} messages, {held:,} leads in hand"
            told = [where, "", size.format(**await pool.fetchrow(SQL.size)) + ".", ""]
            lines = [line async for line in tell(pool, only)]
        finally:
            await pool.close()
    if not only:
        put_section((__doc__ or "").partition("\n")[0], "\n".join([*told, table(lines)]))


@asynccontextmanager
async def thrown_away() -> AsyncGenerator[str]:
    """A database that is gone afterwards."""
    async with stand() as ground, ground.database(frozen=False, like="template0") as url:
        await make_ready(url, test_clock=False)
        yield url


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


async def tell(pool: asyncpg.Pool, only: str) -> AsyncGenerator[Line]:
    """Each page whose address holds `only`, as each role that has it, over the target or not."""
    app = pages_of(pool)
    for role, paths in PAGES.items():
        user = await pool.fetchrow("select email, rep from app.users where role = $1 order by email limit 1", role)
        async with httpx.AsyncClient(transport=httpx.ASGITransport(app=app), base_url="http://localhost") as visitor:
            await sign_in(visitor, user["email"])
            places = await addresses(pool, user["rep"])
            for path in (one.format(**places) for one in paths if only in one):
                line = await told(visitor, role, path)
                print(
                    f"{line.measure:60} {line.ours:>8}; {line.reference} {'' if line.met else '  <-- over'}", flush=True
                )
                yield line


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
    """A lead and an account that this person sees, a colleague, and a quarter's days."""
    lead = await pool.fetchrow(
        "select id, account, person from app.leads where ($1::text is null or owner = $1) and account is not null"
        " order by seq desc, id limit 1",
        rep,
    ) or await pool.fetchrow("select id, account, person from app.leads where account is not null order by id limit 1")
    colleague = await pool.fetchval("select rep from app.users where rep is not null order by rep limit 1")
    today = date.today()  # noqa: DTZ011 - days of a report, not an instant
    days = {"today": f"{today}", "quarter": f"{today - QUARTER}"}
    return {"lead": lead["id"], "domain": lead["account"], "person": lead["person"], "rep": colleague, **days}


async def told(visitor: httpx.AsyncClient, role: str, path: str) -> Line:
    """The median of a few, warm; the first is told too, for somebody has to be the first."""
    took, worked = [], []
    for _ in range(ROUNDS + 1):
        begun, used = time.perf_counter(), time.process_time()
        answer = await visitor.get(path)
        took.append(1000 * (time.perf_counter() - begun))
        worked.append(1000 * (time.process_time() - used))
    if answer.status_code != httpx.codes.OK:
        return Line(measure=f"{role}: {path}", ours=f"answered {answer.status_code}", met=False)
    first, warm, middle = took[0], max(took[1:]), median(took[1:])
    beside = (
        f"worst {warm:.0f}, first {first:.0f}, CPU of ours {median(worked[1:]):.0f}; {len(answer.content) // 1024} KB"
    )
    line = within(f"{role}: {path}", middle, "ms", TARGET_MS)
    return replace(line, ours=f"{middle:.0f} ms", ratio="", reference=beside)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--leads", type=int, default=1_000_000)
    parser.add_argument("--data", type=Path, help="a folder for the database, which then stays")
    parser.add_argument("--only", default="", help="pages whose address holds this; nothing is written then")
    asked = parser.parse_args()
    asyncio.run(main(asked.leads, asked.data, asked.only))
