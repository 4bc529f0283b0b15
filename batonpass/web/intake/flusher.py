"""How do requests that wait side by side share one commit?"""

from __future__ import annotations

import asyncio
import logging
from collections import deque
from collections.abc import Callable, Coroutine, Sequence
from contextlib import suppress
from typing import Any

from batonpass.store.arrival import Arrival, Outcome, State
from batonpass.store.open import OF_DATABASE
from batonpass.web.counts import Counts
from batonpass.web.problem import Problem, unavailable
from batonpass.web.still import soon

BATCH_MOST = 500
STORM, GATHER_SECONDS = 16, 0.05
"""After so many in one batch, as many again are waited for, for this long at most: a commit costs nearly the same for
few as for many. Who comes when it is quiet is never kept waiting. The rule is that of PostgreSQL's commit_delay."""
WAITING_MOST = 10_000
PATIENCE_SECONDS = 25.0
"""How long one commit may take, a restart of the database included, before its senders are told to come again."""
Take = Callable[[Sequence[Arrival]], Coroutine[Any, Any, list[Outcome]]]
Waiting = tuple[Arrival, asyncio.Future[Outcome]]
log = logging.getLogger(__name__)


class Flusher:
    """Takes in whatever waits as soon as it is free: one by one when it is quiet, by the hundred in a storm."""

    def __init__(self, take: Take, *, poke: Callable[[], None], counts: Counts, gather: float = GATHER_SECONDS) -> None:
        """Remember how arrivals are taken in, whom to wake afterwards, and for how long a crowd is waited for."""
        self._take, self._poke, self._counts = take, poke, counts
        self._waiting: deque[Waiting] = deque()
        self._gather_seconds = gather
        self._flushing: asyncio.Task[None] | None = None
        self._enough, self._wanted = asyncio.Event(), 0

    def put(self, arrival: Arrival) -> asyncio.Future[Outcome]:
        """Give what will hold the durable outcome; a Problem at once when too many wait already."""
        if len(self._waiting) >= WAITING_MOST:
            raise unavailable("too many requests wait already; nothing was taken in")
        future = asyncio.get_running_loop().create_future()
        self._waiting.append((arrival, future))
        if len(self._waiting) >= self._wanted:
            self._enough.set()
        if self._flushing is None:
            self._flushing = asyncio.create_task(self._flush())
        return future

    async def _flush(self) -> None:
        try:
            while self._waiting:
                some = min(BATCH_MOST, len(self._waiting))
                await self._give([self._waiting.popleft() for _ in range(some)])
                if some >= STORM:
                    await self._gather(some)
        finally:
            self._flushing = None

    async def _gather(self, as_many: int) -> None:
        """Let those come in who are at the door already, most of them with what follows the answer just given."""
        self._enough, self._wanted = asyncio.Event(), as_many
        if len(self._waiting) < as_many:
            with suppress(TimeoutError):
                await asyncio.wait_for(self._enough.wait(), self._gather_seconds)

    async def _give(self, batch: Sequence[Waiting]) -> None:
        arrivals = [arrival for arrival, _ in batch]
        loop = asyncio.get_running_loop()
        began = loop.time()
        try:
            outcomes = await soon(self._take(arrivals), within=PATIENCE_SECONDS)
        except Exception as error:  # noqa: BLE001 - each of those who wait is told, and the next batch goes on
            if _fail(batch, error):
                self._counts.refused(len(batch))
            return
        self._counts.taken(arrivals, outcomes, loop.time() - began)
        for (_, future), outcome in zip(batch, outcomes, strict=True):
            if not future.done():
                future.set_result(outcome)
        if any(outcome.state is State.TAKEN for outcome in outcomes):
            self._poke()


def _fail(batch: Sequence[Waiting], error: Exception) -> bool:
    """Nobody is told that something was kept when we do not know it (promise R5). True where the database is down."""
    down = isinstance(error, (*OF_DATABASE, TimeoutError))
    log.error("taking %d arrivals failed: %s", len(batch), type(error).__name__, exc_info=error)
    for _, future in batch:
        if not future.done():
            says = "nothing was taken in; the cause is in our log"
            future.set_exception(unavailable() if down else Problem("failed", says))
    return down
