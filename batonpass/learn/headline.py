"""The four figures on top, week by week, and the leads nobody works."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, datetime, timedelta
from typing import Final

import numpy as np

from batonpass.learn.asked import Asked
from batonpass.learn.counted import OPENS, answers, decided, shares
from batonpass.learn.intervals import rate_of
from batonpass.learn.rounds import Flags, Instants, Rounds, local_hours, places_of
from batonpass.learn.table import Column, Row, Table, Type
from batonpass.learn.terms import Terms

WEEKS: Final = 13
EPOCH_DAY: Final = date(1970, 1, 1)
FIGURES: Final = ("followed_up", "accepted", "qualified", "undisposed", "unworked")
COLUMNS: Final = (
    Column(name="leads", says="Handed over", type=Type.COUNT),
    Column(name="followed_up", says="First touch in time", type=Type.SHARE),
    Column(name="accepted", says="MQL to SAL: accepted of those answered", type=Type.SHARE),
    Column(name="unanswered", says="Not answered yet", type=Type.COUNT),
    Column(name="qualified", says="SAL to SQL, of those decided", type=Type.SHARE),
    Column(name="undecided", says="Accepted and not decided yet", type=Type.COUNT),
    Column(name="undisposed", says="Without a disposition past the limit", type=Type.SHARE),
    Column(name="unworked", says="Past their promise and never worked", type=Type.SHARE),
)
WEEK: Final = Column(name="week", says="Week from", type=Type.TEXT)
NOTES: Final = (
    "Weeks begin on Monday and hold the leads that arrived in them; the last ones can still change.",
    "A share is of those that came to an end; who has not is counted beside it, never as a failure.",
    "No share is given for fewer than 20.",
)


def headline_report(rounds: Rounds, asked: Asked, _terms: Terms) -> tuple[Table, ...]:
    """The four figures and the unworked leads over the days asked for, over the days before, and week by week."""
    handed = rounds.handed()
    flags, days = _flags(handed), local_hours(handed.at("arrived"), asked.zone) // 24
    name = Column(name="days", says="Days", type=Type.TEXT)
    whole = tuple(_row(f"{span.first} to {span.last}", flags, days, span) for span in (asked, asked.before))
    weekly = tuple(_row(f"{week.first}", flags, days, week) for week in _weeks(asked, rounds.now))
    return (
        Table(name="headline", title="The four figures", columns=(name, *COLUMNS), rows=whole, notes=NOTES[1:]),
        Table(name="weeks", title="Week by week", columns=(WEEK, *COLUMNS), rows=weekly, notes=NOTES),
    )


def weeks_of(asked: Asked, now: datetime, weeks: int = WEEKS) -> Asked:
    """So many whole weeks up to the last day asked for, from a Monday on; none that has not begun yet."""
    last = min(asked.last, now.astimezone(asked.zone).date())
    monday = last - timedelta(days=last.weekday())
    return Asked(first=monday - timedelta(weeks=weeks - 1), last=last, zone=asked.zone, only=asked.only)


def _weeks(asked: Asked, now: datetime) -> Iterator[Asked]:
    """Week after week up to the last day asked for."""
    span = weeks_of(asked, now)
    for n in range(WEEKS):
        monday = span.first + timedelta(weeks=n)
        sunday = min(monday + timedelta(days=6), span.last)
        yield Asked(first=monday, last=sunday, zone=span.zone, only=span.only)


def _flags(part: Rounds) -> Mapping[str, Flags]:
    """Which leads count where, found once for all days."""
    told, (yes, no), (taken, over) = shares(part), answers(part), decided(part)
    hits = {name: told[name][0] for name in FIGURES}
    of = {f"{name}_of": told[name][1] for name in FIGURES}
    return {**hits, **of, "unanswered": ~(yes | no), "undecided": taken & ~over}


def _row(name: str, flags: Mapping[str, Flags], days: Instants, asked: Asked) -> Row:
    first, last = (asked.first - EPOCH_DAY).days, (asked.last - EPOCH_DAY).days
    here = places_of((days >= first) & (days <= last))
    count = {name: int(np.count_nonzero(flag[here])) for name, flag in flags.items()}
    cells = {one: rate_of(count[one], count[f"{one}_of"]) for one in FIGURES}
    cells |= {one: count[one] for one in ("unanswered", "undecided")} | {"leads": len(days[here])}
    opens = {one: asked.opens(**OPENS[one]) for one in FIGURES}
    opens |= {one: asked.opens(only=one) for one in ("unanswered", "undecided")} | {"leads": asked.opens(only="handed")}
    return Row(cells=(name, *(cells[one.name] for one in COLUMNS)), opens=opens)
