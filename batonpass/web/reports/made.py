"""How does a report come about: the question read, the rounds read, the figures made?"""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, tzinfo

import asyncpg
import numpy as np

from batonpass.handoff.hours import Hours
from batonpass.handoff.reasons import reasons_said
from batonpass.learn.asked import Asked, AskedWrong, asked_of, behind, chosen
from batonpass.learn.reports import REPORTS, Report, behind_columns, made, needed
from batonpass.learn.rounds import Rounds
from batonpass.learn.table import Table
from batonpass.learn.terms import Terms
from batonpass.store.round_days import read_columns, read_now
from batonpass.store.world import Watched, World
from batonpass.tongue.spoken import say

from .kept import MANY, KeptReports


@dataclass(frozen=True, slots=True, kw_only=True)
class Made:
    """A report with the question it answers, as of an instant."""

    report: Report
    asked: Asked
    tables: tuple[Table, ...]
    now: datetime

    def table(self, name: str) -> Table | None:
        """One of its tables."""
        return next((one for one in self.tables if one.name == name), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Moment:
    """Under which agreement a report is made, when, by which zone's days, and from which database."""

    world: World
    now: datetime
    zone: tzinfo
    database: str


KEPT: KeptReports[tuple[Made, ...]] = KeptReports()
"""What this process counted lately."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Behind:
    """The leads behind a figure, each once, in the order they arrived, the latest first."""

    asked: Asked
    leads: tuple[str, ...]
    rounds: int


async def make_report(pool: asyncpg.Pool, watched: Watched, name: str, given: Mapping[str, str]) -> Made:
    """Answer a question with a report. KeyError for a report there is not, AskedWrong for a question that is none."""
    (made,) = await make_reports(pool, watched, [(REPORTS[name], given)])
    return made


async def make_reports(
    pool: asyncpg.Pool, watched: Watched, questions: Sequence[tuple[Report, Mapping[str, str]]], *, many: int = MANY
) -> tuple[Made, ...]:
    """Answer the questions of one page as of one instant, reading what they share once.

    Reading waits for the database; the figures are made in a thread, so that no other page waits for them. What is
    counted of `many` rounds or more is answered so for a minute.
    """
    here = await _moment(pool, watched)
    world, now, zone = here.world, here.now, here.zone
    question = here.database, world.revision, *((one.name, *sorted(given.items())) for one, given in questions)
    if known := KEPT.of(question, now):
        return known
    today, terms = now.astimezone(zone).date(), terms_of(world, zone)
    every = [(one, asked_of(given, today=today, zone=zone, days=one.days)) for one, given in questions]
    spans = [one.span(asked, now) for one, asked in every]
    names = {name for one, asked in every for name in needed(one.columns, asked)}
    since, until = min(first for first, _ in spans), max(last for _, last in spans)
    rounds = await _rounds(pool, since, until, names=tuple(sorted(names)), now=now, zone=zone)
    answer = await asyncio.to_thread(_made, every, rounds, terms)
    if len(rounds) >= many:
        KEPT.keep(question, now, answer)
    return answer


def _made(every: Sequence[tuple[Report, Asked]], rounds: Rounds, terms: Terms) -> tuple[Made, ...]:
    return tuple(
        Made(
            report=one,
            asked=asked,
            tables=made(one, rounds.between(*one.span(asked, rounds.now)), asked, terms),
            now=rounds.now,
        )
        for one, asked in every
    )


async def leads_behind(pool: asyncpg.Pool, watched: Watched, given: Mapping[str, str]) -> Behind:
    """The leads behind a figure, found by the very rules that counted them."""
    here = await _moment(pool, watched)
    asked = asked_of(given, today=here.now.astimezone(here.zone).date(), zone=here.zone)
    names = needed(behind_columns(asked), asked)
    rounds = await _rounds(pool, asked.since, asked.until, names=names, now=here.now, zone=here.zone)
    return await asyncio.to_thread(_behind, rounds, asked)


def _behind(rounds: Rounds, asked: Asked) -> Behind:
    """Figures of promises are of leads that were handed over; the funnel tells of all, the past too."""
    whole = asked.which.keys() <= {"reached", "not_reached"}
    here = rounds if whole else rounds.on_the_way() if "seam" in asked.which else rounds.handed()
    rounds = chosen(here, asked.only)
    rounds = rounds.cut(behind(rounds, asked.which))
    order = np.argsort(-rounds.at("arrived"), kind="stable")
    return Behind(asked=asked, leads=tuple(dict.fromkeys(rounds.leads[order].tolist())), rounds=len(rounds))


def terms_of(world: World, zone: tzinfo) -> Terms:
    """The agreement as reports need it."""
    people = world.directory.reps

    def hours_of(rep: str) -> Hours | None:
        known = people.get(rep)
        try:
            return world.hours((known.calendar,)) if known else None
        except KeyError:
            return None

    return Terms(
        zone=zone,
        house=house_hours(world),
        commitments=world.playbook.commitments,
        tiers=tuple(tier.name for tier in world.playbook.tiers),
        hours_of=hours_of,
        names={rep.id: rep.name for rep in people.values()},
        wire=world.playbook.trip_wire / 100,
        queues=frozenset(world.directory.queues),
        reasons=reasons_said(world.playbook),
    )


def house_hours(world: World) -> Hours:
    """The working time of the house: the default queue's, or that of any calendar there is."""
    queue = world.directory.queues.get(world.playbook.default_queue)
    name = queue.calendar if queue and queue.calendar in world.calendars else next(iter(world.calendars), "")
    if not name:
        raise AskedWrong(
            say("no calendar is known, so nothing can be told in working time; write one into the playbook")
        )
    return world.hours((name,))


async def zone_now(pool: asyncpg.Pool, watched: Watched) -> tuple[tzinfo, datetime]:
    """The zone whose days reports tell of, and the instant."""
    here = await _moment(pool, watched)
    return here.zone, here.now


async def rounds_between(
    pool: asyncpg.Pool, watched: Watched, since: datetime, until: datetime, *, names: tuple[str, ...]
) -> Rounds:
    """The rounds that arrived in [since, until), as reports count them."""
    here = await _moment(pool, watched)
    return await _rounds(pool, since, until, names=names, now=here.now, zone=here.zone)


async def _moment(pool: asyncpg.Pool, watched: Watched) -> Moment:
    async with pool.acquire() as connection:
        seen = await read_now(connection)
        world = await watched.at_revision(connection, seen["revision"])
    zone = house_hours(world).zone if world.calendars else UTC
    return Moment(world=world, now=seen["now"], zone=zone, database=seen["database"])


async def _rounds(
    pool: asyncpg.Pool, since: datetime, until: datetime, *, names: tuple[str, ...], now: datetime, zone: tzinfo
) -> Rounds:
    read = await read_columns(pool, since, until, names)
    return Rounds(arrays=read.arrays, words=read.words, now=now, zone=zone, leads=read.leads)
