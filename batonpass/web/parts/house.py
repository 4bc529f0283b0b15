"""What has the program laid out for its pages? Set on `app.state` by whoever starts it, read here and nowhere else."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

import asyncpg
from starlette.requests import HTTPConnection

from batonpass.store.world import Watched
from batonpass.web.live.told import Live

LOOPBACK = frozenset({"127.0.0.1", "::1", "localhost"})


class Link(Protocol):
    """What a link from one of our mails may do: `action` is accept, or reject:REASON, in this cycle of the lead."""

    @property
    def lead(self) -> str: ...
    @property
    def action(self) -> str: ...
    @property
    def rep(self) -> str: ...
    @property
    def cycle(self) -> int: ...
    @property
    def until(self) -> datetime: ...


class Catcher(Protocol):
    """The mails that were kept instead of delivered."""

    def list(self, *, most: int = 100) -> Sequence[Any]: ...
    def get(self, name: str) -> Any: ...


class Pressed(Protocol):
    """What a button in Slack says: a link that holds, or why it does nothing, or that it was not Slack at all."""

    @property
    def link(self) -> Link | None: ...
    @property
    def says(self) -> str: ...
    @property
    def reply_to(self) -> str: ...
    @property
    def forged(self) -> bool: ...


class Buttons(Protocol):
    """Whoever can tell a button pressed in Slack from a trick, and answer who pressed it."""

    def pressed(self, headers: Mapping[str, str], body: bytes, now: datetime) -> Pressed:
        """What was pressed."""
        ...

    async def reply(self, reply_to: str, says: str) -> None:
        """Tell the one who pressed."""
        ...


def nobody_waits() -> None:
    """What to poke when nobody does the work that was made."""


@dataclass(frozen=True, slots=True, kw_only=True)
class House:
    """The database, the agreement as it is watched, the secret of sessions, and what is there only sometimes.

    `demo` lets anybody at this machine sign in as anybody; `catcher` is there when mails are caught; `open_link` reads
    a signed link, or says in a sentence why it does nothing; `open_choices` says whose link to be left alone it is.
    `base_url` is where people reach us, empty if unknown.
    `poke` is called after each commit that may have made work for others. `proxies` are believed
    about who is behind them. `live` tells open pages of changes. `mails` says whether what is in the outbox can leave
    by mail, to a server or into the catcher.
    """

    pool: asyncpg.Pool
    watched: Watched
    session_secret: bytes
    older_session_secrets: tuple[bytes, ...] = ()
    base_url: str = ""
    demo: bool = False
    catcher: Catcher | None = None
    open_link: Callable[[str, datetime], Link | str] | None = None
    open_choices: Callable[[str], str | None] | None = None
    buttons: Buttons | None = None
    poke: Callable[[], None] = nobody_waits
    proxies: tuple[str, ...] = ()
    live: Live | None = None
    mails: bool = False


def house(connection: HTTPConnection) -> House:
    """Give what the program laid out; a page that needs no more than it need not ask for more."""
    state = connection.app.state
    return House(
        pool=state.pool,
        watched=state.watched,
        session_secret=state.session_secret,
        older_session_secrets=getattr(state, "older_session_secrets", ()),
        base_url=getattr(state, "base_url", ""),
        demo=getattr(state, "demo", False),
        catcher=getattr(state, "catcher", None),
        open_link=getattr(state, "open_link", None),
        open_choices=getattr(state, "open_choices", None),
        buttons=getattr(getattr(state, "given", None), "buttons", None),
        poke=getattr(state, "poke", nobody_waits),
        proxies=getattr(getattr(state, "given", None), "trusted_proxies", ()),
        live=getattr(getattr(state, "given", None), "live", None),
        mails=getattr(getattr(state, "given", None), "mails", False) or getattr(state, "catcher", None) is not None,
    )


def at_this_machine(connection: HTTPConnection) -> bool:
    """Does the request come from this machine and name it? A foreign name in Host is a trick (rebinding)."""
    peer = connection.client.host if connection.client else ""
    return peer in LOOPBACK and (connection.url.hostname or "") in LOOPBACK


def is_secure(connection: HTTPConnection) -> bool:
    """Do people reach us over https, here or at a proxy in front of us?"""
    return connection.url.scheme == "https" or house(connection).base_url.startswith("https://")
