"""How is a meeting's pack made from the leads, and frozen when the meeting begins?"""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Final

import asyncpg
import msgspec

from batonpass.handoff.reasons import reasons_said
from batonpass.learn.counted import OPENS
from batonpass.learn.figures import FIGURES, compared
from batonpass.store import meetings, playbooks
from batonpass.store.meetings import SQL, Decision, Meeting
from batonpass.store.rounds import keep_rounds
from batonpass.store.world import Watched
from batonpass.tongue.spoken import later
from batonpass.web.joint_review import view
from batonpass.written.check import check
from batonpass.written.load import load

from .counting import Period, bands, counts_of, period_of, reasons, tiers, weeks
from .pack import Agreed, Changed, Pack, Past

REASONS_MOST, CHANGES_MOST, PAST_MOST, MONTHS_MOST, NOTES_MOST = 10, 6, 6, 6, 12
ITEMS = {
    "sla": later("SLA performance"),
    "dispositions": later("Disposition trends"),
    "definition": later("Definition changes"),
}
THE_CLOCK: Final = "the clock"
"""Who begins a meeting at its hour when nobody did before."""


async def pack_of(pool: asyncpg.Pool, watched: Watched, held: Meeting) -> Pack:
    """The pack of a meeting: as it was frozen, or as it would be now."""
    if held.numbers is not None:
        return msgspec.json.decode(held.numbers, type=Pack)
    while await keep_rounds(pool):
        pass
    return await _built(pool, watched, held)


async def freeze_due(pool: asyncpg.Pool, watched: Watched) -> int:
    """Freeze the packs of all meetings that have begun; give how many there were."""
    frozen = 0
    for row in await pool.fetch(SQL.to_freeze):
        frozen += await freeze(pool, watched, row["id"], by=THE_CLOCK)
    return frozen


async def freeze(pool: asyncpg.Pool, watched: Watched, name: str, *, by: str) -> bool:
    """Keep a pack as it is now; False when it was kept before."""
    held = await meetings.meeting(pool, name)
    if held is None or held.frozen_at is not None:
        return False
    numbers = msgspec.json.encode(await pack_of(pool, watched, held)).decode()
    return await meetings.freeze(pool, name, numbers, by=by)


async def _built(pool: asyncpg.Pool, watched: Watched, held: Meeting) -> Pack:
    period = await period_of(pool, watched, held)
    counted, earlier = counts_of(period.now), counts_of(period.before)
    active = await playbooks.find(pool, "active")
    upto = min(held.starts_at, held.now)
    pack = Pack(
        id=held.id,
        kind=held.kind,
        since=period.asked.since,
        upto=min(period.asked.until, held.now),
        first=period.asked.first,
        last=period.asked.last,
        made_at=held.now,
        playbook=active.version,
        leads=len(period.now),
        leads_before=len(period.before),
        opens=period.asked.opens(only="handed"),
        figures=tuple(
            replace(one, opens=period.asked.opens(**OPENS[one.name]))
            for one in compared([(name, counted[name], earlier[name]) for name in FIGURES])
        ),
        tiers=tuple(tiers(period)),
        weeks=tuple(weeks(period)),
        reasons=reasons(period, REASONS_MOST, _meant(watched)),
        changes=await _changes(pool, held.since, upto),
        past=tuple(_past(one) for one in await meetings.decisions(pool) if one.at < held.starts_at)[:PAST_MOST],
        agreed=tuple(_agreed(point) for point in await view.trend(pool))[-MONTHS_MOST:],
    )
    return await _of_definition(period, held, active.text, pack) if held.kind == "definition" else pack


def _meant(watched: Watched) -> Mapping[str, str]:
    """What the reasons to give a lead back, and to end the work on it, mean in the playbook that is in force."""
    return reasons_said(watched.world.playbook) if watched.world else {}


async def _changes(pool: asyncpg.Pool, since: datetime, upto: datetime) -> tuple[Changed, ...]:
    rows = await pool.fetch(SQL.changes, since, upto)
    return tuple(Changed(**row) for row in rows[-CHANGES_MOST:])


def _past(one: Decision) -> Past:
    return Past(
        meeting=one.meeting,
        item=one.item,
        says=one.says,
        name=one.name,
        expected=expected_words(one),
        review_at=one.review_at,
        verdict=one.verdict or "waiting",
        because=one.judged or "",
    )


def expected_words(one: Decision) -> str:
    """What was expected, in words."""
    return f"{FIGURES[one.metric][0]} {one.direction} by {one.points.normalize():f} points"


def _agreed(point: view.Point) -> Agreed:
    found = point.compared.agreement
    return Agreed(
        month=point.id,
        alike=found.leads - len(point.compared.apart),
        leads=found.leads,
        ac1=view.measure(found.ac1),
        kappa=view.measure(found.kappa),
    )


async def _of_definition(period: Period, held: Meeting, text: str, pack: Pack) -> Pack:
    """The pack with examples that no longer hold, rules that never count, and whether a higher band means more."""
    written = await asyncio.to_thread(load, text, "the playbook")
    cases = await asyncio.to_thread(check, written, held.now)
    broken = [f"{one.case.kind} {one.case.name}: {one.because}" for one in cases if not one.passed]
    dead = [f"line {one.line}: {one.says}" for one in written.warnings]
    return replace(pack, broken=tuple(broken[:NOTES_MOST]), dead=tuple(dead[:NOTES_MOST]), bands=tuple(bands(period)))
