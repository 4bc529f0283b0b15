"""What becomes of a mail we were sent a copy of, once and durably?"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import asyncpg

from batonpass.handoff.person import keys_of
from batonpass.store.arrival import Arrival, Asked, Kind, Outcome
from batonpass.store.bounces import come_back
from batonpass.store.connection import Connection
from batonpass.store.decide import CannotDecide
from batonpass.store.in_force import in_force
from batonpass.store.mail_meaning import Aside, Ask, Called, Meaning, Nothing, meaning_of
from batonpass.store.open import with_retry
from batonpass.store.shape import encode
from batonpass.store.statements import statements
from batonpass.store.take import UNWRITABLE, answer_on, take_on
from batonpass.store.world import Watched, World
from batonpass.written.mail import Mail

SQL = statements(Path(__file__).with_suffix(".sql"))
DOOR = "mail"
ASIDE, BOUNCED, REPLAYED = "set_aside", "bounced", "replayed"
CAME_BACK_BEFORE = "it came back before we had it, so it does not count"


@dataclass(frozen=True, slots=True, kw_only=True)
class Became:
    """What a mail became: touch, reply, meeting, cancelled, bounced, automatic, nothing, set_aside or replayed."""

    what: str
    because: str = ""
    leads: tuple[str, ...] = ()


async def take_mail(pool: asyncpg.Pool, watched: Watched, mail: Mail) -> Became:
    """Take a mail in: all that follows from it stands in one transaction with the note that it was seen.

    A mail of which nothing can be made is set aside for a person, never lost and never refused.
    """
    at, world = await in_force(pool, watched)

    async def once() -> Became:
        async with pool.acquire() as connection, connection.transaction():
            if await connection.fetchval(SQL.claim, mail.id, "reading") is None:
                return await _again(connection, mail)
            return await _first(connection, watched, mail, at=at, world=world)

    try:
        return await with_retry(once)
    except (*UNWRITABLE, CannotDecide, ValueError, LookupError, TypeError) as error:
        return await _kept(pool, watched, mail, because=f"{type(error).__name__}: {error}"[:300])


async def _kept(pool: asyncpg.Pool, watched: Watched, mail: Mail, *, because: str) -> Became:
    """What spoils our own work is kept for a person, rather than sent to us again and again."""
    async with pool.acquire() as connection, connection.transaction():
        if await connection.fetchval(SQL.claim, mail.id, "reading") is None:
            return await _again(connection, mail)
        return await _noted(connection, watched, mail, Became(what=ASIDE, because=because))


async def _again(connection: Connection, mail: Mail) -> Became:
    row = await connection.fetchrow(SQL.known, mail.id)
    assert row is not None  # noqa: S101 - the claim found it there
    because = CAME_BACK_BEFORE if row["became"] == BOUNCED else row["because"]
    return Became(what=REPLAYED, because=because, leads=tuple(row["lead_ids"]))


async def _first(connection: Connection, watched: Watched, mail: Mail, *, at: datetime, world: World) -> Became:
    if mail.came_back and not mail.unreadable:
        back = await come_back(connection, watched, mail.came_back)
        became = Became(what=BOUNCED if back else ASIDE, because=back or "nothing of ours is known that came back")
        return await _noted(connection, watched, mail, became)
    people = (mail.sender, *mail.recipients, *(mail.invitation.people if mail.invitation else ()))
    keys = {key: one for one in people if one for key in keys_of(one)}
    rows = await connection.fetch(SQL.leads_of, [*keys])
    leads = {keys[row["key"]]: (row["id"], row["owner"] or "") for row in rows}
    meaning = meaning_of(mail, leads=leads, reps=world.directory.reps, at=at)
    became = await _carried_out(connection, watched, meaning)
    touched = meaning.at or at if isinstance(meaning, Ask) else None
    by = meaning.by if isinstance(meaning, Ask) else ""
    return await _noted(connection, watched, mail, became, by=by, at=touched)


async def _carried_out(connection: Connection, watched: Watched, meaning: Meaning) -> Became:
    match meaning:
        case Nothing():
            return Became(what=meaning.what, because=meaning.because)
        case Aside():
            return Became(what=ASIDE, because=meaning.because)
        case Called():
            if meaning.meeting:
                await connection.execute(SQL.forget_meeting, meaning.meeting)
            (outcome,) = await take_on(connection, watched, [_event(meaning)])
            return _of([outcome], "cancelled", meaning.because)
        case Ask():
            if meaning.meeting and await connection.fetchval(SQL.claim, meaning.meeting, "meeting") is None:
                return Became(what="nothing", because="this meeting is known already")
            asked = [Asked(lead_id=lead, request=meaning.request) for lead in meaning.leads]
            return _of(await answer_on(connection, watched, asked), meaning.what, meaning.because)


def _of(outcomes: Sequence[Outcome], what: str, because: str) -> Became:
    """Where one of several leads refuses, the others stand; where all do, a person looks at it."""
    refusals = [one.refusal.says for one in outcomes if one.refusal]
    leads = tuple(one.lead_id for one in outcomes if one.lead_id and not one.refusal)
    return Became(what=what, because=because, leads=leads) if leads else Became(what=ASIDE, because="; ".join(refusals))


async def _noted(
    connection: Connection, watched: Watched, mail: Mail, became: Became, *, by: str = "", at: datetime | None = None
) -> Became:
    await connection.execute(SQL.became, mail.id, became.what, by, at, list(became.leads), became.because)
    if became.what == ASIDE:
        await take_on(connection, watched, [_arrival(Kind.SUBMISSION, {"mail": _told(mail)}, held=became.because)])
    return became


def _told(mail: Mail) -> dict[str, object]:
    """What a person needs to see why it waits; nothing of its text."""
    sent = mail.sent_at.isoformat() if mail.sent_at else None
    return {"id": mail.id, "from": mail.sender, "to": mail.recipients, "sent_at": sent}


def _event(called: Called) -> Arrival:
    sent = {"email": called.lead, "event": called.signal, "timestamp": called.at.isoformat()}
    return _arrival(Kind.EVENT, {**sent})


def _arrival(kind: Kind, sent: dict[str, object], *, held: str = "") -> Arrival:
    raw = encode(sent)
    digest = hashlib.sha256(raw.encode()).digest()
    return Arrival(door=DOOR, kind=kind, sent=sent, raw=raw, body_hash=digest, caller=DOOR, quarantine=held)
