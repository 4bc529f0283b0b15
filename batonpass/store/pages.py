"""How does the database write one page of a batch while the next one is decided?"""

from __future__ import annotations

import asyncio
from types import TracebackType
from typing import Self

from batonpass.store.connection import Connection

PAGE = 100
"""So many leads are written at once: enough to be cheap, few enough that deciding and writing overlap."""
BREATH = 5
"""After so many decisions other work of the process gets its turn, and the page that is being sent its next piece: a
socket takes less than a quarter of a page at once, and the database begins when it has all of it. Some milliseconds."""


class Pages:
    """One page after the other on a connection, each of them under way until the next is ready.

    Used as a context: at its end all of them are written, or the last is given up when something went wrong.
    """

    def __init__(self, connection: Connection) -> None:
        """Nothing is under way yet."""
        self._connection = connection
        self._writing: asyncio.Future[str] | None = None

    async def write(self, statement: str, *page: object) -> None:
        """Begin to write this page as soon as the one before is written; raises what that one came to."""
        await self._written()
        self._writing = asyncio.ensure_future(self._connection.execute(statement, *page))

    async def _written(self) -> None:
        if self._writing:
            await self._writing

    async def __aenter__(self) -> Self:
        """Nothing to wait for."""
        return self

    async def __aexit__(self, kind: type[BaseException] | None, _error: object, _trace: TracebackType | None) -> None:
        """Wait for the last page; who gives up on us does not wait for the database either."""
        if kind is None:
            await self._written()
        elif self._writing and not self._writing.done():
            self._writing.cancel()
            await asyncio.wait((self._writing,))
