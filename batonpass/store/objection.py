"""How does somebody object to marketing, so that everybody who reads their lead knows it?"""

from __future__ import annotations

import hashlib
from datetime import datetime

import asyncpg

from batonpass.handoff.person import NUMBER
from batonpass.store.arrival import Arrival, Kind, State
from batonpass.store.changes import note
from batonpass.store.shape import encode
from batonpass.store.take import take
from batonpass.store.world import Watched

DOOR = "privacy"
OBJECTED = "objected"


async def object_to_marketing(
    pool: asyncpg.Pool, watched: Watched, person: str, *, lead: str, by: str, at: datetime
) -> bool:
    """Keep among the consents of a lead's person (an address or number) that they object; whether that was kept."""
    about = {"traits": {"phone": person.removeprefix(NUMBER)}} if person.startswith(NUMBER) else {"email": person}
    sent = {**about, "consent": {"marketing": OBJECTED, "objection": f"{at:%Y-%m-%d}, noted by {by}"}}
    raw = encode(sent)
    digest = hashlib.sha256(raw.encode()).digest()
    arrival = Arrival(door=DOOR, kind=Kind.TRAITS, sent=sent, raw=raw, body_hash=digest, caller=by)
    (outcome,) = await take(pool, watched, [arrival])
    if outcome.state not in (State.TAKEN, State.REPLAYED) or outcome.refusal:
        return False
    async with pool.acquire() as connection:
        await note(connection, by=by, kind="person", name=lead, before=None, after={"marketing": OBJECTED})
    return True
