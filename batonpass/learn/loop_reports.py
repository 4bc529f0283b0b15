"""How are the funnel, campaigns and rejections made from rounds, as every report is?"""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Final

import numpy as np

from batonpass.learn.answered import segments_in
from batonpass.learn.asked import Asked, AskedWrong
from batonpass.learn.columns_of import FUNNEL, KINDS, got_there, groups_of, months_of
from batonpass.learn.funnel import cohorts_table, groups_table, maturities
from batonpass.learn.rejections import rejections_table
from batonpass.learn.rounds import Rounds
from batonpass.learn.table import Table
from batonpass.learn.terms import Terms
from batonpass.learn.why_not import why_not

SEGMENTS: Final = ("source", "campaign", "form", "region", "band", "segment", "persona")
OF_FUNNEL: Final = (*FUNNEL, "source", "campaign")
OF_REJECTIONS: Final = (
    "historic", "mql_at", "accepted_at", "rejected_at", "sql_at", "reject_reason", *SEGMENTS,
)  # fmt: skip


def funnel_report(rounds: Rounds, asked: Asked, terms: Terms) -> tuple[Table, ...]:
    """How far each group got, by source where nothing else is asked for; and the months of entry."""
    by = asked.by or "source"
    if by not in KINDS:
        raise AskedWrong(f"by {by}: the funnel can be cut by {', '.join(KINDS)}")
    here = np.ones(len(rounds), np.bool_)

    def between(first: date, last: date) -> str:
        return asked.query(**{"by": "", "from": f"{max(first, asked.first)}", "to": f"{min(last, asked.last)}"})

    mature = maturities(got_there(rounds, rounds.now))
    return (
        _with_past(rounds, groups_table(groups_of(rounds, by, here), by=by, opens=asked.opens(), words=terms.reasons)),
        _with_past(rounds, cohorts_table(months_of(rounds, here, asked.zone), mature, now=rounds.now, opens=between)),
    )


def campaigns_report(rounds: Rounds, asked: Asked, terms: Terms) -> tuple[Table, ...]:
    """The funnel by campaign; leads without one are unknown."""
    groups = groups_of(rounds, "campaign", np.ones(len(rounds), np.bool_))
    table = groups_table(groups, by="campaign", opens=asked.opens(), title="Campaigns", words=terms.reasons)
    return (_with_past(rounds, table),)


def _with_past(rounds: Rounds, table: Table) -> Table:
    """The table, saying how many of its leads lists of the past brought: they lower its shares."""
    past = int(rounds.arrays["historic"].sum())
    if not past:
        return table
    says = f"{past:,} of these leads came in lists of the past: they count from the day their list names, as not ready."
    return replace(table, notes=(*table.notes, says))


def rejections_report(rounds: Rounds, asked: Asked, terms: Terms) -> tuple[Table, ...]:
    """How often each kind of leads was given back, against the wire; and why, week by week of the same days."""
    those = rounds.between(asked.since, asked.until)
    segments = segments_in(those, SEGMENTS, np.ones(len(those), np.bool_))
    table = rejections_table(segments, wire=terms.wire, words=dict(terms.reasons), opens=asked.opens())
    return (table, why_not(rounds, asked, terms))
