"""How do figures that ask for a change find the people who make it?"""

from __future__ import annotations

import asyncio
import logging
from datetime import timedelta
from typing import TYPE_CHECKING, NoReturn

import asyncpg

from batonpass.handoff.words import percent
from batonpass.run.carry_on import carry_on
from batonpass.run.wake import Wake
from batonpass.store import proposals
from batonpass.store.proposals import Evidence, Found
from batonpass.store.world import read_world

if TYPE_CHECKING:
    from datetime import datetime

    from batonpass.learn.drift import Drift
    from batonpass.learn.watched import Tripped

LOOK_SECONDS = 600.0
FOLLOW_SECONDS = 20.0
WINDOW = timedelta(days=90)
LOOKS_BACK = timedelta(days=730)
HUNDRED = 100
log = logging.getLogger(__name__)


async def watch_figures(pool: asyncpg.Pool, wake: Wake) -> NoReturn:
    """Look every ten minutes, and follow up answers sooner, for ever; of several processes one does it at a time."""
    next_look = 0.0
    while True:
        with carry_on(log, "the figures could not be looked at"):
            done = await proposals.follow_up(pool)
            if asyncio.get_running_loop().time() >= next_look:
                done += await look_at_figures(pool)
                next_look = asyncio.get_running_loop().time() + LOOK_SECONDS
            if done:
                wake.poke()
        await asyncio.sleep(FOLLOW_SECONDS)


async def look_at_figures(pool: asyncpg.Pool) -> int:
    """Open what the trip-wire and the drift alarm ask for; give how many proposals were opened."""
    return await proposals.open_proposals(pool, [*await _rejections(pool), *await _drifts(pool)])


async def _rejections(pool: asyncpg.Pool) -> list[Found]:
    from batonpass.learn.watched import NEEDS, over_the_wire
    from batonpass.store.round_days import read_columns

    now = await pool.fetchval("select app.now()")
    async with pool.acquire() as connection:
        wire = (await read_world(connection)).playbook.trip_wire / HUNDRED
    rounds = await read_columns(pool, now - WINDOW, now + timedelta(seconds=1), NEEDS)
    after = await proposals.since_of(pool, proposals.REJECTIONS)
    found = await asyncio.to_thread(over_the_wire, rounds, wire, after=after)
    return [
        _of_segment(one, wire, max(now - WINDOW, after.get((one.segment.kind, one.segment.name), now - WINDOW)))
        for one in found
    ]


def _of_segment(one: Tripped, wire: float, since: datetime) -> Found:
    segment, rate = one.segment, one.segment.rate
    what = "of all leads" if segment.kind == "all" else f"of leads with {segment.kind} {segment.name}"
    return Found(
        about=proposals.REJECTIONS,
        kind=segment.kind,
        segment=segment.name,
        says=f"sales gave back {percent(rate.rate or 0.0)} {what}, agreed were {percent(wire)}",
        hits=rate.hits,
        of=rate.of,
        low=rate.low or 0.0,
        high=rate.high or 1.0,
        wire=wire,
        since=since,
        reasons=segment.reasons,
        leads=tuple(Evidence(lead=d.lead, rep=d.by, reason=d.reason or "") for d in one.leads),
    )


async def _drifts(pool: asyncpg.Pool) -> list[Found]:
    """Against the first weeks of the version in force, or of the time since such an alarm was closed."""
    from batonpass.learn.drift import Watch
    from batonpass.learn.watched import NEEDS, drifts
    from batonpass.store.round_days import read_columns

    now = await pool.fetchval("select app.now()")
    changed = await pool.fetchval("select applied_at from app.playbooks where state = 'active'")
    if changed is None:
        return []
    rounds = await read_columns(pool, max(changed, now - LOOKS_BACK), now + timedelta(seconds=1), NEEDS)
    closed = await proposals.since_of(pool, Watch.CALIBRATION) | await proposals.since_of(pool, Watch.MIX)
    found: list[Found] = []
    for first in {changed, *(at for at in closed.values() if at > changed)}:
        told = await asyncio.to_thread(drifts, rounds, first, now)
        found += [
            _of_drift(one, first) for one in told if max(changed, closed.get((one.kind, one.group), changed)) == first
        ]
    return found


def _of_drift(one: Drift, since: datetime) -> Found:
    now = one.since
    return Found(
        about=one.watch.value,
        kind=one.kind,
        segment=one.group,
        says=one.says,
        hits=now.hits,
        of=now.of,
        low=now.low or 0.0,
        high=now.high or 1.0,
        wire=one.high if (now.rate or 0.0) > one.high else one.low,
        since=since,
    )
