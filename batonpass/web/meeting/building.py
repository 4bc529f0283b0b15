"""How is a meeting's pack made from the leads, and frozen when the meeting begins?"""

from __future__ import annotations

import asyncio
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import datetime, timedelta

import asyncpg
import msgspec

from batonpass.learn.figures import FIGURES, figure
from batonpass.learn.intervals import rate_of
from batonpass.store import meetings, playbooks
from batonpass.store.meetings import SQL, Counts, Decision, Meeting
from batonpass.store.rounds import keep_rounds
from batonpass.web.joint_review import view
from batonpass.written.check import check
from batonpass.written.load import load

from .pack import Agreed, Band, Changed, Pack, Past, Reason, Tier, Week

WEEKS = timedelta(weeks=6)
REASONS_MOST, CHANGES_MOST, PAST_MOST, MONTHS_MOST, NOTES_MOST = 10, 6, 6, 6, 12
NONE: Counts = dict.fromkeys(FIGURES, (0, 0))
ITEMS = {"sla": "SLA performance", "dispositions": "Disposition trends", "definition": "Definition changes"}


async def pack_of(pool: asyncpg.Pool, held: Meeting) -> Pack:
    """The pack of a meeting: as it was frozen, or as it would be now."""
    if held.numbers is not None:
        return msgspec.json.decode(held.numbers, type=Pack)
    while await keep_rounds(pool):
        pass
    return await _built(pool, held)


async def freeze_due(pool: asyncpg.Pool) -> int:
    """Freeze the packs of all meetings that have begun; give how many there were."""
    frozen = 0
    for row in await pool.fetch(SQL.to_freeze):
        frozen += await freeze(pool, row["id"], by="the clock")
    return frozen


async def freeze(pool: asyncpg.Pool, name: str, *, by: str) -> bool:
    """Keep a pack as it is now; False when it was kept before."""
    held = await meetings.meeting(pool, name)
    if held is None or held.frozen_at is not None:
        return False
    numbers = msgspec.json.encode(await pack_of(pool, held)).decode()
    return await meetings.freeze(pool, name, numbers, by=by)


async def _built(pool: asyncpg.Pool, held: Meeting) -> Pack:
    upto = min(held.starts_at, held.now)
    length = held.starts_at - held.since
    now = await meetings.counts(pool, held.since, upto)
    before = await meetings.counts(pool, held.since - length, held.since)
    active = await playbooks.find(pool, "active")
    leads, counted = now.get("", (0, NONE))
    leads_before, earlier = before.get("", (0, NONE))
    pack = Pack(
        id=held.id,
        kind=held.kind,
        since=held.since,
        upto=upto,
        made_at=held.now,
        playbook=active.version,
        leads=leads,
        leads_before=leads_before,
        figures=tuple(figure(name, counted[name], earlier[name]) for name in FIGURES),
        tiers=tuple(_tiers(now, before)),
        weeks=await _weeks(pool, upto),
        reasons=await _reasons(pool, held.since, upto, length),
        changes=await _changes(pool, held.since, upto),
        past=tuple(_past(one) for one in await meetings.decisions(pool) if one.at < held.starts_at)[:PAST_MOST],
        agreed=tuple(_agreed(point) for point in await view.trend(pool))[-MONTHS_MOST:],
    )
    return await _of_definition(pool, held, active.text, pack) if held.kind == "definition" else pack


def _tiers(now: Mapping[str, tuple[int, Counts]], before: Mapping[str, tuple[int, Counts]]) -> Iterator[Tier]:
    for name, (leads, counted) in now.items():
        if name:
            earlier = before.get(name, (0, NONE))[1]
            shown = figure("followed_up", counted["followed_up"], earlier["followed_up"])
            yield Tier(name=name, leads=leads, figure=shown)


async def _weeks(pool: asyncpg.Pool, upto: datetime) -> tuple[Week, ...]:
    found: list[Week] = []
    for row in await pool.fetch(SQL.weeks, upto - WEEKS, upto):
        rate = rate_of(row["kept"], row["kept"] + row["broken"])
        found.append(
            Week(
                monday=row["week"],
                leads=row["leads"],
                kept=row["kept"],
                broken=row["broken"],
                share=rate.rate,
                low=rate.low,
                high=rate.high,
            )
        )
    return tuple(found)


async def _reasons(pool: asyncpg.Pool, since: datetime, upto: datetime, length: timedelta) -> tuple[Reason, ...]:
    earlier = {
        (row["what"], row["reason"]): row["leads"] for row in await pool.fetch(SQL.reasons, since - length, since)
    }
    rows = await pool.fetch(SQL.reasons, since, upto)
    return tuple(
        Reason(
            what=row["what"],
            reason=row["reason"],
            leads=row["leads"],
            before=earlier.get((row["what"], row["reason"]), 0),
        )
        for row in rows[:REASONS_MOST]
    )


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


async def _of_definition(pool: asyncpg.Pool, held: Meeting, text: str, pack: Pack) -> Pack:
    """The pack with examples that no longer hold, rules that never count, and whether a higher band means more."""
    written = await asyncio.to_thread(load, text, "the playbook")
    cases = await asyncio.to_thread(check, written, held.now)
    bands: list[Band] = []
    for row in await pool.fetch(SQL.bands, held.since, held.starts_at):
        rate = rate_of(row["qualified"], row["qualified_of"])
        bands.append(
            Band(
                name=row["band"] or "no band",
                leads=row["leads"],
                qualified=row["qualified"],
                decided=row["qualified_of"],
                share=rate.rate,
                low=rate.low,
                high=rate.high,
            )
        )
    broken = [f"{one.case.kind} {one.case.name}: {one.because}" for one in cases if not one.passed]
    dead = [f"line {one.line}: {one.says}" for one in written.warnings]
    return replace(pack, broken=tuple(broken[:NOTES_MOST]), dead=tuple(dead[:NOTES_MOST]), bands=tuple(bands))
