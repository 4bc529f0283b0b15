"""How do the tests of lists bring one, and do what was asked for behind the scenes?"""

from __future__ import annotations

import asyncpg
import httpx

from batonpass.run.worked_out import work_out
from batonpass.store import computations
from batonpass.written.refused import Refused
from tests.web.site import token_in

LIST = "Mail,First name,Company\neva@firm.example,Eva,Firm\ntom@other.example,Tom,Other\nnobody,Nils,None\n"


async def bring(visitor: httpx.AsyncClient, text: str | bytes = LIST, *, name: str = "fair.csv", **fields: str):
    """Send a list over the page, as a browser does."""
    token = token_in(await visitor.get("/imports"))
    return await visitor.post("/imports", data={"token": token, **fields}, files={"file": (name, text, "text/csv")})


async def brought(visitor: httpx.AsyncClient, text: str | bytes = LIST, **more: str) -> str:
    """The address of the list's own page."""
    answer = await bring(visitor, text, **more)
    assert answer.status_code == httpx.codes.SEE_OTHER, answer.text
    return answer.headers["location"]


async def press_on(visitor: httpx.AsyncClient, page: str, action: str, **fields: str) -> httpx.Response:
    """Press a button of a list's page."""
    return await visitor.post(f"{page}/{action}", data={"token": token_in(await visitor.get(page)), **fields})


async def work(pool: asyncpg.Pool) -> int:
    """Do all that was asked for behind the scenes; give how much that was."""
    done = 0
    while taken := await computations.take(pool):
        try:
            await computations.done(pool, taken, await work_out(pool, taken.what, taken.asked))
        except Refused as refused:
            await computations.failed(pool, taken, str(refused))
        done += 1
    return done
