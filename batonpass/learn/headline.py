"""The four figures on top, week by week, and the leads nobody works."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Final

import numpy as np

from batonpass.learn.asked import Asked, answers, undisposed, unworked
from batonpass.learn.intervals import Rate, rate_of
from batonpass.learn.rounds import Rounds, local_hours
from batonpass.learn.table import Column, Row, Table, Type
from batonpass.learn.terms import Terms
from batonpass.learn.verdicts import verdicts

WEEKS: Final = 13
EPOCH_DAY: Final = date(1970, 1, 1)
FIGURES: Final = ("followed_up", "accepted", "qualified", "undisposed", "unworked")
COLUMNS: Final = (
    Column(name="leads", says="Handed over", type=Type.COUNT),
    Column(name="followed_up", says="Followed up in time", type=Type.SHARE),
    Column(name="accepted", says="MQL to SAL: accepted of those answered", type=Type.SHARE),
    Column(name="unanswered", says="Not answered yet", type=Type.COUNT),
    Column(name="qualified", says="SAL to SQL, of those decided", type=Type.SHARE),
    Column(name="undecided", says="Accepted and not decided yet", type=Type.COUNT),
    Column(name="undisposed", says="Without a disposition past the limit", type=Type.SHARE),
    Column(name="unworked", says="Past their promise and never worked", type=Type.SHARE),
)
NOTES: Final = (
    "Weeks begin on Monday and hold the leads that arrived in them; the last ones can still change.",
    "A share is of those that came to an end; who has not is counted beside it, never as a failure.",
    "No share is given for fewer than 20.",
)


def headline_report(rounds: Rounds, asked: Asked, _terms: Terms) -> tuple[Table, ...]:
    """The four figures and the unworked leads over the days asked for, over the days before, and week by week."""
    handed = rounds.handed()
    now, before = handed.between(asked.since, asked.until), handed.between(asked.before.since, asked.before.until)
    spans = ((asked, now), (asked.before, before))
    whole = tuple(_row(f"{span.first} to {span.last}", part, span) for span, part in spans)
    name = Column(name="days", says="Days", type=Type.TEXT)
    return (
        Table(name="headline", title="The four figures", columns=(name, *COLUMNS), rows=whole, notes=NOTES[1:]),
        _weeks(handed, asked),
    )


def weeks_of(asked: Asked) -> Asked:
    """So many whole weeks up to the last day asked for, from a Monday on."""
    monday = asked.last - timedelta(days=asked.last.weekday())
    return Asked(first=monday - timedelta(weeks=WEEKS - 1), last=asked.last, zone=asked.zone, only=asked.only)


def _weeks(handed: Rounds, asked: Asked) -> Table:
    span = weeks_of(asked)
    days = local_hours(handed.at("arrived"), span.zone) // 24
    rows: list[Row] = []
    for n in range(WEEKS):
        monday = span.first + timedelta(weeks=n)
        sunday = min(monday + timedelta(days=6), span.last)
        first, last = (monday - EPOCH_DAY).days, (sunday - EPOCH_DAY).days
        week = Asked(first=monday, last=sunday, zone=span.zone, only=span.only)
        rows.append(_row(f"{monday}", handed.cut((days >= first) & (days <= last)), week))
    name = Column(name="week", says="Week from", type=Type.TEXT)
    return Table(name="weeks", title="Week by week", columns=(name, *COLUMNS), rows=tuple(rows), notes=NOTES)


def _row(name: str, part: Rounds, asked: Asked) -> Row:
    accepted, unanswered = acceptance(part)
    qualified, undecided = conversion(part)
    late, told = undisposed(part)
    never, promised = unworked(part), verdicts(part, "first_touch")
    due = promised.kept | promised.broken | promised.excused
    cells = (
        name,
        len(part),
        promised.rate,
        accepted,
        unanswered,
        qualified,
        undecided,
        rate_of(int(late.sum()), int(told.sum())),
        rate_of(int(never.sum()), int((due | never).sum())),
    )
    opens = {
        "leads": asked.opens(only="handed"),
        "followed_up": asked.opens(promise="first_touch", result="broken"),
        "accepted": asked.opens(only="given_back"),
        "unanswered": asked.opens(only="unanswered"),
        "qualified": asked.opens(reached="sql"),
        "undisposed": asked.opens(only="undisposed"),
        "unworked": asked.opens(only="unworked"),
    }
    return Row(cells=cells, opens=opens)


def acceptance(part: Rounds) -> tuple[Rate, int]:
    """Accepted of those that sales answered, and how many it has not."""
    yes, no = answers(part)
    answered = int((yes | no).sum())
    return rate_of(int(yes.sum()), answered), len(part) - answered


def conversion(part: Rounds) -> tuple[Rate, int]:
    """Sales-qualified of the accepted that were decided, and how many were not yet."""
    taken, won = part.has("sal"), part.has("sql")
    over = taken & (won | part.has("disposed") | part.has("rejected") | part.has("ended"))
    return rate_of(int((taken & won).sum()), int(over.sum())), int(np.count_nonzero(taken & ~over))
