"""How long do people wait, when some of them still do?

Whoever still waits has waited at least so long: leaving them out would make every wait look short. The product limit
(Kaplan and Meier) counts each of them for as long as they have been seen to wait.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from batonpass.learn.intervals import MEDIAN_LEAST, Floats, Quantile, Z

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
    """The share that still waits just after each time at which a wait ended, with its standard error (Greenwood)."""

    times: Floats
    waiting: Floats
    error: Floats


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
    return Curve(times=times, waiting=waiting, error=np.where(waiting > 0, error, np.nan))


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
    reached = np.flatnonzero(curve.waiting <= 1 - share + 1e-12)
    value = float(curve.times[reached[0]]) if len(reached) else None
    low, high = _interval(curve, share)
    return Quantile(of=count, value=value, low=low, high=high)


def _interval(curve: Curve, share: float) -> tuple[float | None, float | None]:
    with np.errstate(divide="ignore", invalid="ignore"):
        reach = np.abs(_apart(curve.waiting, share) / curve.error)
    near = np.flatnonzero((curve.waiting > 0) & (curve.waiting < 1) & (reach <= Z))
    if not len(near):
        return None, None
    after = near[-1] + 1
    return float(curve.times[near[0]]), float(curve.times[after]) if after < len(curve.times) else None


def _apart(waiting: Floats, share: float) -> Floats:
    """How far each share lies from the one asked about, in shares, as the log-log scale measures it."""
    logs = np.log(waiting)
    return (np.log(-logs) - np.log(-np.log(1 - share))) * waiting * logs
