"""How long do we wait for who holds a line and neither speaks nor listens, and how much do we take that is no body?

What a body may hold is asked where it is read. What comes beside one, the address, headers, trailers and the frames of
chunks, is kept in memory before anybody can ask, and a line that is open takes one of the few that a process has.
"""

from __future__ import annotations

import math
import resource
from typing import Any

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

BESIDE_MOST = 65_536
FRAME = 32
"""What a chunk may cost beside its bytes."""
HEAD_SECONDS = 30.0
"""So long a request may take to say what it wants, and a new line to say anything."""
SILENT_SECONDS = 30.0
"""So long a sender may pause within a body."""
BODY_SECONDS = 600.0
"""So long all of it may take: 25 MB over a line of a third of a megabit."""
UNREAD_SECONDS = 60.0
"""So long somebody may take nothing of what we have to say to them."""
LINES_WANTED = 65_536
TOO_MUCH = (
    b"HTTP/1.1 431 Request Header Fields Too Large\r\nconnection: close\r\n"
    b"content-type: application/problem+json\r\ncontent-length: %d\r\n\r\n%s"
)
SAID = b'{"type":"/problems/too-large","title":"Too much at once","status":431,"detail":"Address and headers have more than 64 kB; send less."}'  # noqa: E501 - one answer, word for word


class Line(HttpToolsProtocol):
    """One connection, which remembers when it last heard something, and how much of it was no body."""

    def __init__(self, *args: Any, **named: Any) -> None:
        """Begin with nothing heard."""
        super().__init__(*args, **named)
        self.begun_at = self.heard_at = self.taken_at = self.loop.time()
        self.beside = self.unread = 0

    def data_received(self, data: bytes) -> None:
        """Count, understand, and refuse what goes on and on without being a body."""
        self.heard_at = self.loop.time()
        self.beside += len(data)
        super().data_received(data)
        if self.beside > BESIDE_MOST and not self.transport.is_closing():
            self._refuse()

    def on_message_begin(self) -> None:
        """A new request begins with what is heard now."""
        self.begun_at, self.beside = self.heard_at, 0
        super().on_message_begin()

    def on_body(self, body: bytes) -> None:
        """What is body does not count here."""
        self.beside = max(0, self.beside - len(body) - FRAME)
        super().on_body(body)

    def resume_writing(self) -> None:
        """They have taken what we had to say so far."""
        self.taken_at = self.loop.time()
        super().resume_writing()

    def let_go(self, now: float) -> None:
        """Hang up on who has kept us waiting for too long, by the clock of the loop."""
        if now > self._ends_at():
            self.transport.close()
        unread = self.transport.get_write_buffer_size()
        if unread == 0 or unread < self.unread:
            self.taken_at = now
        self.unread = unread
        if now > self.taken_at + UNREAD_SECONDS:
            # To close it would wait until they have read the rest.
            self.transport.abort()

    def _ends_at(self) -> float:
        """Until when the rest of a request has to be here; never while it is for us to read or to answer."""
        if self.timeout_keep_alive_task is not None or self.flow.read_paused:
            return math.inf
        if self.cycle is None or self.cycle.response_complete:
            return self.begun_at + HEAD_SECONDS
        if self.cycle.more_body:
            return min(self.heard_at + SILENT_SECONDS, self.begun_at + BODY_SECONDS)
        return math.inf

    def _refuse(self) -> None:
        if self.cycle is None or self.cycle.response_complete:
            self.transport.write(TOO_MUCH % (len(SAID), SAID))
        self.transport.close()


def allow_many_lines() -> None:
    """Let this process hold as many lines as the machine lets it: the usual limit is a thousand."""
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = LINES_WANTED if most == resource.RLIM_INFINITY else min(most, LINES_WANTED)
    resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, most))
