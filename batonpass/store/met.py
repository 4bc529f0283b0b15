"""Whom does a batch of arrivals meet, and how are they held so that no other batch changes what is theirs?"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import cast

import asyncpg

from batonpass.handoff.capture import ids_in, person_in
from batonpass.handoff.person import keys_of, normal_email
from batonpass.handoff.refusal import Refusal
from batonpass.store.arrival import Arrival, Kind
from batonpass.store.connection import Connection
from batonpass.store.lookups import lookups, names_in
from batonpass.store.marked import marked, tells_the_past
from batonpass.store.statements import statements
from batonpass.store.surround import About
from batonpass.written.countries import country_names
from batonpass.written.phones import e164

SQL = statements(Path(__file__).with_suffix(".sql"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Met:
    """Everybody whom a batch may be about, and the numbers of the locks by which they and its replays are held.

    `keys` are the idempotency keys with their callers, `contents` the fingerprints of what came without one, `names`
    by what accounts are named; `told` are the people of whom something past is told.
    """

    people: Sequence[str]
    keys: Sequence[tuple[str, str]]
    contents: Sequence[bytes]
    names: set[str]
    told: frozenset[str]
    locks: Sequence[int]


def met_in(arrivals: Sequence[Arrival]) -> Met:
    """Whom these arrivals are about, under whatever key."""
    people = sorted({key for a in arrivals for key in people_of(a)} - {""})
    keys = [(a.caller, a.idem_key) for a in arrivals if a.idem_key is not None]
    contents = [a.fingerprint for a in arrivals if a.fingerprint and a.idem_key is None]
    told = {key for a in arrivals if tells_the_past(a) for key in people_of(a)} - {""}
    return Met(
        people=people,
        keys=keys,
        contents=contents,
        names=names_in(arrivals),
        told=frozenset(told),
        locks=_locks(people, keys, contents),
    )


async def hold(connection: Connection, met: Met) -> About:
    """Hold all of them until the transaction ends, however long that takes, and read their leads as they stand then."""
    return await _about(connection, met, await connection.fetch(SQL.hold_people, met.locks, met.people))


async def try_to_hold(connection: Connection, met: Met) -> tuple[About, bool]:
    """The same without waiting for anybody. False when somebody else holds one of them: `hold` must follow then.

    What was read is not held in that case; it is as good as any guess at what will stand when it is.
    """
    rows = await connection.fetch(SQL.try_people, met.locks, met.people)
    held = not rows or rows[-1]["id"] is not None
    return await _about(connection, met, rows if held else rows[:-1]), held


async def _about(connection: Connection, met: Met, rows: Sequence[asyncpg.Record]) -> About:
    ids = {row["person"]: row["merged_into"] for row in rows if row["merged_into"]}
    if not {row["person"] for row in rows} <= {*met.people}:
        ids |= {row["key"]: row["lead_id"] for row in await connection.fetch(SQL.known_by, met.people)}
    return About(
        rows=rows,
        where=lookups(met.people, rows, met.names),
        people=met.people,
        keys=met.keys,
        contents=met.contents,
        ids=ids,
        forgotten=await marked(connection, met.told) if met.told else {},
    )


async def lock_people(connection: Connection, people: Iterable[str]) -> None:
    """Keep arrivals of these people out until this transaction ends."""
    await connection.execute(SQL.lock_people, _locks(people, (), ()))


def person_of(arrival: Arrival) -> str:
    """Whose lead this is about, as far as can be told before it is read in full; empty when it cannot."""
    sent: Mapping[str, object] = arrival.sent
    if arrival.kind is Kind.TRAITS:
        traits = sent.get("traits")
        told: Mapping[str, object] = cast("Mapping[str, object]", traits) if isinstance(traits, Mapping) else {}
        sent = {"email": sent.get("email"), **told}
    elif arrival.kind is Kind.EVENT:
        sent = {"email": sent.get("email"), "phone": sent.get("phone")}
    email = sent.get("email")
    try:
        if isinstance(email, str) and email.strip():
            return normal_email(email)
        return person_in(sent, by_external_id=arrival.trusted, countries=country_names(), dial=e164)
    except Refusal:
        return ""


def people_of(arrival: Arrival) -> tuple[str, ...]:
    """Every key by which the person of an arrival may be known, under whatever playbook."""
    person = person_of(arrival)
    keys = keys_of(person) if "@" in person else (person,)
    if not arrival.trusted:
        return keys
    try:
        return (*keys, *ids_in(arrival.sent))
    except Refusal:
        return keys


def _locks(people: Iterable[str], keys: Iterable[tuple[str, str]], contents: Iterable[bytes]) -> list[int]:
    named = {*people, *(f"{caller}\0{key}" for caller, key in keys)}
    return sorted({_lock(name.encode()) for name in named} | {_lock(content) for content in contents})


def _lock(name: bytes) -> int:
    """A 64-bit number for a name, as advisory locks want it."""
    return int.from_bytes(hashlib.blake2b(name, digest_size=8).digest(), signed=True)
