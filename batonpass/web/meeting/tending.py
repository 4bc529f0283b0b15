"""What falls due about meetings: to plan, invite, remind, freeze, judge, and to draw the month's sample?"""

from __future__ import annotations

from datetime import date, datetime, timedelta

import asyncpg

from batonpass.handoff.effects import TellLeader
from batonpass.handoff.playbook.meetings import FORTNIGHT, QUARTER, Meetings
from batonpass.handoff.refusal import Refusal
from batonpass.handoff.words import place
from batonpass.store import joint_review, meetings
from batonpass.store.connection import Connection
from batonpass.store.joint_reminders import remind_due
from batonpass.store.leaders import leaders, tell
from batonpass.store.meetings import SQL, Planned
from batonpass.store.world import Watched, World
from batonpass.web.joint_review.drawing import draw_sample

from .building import freeze_due
from .deciding import judge_due

FIRST_DAYS = 5
BY = "the playbook"


async def tend(pool: asyncpg.Pool, watched: Watched) -> int:
    """Do what is due; give how much there was to do."""
    async with pool.acquire() as connection:
        (seen,) = await connection.fetch(SQL.instant)
        world = await watched.at_revision(connection, seen["revision"])
    now, done = seen["now"], 0
    if seen["next"] is not None and seen["next"] <= now:
        done = await remind_due(pool) + await freeze_due(pool, watched) + await judge_due(pool, watched)
    if world.playbook.meetings is None:
        return done
    async with pool.acquire() as connection, connection.transaction():
        done += await _plan(connection, world, world.playbook.meetings, now)
        done += await _remind(connection, world)
    return done + await _draw(pool, now)


async def plan_one(connection: Connection, on: date, *, starts_at: datetime, kind: str, by: str) -> str:
    """Plan a meeting by hand; give its name. It begins now, so its last day is today: that is what is looked at."""
    length = (FORTNIGHT if kind == "pack" else QUARTER * FORTNIGHT) - timedelta(days=1)
    name = f"{on}" if kind == "pack" else f"{on}-definition"
    await meetings.plan(connection, Planned(id=name, kind=kind, starts_at=starts_at, since=starts_at - length), by=by)
    return name


async def _plan(connection: Connection, world: World, agreed: Meetings, now: datetime) -> int:
    """The next meeting is there, with its review of the definition every seventh time, and people are invited."""
    zone = world.hours((agreed.calendar,)).zone
    nth = agreed.next_after(now, zone)
    starts = agreed.start(nth, zone)
    kinds = ["pack", *(["definition"] if nth % QUARTER == QUARTER - 1 else [])]
    new = 0
    for kind in kinds:
        length = FORTNIGHT if kind == "pack" else QUARTER * FORTNIGHT
        planned = Planned(
            id=f"{starts.date()}" if kind == "pack" else f"{starts.date()}-definition",
            kind=kind,
            starts_at=starts,
            since=starts - length,
            remind_at=starts - agreed.remind,
        )
        if await meetings.plan(connection, planned, by=BY):
            new += 1
            await _invite(connection, world, planned, "invitation")
    return new


async def _remind(connection: Connection, world: World) -> int:
    rows = await connection.fetch(SQL.to_remind)
    for row in rows:
        starts = row["starts_at"]
        await _invite(
            connection, world, Planned(id=row["id"], kind=row["kind"], starts_at=starts, since=starts), "reminder"
        )
    return len(rows)


async def _invite(connection: Connection, world: World, planned: Planned, what: str) -> None:
    of = await leaders(connection, world)
    agreed = world.playbook.meetings
    zone = world.hours((agreed.calendar,)).zone if agreed else None
    when = planned.starts_at.astimezone(zone)
    about = "Review of the definition" if planned.kind == "definition" else "Marketing and sales"
    news = TellLeader(
        key=f"meeting/{planned.id}/{what}",
        kind="meeting" if what == "invitation" else "meeting_reminder",
        to="",
        name="",
        subject=f"{about}: {when:%A, %-d %b %Y, %H:%M}",
        lines=(
            f"{when:%A, %-d %b %Y, %H:%M} ({place(zone)} time).",
            "Three items: SLA performance, disposition trends, definition changes."
            if planned.kind == "pack"
            else "Examples that no longer hold, rules that never count, how far both sides agree.",
            "The numbers stand still when the meeting begins; until then the page shows how they stand now.",
        ),
        path=f"/meeting/{planned.id}",
        button="Open the pack",
    )
    for side in ("sales", "marketing"):
        await tell(connection, of[side], news)


async def _draw(pool: asyncpg.Pool, now: datetime) -> int:
    """The month's sample is drawn in its first days; a month without MQLs has none."""
    if now.day > FIRST_DAYS or await joint_review.review(pool, f"{now:%Y-%m}"):
        return 0
    try:
        await draw_sample(pool, by=BY)
    except Refusal:
        return 0
    return 1
