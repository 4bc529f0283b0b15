"""How does somebody see that mails of ours arrive: one of their own, on the way that all others take?"""

from __future__ import annotations

import asyncpg

from batonpass.handoff.effects import TellLeader
from batonpass.store import clock, leaders, read
from batonpass.store.leaders import Leader
from batonpass.store.read import Message

KIND = "trial_mail"


async def ask(pool: asyncpg.Pool, *, email: str, name: str) -> str:
    """Put a mail to this person into the outbox, at most one a minute; give its key, to look up what came of it."""
    async with pool.acquire() as connection, connection.transaction():
        now = await clock.now(connection)
        news = TellLeader(
            key=f"{KIND}/{now:%Y%m%dT%H%M}",
            kind=KIND,
            because="somebody wants to see that mails arrive",
            to=email,
            name=name,
            subject="Batonpass can write to you",
            lines=("This is the mail you asked for. Leads reach your reps by the same way.",),
            path="/connectors",
            button="Open the connectors",
        )
        await leaders.tell(connection, [Leader(name=name, email=email)], news)
    return f"{news.key}/{email}"


async def came_of(pool: asyncpg.Pool, key: str, *, email: str) -> Message | None:
    """What became of it so far; None for a key that is no test mail to this person."""
    if not (key.startswith(f"{KIND}/") and key.endswith(f"/{email}")):
        return None
    return await read.message(pool, key)
