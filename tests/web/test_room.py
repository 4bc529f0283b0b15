"""Are leads taken in beside those who look at much, and does a look that takes too long come to an end?"""

from __future__ import annotations

import asyncio
from typing import Any, cast

import httpx

from batonpass.web.api.refusals import answer_before_pages
from batonpass.web.room import AT_ONCE, KEPT_FREE, WAIT_MOST, Room
from tests.web.doors import caller

CONNECTIONS, SLA = 12, "/v1/reports/sla"
EVA, TOM = ({"Authorization": f"Bearer bp_{who}"} for who in ("eva", "tom"))


class Connections:
    """A pool of which only the size is asked."""

    def get_max_size(self) -> int:
        return CONNECTIONS


class Slow:
    """An application whose looks take as long as somebody wants; `most` were in work together."""

    def __init__(self) -> None:
        self.begun: asyncio.Queue[None] = asyncio.Queue()
        self.done, self.now, self.most = asyncio.Event(), 0, 0
        self.ended = False

    async def __call__(self, scope, _receive, send):
        if scope["path"] == SLA:
            await self.look()
        await send({"type": "http.response.start", "status": 200, "headers": []})
        await send({"type": "http.response.body", "body": b"done"})

    async def look(self) -> None:
        self.now += 1
        self.most = max(self.most, self.now)
        self.begun.put_nowait(None)
        try:
            await self.done.wait()
        except asyncio.CancelledError:
            self.ended = True
            raise
        finally:
            self.now -= 1


def before(work: Slow, **how: float) -> httpx.AsyncClient:
    return caller(Room(work, cast("Any", Connections()), answer_before_pages, **how))


def ask(http: httpx.AsyncClient, headers: dict[str, str], many: int) -> list[asyncio.Task[httpx.Response]]:
    return [asyncio.create_task(http.get(SLA, headers=headers)) for _ in range(many)]


async def heard(work: Slow, many: int) -> None:
    for _ in range(many):
        await work.begun.get()


async def test_who_looks_at_much_leaves_room_for_others_and_for_whoever_sends():
    work = Slow()
    async with asyncio.timeout(10), before(work) as http:
        evas = ask(http, EVA, 30)
        await heard(work, AT_ONCE)
        assert (await http.get("/v1/leads", headers=TOM)).status_code == 200
        many = [one for n in range(20) for one in ask(http, {"Authorization": f"Bearer bp_{n}"}, 2)]
        await heard(work, CONNECTIONS - KEPT_FREE - AT_ONCE)
        assert (await http.post("/v1/leads/L1/accept", headers=EVA)).status_code == 200
        assert (await http.get("/healthz")).status_code == 200
        work.done.set()
        assert {answer.status_code for answer in await asyncio.gather(*evas, *many)} == {200}
    assert work.most == CONNECTIONS - KEPT_FREE


async def test_who_asks_without_end_is_told_to_wait():
    work = Slow()
    async with asyncio.timeout(10), before(work) as http:
        asked = ask(http, EVA, AT_ONCE + WAIT_MOST)
        await heard(work, AT_ONCE)
        refused = await http.get(SLA, headers=EVA)
        assert (refused.status_code, refused.headers["retry-after"]) == (429, "60")
        work.done.set()
        assert {answer.status_code for answer in await asyncio.gather(*asked)} == {200}
        assert (await http.get(SLA, headers=EVA)).status_code == 200


async def test_a_look_that_takes_too_long_is_ended_and_says_what_to_do():
    work = Slow()
    async with asyncio.timeout(10), before(work, longest=0.01) as http:
        answer = await http.get(SLA, headers=EVA)
        assert (answer.status_code, "ask for less" in answer.json()["detail"], work.ended) == (429, True, True)
        assert (await http.get("/v1/leads", headers=EVA)).status_code == 200


async def test_who_takes_an_answer_slowly_stands_in_nobodys_way():
    """A stranger behind a slow line, once all of the page is read; and the files of a page hold nothing at all."""
    work, taken, slow = Slow(), asyncio.Event(), asyncio.Queue[None]()
    room = Room(work, cast("Any", Connections()), answer_before_pages)

    async def send(message):
        if message["type"] == "http.response.body":
            slow.put_nowait(None)
            await taken.wait()

    async with asyncio.timeout(10), caller(room) as http:
        scope = {"type": "http", "method": "GET", "path": "/f/demo", "headers": []}
        readers = [asyncio.create_task(room(scope, cast("Any", None), send)) for _ in range(CONNECTIONS)]
        for _ in readers:
            await slow.get()
        assert (await http.get("/v1/leads", headers=TOM)).status_code == 200
        looks = [asyncio.create_task(http.get(SLA)) for _ in range(CONNECTIONS)]
        await heard(work, CONNECTIONS - KEPT_FREE)
        assert (await http.get("/static/page.css")).status_code == 200
        taken.set()
        work.done.set()
        await asyncio.gather(*readers, *looks)
