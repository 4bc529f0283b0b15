"""Is nobody kept waiting by a database that stands still, and is who is only slow left to work?"""

from __future__ import annotations

import asyncio
from contextlib import suppress
from typing import Any, cast

import httpx
import pytest

from batonpass.web.api.refusals import answer_before_pages
from batonpass.web.still import Answering, soon
from tests.web.doors import caller

A_MOMENT = 0.02
OFTEN = 3


async def stands_still(until: asyncio.Event) -> None:
    """What a database does that hangs: it does not even answer that it was asked no more."""
    with suppress(asyncio.CancelledError):
        await asyncio.Event().wait()
    await until.wait()


class Database:
    """A pool of connections to a database that answers, or does not."""

    def __init__(self, *, still: bool) -> None:
        self.still, self.asked, self.often = still, 0, asyncio.Event()

    async def fetchval(self, _sql: str) -> int:
        self.asked += 1
        if self.asked == OFTEN:
            self.often.set()
        if self.still:
            await asyncio.Event().wait()
        return 1


class Work:
    """An application that reads all and waits for something; `asked` says that it has heard a part."""

    def __init__(self) -> None:
        self.asked, self.done = asyncio.Event(), asyncio.Event()

    async def __call__(self, _scope, receive, send):
        while (await receive())["more_body"]:
            self.asked.set()
        await self.done.wait()
        await send({"type": "http.response.start", "status": 200, "headers": []})
        await send({"type": "http.response.body", "body": b"done"})


def behind(work, *, still: bool) -> tuple[httpx.AsyncClient, Database]:
    """Somebody who asks this application, behind which is such a database."""
    database = Database(still=still)
    return caller(Answering(work, cast("Any", database), answer_before_pages, patience=A_MOMENT)), database


async def test_a_database_that_stands_still_makes_nobody_wait():
    over = asyncio.Event()
    with pytest.raises(TimeoutError):
        await soon(stands_still(over), within=A_MOMENT)
    over.set()


async def test_who_waits_for_a_database_that_stands_still_is_told_to_come_again():
    http, database = behind(Work(), still=True)
    sent = [http.post("/v1/submissions", json={}), http.post("/v1/leads", json={}), http.get("/v1/leads")]
    told = await asyncio.gather(*sent)
    assert [(one.status_code, one.headers["retry-after"]) for one in told] == [(503, "5")] * 3
    assert ["Idempotency-Key" in one.text for one in told] == [True, True, False]
    assert database.asked == 1


async def test_a_browser_reads_that_as_a_page():
    http, _ = behind(Work(), still=True)
    told = await http.get("/inbox", headers={"Accept": "text/html"})
    assert (told.status_code, "<h1>" in told.text) == (503, True)


async def test_a_form_that_was_sent_is_not_said_to_be_lost_and_reads_german_where_the_browser_does():
    http, _ = behind(Work(), still=True)
    german = {"Accept": "text/html", "Accept-Language": "de"}
    sent, looked = await http.post("/leads/1/accept", headers=german), await http.get("/inbox", headers=german)
    assert ["ist nicht bekannt" in sent.text, "wurde nicht gespeichert" in sent.text] == [True, False]
    assert ['lang="de"' in one.text for one in (sent, looked)] == [True, True]


async def test_who_is_only_slow_is_left_to_work():
    work = Work()
    http, database = behind(work, still=False)
    waiting = asyncio.create_task(http.get("/v1/reports"))
    await database.often.wait()
    assert not waiting.done()
    work.done.set()
    assert (await waiting).text == "done"


async def test_who_still_sends_is_waited_for():
    work, whole = Work(), asyncio.Event()

    async def slowly():
        yield b"{"
        await whole.wait()
        yield b"}"

    http, database = behind(work, still=True)
    waiting = asyncio.create_task(http.post("/v1/imports", content=slowly()))
    await work.asked.wait()
    with pytest.raises(TimeoutError):
        async with asyncio.timeout(5 * A_MOMENT):
            await asyncio.shield(waiting)
    assert database.asked == 0
    whole.set()
    work.done.set()
    assert (await waiting).text == "done"


async def test_what_was_answered_for_troubles_nobody_when_it_ends():
    said = []

    async def breaks(_scope, _receive, _send):
        try:
            await asyncio.Event().wait()
        except asyncio.CancelledError:
            raise ConnectionResetError from None

    async def send(message):
        said.append(message)

    scope = {"type": "http", "method": "GET", "path": "/v1/leads", "headers": [], "query_string": b""}
    database = cast("Any", Database(still=True))
    await Answering(breaks, database, answer_before_pages, patience=A_MOMENT)(scope, cast("Any", breaks), send)
    assert [one.get("status") for one in said] == [503, None]
