"""How do people who sign in and keys read in a list?"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import asyncpg

from batonpass.store.access import Person
from batonpass.tongue.spoken import later, say
from batonpass.web.parts import words
from batonpass.web.parts.frame import ROLES
from batonpass.web.parts.reader import Reader


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """Somebody in the list; `me` may not shut themselves out."""

    email: str
    name: str
    role: str
    rep: str
    active: bool
    last: str
    sessions: int
    me: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class KeyTold:
    """A key in the list; `stands` is valid, expired or revoked."""

    id: str
    label: str
    scopes: tuple[str, ...]
    rep: str
    made: str
    until: str
    stands: str


def people_told(people: Iterable[Person], reader: Reader) -> tuple[Told, ...]:
    """Everybody, in the reader's own time."""
    return tuple(
        Told(
            email=one.email,
            name=one.name,
            role=ROLES[one.role],
            rep=reader.agreed.directory.name_of(one.rep) if one.rep else "",
            active=one.active,
            last=words.moment(one.last_at, zone=reader.zone, now=reader.now) if one.last_at else say("never"),
            sessions=one.sessions,
            me=one.email == reader.user.email,
        )
        for one in people
    )


def keys_told(keys: Iterable[asyncpg.Record], reader: Reader) -> tuple[KeyTold, ...]:
    """Every key without its token, in the reader's own time."""
    return tuple(_key(row, reader) for row in keys)


def _key(row: asyncpg.Record, reader: Reader) -> KeyTold:
    until = row["expires_at"]
    expired = until is not None and until <= reader.now
    return KeyTold(
        id=row["id"],
        label=row["label"],
        scopes=tuple(row["scopes"]),
        rep=reader.agreed.directory.name_of(row["rep"]) if row["rep"] else "",
        made=words.moment(row["created_at"], zone=reader.zone, now=reader.now),
        until=words.moment(until, zone=reader.zone, now=reader.now) if until else "",
        stands=later("revoked") if row["revoked_at"] else later("expired") if expired else later("valid"),
    )
