"""At which door do mails arrive that we are sent a copy of, and who may bring them?"""

from __future__ import annotations

import asyncio
import ipaddress
import logging
import ssl
from collections.abc import AsyncGenerator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import asyncpg
from aiosmtpd.smtp import SMTP, Envelope, Session

from batonpass.run.refused import SettingRefused
from batonpass.run.settings import Settings
from batonpass.run.wake import Wake
from batonpass.store.mails import take_mail
from batonpass.store.world import Watched
from batonpass.written.mail import read_mail

SIZE_MOST = 25 * 1024 * 1024
"""A longer mail is refused while it is still being sent; it never stands in memory."""
MAILS_MOST = 40
"""So many mails are taken in side by side; who has not named the address is none of them, and keeps nobody out."""
SECRET_LEAST = 12
PATIENCE_SECONDS = 60.0
Networks = Sequence[ipaddress.IPv4Network | ipaddress.IPv6Network]
log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class MailDoor:
    """Where we listen for mail, for which address, who may bring it, and the certificate that we show."""

    host: str
    port: int
    address: str
    relays: Networks = ()
    tls: ssl.SSLContext | None = None


def mail_door(settings: Settings) -> MailDoor | None:
    """The door that the settings ask for; None without one. Raises SettingRefused, naming what cannot be used."""
    said = settings.environment.get
    where = said("BATONPASS_MAIL_IN", "")
    if not where:
        return None
    host, _, port = where.rpartition(":")
    if not host or not port.isdecimal() or int(port) > 65535:  # noqa: PLR2004 - the last port there is
        raise SettingRefused(f"BATONPASS_MAIL_IN is {where!r}; write host:port, such as 127.0.0.1:2525.")
    return MailDoor(
        host=host.strip("[]"),
        port=int(port),
        address=_address(said("BATONPASS_MAIL_IN_ADDRESS", "")),
        relays=_networks(said("BATONPASS_MAIL_IN_RELAYS", "")),
        tls=_certificate(said("BATONPASS_MAIL_IN_TLS", "")),
    )


@asynccontextmanager
async def open_mail_door(
    door: MailDoor | None, pool: asyncpg.Pool, watched: Watched, wake: Wake
) -> AsyncGenerator[int]:
    """Listen until the block ends; gives the port. Nothing happens without a door."""
    if door is None:
        yield 0
        return
    desk = _Desk(door, pool, watched, wake)
    try:
        server = await asyncio.get_running_loop().create_server(desk.talk, door.host, door.port, reuse_port=True)
    except OSError as error:
        says = f"BATONPASS_MAIL_IN: {door.host}:{door.port} cannot be listened on ({error.strerror})"
        raise SettingRefused(f"{says}; choose another port.") from error
    try:
        yield server.sockets[0].getsockname()[1]
    finally:
        server.close()
        desk.hang_up()


class _Talk(SMTP):
    """A conversation in which lines may be longer than they should: some systems write such, and it is read anyway."""

    line_length_limit = 1_000_000


class _Desk:
    """Answers the SMTP conversations. A mail is acknowledged when what became of it is durable, and never before."""

    def __init__(self, door: MailDoor, pool: asyncpg.Pool, watched: Watched, wake: Wake) -> None:
        self._door, self._pool, self._watched, self._wake = door, pool, watched, wake
        self._talks: set[SMTP] = set()

    def talk(self) -> SMTP:
        """Begin one conversation."""
        self._talks = {one for one in self._talks if one.transport and not one.transport.is_closing()}
        talk = _Talk(
            self,
            data_size_limit=SIZE_MOST,
            hostname="batonpass",
            ident="Batonpass",
            tls_context=self._door.tls,
            timeout=PATIENCE_SECONDS,
            loop=asyncio.get_running_loop(),
        )
        self._talks.add(talk)
        return talk

    def hang_up(self) -> None:
        """End all of them."""
        for talk in self._talks:
            if talk.transport:
                talk.transport.close()

    async def handle_MAIL(  # noqa: N802 - aiosmtpd finds its hooks by these names
        self, server: SMTP, session: Session, envelope: Envelope, *told: Any
    ) -> str:
        """Only those may speak who are let."""
        if not _let_in(session.peer, self._door.relays):
            return "550 5.7.1 this server takes mail from its own relays alone"
        envelope.mail_from, options = told
        envelope.mail_options.extend(options)
        return "250 2.1.0 go on"

    async def handle_RCPT(  # noqa: N802 - as above
        self, server: SMTP, session: Session, envelope: Envelope, *told: Any
    ) -> str:
        """There is one address here, which is a secret; of those who know it, not too many at once."""
        address, options = told
        if address.lower() != self._door.address:
            return "550 5.1.1 nobody is known here by this address"
        if sum(1 for one in self._talks if one.envelope and one.envelope.rcpt_tos) >= MAILS_MOST:
            return "451 4.3.2 too many at once, come again"
        envelope.rcpt_tos.append(address)
        envelope.rcpt_options.extend(options)
        return "250 2.1.5 go on"

    async def handle_DATA(  # noqa: N802 - as above
        self, server: SMTP, session: Session, envelope: Envelope
    ) -> str:
        """Read it in a thread, for strangers write long mails; where we fail, the relay keeps it and comes again."""
        content = envelope.content or b""
        raw = content if isinstance(content, bytes) else content.encode("utf-8", "surrogateescape")
        try:
            mail = await asyncio.to_thread(read_mail, raw, returns_to=(envelope.mail_from or "").strip("<>"))
            became = await take_mail(self._pool, self._watched, mail)
        except Exception:
            log.exception("a mail could not be taken in; its sender was told to come again")
            return "451 4.3.0 not now, come again"
        self._wake.poke()
        return f"250 2.6.0 {became.what}"


def _let_in(peer: object, relays: Networks) -> bool:
    if not relays:
        return True
    try:
        address = ipaddress.ip_address(str(peer[0] if isinstance(peer, tuple) else peer).partition("%")[0])
    except ValueError:
        return False
    return any(address in network for network in relays)


def _address(said: str) -> str:
    local, at, domain = said.strip().lower().rpartition("@")
    secret = local.partition("+")[2]
    if not at or not domain or len(secret) < SECRET_LEAST:
        raise SettingRefused(
            f"BATONPASS_MAIL_IN_ADDRESS must hold a secret of {SECRET_LEAST} letters or more behind a +, "
            "such as touch+k3v9x2m7q4tz@in.example.com: whoever knows it can log touches."
        )
    return f"{local}@{domain}"


def _networks(said: str) -> Networks:
    try:
        return tuple(ipaddress.ip_network(one.strip(), strict=False) for one in said.split(",") if one.strip())
    except ValueError as error:
        raise SettingRefused(f"BATONPASS_MAIL_IN_RELAYS: {error}; write addresses or networks with commas.") from None


def _certificate(said: str) -> ssl.SSLContext | None:
    """A file with a certificate and its key; STARTTLS is offered with it."""
    if not said:
        return None
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    try:
        context.load_cert_chain(Path(said))
    except (OSError, ssl.SSLError) as error:
        says = f"BATONPASS_MAIL_IN_TLS: {said} cannot be used ({error})"
        raise SettingRefused(f"{says}; it must hold a certificate and its key in PEM.") from None
    return context
