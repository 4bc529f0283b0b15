"""How many of each month's leads got how far, and which months are too young, cut off, or older than the records?"""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from math import log
from typing import Final

import numpy as np
import numpy.typing as npt
import polars as pl

from batonpass.learn.audit.leads import FOLLOWED, WON, Leads, at_, on_
from batonpass.learn.audit.roles import Role
from batonpass.learn.intervals import Rate, rate_of

SOON: Final = 30
"""Days within which conversions are also counted, so that old and young months can be compared."""
MATURE_SHARE: Final = 0.9
"""A month is mature once so many of its outcomes have come, going by how long outcomes took."""
ASSUMED_DAYS: Final = 90
"""After how many days a month counts as mature where outcomes carry no date."""
SURPRISING: Final = -log(0.01)
"""So many expected, and none there: less than one chance in a hundred."""
MONTHS_SHOWN: Final = 36
THIN: Final = 0.1


class State(StrEnum):
    """What keeps a month from being compared; nothing, if it is whole."""

    WHOLE = ""
    BEGINS_LATE = "the export begins in this month"
    ENDS_EARLY = "the export ends in this month"
    THIN = "hardly any leads: most of this month are missing from the export"
    EMPTY = "no lead came in"
    IMMATURE = "too young: outcomes are still to come"
    UNRECORDED = "outcomes were not recorded yet"


@dataclass(frozen=True, slots=True, kw_only=True)
class Cohort:
    """The leads that came in in one month: how many, the share that got there so far, and within 30 days."""

    month: str
    leads: int
    share: Rate | None = None
    soon: Rate | None = None
    state: State = State.WHOLE
    cut: State = State.WHOLE


@dataclass(frozen=True, slots=True, kw_only=True)
class Cohorts:
    """The months, what got there, after how many days a month is mature, and since when outcomes are recorded.

    `settled` is the share of the whole and mature months together.
    """

    outcome: str
    months: tuple[Cohort, ...]
    mature_days: int
    assumed: bool
    recorded_since: date | None = None
    settled: Rate | None = None


def cohorts(leads: Leads) -> Cohorts | None:
    """The months of coming in with what became of their leads; None when no lead has a date."""
    if not leads.has(on_(Role.CREATED)):
        return None
    came = leads.rows[on_(Role.CREATED)].rename("came")
    name, hit, ended = _goal(leads)
    frame = pl.DataFrame({"came": came, "hit": hit, "ended": ended}).filter(pl.col("came").is_not_null())
    lag = (frame["ended"] - frame["came"]).dt.total_days()
    frame = frame.with_columns(lag.alias("lag"))
    since = _recorded_since(frame)
    days, assumed = _mature_after(frame, since)
    until = leads.until.date() if leads.until else None
    months = tuple(_cohort(month, part, since=since, days=days, until=until) for month, part in _by_month(frame))
    months = _cut(months, frame, until)
    whole = [one for one in months if one.state is State.WHOLE and one.cut is not State.THIN and one.share is not None]
    settled = rate_of(sum(one.share.hits for one in whole if one.share), sum(one.leads for one in whole))
    return Cohorts(
        outcome=name,
        months=months[-MONTHS_SHOWN:],
        mature_days=days,
        assumed=assumed,
        recorded_since=since,
        settled=settled if hit.is_not_null().any() else None,
    )


def _goal(leads: Leads) -> tuple[str, pl.Series, pl.Series]:
    """What counts as getting there, who did, and on which day: the outcome, or else the last step that is dated."""
    last = next((step for step in reversed(leads.steps) if leads.rows[at_(step)].is_null().any()), Role.CREATED)
    nothing = pl.Series("ended", [None], dtype=pl.Date).new_from_index(0, leads.rows.height)
    if leads.has(WON):
        ended = leads.rows[on_(Role.WON_AT)] if leads.has(on_(Role.WON_AT)) else nothing
        return leads.outcome, leads.rows[WON].rename("hit"), ended.rename("ended")
    if last is not Role.CREATED:
        return (
            leads.word(last),
            leads.rows[at_(last)].is_not_null().rename("hit"),
            leads.rows[on_(last)].rename("ended"),
        )
    if leads.has(FOLLOWED):
        return "followed up", leads.rows[FOLLOWED].rename("hit"), nothing
    return "", pl.Series("hit", [None], dtype=pl.Boolean).new_from_index(0, leads.rows.height), nothing


