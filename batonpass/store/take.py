"""How does an arrival become facts, clocks and messages in one transaction?"""

from __future__ import annotations

import asyncio
import hashlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import cast

import asyncpg

from batonpass.handoff.capture import ids_in, person_in
from batonpass.handoff.person import keys_of, normal_email
from batonpass.handoff.refusal import Refusal
from batonpass.handoff.requests import Request
from batonpass.store.arrival import Arrival, Asked, Kind, Outcome, State
from batonpass.store.columns import Unwritable
from batonpass.store.connection import Connection
from batonpass.store.deals import held_elsewhere, keep_deals
from batonpass.store.decide import Batch, Begun
from batonpass.store.lookups import lookups, names_in
from batonpass.store.marked import marked, tells_the_past
from batonpass.store.open import with_retry
from batonpass.store.statements import statements
from batonpass.store.surround import About, batch_ahead, batch_of, held_now
from batonpass.store.warned import with_warned
from batonpass.store.when_left import with_left
from batonpass.store.world import Watched
from batonpass.written.countries import country_names
from batonpass.written.phones import e164

SQL = statements(Path(__file__).with_suffix(".sql"))
PAGE = 100
"""So many leads are written at once: enough to be cheap, few enough that deciding and writing overlap."""
WORTH_BEGINNING = 16
"""From so many arrivals on, what depends on nobody's turn is worked out before the tallies are held, so that another
process may decide meanwhile; for fewer, one more question to the database would take longer than it spares."""
BREATH = 5
"""After so many decisions other work of the process gets its turn, and the page that is being sent its next piece: a
socket takes less than a quarter of a page at once, and the database begins when it has all of it. Some milliseconds."""
Step = Callable[[], Outcome]
UNWRITABLE = (asyncpg.IntegrityConstraintViolationError, asyncpg.DataError, Unwritable)


async def take(pool: asyncpg.Pool, watched: Watched, arrivals: Sequence[Arrival]) -> list[Outcome]:
    """Take arrivals in, in their order, in one transaction: read all, decide, write all, commit.

    When the answer is there it is durable. Each arrival has its own outcome; one that fails is set aside with its error
    and the others go on. Raises only when the database cannot be reached or written.
    """

    async def once() -> list[Outcome]:
        async with pool.acquire() as connection, connection.transaction():
            return await take_on(connection, watched, arrivals)

    try:
        return await with_retry(once)
    except UNWRITABLE as error:
        if len(arrivals) == 1:
            return [await _set_aside(pool, arrivals[0], error)]
    return [(await take(pool, watched, [arrival]))[0] for arrival in arrivals]


async def act(pool: asyncpg.Pool, watched: Watched, lead_id: str, request: Request) -> Outcome:
    """Do what somebody asks of one lead, durably. Raises Refusal if it cannot be done, LookupError for no such lead."""

    async def once() -> Outcome:
        async with pool.acquire() as connection, connection.transaction():
            return (await answer_on(connection, watched, [Asked(lead_id=lead_id, request=request, answer=True)]))[0]

    outcome = await with_retry(once)
    if outcome.refusal:
        raise outcome.refusal
    if outcome.state is State.UNKNOWN_LEAD:
        raise LookupError(lead_id)
    return outcome


async def take_on(connection: Connection, watched: Watched, arrivals: Sequence[Arrival]) -> list[Outcome]:
    """The same on an open transaction, for a caller who writes something else in it."""
    people = sorted({key for a in arrivals for key in people_of(a)} - {""})
    keys = [(a.caller, a.idem_key) for a in arrivals if a.idem_key is not None]
    contents = [a.fingerprint for a in arrivals if a.fingerprint and a.idem_key is None]
    rows = await connection.fetch(SQL.hold_people, _locks(people, keys, contents), people)
    ids = {row["person"]: row["merged_into"] for row in rows if row["merged_into"]}
    if not {row["person"] for row in rows} <= {*people}:
        ids |= {row["key"]: row["lead_id"] for row in await connection.fetch(SQL.known_by, people)}
    told = {key for a in arrivals if tells_the_past(a) for key in people_of(a)} - {""}
    about = About(
        rows=rows,
        where=lookups(people, rows, names_in(arrivals)),
        people=people,
        keys=keys,
        contents=contents,
        ids=ids,
        forgotten=await marked(connection, told) if told else {},
    )
    batch, steps = await _begun(connection, watched, about, arrivals)
    outcomes = await _written(connection, batch, steps)
    if batch.keys_met:
        await connection.execute(SQL.keep_keys, *zip(*batch.keys_met.items(), strict=True))
    if batch.twins:
        await connection.execute(SQL.keep_twins, *zip(*batch.twins, strict=True))
    return outcomes


