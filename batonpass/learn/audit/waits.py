"""How long do leads wait at each seam, and for the first touch, by the wall clock and by working time?"""

from dataclasses import dataclass
from datetime import timedelta
from itertools import pairwise
from typing import Final

import numpy as np
import numpy.typing as npt
import polars as pl

from batonpass.learn.audit.business import Worked
from batonpass.learn.audit.leads import FOLLOWED, Leads, at_, day_, on_
from batonpass.learn.audit.read import ROW
from batonpass.learn.audit.roles import Role
from batonpass.learn.audit.status import Standing, standings
from batonpass.learn.intervals import Quantile, Rate, quantile_of, rate_of

MINUTE, HOUR, A_DAY = 60.0, 3_600.0, 86_400.0
LIMITS: Final = (
    ("5 minutes", 5 * MINUTE), ("1 hour", HOUR), ("4 hours", 4 * HOUR), ("1 day", A_DAY), ("3 days", 3 * A_DAY),
    ("7 days", 7 * A_DAY),
)  # fmt: skip
WORKING_LIMITS: Final = (
    ("5 minutes", 5 * MINUTE), ("1 hour", HOUR), ("4 hours", 4 * HOUR), ("8 hours", 8 * HOUR), ("24 hours", 24 * HOUR),
)  # fmt: skip
OURS: Final = frozenset(
    {Role.QUALIFIED, Role.ASSIGNED, Role.ACCEPTED, Role.TOUCHED, Role.MEETING, Role.SQL, Role.RESOLVED}
)
"""How long until these is in our hands; how long a buyer takes to decide is not."""
SHOWN_ROWS: Final = 5
Seconds = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True)
class Wait:
    """One seam: how long it took those who passed, how many still wait, and rows whose end lies before their start.

    In `days` where one end is a date without a time. `total` is the time of all together, in seconds. `ours`: how long
    it takes is in our hands. `impossible`: nothing can lie before the lead came in; other steps may come in another
    order. `left_out` are rows that have only a day where others have times.
    """

    start: str
    end: str
    median: Quantile
    p90: Quantile
    days: bool
    waiting: int
    left_out: int
    backwards: int
    impossible: bool
    ours: bool
    total: float
    backwards_rows: tuple[int, ...] = ()
    worst_backwards: float | None = None
    working_median: Quantile | None = None
    working_p90: Quantile | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Within:
    """The share of all leads old enough to tell that were touched within a limit."""

    limit: str
    seconds: float
    share: Rate


@dataclass(frozen=True, slots=True, kw_only=True)
class Delays:
    """Each lead's delay between two steps in seconds, NaN where unknown, and what had to be left out."""

    seconds: Seconds
    working: Seconds | None
    days: bool
    left_out: int
    backwards: npt.NDArray[np.bool_]


def seams(leads: Leads, worked: Worked | None) -> tuple[Wait, ...]:
    """The wait at each seam between dated steps, in their order; who is won is closed, and waits no more."""
    none = (Role.WON_AT, Role.CLOSED)
    return tuple(_wait(leads, a, b, worked) for a, b in pairwise(leads.steps) if (a, b) != none)


def first_touch(leads: Leads, known: tuple[Wait, ...], worked: Worked | None) -> Wait | None:
    """The wait from coming in to the first touch, if the export dates both; perhaps one of the seams known already."""
    ends = leads.word(Role.CREATED), leads.word(Role.TOUCHED)
    direct = next((seam for seam in known if (seam.start, seam.end) == ends), None)
    if direct:
        return direct
    dated = {Role.CREATED, Role.TOUCHED} <= {*leads.steps}
    return _wait(leads, Role.CREATED, Role.TOUCHED, worked) if dated else None


def delays(leads: Leads, start: Role, end: Role, worked: Worked | None = None) -> Delays:
    """How long each lead took from one step to another, by time of day if most rows have one, else in days."""
    rows = leads.rows
    both = (rows[at_(start)].is_not_null() & rows[at_(end)].is_not_null()).to_numpy()
    timed = both & ~_true(rows[day_(start)]) & ~_true(rows[day_(end)])
    in_days = 2 * timed.sum() < both.sum()
    if in_days:
        passed = (rows[on_(end)] - rows[on_(start)]).dt.total_days().cast(pl.Float64) * A_DAY
        used = both
    else:
        passed = (rows[at_(end)] - rows[at_(start)]).dt.total_microseconds().cast(pl.Float64) / 1e6
        used = timed
    seconds = np.where(used, passed.fill_null(float("nan")).to_numpy(), np.nan)
    backwards = seconds < 0
    working = _working(rows, start, end, used=used & ~backwards, worked=worked) if worked and not in_days else None
    return Delays(
        seconds=np.where(backwards, np.nan, seconds),
        working=working,
        days=bool(in_days),
        left_out=int((both & ~used).sum()),
        backwards=backwards,
    )


