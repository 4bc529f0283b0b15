"""How do we hold one connection to the mail server, and for how long?"""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from enum import StrEnum
from ipaddress import ip_address

from aiosmtplib import SMTP, SMTPException

_MAILS_MOST = 100
_IDLE_SECONDS = 10
_STEP_SECONDS = 15
_WHOLE_SECONDS = 25


class Security(StrEnum):
    """How the connection is kept from listeners."""

    STARTTLS = "starttls"
    TLS = "tls"
    PLAIN = "plain"


@dataclass(frozen=True, slots=True, kw_only=True)
class MailServer:
    """Where mails are handed in. A password is never sent unencrypted but to this machine itself."""

    host: str
    port: int = 587
    security: Security = Security.STARTTLS
    username: str = ""
    password: str = field(default="", repr=False)

    def __post_init__(self) -> None:
        if self.password and self.security is Security.PLAIN and not _is_here(self.host):
            raise ValueError(f"the password for {self.host} would travel unencrypted; let security be starttls or tls")


class Line:
    """One connection, opened when there is something to send and kept while a burst lasts.

    A server may hang up on a silent line, so a kept one is asked with RSET before it carries the next mail: a letter is
    handed over at most once a try.
    """

    def __init__(self, server: MailServer) -> None:
        self._server = server
        self._smtp: SMTP | None = None
        self._carried = 0
        self._hang_up: asyncio.TimerHandle | None = None

    async def carry(self, raw: bytes, *, sender: str, recipient: str) -> str:
        """Hand one letter over and give the server's words. Raises what the world does; the line is then closed."""
        try:
            async with asyncio.timeout(_WHOLE_SECONDS):
                smtp = await self._open()
                _, said = await smtp.sendmail(sender, [recipient], raw)
        except BaseException:
            self.close()
            raise
        self._carried += 1
        self._hang_up = asyncio.get_running_loop().call_later(_IDLE_SECONDS, self.close)
        return said

    def close(self) -> None:
        """Hang up."""
        self._rest()
        if self._smtp:
            self._smtp.close()
        self._smtp = None

    async def _open(self) -> SMTP:
        self._rest()
        if self._carried >= _MAILS_MOST or not await self._still_there():
            self.close()
        if self._smtp is None:
            self._smtp, self._carried = await self._dial(), 0
        return self._smtp

    async def _still_there(self) -> bool:
        if self._smtp is None or not self._smtp.is_connected:
            return False
        try:
            await self._smtp.rset()
        except (SMTPException, OSError):
            return False
        return True

    async def _dial(self) -> SMTP:
        server = self._server
        smtp = SMTP(
            hostname=server.host,
            port=server.port,
            username=server.username or None,
            password=server.password or None,
            use_tls=server.security is Security.TLS,
            start_tls=server.security is Security.STARTTLS,
            timeout=_STEP_SECONDS,
        )
        self._smtp = smtp
        await smtp.connect()
        return smtp

    def _rest(self) -> None:
        if self._hang_up:
            self._hang_up.cancel()
            self._hang_up = None


def _is_here(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
