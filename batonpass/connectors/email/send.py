"""How does a mail leave the house?"""

from __future__ import annotations

import asyncio

from aiosmtplib import SMTPException

from batonpass.connectors.channel import Later, Message, Never, Result, Sent
from batonpass.handoff.effects import AcknowledgeLead

from .aimed import MOST, Aimed
from .answer import judged
from .letter import Tampered, to_bytes
from .line import Line, MailServer
from .plain import one_line
from .render import Desk, NoLetter, Stationery

_LINES = 4


class EmailChannel:
    """Mail over SMTP: one recipient a mail, a few connections side by side, each kept while a burst lasts.

    Without a server every mail waits, saying so.
    """

    name = "email"

    def __init__(self, server: MailServer | None, stationery: Stationery, *, lines: int = _LINES) -> None:
        self._envelope_sender = stationery.sender
        self._desk, self._aimed = Desk(stationery), Aimed()
        self._lines = [Line(server) for _ in range(lines)] if server else []
        self._free: asyncio.LifoQueue[Line] = asyncio.LifoQueue()
        for line in self._lines:
            self._free.put_nowait(line)

    async def send(self, message: Message) -> Result:
        """Send one letter; see `Channel`."""
        if not self._lines:
            return Later(why="no mail server is set; set BATONPASS_SMTP_HOST")
        answer = isinstance(message.effect, AcknowledgeLead)
        if answer and self._aimed.too_many(message.recipient, message.at):
            return Never(why=f"{MOST} answers went to this company within the hour: somebody may be aiming them")
        try:
            letter = self._desk.letter(message)
            raw = to_bytes(letter)
        except (NoLetter, Tampered) as error:
            return Never(why=str(error))
        line = await self._free.get()
        try:
            said = await line.carry(raw, sender=self._envelope_sender, recipient=letter.to)
        except (SMTPException, OSError, TimeoutError) as error:
            return judged(error)
        finally:
            self._free.put_nowait(line)
        if answer:
            self._aimed.went(message.recipient, message.at)
        return Sent(detail=one_line(said, most=200))

    async def close(self) -> None:
        """Hang up all lines."""
        for line in self._lines:
            line.close()