def within(leads: Leads, worked: Worked | None) -> tuple[tuple[Within, ...], tuple[Within, ...]]:
    """Which share was touched within five minutes, an hour and so on: by the wall clock, and by working time.

    Only leads that came in at least that long before the end of the export count; untouched ones do, as not touched.
    """
    if not {Role.CREATED, Role.TOUCHED} <= {*leads.steps} or leads.until is None:
        return (), ()
    found = delays(leads, Role.CREATED, Role.TOUCHED, worked)
    came = leads.rows[at_(Role.CREATED)]
    usable = came.is_not_null().to_numpy() & ~found.backwards
    usable &= ~(leads.rows[FOLLOWED].fill_null(value=False).to_numpy() & np.isnan(found.seconds))
    starts, end = came.dt.timestamp("us").fill_null(0).to_numpy(), int(leads.until.timestamp() * 1e6)
    age = (end - starts) / 1e6
    limits = LIMITS if not found.days else tuple(one for one in LIMITS if one[1] >= A_DAY)
    wall = tuple(_within(name, limit, found.seconds, usable & (age >= limit)) for name, limit in limits)
    if found.working is None or worked is None:
        return wall, ()
    ends = np.full(came.len(), end)
    working_age = np.where(usable, worked(np.where(usable, starts, ends), ends), -1)
    by_work = tuple(
        _within(name, limit, found.working, usable & (working_age >= limit)) for name, limit in WORKING_LIMITS
    )
    return wall, by_work


def followed_up(leads: Leads) -> Rate | None:
    """The share that was followed up at all, of leads at least a day old; None when nothing tells."""
    if not leads.has(FOLLOWED):
        return None
    known = grown(leads).filter(pl.col(FOLLOWED).is_not_null())
    return rate_of(int(known[FOLLOWED].sum()), known.height)


def grown(leads: Leads, days: float = 1) -> pl.DataFrame:
    """The leads that came in at least so many days before the export ends; all where nothing is dated."""
    if leads.until is None or not leads.has(at_(Role.CREATED)):
        return leads.rows
    return leads.rows.filter(pl.col(at_(Role.CREATED)) <= leads.until - timedelta(days=days))


def _wait(leads: Leads, start: Role, end: Role, worked: Worked | None) -> Wait:
    found = delays(leads, start, end, worked)
    passed = found.seconds[~np.isnan(found.seconds)]
    working = None if found.working is None else found.working[~np.isnan(found.working)]
    began = leads.rows[at_(start)].is_not_null() & leads.rows[at_(end)].is_null()
    if end is Role.WON_AT:
        began &= ~_lost(leads)
    raw = (leads.rows[on_(end)] - leads.rows[on_(start)]).dt.total_days()
    behind = raw.filter(pl.Series(found.backwards))
    return Wait(
        start=leads.word(start),
        end=leads.word(end),
        median=quantile_of(passed, 0.5),
        p90=quantile_of(passed, 0.9),
        days=found.days,
        waiting=int(began.sum()),
        left_out=found.left_out,
        backwards=int(found.backwards.sum()),
        impossible=start is Role.CREATED,
        ours=end in OURS,
        total=float(passed.sum()),
        backwards_rows=tuple(leads.rows[ROW].filter(pl.Series(found.backwards)).head(SHOWN_ROWS).to_list()),
        worst_backwards=float(behind.min()) if behind.len() else None,  # pyright: ignore[reportArgumentType]
        working_median=None if working is None else quantile_of(working, 0.5),
        working_p90=None if working is None else quantile_of(working, 0.9),
    )


def _lost(leads: Leads) -> pl.Series:
    """Who was closed or lost without being won, and waits for that no more; a date ahead is an expected one."""
    none = pl.Series([False]).new_from_index(0, leads.rows.height)
    closed = leads.rows[at_(Role.CLOSED)] <= leads.clocks.at if leads.has(at_(Role.CLOSED)) else none
    lost = standings(leads.rows[Role.STATUS]) == Standing.LOST if leads.has(Role.STATUS) else none
    return closed.fill_null(value=False) | lost.fill_null(value=False)


def _working(rows: pl.DataFrame, start: Role, end: Role, *, used: npt.NDArray[np.bool_], worked: Worked) -> Seconds:
    found = np.full(rows.height, np.nan)
    begins = rows[at_(start)].dt.timestamp("us").fill_null(0).to_numpy()[used]
    ends = rows[at_(end)].dt.timestamp("us").fill_null(0).to_numpy()[used]
    found[used] = worked(begins, ends)
    return found


def _within(name: str, limit: float, seconds: Seconds, old: npt.NDArray[np.bool_]) -> Within:
    soon = old & (np.nan_to_num(seconds, nan=np.inf) <= limit)
    return Within(limit=name, seconds=limit, share=rate_of(int(soon.sum()), int(old.sum())))


def _true(flags: pl.Series) -> npt.NDArray[np.bool_]:
    return flags.fill_null(value=False).to_numpy()
