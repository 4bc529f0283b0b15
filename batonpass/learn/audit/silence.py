"""Which stage or source was there month after month, and then no more, while leads went on coming?"""

from collections.abc import Iterator
from datetime import date
from itertools import pairwise
from typing import Final

import polars as pl

from batonpass.learn.audit.cohorts import SURPRISING
from batonpass.learn.audit.leads import Leads, on_
from batonpass.learn.audit.roles import Role

LEAST: Final = 20
"""Of fewer days nothing is concluded; the pace is that of the last so many."""
WEEK: Final = 7


def gone_silent(leads: Leads) -> Iterator[tuple[str, date, date, int]]:
    """What went silent, its last day, the day of the last lead, and how many leads it had (0 for a stage)."""
    if not leads.has(on_(Role.CREATED)):
        return
    last = leads.rows[on_(Role.CREATED)].max()
    if not isinstance(last, date):
        return
    for step in leads.steps:
        if step is not Role.CREATED and (since := silent_since(leads.rows[on_(step)].drop_nulls().sort(), last)):
            yield f'"{leads.word(step)}"', since, last, 0
    if leads.has(Role.SOURCE):
        came = leads.rows.select(pl.col(Role.SOURCE), pl.col(on_(Role.CREATED)).alias("came")).drop_nulls()
        for (source,), part in came.partition_by(Role.SOURCE, as_dict=True).items():
            if since := silent_since(part["came"].sort(), last):
                yield f'source "{source}"', since, last, part.height


def silent_since(days: pl.Series, last: date) -> date | None:
    """The last of these sorted days, if going by their latest pace several more should have come until `last`."""
    if days.len() < LEAST:
        return None
    listed: list[date] = days.tail(LEAST).to_list()
    latest = listed[-1]
    pace = LEAST / ((latest - listed[0]).days + 1)
    gap = (last - latest).days
    all_days: list[date] = days.unique().sort().to_list()
    usual = max(((b - a).days for a, b in pairwise(all_days)), default=0)
    return latest if gap * pace > 2 * SURPRISING and gap > max(2 * usual, WEEK) else None