async def _begun(
    connection: Connection, watched: Watched, about: About, arrivals: Sequence[Arrival]
) -> tuple[Batch, list[Step]]:
    """The batch with its tallies held, and what is left to decide of each arrival."""
    ahead = await batch_ahead(connection, watched, about) if len(arrivals) >= WORTH_BEGINNING else None
    if ahead:
        begun: list[Begun | None] = []
        for n in range(0, len(arrivals), BREATH):
            begun += [ahead.begin(arrival) for arrival in arrivals[n : n + BREATH]]
            await asyncio.sleep(0)
        if await held_now(connection, ahead):
            return ahead, [partial(ahead.take, *both) for both in zip(arrivals, begun, strict=True)]
    batch = await batch_of(connection, watched, about)
    return batch, [partial(batch.take, arrival) for arrival in arrivals]


async def answer_on(connection: Connection, watched: Watched, asked: Sequence[Asked]) -> list[Outcome]:
    """Carry requests out on an open transaction; a refused one changes nothing."""
    rows = await connection.fetch(SQL.leads_by_id, sorted({a.lead_id for a in asked}))
    asked = await with_left(connection, await with_warned(connection, asked))
    about = About(rows=rows, where=lookups((), rows), people=[row["person"] for row in rows])
    batch = await batch_of(connection, watched, about)
    elsewhere = await held_elsewhere(connection, asked)
    steps = [
        partial(_refused, one, refusal) if refusal else partial(batch.ask, one)
        for one, refusal in zip(asked, elsewhere, strict=True)
    ]
    outcomes = await _written(connection, batch, steps)
    await keep_deals(connection, asked, outcomes)
    return outcomes


def _refused(asked: Asked, refusal: Refusal) -> Outcome:
    return Outcome(state=State.REFUSED, lead_id=asked.lead_id, refusal=refusal)


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


async def _written(connection: Connection, batch: Batch, decisions: Sequence[Step]) -> list[Outcome]:
    """Decide one page after the other; while the database writes one, the next is decided."""
    outcomes: list[Outcome] = []
    writing: asyncio.Future[str] | None = None
    try:
        for n in range(0, len(decisions), PAGE):
            for m in range(n, min(n + PAGE, len(decisions)), BREATH):
                outcomes += [decide() for decide in decisions[m : min(m + BREATH, n + PAGE)]]
                # The loop sends what the last page still has to send, and lets other work of this process in.
                await asyncio.sleep(0)
            if writing:
                await writing
            page = batch.turn_page()
            writing = asyncio.ensure_future(connection.execute(SQL.write, *page)) if page else None
        if writing:
            await writing
    except BaseException:
        # Whoever gives up on us does not wait for the database either; the transaction is rolled back.
        if writing and not writing.done():
            writing.cancel()
            await asyncio.wait((writing,))
        raise
    return outcomes


async def _set_aside(pool: asyncpg.Pool, arrival: Arrival, error: Exception) -> Outcome:
    """What cannot be written stays as it came, with the reason, for a person to look at."""
    says = f"{type(error).__name__}: {error}"
    async with pool.acquire() as connection:
        await connection.execute(
            SQL.set_aside, arrival.door, arrival.caller, arrival.body_hash, arrival.kind.value, arrival.raw, says
        )
    return Outcome(state=State.SET_ASIDE, error=says)


def _locks(people: Iterable[str], keys: Iterable[tuple[str, str]], contents: Iterable[bytes]) -> list[int]:
    named = {*people, *(f"{caller}\0{key}" for caller, key in keys)}
    return sorted({_lock(name.encode()) for name in named} | {_lock(content) for content in contents})


def _lock(name: bytes) -> int:
    """A 64-bit number for a name, as advisory locks want it."""
    return int.from_bytes(hashlib.blake2b(name, digest_size=8).digest(), signed=True)
