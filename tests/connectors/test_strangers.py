"""How far is the answer of an address read that may be anybody's?"""

from __future__ import annotations

import gzip
import tracemalloc

import httpx
import pytest

from batonpass.connectors.strangers import Heard, ask

MOST = 100_000
ZEROS = bytes(20_000_000)


async def heard(body: bytes, packed: str) -> Heard:
    """What is heard of an answer that comes in pieces."""

    async def pieces():
        for start in range(0, len(body), 1000):
            yield body[start : start + 1000]

    answer = httpx.Response(200, headers={"content-encoding": packed}, content=pieces())
    async with httpx.AsyncClient(transport=httpx.MockTransport(lambda _: answer)) as http:
        return await ask(http, httpx.Request("GET", "https://calendar.example/ana.ics"), MOST)


@pytest.mark.parametrize("packed", ["gzip", "GZIP ", "x-gzip", "deflate"])
async def test_an_answer_that_is_packed_is_unpacked(packed):
    told = await heard(gzip.compress(b"BEGIN:VCALENDAR" * 1000), packed)
    assert (told.body, told.whole) == (b"BEGIN:VCALENDAR" * 1000, True)


async def test_a_small_answer_that_unfolds_without_an_end_is_unfolded_no_further_than_we_take():
    bomb = gzip.compress(ZEROS)
    tracemalloc.start()
    try:
        told = await heard(bomb, "gzip")
        _, most = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert (len(told.body), told.whole) == (MOST, False)
    assert most < 10 * MOST


@pytest.mark.parametrize("packed", ["gzip, gzip", "br", "zstd", "gzip, gzip, gzip, gzip"])
async def test_an_answer_that_is_packed_more_than_once_or_strangely_is_not_unpacked(packed):
    with pytest.raises(httpx.DecodingError, match="nobody asked for"):
        await heard(gzip.compress(gzip.compress(b"x")), packed)


async def test_an_answer_that_only_says_it_is_packed_is_no_answer():
    with pytest.raises(httpx.DecodingError, match="cannot be unpacked"):
        await heard(b"BEGIN:VCALENDAR", "gzip")


async def test_nothing_packed_is_asked_for():
    asked = []

    def answer(request: httpx.Request) -> httpx.Response:
        asked.append(request.headers["accept-encoding"])
        return httpx.Response(200)

    async with httpx.AsyncClient(transport=httpx.MockTransport(answer)) as http:
        await ask(http, httpx.Request("GET", "https://calendar.example/"), MOST)
    assert asked == ["identity"]
