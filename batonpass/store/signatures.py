"""Who has to agree before a version of the playbook comes into force, and who has?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

import asyncpg

from batonpass.store.connection import Connection
from batonpass.store.open import in_one
from batonpass.store.playbooks import SQL, WAITING, Why, no_such, refuse_unsound, step_in, wrong
from batonpass.written.load import load
from batonpass.written.refused import Refused


class Side(StrEnum):
    """The two teams whose agreement a playbook is."""

    SALES = "sales"
    MARKETING = "marketing"


class Mode(StrEnum):
    """Whether two signatures are asked for: as the installation has people of both sides, always, or never."""

    AS_STAFFED = ""
    TWO = "two"
    NONE = "none"


SIDES = {"manager": (Side.SALES,), "marketing": (Side.MARKETING,), "admin": (Side.SALES, Side.MARKETING)}
"""For which side a role may sign; an administrator for one of both, and once."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Signature:
    """Somebody's agreement to a version."""

    side: str
    signed_by: str
    name: str
    role: str
    through: str
    note: str
    at: datetime


async def signatures(pool: asyncpg.Pool, version: str) -> tuple[Signature, ...]:
    """Who has agreed to a version so far."""
    async with pool.acquire() as connection:
        return await _signatures(connection, version)


async def missing(pool: asyncpg.Pool, version: str, mode: Mode) -> tuple[Side, ...]:
    """Which side still has to sign before this version may come into force."""
    async with pool.acquire() as connection:
        return await _missing(connection, version, mode)


async def sign(
    pool: asyncpg.Pool, version: str, *, email: str, side: str = "", through: str = "page", note: str = ""
) -> Side:
    """Agree to a draft as a user; gives the side that has now signed.

    Refused for who may not sign, a side that is not theirs, who has signed already, and what is no draft.
    """
    signed: list[Side] = []

    async def once(connection: Connection) -> None:
        signed[:] = [await sign_on(connection, version, email=email, side=side, through=through, note=note)]

    await in_one(pool, once)
    return signed[0]


async def sign_on(
    connection: Connection, version: str, *, email: str, side: str = "", through: str, note: str = ""
) -> Side:
    """The same on an open transaction."""
    await _must_wait(connection, version)
    user = await connection.fetchrow(SQL.user, email.strip().lower())
    if user is None:
        raise wrong(f"{email} is nobody who signs in here", "Add them first: batonpass user add")
    given = await _signatures(connection, version)
    chosen = _side(user["role"], side, email, [one.side for one in given])
    if any(one.signed_by == user["email"] for one in given):
        raise wrong(f"{user['name']} has signed version {version} already", "Let somebody of the other side sign")
    if any(one.side == chosen.value for one in given):
        raise wrong(f"{chosen.value} has signed version {version} already", "Let somebody of the other side sign")
    row = (version, chosen.value, user["email"], user["name"], user["role"], through, note)
    await connection.execute(SQL.sign, *row)
    await connection.execute(SQL.tell, version, "signed", user["email"], f"for {chosen.value}. {note}".strip(), None)
    return chosen


async def sign_with_key(
    pool: asyncpg.Pool, version: str, *, side: Side, key_id: str, label: str, note: str = ""
) -> tuple[Side, ...]:
    """Agree to a draft with a key that was given for one side; gives the sides that are still open of the two.

    Refused for what is no draft, a side that has signed, and a key that has signed: nobody signs for both.
    """
    absent: list[Side] = []

    async def once(connection: Connection) -> None:
        await _must_wait(connection, version)
        given = await _signatures(connection, version)
        by = f"key {key_id}"
        if any(by == one.signed_by for one in given):
            raise wrong(f"{label} has signed version {version} already", "Let a key of the other side sign")
        if any(one.side == side.value for one in given):
            raise wrong(f"{side.value} has signed version {version} already", "Let the other side sign")
        await connection.execute(SQL.sign, version, side.value, by, label, "key", "api", note)
        says = f"for {side.value}, by {label}. {note}".strip()
        await connection.execute(SQL.tell, version, "signed", by, says, None)
        signed = {one.side for one in given} | {side.value}
        absent[:] = [one for one in Side if one.value not in signed]

    await in_one(pool, once)
    return tuple(absent)


async def _must_wait(connection: Connection, version: str) -> None:
    found = await connection.fetchrow(SQL.version_to_sign, version)
    if found is None:
        raise no_such(version)
    if found["state"] not in WAITING:
        raise wrong(f"version {version} is {found['state']}; only a draft is signed", "Draft a new version")


async def activate(
    pool: asyncpg.Pool, version: str, *, why: Why, mode: Mode, signed_by: Sequence[str] = (), through: str = "page"
) -> None:
    """Put a version in force, once it is sound and both sides have signed it; atomically, running clocks untouched.

    `signed_by` are users whose agreement was given elsewhere, such as in a review of the file, and is recorded here
    unless they have signed already: what runs for every change of a repository says the same each time.
    Refused when a signature is missing or an example no longer holds; then nothing has changed.
    """

    async def once(connection: Connection) -> None:
        found = await connection.fetchrow(SQL.version, version)
        if found is None:
            raise no_such(version)
        given = {one.signed_by for one in await _signatures(connection, version)}
        for said in () if found["state"] == "active" else signed_by:
            email, _, side = said.partition("=")
            if email.strip().lower() not in given:
                await sign_on(connection, version, email=email, side=side, through=through)
        absent = () if found["state"] == "active" else await _missing(connection, version, mode)
        if absent:
            raise _unsigned(version, absent)
        written = load(found["text"], version)
        await refuse_unsound(connection, written, version)
        because = Why(by=why.by, note=why.note or found["note"])
        await step_in(connection, written, where=version, what="applied", why=because)

    await in_one(pool, once)


async def _signatures(connection: Connection, version: str) -> tuple[Signature, ...]:
    return tuple(Signature(**row) for row in await connection.fetch(SQL.signatures, version))


async def _missing(connection: Connection, version: str, mode: Mode) -> tuple[Side, ...]:
    staffed = await connection.fetchrow(SQL.both_sides)
    assert staffed is not None  # noqa: S101 - a select without a from gives one row
    needed = mode is Mode.TWO or (mode is Mode.AS_STAFFED and staffed["sales"] and staffed["marketing"])
    if not needed or not staffed["leads"]:
        return ()
    given = {one.side for one in await _signatures(connection, version)}
    return tuple(side for side in Side if side.value not in given)


def _side(role: str, said: str, email: str, given: Sequence[str]) -> Side:
    may = SIDES.get(role, ())
    if not may:
        raise wrong(
            f"{email} is a {role}, and a {role} does not sign", "A manager signs for sales, marketing for marketing"
        )
    if said and said not in [side.value for side in may]:
        raise wrong(f"{email} cannot sign for {said}", f"A {role} signs for {may[0].value}")
    open_sides = [side for side in may if side.value not in given]
    if not said and len(open_sides) > 1:
        raise wrong(f"{email} could sign for either side", "Say which, such as --side sales; nobody signs for both")
    return Side(said) if said else (open_sides or may)[0]


def _unsigned(version: str, absent: Sequence[Side]) -> Refused:
    sides = " and ".join(side.value for side in absent)
    return wrong(f"version {version} still lacks the signature of {sides}", f"batonpass sign {version} --as USER")
