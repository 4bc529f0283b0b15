"""Is nobody kept waiting, and no memory filled, by who holds a line and never asks for anything whole?"""

from __future__ import annotations

import asyncio
from contextlib import asynccontextmanager, suppress

import pytest
import uvicorn
from uvicorn.server import ServerState

from batonpass.run.line import BESIDE_MOST, BODY_SECONDS, HEAD_SECONDS, SILENT_SECONDS, UNREAD_SECONDS, Line

HEAD = b"POST / HTTP/1.1\r\nHost: x\r\n"
MUCH = 40_000_000
"""Bytes: more than the machine keeps for who does not read."""
ENDLESS = {
    "headers": (HEAD, b"a: b\r\n" * 2_000),
    "one header": (HEAD + b"a: ", b"b" * 12_000),
    "address": (b"GET /?", b"a" * 12_000),
    "frames": (HEAD + b"Transfer-Encoding: chunked\r\n\r\n2;", b"a" * 12_000),
    "trailers": (HEAD + b"Transfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n0\r\n", b"a: b\r\n" * 2_000),
}


async def read_all(_scope, receive, send):
    """An application that answers once it has the whole body."""
    size, more = 0, True
    while more:
        message = await receive()
        if message["type"] == "http.disconnect":
            return
        size, more = size + len(message["body"]), message["more_body"]
    if message["body"] == b"wait":
        await receive()
    said = b"x" * MUCH if message["body"] == b"much" else str(size).encode()
    await send({"type": "http.response.start", "status": 200, "headers": [(b"content-length", b"%d" % len(said))]})
    await send({"type": "http.response.body", "body": said})


class Told(Line):
    """A line that says when somebody called, or said something."""

    def connection_made(self, transport):
        super().connection_made(transport)
        self.config.heard.put_nowait(self)

    def data_received(self, data):
        super().data_received(data)
        self.config.heard.put_nowait(self)


@asynccontextmanager
async def door():
    """An open door; gives what calls it, saying something, and gives both ends of the line."""
    config = uvicorn.Config(read_all, lifespan="off", ws="none", log_level="critical")
    config.load()
    config.heard, state = asyncio.Queue(), ServerState()
    loop, writers = asyncio.get_running_loop(), []
    server = await loop.create_server(lambda: Told(config=config, server_state=state, app_state={}), "127.0.0.1", 0)

    async def call(said: bytes):
        reader, writer = await asyncio.open_connection(*server.sockets[0].getsockname())
        writers.append(writer)
        line = await config.heard.get()
        if said:
            writer.write(said)
            await config.heard.get()
        return line, reader, writer

    yield call
    for writer in writers:
        writer.close()
    server.close()
    await server.wait_closed()


async def hung_up(reader) -> bytes:
    """What was still said before the line ended."""
    try:
        async with asyncio.timeout(10):
            return await reader.read()
    except ConnectionResetError:
        return b""


@pytest.mark.parametrize("what", ENDLESS)
async def test_what_goes_on_without_being_a_body_is_cut_off(what):
    begins, goes_on = ENDLESS[what]
    async with door() as call:
        _, reader, writer = await call(begins)
        with suppress(ConnectionError):
            for _ in range(20 * BESIDE_MOST // len(goes_on)):
                writer.write(goes_on)
                await writer.drain()
        assert b"200 OK" not in await hung_up(reader)


async def test_a_body_in_many_pieces_is_taken():
    async with door() as call:
        _, reader, writer = await call(HEAD)
        writer.write(b"Transfer-Encoding: chunked\r\n\r\n" + b"a\r\n0123456789\r\n" * 90_000 + b"0\r\n\r\n")
        assert b"200 OK" in await reader.readuntil(b"900000")


WAITS = {"nothing": (b"", HEAD_SECONDS), "half a head": (HEAD, HEAD_SECONDS)}
WAITS["half a body"] = (HEAD + b"Content-Length: 100\r\n\r\n{", SILENT_SECONDS)


@pytest.mark.parametrize("what", WAITS)
async def test_who_holds_a_line_and_says_no_more_is_hung_up_on(what):
    said, patience = WAITS[what]
    async with door() as call:
        line, reader, _ = await call(said)
        line.let_go(line.begun_at + patience)
        assert not line.transport.is_closing()
        line.let_go(line.heard_at + patience + 0.1)
        assert await hung_up(reader) == b""


async def test_a_body_that_trickles_ends_too():
    async with door() as call:
        line, reader, _ = await call(WAITS["half a body"][0])
        line.heard_at = line.begun_at + BODY_SECONDS
        line.let_go(line.begun_at + BODY_SECONDS + 0.1)
        assert await hung_up(reader) == b""


async def test_who_waits_for_our_answer_is_left_to_wait():
    async with door() as call:
        line, _, _ = await call(HEAD + b"Content-Length: 4\r\n\r\nwait")
        line.let_go(line.begun_at + 2 * BODY_SECONDS)
        assert not line.transport.is_closing()


async def test_who_reads_nothing_of_our_answer_is_hung_up_on_and_who_reads_slowly_is_not():
    async with door() as call:
        line, reader, _ = await call(HEAD + b"Content-Length: 4\r\n\r\nmuch")
        began = line.heard_at
        line.let_go(began + 1)
        while line.transport.get_write_buffer_size() >= line.unread:
            await reader.readexactly(100_000)
        line.let_go(began + UNREAD_SECONDS)
        line.let_go(began + 2 * UNREAD_SECONDS)
        assert not line.transport.is_closing()
        line.let_go(began + 2 * UNREAD_SECONDS + 1)
        assert line.transport.is_closing()
