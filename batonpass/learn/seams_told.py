"""How does the seam map stand in tables?"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

import numpy as np

from batonpass.learn.asked import Asked
from batonpass.learn.rounds import Rounds, beyond, called, split
from batonpass.learn.seam_map import HUMAN_WHOLE, SYSTEM_WHOLE, WHOLE
from batonpass.learn.seams import Change, Measured, Passage, changes, look, met, waits_at, wholes, worst
from batonpass.learn.seams_when import STILL, when
from batonpass.learn.table import Cell, Column, Row, Table, Type
from batonpass.learn.terms import Terms, name_in

WEEK = timedelta(days=7)
LEADS_MOST = 50
SKIPPED = "A lead that went past a step without it, such as a call before the page was opened, has skipped that seam."
WALL = "Waits are by the clock on the wall; working time is that of each lead's owner."


def seams_report(rounds: Rounds, asked: Asked, terms: Terms) -> tuple[Table, ...]:
    """The seam map of the days asked for, the worst seam of their last week, and where in the week the minutes hide.

    `rounds` also holds as many days before, for the comparison.
    """
    handed = rounds.on_the_way()
    now, before = handed.between(asked.since, asked.until), handed.between(asked.before.since, asked.before.until)
    compared = changes(now, before, terms.hours_of)
    weekly = asked if asked.last - asked.first < WEEK else replace(asked, first=asked.last - WEEK + timedelta(days=1))
    tables = (
        _map("seams", "Where minutes hide", compared, asked),
        _map("sides", "Machines and people apart", wholes(now, before, terms.hours_of), asked),
        *_worst(handed, weekly),
        when(now, asked),
    )
    return (*tables, _by(now, asked, terms)) if asked.by else tables


def _map(name: str, title: str, compared: tuple[Change, ...], asked: Asked) -> Table:
    return Table(
        name=name,
        title=title,
        columns=(
            Column(name="seam", says="Seam", type=Type.TEXT),
            Column(name="says", says="From and to", type=Type.TEXT),
            Column(name="side", says="Whose wait", type=Type.TEXT),
            Column(name="owner", says="Who answers for it", type=Type.TEXT),
            *FIGURES,
            Column(name="working", says="Median, working time", type=Type.SECONDS, interval=True),
            Column(name="before", says="Median before", type=Type.SECONDS, interval=True),
            Column(name="slower", says="Median change", type=Type.SECONDS),
            Column(name="chance", says="Chance of such a difference", type=Type.CHANCE),
        ),
        rows=tuple(_map_row(one, asked) for one in compared),
        notes=(
            STILL,
            SKIPPED,
            WALL,
            f"Before: {asked.before.first} to {asked.before.last}. The chance is adjusted for the seams compared.",
        ),
    )


FIGURES = (
    Column(name="here", says="Leads", type=Type.COUNT),
    Column(name="waiting", says="Wait still", type=Type.COUNT),
    Column(name="skipped", says="Skipped it", type=Type.COUNT),
    Column(name="p50", says="Median", type=Type.SECONDS, interval=True),
    Column(name="p90", says="90 % within", type=Type.SECONDS, interval=True),
    Column(name="p99", says="99 % within", type=Type.SECONDS, interval=True),
)


def _map_row(one: Change, asked: Asked) -> Row:
    seam, now = one.now.seam, one.now
    known = now.p50.value is not None and one.before.p50.value is not None
    cells: tuple[Cell, ...] = (
        seam.name,
        seam.says,
        seam.side.value,
        seam.owner,
        *_figures(now),
        now.working,
        one.before.p50,
        one.slower if known else None,
        one.p if known else None,
    )
    return Row(cells=cells, opens=_opens(seam.name, asked))


def _figures(one: Measured) -> tuple[Cell, ...]:
    return one.here, one.waiting, one.skipped, one.p50, one.p90, one.p99


def _opens(seam: str, asked: Asked, **more: str) -> dict[str, str]:
    return {
        "here": asked.opens(seam=seam, **more),
        "waiting": asked.opens(seam=seam, wait="waiting", **more),
        "skipped": asked.opens(seam=seam, wait="skipped", **more),
        "p50": asked.opens(seam=seam, wait="over", **more),
    }


def _worst(handed: Rounds, week: Asked) -> Iterator[Table]:
    """The seam that got slower for sure and cost the most, and the leads that waited longest at it."""
    now, before = handed.between(week.since, week.until), handed.between(week.before.since, week.before.until)
    found = worst(changes(now, before))
    title = f"The worst seam, {week.first} to {week.last}"
    if found is None:
        nothing = "No seam was slower than in the days before by more than chance."
        yield Table(name="worst", title=title, columns=MAP_OF_WORST, notes=(nothing,))
        return
    seam, slower_p90 = found.now.seam, _apart(found.now.p90.value, found.before.p90.value)
    cells: tuple[Cell, ...] = (
        seam.name, seam.says, seam.side.value, seam.owner, found.now.here, found.now.p50, found.before.p50,
        found.slower, found.now.p90, found.before.p90, slower_p90, found.p,
    )  # fmt: skip
    row = Row(cells=cells, opens=_opens(seam.name, week))
    yield Table(name="worst", title=title, columns=MAP_OF_WORST, rows=(row,), notes=(STILL,))
    yield _longest(now, found)


MAP_OF_WORST = (
    Column(name="seam", says="Seam", type=Type.TEXT),
    Column(name="says", says="From and to", type=Type.TEXT),
    Column(name="side", says="Whose wait", type=Type.TEXT),
    Column(name="owner", says="Who answers for it", type=Type.TEXT),
    Column(name="here", says="Leads", type=Type.COUNT),
    Column(name="p50", says="Median", type=Type.SECONDS, interval=True),
    Column(name="before", says="Median before", type=Type.SECONDS, interval=True),
    Column(name="slower", says="Median change", type=Type.SECONDS),
    Column(name="p90", says="90 % within", type=Type.SECONDS, interval=True),
    Column(name="p90_before", says="90 % before", type=Type.SECONDS, interval=True),
    Column(name="p90_slower", says="Change of the 90 %", type=Type.SECONDS),
    Column(name="chance", says="Chance of such a difference", type=Type.CHANCE),
)


def _apart(now: float | None, before: float | None) -> float | None:
    return now - before if now is not None and before is not None else None


def _longest(now: Rounds, found: Change) -> Table:
    waits = waits_at(now, found.now.seam)
    counted = now.cut(waits.counted) if len(now.leads) else now.cut(np.zeros(len(now), np.bool_))
    seconds, waiting = waits.seconds()[: len(counted)], waits.waiting[waits.counted]
    order = np.argsort(-seconds, kind="stable")[:LEADS_MOST]
    return Table(
        name="worst_leads",
        title="Its leads, the longest wait first",
        columns=(
            Column(name="lead", says="Lead", type=Type.TEXT),
            Column(name="waited", says="Waited", type=Type.SECONDS),
            Column(name="waits", says="Waits still", type=Type.TEXT),
        ),
        rows=tuple(Row(cells=(str(counted.leads[n]), float(seconds[n]), "yes" if waiting[n] else "no")) for n in order),
    )


def _by(now: Rounds, asked: Asked, terms: Terms) -> Table:
    """Each seam for each value of the dimension asked for."""
    seams = met((now,))
    rows = [
        Row(
            cells=(
                name_in(terms, asked.by, group),
                seam.name,
                *_figures(look(way, seam).measured()),
            ),
            opens=_opens(seam.name, asked, **{asked.by: group}),
        )
        for group, part in split(now, asked.by)
        for way in (Passage(part),)
        for seam in (*seams, SYSTEM_WHOLE, HUMAN_WHOLE, WHOLE)
    ]
    return Table(
        name="by",
        title=f"By {called(asked.by)}",
        columns=(
            Column(name="group", says=called(asked.by).capitalize(), type=Type.TEXT),
            Column(name="seam", says="Seam", type=Type.TEXT),
            *FIGURES,
        ),
        rows=tuple(rows),
        notes=(
            STILL,
            "Groups differ in more than this one respect: a difference is no effect of it.",
            *beyond(now, asked.by),
        ),
    )
