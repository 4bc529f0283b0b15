"""What does every CRM promise that is kept alike with us, and who is it by these settings?"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from http import HTTPStatus
from typing import Any, Protocol

import msgspec

from batonpass.handoff.playbook.crm import Crm

from .channel import Later, Never
from .post import Answered
from .shapes import obj
from .webhook.answer import judged


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """A person as the CRM holds them, or those of its fields that changed; `at` is the CRM's own stamp.

    `gone` says that it was deleted there, or merged into another, which a deletion may be a part of.
    """

    id: str
    at: datetime
    values: Mapping[str, str]
    email: str = ""
    marker: str = ""
    person: bool = False
    key: str = ""
    gone: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class CrmWrite:
    """What is to be written into one record, known by its id, else by the address or by our own id."""

    lead_id: str
    record: str
    email: str
    values: Mapping[str, str]
    last_name: str = ""
    company: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wrote:
    """The CRM took it, as this record, and stamped it."""

    record: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Lost:
    """There is no such record any more: it must be found anew."""

    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Deleted:
    """The CRM holds the record no longer."""


@dataclass(frozen=True, slots=True, kw_only=True)
class News:
    """Changes since a position, and the position after them; `more` waits behind it."""

    records: tuple[Record, ...]
    position: str
    more: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Expired:
    """The CRM no longer keeps what came after this position: changes were missed."""

    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """Some of all the records; the next begins at `cursor`, and an empty one is the end."""

    records: tuple[Record, ...]
    cursor: str = field(default="")


class CrmSystem(Protocol):
    """A CRM: it is written to, tells what changed since a position, and can be read from one end to the other."""

    async def write(self, write: CrmWrite) -> Wrote | Lost | Later | Never:
        """Make these fields hold these values; doing it twice is as good as once."""
        ...

    async def delete(self, record: str) -> Deleted | Later | Never:
        """Delete a record, so that nobody gets it back; one that is not there any more is as good as deleted."""
        ...

    async def news(self, position: str, *, now: datetime) -> News | Expired | Later | Never:
        """What changed since; an empty position means from now on."""
        ...

    async def page(self, cursor: str) -> Page | Later | Never:
        """Some of all records, from this place on; an empty one is the beginning."""
        ...

    async def lives_on(self, record: str) -> str | Later | Never:
        """Under which id a record is there now: its own, that of the one it was merged into, or none."""
        ...

    async def close(self) -> None: ...


CrmOf = Callable[[Crm], CrmSystem | Later]
"""The CRM of an agreement, or what an operator has to set first."""


def data_in(answer: Answered | Later | Never) -> Mapping[str, Any] | Answered | Later | Never:
    """What a success says, as data, empty where it says nothing; what is no success, as it was answered."""
    if not isinstance(answer, Answered) or answer.status // 100 != 2:  # noqa: PLR2004 - a success
        return answer
    try:
        return obj(msgspec.json.decode(answer.body)) if answer.body else {}
    except (msgspec.DecodeError, UnicodeDecodeError):
        return Later(why=f"{answer.host} did not answer JSON")


def no_data(answer: Answered | Later | Never) -> Later | Never:
    """What it means that an answer says no data: what is no success is judged, the rest is as it was."""
    return refused(answer) if isinstance(answer, Answered) else answer


def stamp_in(written: str) -> datetime | None:
    """The CRM's own instant, such as `2027-03-02T10:00:00.000+0000`; None for what is none, or has no zone."""
    try:
        read = datetime.fromisoformat(written)
    except ValueError:
        return None
    return read if read.tzinfo else None


def deleted(answer: Mapping[str, object] | Answered | Later | Never) -> Deleted | Later | Never:
    """What an answer to a deletion means: what is not there is deleted."""
    if isinstance(answer, Mapping) or (isinstance(answer, Answered) and answer.status == HTTPStatus.NOT_FOUND):
        return Deleted()
    return no_data(answer)


def refused(answer: Answered, *, tries: int = 0) -> Later | Never:
    """What an answer that is no success means: what an operator can mend is tried again."""
    said = f"{answer.host} answers {answer.status}"
    match answer.status:
        case HTTPStatus.UNAUTHORIZED | HTTPStatus.FORBIDDEN:
            return Later(why=f"{said}: the token is not good, or may not do this; renew it", after=timedelta(minutes=1))
        case HTTPStatus.BAD_REQUEST | HTTPStatus.UNPROCESSABLE_ENTITY:
            return Never(why=f"{said}: {answer.body[:300].decode('utf-8', 'replace')}")
        case _:
            result = judged(answer.status, answer.headers, tries=tries, host=answer.host)
            return result if isinstance(result, Later | Never) else Never(why=f"{said}, which says nothing")
