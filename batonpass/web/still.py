"""How long does anybody wait for a database that stands still, and what are they told?

One that is away refuses, and whoever asked it hears of it. One that is frozen, or behind a line that swallows all, says
nothing: what was asked waits as long as it does, and cannot even be taken back, for that has to be answered too.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from typing import Any, TypeVar

import asyncpg
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from batonpass.web.problem import SEND_AGAIN, Problem, unavailable

T = TypeVar("T")
PATIENCE_SECONDS = 5.0
"""So long a request waits before we ask whether the database still answers anybody, and so long it may take to say."""
LOOKS_ONLY = ("GET", "HEAD", "OPTIONS")
READ_AGAIN = "the database does not answer at the moment; try again in a few seconds"
Sorry = Callable[[Request, Problem], Response]
_left: set[asyncio.Task[Any]] = set()


async def soon(asked: Coroutine[Any, Any, T], *, within: float) -> T:
    """The answer, or TimeoutError, also of a database that stands still: to be cancelled it would have to answer."""
    task = asyncio.create_task(asked)
    _left.add(task)
    task.add_done_callback(_done_with)
    done, _ = await asyncio.wait({task}, timeout=within)
    if not done:
        task.cancel()
        raise TimeoutError
    return task.result()


def _done_with(task: asyncio.Task[Any]) -> None:
    """Nobody waits any more for what was left; what became of it was told as away."""
    _left.discard(task)
    if not task.cancelled():
        task.exception()


class Answering:
    """Answers for an application that waits for a database which stands still; who is only slow is left to work."""

    def __init__(self, app: ASGIApp, pool: asyncpg.Pool, sorry: Sorry, *, patience: float = PATIENCE_SECONDS) -> None:
        """Stand before the whole application; `sorry` makes an answer of a problem for whoever asked."""
        self._app, self._pool, self._sorry, self._patience = app, pool, sorry, patience
        self._asked: asyncio.Task[Any] | None = None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let the application answer one request, or answer for it."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        waiting = Waiting(scope, receive, send)
        timer = asyncio.get_running_loop().call_later(self._patience, self._watch, waiting)
        waiting.watch = timer
        try:
            await self._app(scope, waiting.receive, waiting.send)
        except (asyncio.CancelledError, Exception):
            # What becomes of it once it was answered for troubles nobody: another request may be on its line by then.
            if not waiting.given_up:
                raise
        finally:
            waiting.end()

    def _watch(self, waiting: Waiting) -> None:
        waiting.watch = asyncio.ensure_future(self._answer_for(waiting))

    async def _answer_for(self, waiting: Waiting) -> None:
        """Wait on while the database answers others; once it does not, give the request up."""
        while waiting.waits:
            if waiting.reads or not await self._stands_still():
                await asyncio.sleep(self._patience)
            elif waiting.waits and not waiting.reads:
                await waiting.give_up(self._sorry)

    async def _stands_still(self) -> bool:
        """Does the database answer nobody? All who wait ask it together, and nobody asks twice."""
        if self._asked is None or self._asked.done():
            self._asked = asyncio.create_task(self._pool.fetchval("select 1"))
            self._asked.add_done_callback(_done_with)
        done, _ = await asyncio.wait({self._asked}, timeout=self._patience)
        return not done


class Waiting:
    """A request that has no answer yet."""

    def __init__(self, scope: Scope, receive: Receive, send: Send) -> None:
        self._scope, self._receive, self._send = scope, receive, send
        self._task = asyncio.current_task()
        self.watch: asyncio.Handle | asyncio.Future[Any] | None = None
        self.waits, self.given_up = True, False
        self.reads = False
        """Is it waiting for its own sender?"""

    async def receive(self) -> Message:
        """The next piece of what is sent."""
        self.reads = True
        try:
            return await self._receive()
        finally:
            self.reads = False

    async def send(self, message: Message) -> None:
        """A piece of the application's answer, unless another was given for it."""
        if self.given_up:
            return
        self.end()
        await self._send(message)

    def end(self) -> None:
        """It is answered, or over."""
        if self.waits:
            self.waits = False
            if self.watch and not self.given_up:
                self.watch.cancel()

    async def give_up(self, sorry: Sorry) -> None:
        """Answer for the application, which may never come back from where it waits."""
        self.given_up, self.waits = True, False
        looks_only = self._scope["method"] in LOOKS_ONLY
        response = sorry(Request(self._scope), unavailable(READ_AGAIN if looks_only else SEND_AGAIN))
        await response(self._scope, self._receive, self._send)
        if self._task:
            self._task.cancel()
