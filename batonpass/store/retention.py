"""Whose time is over, and how do they go, night by night?"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from pathlib import Path

import asyncpg

from batonpass.handoff.retain import add_months, keep_until, kind_of
from batonpass.store.erase import erase_leads
from batonpass.store.export import SQL as PERSON
from batonpass.store.in_force import in_force
from batonpass.store.readable import leads_in
from batonpass.store.said import keys_said
from batonpass.store.shape import decode_json, encode
from batonpass.store.statements import statements
from batonpass.store.world import Watched

SQL = statements(Path(__file__).with_suffix(".sql"))
NIGHT = time(2)
"""In UTC: when those whose time is over go."""
PAGE = 500
ARRIVALS = 2_000
"""So many arrivals lose their words in one transaction."""
AT_ONCE = 50
"""So many are forgotten in one transaction: what is about others is looked through once for all of them."""
A_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Over:
    """Somebody whose time is over, as what, since when."""

    lead_id: str
    kind: str
    since: datetime


async def whose_time_is_over(pool: asyncpg.Pool, watched: Watched) -> tuple[Over, ...]:
    """Who is to be forgotten now, by the agreement in force; nobody when it names no time."""
    now, world = await in_force(pool, watched)
    playbook = world.playbook
    if playbook.privacy is None:
        return ()
    oldest, last, found = add_months(now, -min(playbook.privacy.months.values())), "", list[Over]()
    while rows := await pool.fetch(SQL.old_leads, oldest, last, PAGE):
        last = rows[-1]["id"]
        leads = (lead for _, lead in leads_in(rows))
        over = {lead.id: lead for lead in leads if _is_over(keep_until(lead, playbook, now), now)}
        wrote = {row["id"]: row["at"] for row in await pool.fetch(SQL.wrote, [*over])}
        for name, lead in over.items():
            until = keep_until(lead, playbook, now, wrote_at=wrote.get(name))
            if until is not None and _is_over(until, now):
                found.append(Over(lead_id=name, kind=kind_of(lead), since=until))
    return tuple(found)


def _is_over(until: datetime | None, at: datetime) -> bool:
    return until is not None and until <= at


async def forget_old(pool: asyncpg.Pool, watched: Watched) -> Mapping[str, int]:
    """Forget whose time is over, as if they had asked; how many of each kind."""
    gone: Counter[str] = Counter()
    over = {one.lead_id: one.kind for one in await whose_time_is_over(pool, watched)}
    leads = [*over]
    for start in range(0, len(leads), AT_ONCE):
        erased = await erase_leads(pool, leads[start : start + AT_ONCE])
        gone.update(over[lead] for lead in erased.leads if lead in over)
    return dict(gone)


async def nightly(pool: asyncpg.Pool, watched: Watched) -> int:
    """Forget whose time is over, once a day after NIGHT, in whichever process is first; give how many went."""
    _, world = await in_force(pool, watched)
    kept = world.playbook.privacy
    if kept is None:
        return 0
    day = await pool.fetchval(SQL.begin_night, NIGHT)
    if day is None:
        return 0
    try:
        gone = await forget_old(pool, watched)
        await drop_payloads(pool, timedelta(days=kept.payload_days))
    except BaseException:
        await pool.execute(SQL.forget_night, day)
        raise
    await pool.execute(SQL.end_night, day, encode(gone))
    return sum(gone.values())


async def drop_payloads(pool: asyncpg.Pool, after: timedelta, *, at_once: int = ARRIVALS) -> None:
    """Drop what was sent to us longer ago, page by page, so that nobody waits for it and a kill loses one page."""
    last: int | None = 0
    while last is not None:
        last = await pool.fetchval(SQL.drop_payloads, after, last, at_once)


async def next_night(pool: asyncpg.Pool, watched: Watched) -> datetime | None:
    """When the next night's work begins; never when no time was agreed."""
    now, world = await in_force(pool, watched)
    if world.playbook.privacy is None:
        return None
    tonight = datetime.combine(now.date(), NIGHT, now.tzinfo)
    return tonight if now < tonight else tonight + A_DAY


async def nights(pool: asyncpg.Pool, *, limit: int = 60) -> tuple[tuple[date, Mapping[str, int]], ...]:
    """On which days somebody went, and how many of each kind; the latest first."""
    return tuple((row["day"], decode_json(row["gone"])) for row in await pool.fetch(SQL.nights, limit))


async def hold_for_law(pool: asyncpg.Pool, who: str, why: str, *, by: str) -> tuple[str, ...]:
    """Never forget this person by the calendar, for this reason; an empty reason lifts it. Gives their leads."""
    leads = [row["id"] for row in await pool.fetch(PERSON.leads_of, keys_said(who))]
    await (pool.execute(SQL.hold, leads, why, by) if why else pool.execute(SQL.lift, leads))
    return tuple(leads)
