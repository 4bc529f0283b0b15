"""In which states of a log do leads spend their time?"""

from dataclasses import dataclass
from typing import Final

import polars as pl

from batonpass.learn.audit.log import Log
from batonpass.learn.audit.roles import Role
from batonpass.learn.intervals import MEDIAN_LEAST, Quantile, quantile_of

SHOWN: Final = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class Stay:
    """One state: how long leads stayed in it, all visits together, and its part of all time in all states."""

    state: str
    median: Quantile
    p90: Quantile
    share_of_time: float


def stays(log: Log | None) -> tuple[Stay, ...]:
    """The states of a log, the one that takes most time first; states of few leads are left out."""
    if log is None or not log.stays.height:
        return ()
    whole = float(log.stays["stay"].sum()) or 1.0
    totals = log.stays.group_by(Role.STATUS).agg(pl.col("stay").sum().alias("whole"), pl.len().alias("leads"))
    known = totals.filter(pl.col("leads") >= MEDIAN_LEAST).sort("whole", descending=True).head(SHOWN)
    return tuple(_stay(log, str(state), float(time) / whole) for state, time, _ in known.iter_rows())


def _stay(log: Log, state: str, share: float) -> Stay:
    held = log.stays.filter(pl.col(Role.STATUS) == state)["stay"].to_numpy()
    return Stay(state=state, median=quantile_of(held, 0.5), p90=quantile_of(held, 0.9), share_of_time=share)
