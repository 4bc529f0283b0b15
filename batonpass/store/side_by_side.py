"""How do requests about many leads that come at the same time share one transaction?

All of them wait for the same turns of the same pools, so that each in a transaction of its own would only wait longer.
"""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable, Sequence
from typing import NamedTuple

import asyncpg

from batonpass.store.arrival import Asked, Outcome

AT_ONCE = 500
"""So many leads move in one transaction at most."""
Work = Callable[[asyncpg.Pool, Sequence[Asked]], Awaitable[list[Outcome]]]


class _Waiting(NamedTuple):
    pool: asyncpg.Pool
    asked: Sequence[Asked]
    answer: asyncio.Future[list[Outcome]]


class Line:
    """What is asked in one process waits here while something is being done, and is done next, all of it at once."""

    def __init__(self) -> None:
        """Begin with nobody waiting."""
        self._waiting: deque[_Waiting] = deque()
        self._going: asyncio.Task[None] | None = None

    async def ask(self, pool: asyncpg.Pool, asked: Sequence[Asked], work: Work) -> list[Outcome]:
        """Have `work` done on these, `AT_ONCE` at most, with what others ask of the same pool; raises what it raises.

        Each has its own outcome, in their order. Who gives up waiting does not stop the others' work.
        """
        answer: asyncio.Future[list[Outcome]] = asyncio.get_running_loop().create_future()
        self._waiting.append(_Waiting(pool, asked, answer))
        if self._going is None or self._going.done():
            self._going = asyncio.create_task(self._go(work))
        return await answer

    async def _go(self, work: Work) -> None:
        await asyncio.sleep(0)  # whoever asks in the same breath comes along
        while self._waiting:
            those = self._next()
            try:
                outcomes = await work(those[0].pool, [one for each in those for one in each.asked])
            except BaseException as error:
                _fail(those if isinstance(error, Exception) else [*those, *self._waiting], error)
                if not isinstance(error, Exception):
                    self._waiting.clear()
                    raise
                continue
            for each in those:
                mine, outcomes = outcomes[: len(each.asked)], outcomes[len(each.asked) :]
                if not each.answer.done():
                    each.answer.set_result(mine)

    def _next(self) -> list[_Waiting]:
        """The first that waits, and those behind it that fit into the same transaction."""
        those = [self._waiting.popleft()]
        room = AT_ONCE - len(those[0].asked)
        while self._waiting and self._waiting[0].pool is those[0].pool and len(self._waiting[0].asked) <= room:
            those.append(self._waiting.popleft())
            room -= len(those[-1].asked)
        return those


def _fail(those: Sequence[_Waiting], error: BaseException) -> None:
    """Whoever still waits hears what went wrong; where the process stops, that nothing comes any more."""
    for each in those:
        if each.answer.done():
            continue
        if isinstance(error, Exception):
            each.answer.set_exception(error)
        else:
            each.answer.cancel()
