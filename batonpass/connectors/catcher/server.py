"""Who answers the SMTP conversation when mails are to be caught, and how is a bad day of that server played?"""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from types import TracebackType
from typing import Any, Self
from weakref import WeakSet

from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session

from .kept import MAILS_MOST, Kept

_OK = "250 2.0.0 caught, and going nowhere"
_SIZE_MOST = 10 * 1024 * 1024
_SIGN_IN = "530 5.7.0 sign in first"
_BUSY = "451 4.3.0 not now, by request"


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """A scripted refusal: at RCPT, MAIL or DATA, so many times (None: until healed), for one recipient or all."""

    at: str = "DATA"
    reply: str = _BUSY
    times: int | None = None
    to: str = ""

    def fits(self, at: str, recipient: str) -> bool:
        """Whether this step of the conversation is the one to refuse."""
        return self.at == at and self.to in ("", recipient) and self.times != 0


class Catcher:
    """An SMTP server on this machine alone, in the running event loop. `mails` is what it caught.

    With `accounts` (name to password) it lets nobody in without signing in. Port 0 takes any free port.
    """

    def __init__(
        self,
        folder: Path,
        *,
        port: int = 0,
        most: int = MAILS_MOST,
        accounts: Mapping[str, str] | None = None,
    ) -> None:
        self.mails = Kept(folder, most=most)
        self.port = port
        self.connections = 0
        self._accounts = dict(accounts or {})
        self._faults: list[Fault] = []
        self._server: asyncio.Server | None = None
        self._talks: WeakSet[SMTP] = WeakSet()

    async def start(self) -> None:
        """Listen on 127.0.0.1; `port` is the one in use afterwards. An OSError says when it is taken."""
        loop = asyncio.get_running_loop()
        self._server = await loop.create_server(self._conversation, "127.0.0.1", self.port)
        self.port = self._server.sockets[0].getsockname()[1]

    async def stop(self) -> None:
        """Hang up the telephone; mails stay where they are."""
        if self._server:
            self._server.close()
            for talk in self._talks:
                if talk.transport:
                    talk.transport.close()
            await self._server.wait_closed()
            self._server = None

    async def __aenter__(self) -> Self:
        await self.start()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.stop()

    def fail(self, fault: Fault) -> None:
        """Play a bad day from now on."""
        self._faults.append(fault)

    def heal(self) -> None:
        """End all bad days."""
        self._faults.clear()

    async def handle_MAIL(  # noqa: N802 - aiosmtpd finds its hooks by these names
        self, server: SMTP, session: Session, envelope: Envelope, *told: Any
    ) -> str:
        address, options = told
        if self._accounts and not session.authenticated:
            return _SIGN_IN
        if refused := self._refusal("MAIL", address):
            return refused
        envelope.mail_from = address
        envelope.mail_options.extend(options)
        return _OK

    async def handle_RCPT(  # noqa: N802 - as above
        self, server: SMTP, session: Session, envelope: Envelope, *told: Any
    ) -> str:
        address, options = told
        if refused := self._refusal("RCPT", address):
            return refused
        envelope.rcpt_tos.append(address)
        envelope.rcpt_options.extend(options)
        return _OK

    async def handle_DATA(  # noqa: N802 - as above
        self, server: SMTP, session: Session, envelope: Envelope
    ) -> str:
        if refused := self._refusal("DATA", next(iter(envelope.rcpt_tos), "")):
            return refused
        content = envelope.content or b""
        self.mails.keep(content if isinstance(content, bytes) else content.encode())
        return _OK

    def _refusal(self, at: str, recipient: str) -> str:
        for place, fault in enumerate(self._faults):
            if fault.fits(at, recipient):
                self._faults[place] = replace(fault, times=None if fault.times is None else fault.times - 1)
                return fault.reply
        return ""

    def _conversation(self) -> SMTP:
        self.connections += 1
        talk = SMTP(
            self,
            data_size_limit=_SIZE_MOST,
            hostname="localhost",
            ident="Batonpass mail catcher",
            authenticator=self._known if self._accounts else None,
            auth_require_tls=False,
            loop=asyncio.get_running_loop(),
        )
        self._talks.add(talk)
        return talk

    def _known(self, *asked: Any) -> AuthResult:
        given = asked[-1]
        known = isinstance(given, LoginPassword) and self._accounts.get(given.login.decode()) == given.password.decode()
        return AuthResult(success=known, handled=False)
