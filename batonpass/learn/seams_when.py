"""When in the week do buyers wait the longest?"""

from __future__ import annotations

from typing import Final

import numpy as np

from batonpass.learn.asked import Asked
from batonpass.learn.rounds import BLOCKS, DAYS, Rounds
from batonpass.learn.seam_map import OF_REVIEW, WHOLE
from batonpass.learn.seams import waits_at
from batonpass.learn.survival import curve_of, wait_of
from batonpass.learn.table import Column, Row, Table, Type
from batonpass.learn.terms import Terms

STILL: Final = (
    "Leads that wait still count for as long as they have waited (Kaplan-Meier); an end nobody can tell is empty."
)
OF_WHEN: Final = ("submitted_at", "touched_at", "disposed_at", *OF_REVIEW)


def when_report(rounds: Rounds, asked: Asked, _terms: Terms) -> tuple[Table, ...]:
    """The hours of the week alone, of the days asked for."""
    return (when(rounds.on_the_way().between(asked.since, asked.until), asked),)


def when(now: Rounds, asked: Asked) -> Table:
    """The median wait for a first touch by the weekday and hours of arrival, on our wall clock."""
    waits, places = waits_at(now, WHOLE), _places(now)
    counted, here = waits.counted, np.bincount(places[waits.here], minlength=len(DAYS) * len(BLOCKS))
    order = np.argsort(places[counted], kind="stable")
    seconds, over, inside = waits.seconds()[order], waits.over[counted][order], places[counted][order]
    edges: list[int] = np.searchsorted(inside, np.arange(len(here) + 1)).tolist()
    occur: list[int] = np.unique(inside).tolist()
    rows: list[Row] = []
    for place in occur:
        day, block = DAYS[place // len(BLOCKS)], BLOCKS[place % len(BLOCKS)]
        cell = slice(edges[place], edges[place + 1])
        told = wait_of(curve_of(seconds[cell], over[cell]), 0.5, len(seconds[cell]))
        opens = {"here": asked.opens(weekday=day, block=block, seam="whole")}
        rows.append(Row(cells=(day, block, int(here[place]), told), opens=opens))
    return Table(
        name="when",
        title="Submitted to first touch, by hours of arrival",
        columns=(
            Column(name="weekday", says="Day", type=Type.TEXT),
            Column(name="block", says="Hours", type=Type.TEXT),
            Column(name="here", says="Leads", type=Type.COUNT),
            Column(name="p50", says="Median", type=Type.SECONDS, interval=True),
        ),
        rows=tuple(rows),
        notes=(STILL,),
    )


def _places(now: Rounds) -> np.ndarray[tuple[int, ...], np.dtype[np.uint8]]:
    """The hours of the week each lead arrived in, as a small number: few enough for a sort by counting."""
    return (now.groups("weekday")[1] * len(BLOCKS) + now.groups("block")[1]).astype(np.uint8)
