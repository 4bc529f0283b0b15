"""How does a lead that was given back become one with the lead it duplicates, and how is that taken back?"""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from pathlib import Path

import asyncpg

from batonpass.handoff.merge import given_back_as_double
from batonpass.handoff.person import keys_of, normal_email
from batonpass.handoff.refusal import Refusal, invalid
from batonpass.handoff.requests import Reject, Request, Undo
from batonpass.handoff.touch import undo
from batonpass.store import take
from batonpass.store.arrival import Asked, Outcome, State
from batonpass.store.connection import Connection
from batonpass.store.merge import held, merge_of, merge_on, unmerge_on
from batonpass.store.open import in_one
from batonpass.store.statements import statements
from batonpass.store.world import Watched

SQL = statements(Path(__file__).with_suffix(".sql"))
NAMED = "duplicate_of"


async def act(pool: asyncpg.Pool, watched: Watched, lead_id: str, request: Request) -> Outcome:
    """Do what somebody asks of one lead, durably, and of the lead that it duplicates.

    Raises Refusal if it cannot be done, LookupError for no such lead.
    """
    if isinstance(request, Reject) and request.duplicate_of.strip():
        return await in_one(pool, partial(_given_back, watched=watched, lead_id=lead_id, request=request))
    if isinstance(request, Undo):
        done = await in_one(pool, partial(_taken_back, watched=watched, lead_id=lead_id, request=request))
        if done:
            return done
    return await take.act(pool, watched, lead_id, request)


async def _given_back(connection: Connection, *, watched: Watched, lead_id: str, request: Reject) -> Outcome:
    other = await _named(connection, request.duplicate_of)
    if other == lead_id:
        raise invalid("a lead is no duplicate of itself; name the other one", field=NAMED)
    await held(connection, watched, (lead_id, other))
    asked = Asked(lead_id=lead_id, request=replace(request, duplicate_of=other))
    done = (await take.answer_on(connection, watched, [asked]))[0]
    if done.refusal:
        raise done.refusal
    await merge_on(connection, watched, lead_id, other, by=request.by, into=True)
    return done


async def _taken_back(connection: Connection, *, watched: Watched, lead_id: str, request: Undo) -> Outcome | None:
    """By who gave it back, within the grace, both leads stand as before; None for a lead that was given back so."""
    keeper = await connection.fetchval(SQL.lives_in, lead_id)
    if keeper is None:
        return None
    batch, _ = await held(connection, watched, (keeper, lead_id))
    if await connection.fetchval(SQL.lives_in, lead_id) != keeper:
        return None
    _, merged = await merge_of(connection, keeper, lead_id)
    if not given_back_as_double(merged.other_was):
        return None
    undo(merged.other_was, request, batch.setting)
    await unmerge_on(connection, watched, keeper, by=request.by, other=lead_id)
    return Outcome(state=State.TAKEN, lead_id=lead_id)


async def _named(connection: Connection, said: str) -> str:
    """The living lead that somebody names by its id, the address of its page, or the person's e-mail address."""
    word = said.strip()
    keys = _keys(word) if "@" in word else ()
    lead_id = word.rstrip("/").rpartition("/")[2]
    found = await connection.fetchval(SQL.named, lead_id, list(keys)) if keys or lead_id.isalnum() else None
    if found is None:
        says = f"no lead is known as {word[:80]!r}; name it by its e-mail address, its id or the address of its page"
        raise invalid(says, field=NAMED)
    return found


def _keys(address: str) -> tuple[str, ...]:
    try:
        return keys_of(normal_email(address))
    except Refusal as refusal:
        raise invalid(refusal.says, field=NAMED) from None
