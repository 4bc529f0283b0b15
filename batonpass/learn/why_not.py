"""Why does sales say no, week by week?"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import Final

import numpy as np

from batonpass.learn.asked import GIVEN_BACK, OR, Asked
from batonpass.learn.headline import EPOCH_DAY, WEEK, weeks_of
from batonpass.learn.rounds import Rounds, local_hours, told_apart
from batonpass.learn.table import Column, Row, Table, Type
from batonpass.learn.terms import Terms

NAMED: Final = 5
"""So many reasons have a column of their own; what is said less often stands together."""
OTHERS: Final = ""
"""The column of all others; no reason has an empty name."""
OF_WHY_NOT: Final = ("rejected_at", "reject_reason")
NOTES: Final = (
    "Counted by the week in which a lead arrived; what arrived last may still be given back.",
    "Reasons stand in the order of how often they were given in all these weeks.",
)


def why_not_report(rounds: Rounds, asked: Asked, terms: Terms) -> tuple[Table, ...]:
    """The dashboard's weeks, up to the last day asked for, alone."""
    return (why_not(rounds, weeks_of(asked, rounds.now), terms),)


def why_not(rounds: Rounds, asked: Asked, terms: Terms) -> Table:
    """How many leads of the days asked for were given back for which reason, week by week; frequent reasons first."""
    today = rounds.now.astimezone(asked.zone).date()
    span = replace(asked, last=max(asked.first, min(asked.last, today)))
    monday = span.first - timedelta(days=span.first.weekday())
    count = (span.last - monday).days // 7 + 1
    handed = rounds.handed().between(span.since, span.until)
    back = handed.cut(handed.has("rejected"))
    words, codes = told_apart(back.words["reject_reason"], back.arrays["reject_reason"])
    weeks = (local_hours(back.at("arrived"), asked.zone) // 24 - (monday - EPOCH_DAY).days) // 7
    both = np.bincount(weeks * len(words) + codes, minlength=count * len(words)).reshape(count, len(words))
    order: list[int] = [code for code in np.argsort(-both.sum(axis=0), kind="stable").tolist() if both[:, code].any()]
    said = {words[code]: both[:, code].tolist() for code in order}
    named, rest = list(said)[:NAMED], list(said)[NAMED:]
    if rest:
        said[OTHERS] = [sum(week) for week in zip(*(said[one] for one in rest), strict=True)]
    return Table(
        name="why_not",
        title="Why sales said no, week by week",
        columns=(WEEK, *(_column(one, terms) for one in (*named, *([OTHERS] if rest else [])))),
        rows=tuple(
            _row(span, monday + timedelta(weeks=n), {one: said[one][n] for one in said if one not in rest}, rest)
            for n in range(count)
        ),
        notes=NOTES,
    )


def _column(reason: str, terms: Terms) -> Column:
    says = "other reasons" if reason == OTHERS else terms.reasons.get(reason, reason)
    return Column(name=reason, says=says, type=Type.COUNT)


def _row(span: Asked, monday: date, said: Mapping[str, int], rest: Sequence[str]) -> Row:
    """A week, or as much of it as lies within the days asked for."""
    first, last = max(monday, span.first), min(monday + timedelta(days=6), span.last)
    week = Asked(first=first, last=last, zone=span.zone, only=span.only)
    opens = {one: week.opens(ending=GIVEN_BACK, reason=one or OR.join(rest)) for one, few in said.items() if few}
    return Row(cells=(f"{first}", *said.values()), opens=opens)
