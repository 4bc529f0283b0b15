"""Are leads taken in beside those who look at much, and does a look that takes too long come to an end?"""

from __future__ import annotations

import asyncio
from typing import Any, cast

from batonpass.web.api.refusals import answer_before_pages
from batonpass.web.room import AT_ONCE, KEPT_FREE, WAIT_MOST, Room
from tests.web.doors import caller

CONNECTIONS = 12
EVA, TOM = ({"Authorization": f"Bearer bp_{who}"} for who in ("eva", "tom"))


class Connections:
    """A pool of which only the size is asked."""

    def get_max_size(self) -> int:
        return CONNECTIONS


class Slow:
    """An application whose looks take as long as somebody wants; `most` were in work together."""

    def __init__(self) -> None:
        self.done, self.now, self.most = asyncio.Event(), 0, 0
        self.ended = False

    async def __call__(self, scope, _receive, send):
        self.now += 1
        self.most = max(self.most, self.now)
        try:
            if scope["method"] == "GET" and scope["path"] == "/v1/reports/sla":
                await self.done.wait()
        except asyncio.CancelledError:
            self.ended = True
            raise
        finally:
            self.now -= 1
        await send({"type": "http.response.start", "status": 200, "headers": []})
        await send({"type": "http.response.body", "body": b"done"})


def before(work: Slow, **how: float):
    return caller(Room(work, cast("Any", Connections()), answer_before_pages, **how))


async def ask(http, headers: dict[str, str], many: int) -> list[asyncio.Task[Any]]:
    asked = [asyncio.create_task(http.get("/v1/reports/sla", headers=headers)) for _ in range(many)]
    for _ in range(5 * many + 50):
        await asyncio.sleep(0)
    return asked


async def test_who_looks_at_much_leaves_room_for_others_and_for_whoever_sends():
    work = Slow()
    async with before(work) as http:
        evas = await ask(http, EVA, 30)
        assert work.now == AT_ONCE
        assert (await http.get("/v1/leads", headers=TOM)).status_code == 200
        many = [one for n in range(20) for one in await ask(http, {"Authorization": f"Bearer bp_{n}"}, 2)]
        assert work.now == CONNECTIONS - KEPT_FREE
        assert (await http.post("/v1/leads/L1/accept", headers=EVA)).status_code == 200
        assert (await http.get("/healthz")).status_code == 200
        work.done.set()
        assert {answer.status_code for answer in await asyncio.gather(*evas, *many)} == {200}


async def test_who_asks_without_end_is_told_to_wait():
    work = Slow()
    async with before(work) as http:
        asked = await ask(http, EVA, AT_ONCE + WAIT_MOST)
        refused = await http.get("/v1/reports/sla", headers=EVA)
        assert (refused.status_code, refused.headers["retry-after"]) == (429, "60")
        work.done.set()
        assert {answer.status_code for answer in await asyncio.gather(*asked)} == {200}
        assert (await http.get("/v1/reports/sla", headers=EVA)).status_code == 200


async def test_a_look_that_takes_too_long_is_ended_and_says_what_to_do():
    work = Slow()
    async with before(work, longest=0.01) as http:
        answer = await http.get("/v1/reports/sla", headers=EVA)
        assert (answer.status_code, "ask for less" in answer.json()["detail"], work.ended) == (429, True, True)
        assert (await http.get("/v1/leads", headers=EVA)).status_code == 200
