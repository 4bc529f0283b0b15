"""How many may look at things at the same time, and for how long, so that leads are taken in beside them?

Whoever looks holds a connection to the database while it reads. Where all are held by reports that take long, whoever
sends a lead waits for them.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable
from contextlib import AsyncExitStack
from dataclasses import dataclass, field

import asyncpg
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from batonpass.web.heads import ENDLESS
from batonpass.web.problem import Problem

KEPT_FREE = 4
"""So many connections of a process are left to whoever sends, to clocks and to messages."""
AT_ONCE, WAIT_MOST = 4, 500
"""So many looks of one caller are answered at once, and so many more wait for their turn."""
LONGEST_SECONDS = 60.0
"""A look without an answer by then is ended, and the database told to leave it: a proxy gives up soon after."""
ALWAYS = frozenset({ENDLESS, "/healthz", "/livez", "/readyz", "/metrics"})
FILES = "/static/"
"""What holds no connection, or has to be answered however full it is."""
MANY = f"more than {AT_ONCE + WAIT_MOST} requests of yours wait for their answers; send the next when some have come"
LONG = f"this took more than {LONGEST_SECONDS:g} seconds and was ended; ask for less, such as a shorter time"


@dataclass(slots=True)
class Place:
    """Those looks of one caller that have no answer yet."""

    turn: asyncio.Semaphore = field(default_factory=lambda: asyncio.Semaphore(AT_ONCE))
    here: int = 0


@dataclass(slots=True)
class Answer:
    """One look's answer on its way: what it holds until all is read, and when it is given up unless it has begun."""

    send: Send
    held: AsyncExitStack = field(default_factory=AsyncExitStack)
    end: asyncio.Timeout | None = None
    begun: bool = False

    async def say(self, message: Message) -> None:
        """Pass a part of it on. What is on its way may take as long as its reader needs."""
        if self.end and not self.begun:
            self.begun = True
            self.end.reschedule(None)
        if message["type"] == "http.response.body" and not message.get("more_body"):
            await self.held.aclose()  # all is read: whoever takes it slowly stands in nobody's way
        await self.send(message)


class Room:
    """Stands before all that can be looked at; whoever sends something passes."""

    def __init__(
        self,
        app: ASGIApp,
        pool: asyncpg.Pool,
        sorry: Callable[[Request, Problem], Response],
        *,
        longest: float = LONGEST_SECONDS,
    ) -> None:
        """Of the pool's connections some are never used by looks; `sorry` makes an answer of a problem."""
        self._app, self._sorry, self._longest = app, sorry, longest
        self._all = asyncio.Semaphore(max(1, pool.get_max_size() - KEPT_FREE))
        self._places: dict[bytes, Place] = {}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let one look wait for its turn, of its caller's and of all."""
        if scope["type"] != "http" or scope["method"] not in ("GET", "HEAD") or _passes(scope["path"]):
            await self._app(scope, receive, send)
            return
        caller = _caller(scope)
        if not caller:
            await self._look((self._all,), scope, receive, send)
            return
        place = self._places.setdefault(caller, Place())
        if place.here >= AT_ONCE + WAIT_MOST:
            await self._refuse(MANY, scope, receive, send)
            return
        place.here += 1
        try:
            await self._look((place.turn, self._all), scope, receive, send)
        finally:
            place.here -= 1
            if not place.here:
                del self._places[caller]

    async def _look(self, turns: Iterable[asyncio.Semaphore], scope: Scope, receive: Receive, send: Send) -> None:
        answer = Answer(send)
        try:
            async with answer.held:
                for turn in turns:
                    await answer.held.enter_async_context(turn)
                async with asyncio.timeout(self._longest) as answer.end:
                    await self._app(scope, receive, answer.say)
        except TimeoutError:
            if answer.begun:
                raise
            await self._refuse(LONG, scope, receive, send)

    async def _refuse(self, says: str, scope: Scope, receive: Receive, send: Send) -> None:
        problem = Problem("too-many-requests", says, headers={"Retry-After": "60"})
        await self._sorry(Request(scope), problem)(scope, receive, send)


def _passes(path: str) -> bool:
    return path in ALWAYS or path.startswith(FILES)


def _caller(scope: Scope) -> bytes:
    """Who asks, as far as anybody can tell before key or session is looked at; strangers stand in no other's way."""
    said = dict(scope["headers"])
    return said.get(b"authorization") or said.get(b"x-api-key") or said.get(b"cookie") or b""
