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


@dataclass(frozen=True, slots=True, kw_only=True)
class Curve:
    """The share that still waits just after each time at which a wait ended, with its standard error (Greenwood)."""

    times: Floats
    waiting: Floats
    error: Floats


def curve_of(waits: Floats, ended: Flags) -> Curve:
    """The product limit of waits in any unit; `ended` says which are over, the others have lasted so long so far."""
    order = np.argsort(waits, kind="stable")
    waits, ended = waits[order], ended[order]
    times, first = np.unique(waits, return_index=True)
    ends = np.add.reduceat(ended.astype(float), first) if len(waits) else np.zeros(0)
    at_risk = len(waits) - first.astype(float)
    used = ends > 0
    times, ends, at_risk = times[used], ends[used], at_risk[used]
    waiting = np.cumprod(1 - ends / at_risk).astype(np.float64)
    with np.errstate(divide="ignore", invalid="ignore"):
        error = waiting * np.sqrt(np.cumsum(ends / (at_risk * (at_risk - ends))))
    return Curve(times=times, waiting=waiting, error=np.where(waiting > 0, error, np.nan))


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
    inside = (curve.waiting > 0) & (curve.waiting < 1)
    with np.errstate(divide="ignore", invalid="ignore"):
        logs = np.log(curve.waiting)
        apart = np.log(-logs) - np.log(-np.log(1 - share))
        reach = np.abs(apart * curve.waiting * logs / curve.error)
    near = np.flatnonzero(inside & (reach <= Z))
    if not len(near):
        return None, None
    after = near[-1] + 1
    return float(curve.times[near[0]]), float(curve.times[after]) if after < len(curve.times) else None
