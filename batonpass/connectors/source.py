"""What does every other system that tells us something promise, and what do we make of what it says?"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any

from batonpass.written.mail import Mail

from .dealt import Dealt
from .fate import Fate
from .naming import Naming
from .reached import Reached

JSON = "application/json"


class Body(StrEnum):
    """How the body of a delivery is to be read, once its signature holds."""

    JSON = "json"
    RAW = "raw"


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivery:
    """One request of another system: the bytes as they came, and what they say once they may be read.

    `url` is our public address with its query, as the other system knows it, never what a Host header claims (S32).
    `token` is what stands behind the name of the source in the path. `at` is database time.
    """

    method: str
    url: str
    body: bytes
    at: datetime
    headers: Mapping[str, str] = field(default_factory=dict[str, str])
    query: Mapping[str, str] = field(default_factory=dict[str, str])
    token: str = field(default="", repr=False)
    data: Any = None

    def header(self, name: str) -> str:
        """A header by its name in small letters; empty without it."""
        return self.headers.get(name, "")


class Forged(Exception):
    """The delivery is not proven to come from there, now and whole. The text never holds the secret."""


class Unreadable(Exception):
    """The delivery is theirs, and still no such thing as this source sends; the text says what was expected."""


class Kind(StrEnum):
    """What a part of a delivery is to us; tracking calls keep their own names."""

    SUBMISSION = "submission"
    TRACK = "track"
    PAGE = "page"
    IDENTIFY = "identify"
    GROUP = "group"
    ALIAS = "alias"


@dataclass(frozen=True, slots=True, kw_only=True)
class Changed:
    """A CRM holds another value since an instant; `person` when somebody set it by hand, `marker` if it is signed."""

    record: str
    field: str
    value: str
    at: str
    person: bool = False
    marker: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Came:
    """Something that happened over there, in the shape that our own doors take.

    `key` is their id of the event, by which a redelivery is known. `held` says why a person must look at it first.
    """

    kind: Kind
    sent: Mapping[str, Any]
    key: str = ""
    held: str = ""
    changes: tuple[Changed, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Fetch:
    """They told us only that something is there: it has to be asked for by its id."""

    what: str
    id: str
    form: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Unkept:
    """Nothing is wrong with it, and it is nothing that we keep."""

    because: str
    changes: tuple[Changed, ...] = ()
    key: str = ""


Item = Came | Dealt | Fate | Fetch | Reached | Unkept | Mail


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """What the other system wants to read."""

    body: bytes
    media_type: str = JSON
    status: int = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """Another system: how it proves itself, what it says, how it is answered and greeted.

    `verify` raises Forged; `read` raises Unreadable. `greet` answers the GET by which some systems try an address.
    """

    name: str
    says: str
    verify: Callable[[Delivery, str], None]
    read: Callable[[Delivery, Naming], Sequence[Item]]
    body: Body = Body.JSON
    greet: Callable[[Delivery, str], Reply] | None = None
    reply: Callable[[Delivery], Reply | None] | None = None
