"""How long do people wait, when some of them still do?

Whoever still waits has waited at least so long: leaving them out would make every wait look short. The product limit
(Kaplan and Meier) counts each of them for as long as they have been seen to wait.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from batonpass.learn.intervals import MEDIAN_LEAST, Floats, Quantile, Z

A_HAIR = 1 + 1e-9
Flags = npt.NDArray[np.bool_]
Places = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True, kw_only=True)
class Ordered:
    """Waits in any unit, from short to long: those that are over, and those that have lasted so long so far."""

    over: Floats
    still: Floats

    def __len__(self) -> int:
        """How many waits."""
        return len(self.over) + len(self.still)


@dataclass(frozen=True, slots=True, kw_only=True)
class Curve:
    """The share that still waits just after each time at which a wait ended, with its standard error (Greenwood).

    `logs` and `heights` are the share's logarithm and the log-log scale; `reach` is about how far up and down that
    scale the 95 % interval goes, a hair too wide.
    """

    times: Floats
    waiting: Floats
    error: Floats
    logs: Floats
    heights: Floats
    reach: Floats


def ordered(waits: Floats, ended: Flags) -> Ordered:
    """Waits put in order; `ended` says which are over."""
    return Ordered(over=np.sort(waits[ended]), still=np.sort(waits[~ended]))


def curve_of(waits: Floats, ended: Flags) -> Curve:
    """The product limit of waits in any unit; `ended` says which are over, the others have lasted so long so far."""
    return curve_through(ordered(waits, ended))


def curve_through(waits: Ordered) -> Curve:
    """The product limit of waits in order."""
    times, first, ends = steps_of(waits.over)
    at_risk = (len(waits) - first - below(waits.still, times)).astype(np.float64)
    waiting = np.cumprod(1 - ends / at_risk).astype(np.float64)
    with np.errstate(divide="ignore", invalid="ignore"):
        error = waiting * np.sqrt(np.cumsum(ends / (at_risk * (at_risk - ends))))
        error = np.where(waiting > 0, error, np.nan)
        logs = np.log(waiting)
        heights, reach = np.log(-logs), A_HAIR * Z * np.abs(error / (waiting * logs))
    return Curve(times=times, waiting=waiting, error=error, logs=logs, heights=heights, reach=reach)


def steps_of(values: Floats) -> tuple[Floats, Places, Floats]:
    """The different ones of values in order, at which place each begins, and how many there are of each."""
    fresh = np.ones(len(values), np.bool_)
    np.not_equal(values[1:], values[:-1], out=fresh[1:])
    first = np.flatnonzero(fresh)
    return values[first], first, np.diff(first, append=len(values)).astype(np.float64)


def below(values: Floats, times: Floats) -> Places:
    """How many of the values lie below each time; both in order. The fewer are looked up among the more."""
    if len(values) > len(times):
        return np.searchsorted(values, times)
    places = np.searchsorted(times, values, side="right")
    return np.cumsum(np.bincount(places, minlength=len(times) + 1))[: len(times)]


def wait_of(curve: Curve, share: float, count: int, *, least: int = MEDIAN_LEAST) -> Quantile:
    """The time by which this share has stopped waiting, with a 95 % interval; None when too many wait still to say.

    The interval holds every time at which the curve is not surely above or below (on the log-log scale).
    """
    if count < max(least, 1):
        return Quantile(of=count)
    reached = int(np.count_nonzero(curve.waiting > 1 - share + 1e-12))
    value = float(curve.times[reached]) if reached < len(curve.times) else None
    low, high = _interval(curve, share)
    return Quantile(of=count, value=value, low=low, high=high)


def _interval(curve: Curve, share: float) -> tuple[float | None, float | None]:
    middle = np.log(-np.log(1 - share))
    about = np.flatnonzero(np.abs(curve.heights - middle) <= curve.reach)
    waiting, logs = curve.waiting[about], curve.logs[about]
    apart = np.abs((curve.heights[about] - middle) * waiting * logs / curve.error[about])
    near = about[(waiting > 0) & (waiting < 1) & (apart <= Z)]
    if not len(near):
        return None, None
    after = near[-1] + 1
    return float(curve.times[near[0]]), float(curve.times[after]) if after < len(curve.times) else None
