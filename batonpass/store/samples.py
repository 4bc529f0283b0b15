"""How do a few invented leads come in to look at, and go again as if they had never been here?"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from typing import Any

import asyncpg

from batonpass.handoff.refusal import conflict
from batonpass.store import erase, rounds, start
from batonpass.store.arrival import Arrival, Kind
from batonpass.store.seals import ADVISORY_KEY
from batonpass.store.shape import decode_json, encode
from batonpass.store.take import take_on
from batonpass.store.world import Watched

SOURCE = {"campaign": "sample", "medium": "sample", "channel": "sample"}
PEOPLE = (
    ("Eva", "Lind", "Sample: Norrvik Papper", "Head of Operations", "SE", "demo", "Can we see it on a Friday?"),
    ("Tom", "Ashby", "Sample: Greywater Foods", "Director of Quality", "GB", "contact", "Please call me."),
    ("Clara", "Weiss", "Sample: Moorbruck Guss", "Vertriebsleiterin", "DE", "demo", "How long does it take?"),
    ("Rui", "Falcao", "Sample: Lusomar", "Owner", "PT", "contact", ""),
    ("Kay", "Morrow", "Sample: Harlow Ridge", "VP Engineering", "US", "demo", "We compare three products."),
    ("Ida", "Moen", "Sample: Fjordvik Metall", "Maintenance", "NO", "whitepaper", ""),
    ("Sam", "Reed", "Sample: Duoraad", "Student", "NL", "webinar", ""),
)


async def put_samples(pool: asyncpg.Pool, watched: Watched, *, by: str) -> int:
    """Let the samples come in through the handoff itself; nobody is told. Refusal unless nobody came in before."""
    async with pool.acquire() as connection, connection.transaction():
        if not await connection.fetchval(start.SQL.claim_sample, by) or not await connection.fetchval(start.SQL.empty):
            raise conflict("samples are for an installation into which nobody has come yet")
        taken = await take_on(connection, watched, [_arrival(one) for one in PEOPLE])
        leads = [one.lead_id for one in taken if one.lead_id]
        await connection.execute(start.SQL.hush, leads)
        await connection.execute(start.SQL.keep_sample, encode({"leads": leads}))
    return len(leads)


async def drop_samples(pool: asyncpg.Pool) -> int:
    """Take the samples out again, with all that was done with them; nothing counts them any more. Gives how many."""
    known = (await start.steps(pool)).get(start.SAMPLE)
    leads = list(known.answers.get("leads", ())) if known else []
    if not leads:
        return 0
    async with pool.acquire() as connection, connection.transaction():
        await connection.execute(erase.SQL.wait_for_seals, ADVISORY_KEY)
        await rounds.hold_rounds(connection)
        await connection.execute(erase.SQL.may_forget)
        if await connection.fetchval(start.SQL.sealed, leads):
            # The chain of seals goes on holding: it says that there was something, and that it went by right.
            await connection.execute(erase.SQL.seal_forgotten, leads)
            await connection.execute(erase.SQL.empty_facts, leads)
        else:
            await connection.execute(start.SQL.drop_facts, leads)
        gone = ("drop_messages", "drop_keys", "drop_matches", "drop_deals", "drop_salts")
        for name in gone:
            await connection.execute(erase.SQL[name], leads)
        await connection.execute(rounds.SQL.drop, leads)
        await connection.execute(start.SQL.drop_sample, leads)
        await connection.execute(erase.SQL.drop_leads, leads)
        await connection.execute(start.SQL.even_turns)
    return len(leads)


def is_sample(step: start.Step | None) -> bool:
    """Are samples in?"""
    return bool(step and step.answers.get("leads"))


def _arrival(person: tuple[str, ...]) -> Arrival:
    first, last, company, title, country, form, message = person
    told: Mapping[str, Any] = {
        "form": form,
        "email": f"{first}.{last}@sample-{company.rpartition(' ')[2]}.example".lower(),
        "first_name": first,
        "last_name": last,
        "company": company,
        "title": title,
        "country": country,
        "source": SOURCE,
    }
    sent = {**told, **({"message": message} if message else {})}
    raw = encode(sent)
    digest = hashlib.sha256(raw.encode()).digest()
    return Arrival(door="sample", kind=Kind.SUBMISSION, sent=decode_json(raw), raw=raw, body_hash=digest)
