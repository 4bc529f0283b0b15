"""How soon do we notice that the database's host is gone without a word, and does it notice when we stand still?

A host that is switched off, or a line that swallows all, closes no connection. Left to itself TCP gives up after a
quarter of an hour where something was sent, and after two hours where an answer is awaited; as long every connection of
a pool would hang, though the host was back, or another stood in its place.
"""

from __future__ import annotations

import errno
import socket
from contextlib import suppress
from typing import Any

import asyncpg

CONNECT_SECONDS = 10.0
"""So long a new connection may take; a private server that starts refuses at once, and is asked again."""
SILENT_SECONDS = 15
"""So long a host may owe a sign that it got what was sent; a server that works long gives those signs all the same."""
PROBES = {"TCP_KEEPIDLE": 5, "TCP_KEEPINTVL": 3, "TCP_KEEPCNT": 3}
"""Where an answer is awaited: probed after so many quiet seconds, every so many seconds, lost after so many in vain."""
GONE = frozenset(
    {errno.ETIMEDOUT, errno.EHOSTUNREACH, errno.EHOSTDOWN, errno.ENETUNREACH, errno.ENETDOWN, errno.ENETRESET}
)
"""What the network says of a host that is not there, for the moment."""
LET_GO = """select set_config('idle_in_transaction_session_timeout', '60s', false)
where current_setting('idle_in_transaction_session_timeout') = '0'"""
"""A process of ours may stand still in the middle of its work, and be there: what it locked it lets go after a minute.

Said once the line is there and not while it is made, for what a PgBouncer was not told of it does not take. Whoever
runs the server may have said otherwise.
"""


class Noticing(asyncpg.Connection):
    """A connection whose own end notices when the other is gone."""

    def __init__(self, protocol: Any, transport: Any, *beside: Any) -> None:
        super().__init__(protocol, transport, *beside)
        if (line := transport.get_extra_info("socket")) is not None:
            notice(line)


def notice(line: socket.socket) -> None:
    """Let the end of this line notice; one inside this machine cannot be lost in silence."""
    if line.family not in (socket.AF_INET, socket.AF_INET6):
        return
    line.setsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1)
    for name, value in {**PROBES, "TCP_USER_TIMEOUT": SILENT_SECONDS * 1000}.items():
        with suppress(AttributeError):  # an operating system that has no such setting keeps its own
            line.setsockopt(socket.IPPROTO_TCP, getattr(socket, name), value)


async def dial(dsn: str | None = None, *, within: float = CONNECT_SECONDS, **how: Any) -> asyncpg.Connection:
    """Open a connection; a host that says nothing is told as the network itself would tell it, only sooner."""
    try:
        connection = await asyncpg.connect(dsn, timeout=within, **how)
        try:
            await connection.execute(LET_GO, timeout=within)
        except BaseException:  # whoever ends while this is said, such as a process that stops, leaves no line open
            connection.terminate()
            raise
        return connection
    except TimeoutError as error:
        raise TimeoutError(errno.ETIMEDOUT, f"no answer within {within:g} seconds") from error


def is_gone(error: Exception) -> bool:
    """Whether the network says that nobody is there."""
    return isinstance(error, OSError) and error.errno in GONE
