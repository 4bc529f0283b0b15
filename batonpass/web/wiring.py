"""What does the program hand to its doors and pages?"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Protocol

import asyncpg

from batonpass.store.world import Watched
from batonpass.web.live.told import Live
from batonpass.web.parts.house import Buttons, Catcher, Link


class Heard(Protocol):
    """What a delivery of another system says, or why it was refused: unknown, forged or unreadable."""

    @property
    def source(self) -> str: ...
    @property
    def items(self) -> Sequence[Any]: ...
    @property
    def reply(self) -> Any: ...
    @property
    def refused(self) -> str: ...
    @property
    def says(self) -> str: ...


class Travel(Protocol):
    """Whoever can move the test clock; there is nobody in production."""

    def to(self, target: datetime) -> Awaitable[datetime]:
        """Go there, doing on the way what falls due."""
        ...

    def by(self, length: timedelta) -> Awaitable[datetime]:
        """Go forward by so much."""
        ...

    def jump(self, target: datetime) -> Awaitable[datetime]:
        """Go there as if we had been down all the time."""
        ...


def nobody_waits() -> None:
    """What to poke when nobody does the work that was made."""


def nothing_is_set(_setting: str) -> bool:
    """What is known of settings when nobody reads them."""
    return False


@dataclass(frozen=True, slots=True, kw_only=True)
class Collaborators:
    """Everything our doors and pages stand on.

    `poke` is called after each commit that may have made work for others. `travel` moves the test clock.
    `session_secret`, 32 bytes or more, signs sessions and the instants in our own forms; sessions that the
    `older_session_secrets` signed are good still. `proxies` are the addresses
    or networks whose X-Forwarded-For is believed, as a list or with commas between. `forms_per_minute` is how many
    forms one address may send. `hear` proves and reads other systems' posts. `systems` may tell us something: names,
    and what people call them; `is_set` says whether a setting of the machine holds anything, never what.
    `security_contact` is told to whoever found a hole. `live` tells open pages of changes. `mails` says whether there
    is a mail server.
    """

    pool: asyncpg.Pool
    watched: Watched
    session_secret: bytes = field(repr=False)
    older_session_secrets: tuple[bytes, ...] = field(default=(), repr=False)
    poke: Callable[[], None] = nobody_waits
    travel: Travel | None = None
    base_url: str = ""
    security_contact: str = ""
    demo: bool = False
    signatures: str = ""
    catcher: Catcher | None = None
    open_link: Callable[[str, datetime], Link | str] | None = None
    open_choices: Callable[[str], str | None] | None = None
    proxies: str | Sequence[str] = ()
    forms_per_minute: int = 60
    hear: Callable[..., Heard] | None = None
    buttons: Buttons | None = None
    systems: Sequence[tuple[str, str]] = ()
    is_set: Callable[[str], bool] = nothing_is_set
    live: Live | None = None
    mails: bool = False

    @property
    def trusted_proxies(self) -> tuple[str, ...]:
        """The proxies one by one."""
        listed = self.proxies.split(",") if isinstance(self.proxies, str) else self.proxies
        return tuple(one.strip() for one in listed if one.strip())