def _recorded_since(frame: pl.DataFrame) -> date | None:
    """The day of the first outcome, if leads before it should have had some and have none.

    From the leads that came in later we know how many get there and how soon; so many should have before that day too.
    """
    first = frame["ended"].min()
    if not isinstance(first, date):
        return None
    before, after = frame.filter(pl.col("came") < first), frame.filter(pl.col("came") >= first)
    won = after.filter(pl.col("hit") & (pl.col("lag") >= 0))
    if not before.height or not won.height:
        return None
    ages = (pl.Series([first]).new_from_index(0, before.height) - before["came"]).dt.total_days().to_numpy()
    lags = np.sort(won["lag"].to_numpy())
    sooner: npt.NDArray[np.float64] = np.searchsorted(lags, ages, side="left") / lags.size
    expected = float(sooner.sum()) * won.height / after.height
    return first if expected > SURPRISING else None


def _mature_after(frame: pl.DataFrame, since: date | None) -> tuple[int, bool]:
    """After how many days nine in ten outcomes have come; a stated guess where outcomes have no date."""
    told = frame if since is None else frame.filter(pl.col("came") >= since)
    lags = told.filter(pl.col("hit").fill_null(value=False))["lag"].drop_nulls()
    lags = lags.filter(lags >= 0)
    if not lags.len():
        return ASSUMED_DAYS, True
    return int(np.ceil(np.quantile(lags.to_numpy(), MATURE_SHARE))), False


def _by_month(frame: pl.DataFrame) -> list[tuple[date, pl.DataFrame]]:
    """The leads of each month from the first to the last, also of one in which none came in."""
    parts = frame.with_columns(pl.col("came").dt.month_start().alias("month")).partition_by("month", as_dict=True)
    found = {key[0]: part for key, part in parts.items() if isinstance(key[0], date)}
    months = pl.date_range(min(found), max(found), "1mo", eager=True).to_list() if found else []
    return [(month, found.get(month, frame.clear())) for month in months]


def _cohort(month: date, part: pl.DataFrame, *, since: date | None, days: int, until: date | None) -> Cohort:
    if not part.height:
        return Cohort(month=f"{month:%Y-%m}", leads=0, cut=State.EMPTY)
    known = part["hit"].drop_nulls()
    share = rate_of(int(known.sum()), known.len()) if known.len() else None
    last = _last_day(month)
    soon = None
    if part["lag"].is_not_null().any():
        quick = int((part["hit"] & (part["lag"] <= SOON)).sum())
        soon = rate_of(quick, part.height) if until and last + timedelta(days=SOON) <= until else None
    state = State.WHOLE
    if since is not None and month < since:
        state = State.UNRECORDED
    elif share is not None and until is not None and last + timedelta(days=days) > until:
        state = State.IMMATURE
    return Cohort(month=f"{month:%Y-%m}", leads=part.height, share=share, soon=soon, state=state)


def _cut(months: tuple[Cohort, ...], frame: pl.DataFrame, until: date | None) -> tuple[Cohort, ...]:
    """Mark the first and last month where the export begins or ends within them, going by how many come in a day."""
    if not months:
        return months
    days: list[date] = frame["came"].sort().to_list()
    first, last = days[0], days[-1]
    a_day = frame.height / ((last - first).days + 1)
    done = list(months)
    if (first.day - 1) * a_day > SURPRISING:
        done[0] = _with_cut(done[0], State.BEGINS_LATE)
    missing = (_last_day(last) - last).days
    if missing * a_day > SURPRISING or (until is not None and missing and until < _last_day(last)):
        done[-1] = _with_cut(done[-1], State.ENDS_EARLY)
    return _thinned(done)


def _thinned(months: list[Cohort]) -> tuple[Cohort, ...]:
    """After its largest month, mark those with less than a tenth of what the month of a usual lead has."""
    sizes = np.array([one.leads for one in months])
    usual = float(np.median(np.repeat(sizes, sizes)))
    largest = int(sizes.argmax())
    return tuple(
        _with_cut(one, State.THIN) if place > largest and not one.cut and one.leads < usual * THIN else one
        for place, one in enumerate(months)
    )


def _with_cut(one: Cohort, cut: State) -> Cohort:
    return Cohort(month=one.month, leads=one.leads, share=one.share, soon=one.soon, state=one.state, cut=cut)


def _last_day(day: date) -> date:
    following = date(day.year + day.month // 12, day.month % 12 + 1, 1)
    return following - timedelta(days=1)
