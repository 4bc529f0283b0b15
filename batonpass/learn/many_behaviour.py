"""How many points did each of many leads earn by what they did?"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from decimal import Decimal

import numpy as np
import numpy.typing as npt

from batonpass.handoff.playbook import Model, Signal
from batonpass.handoff.score import worth

from .many import Acts, Small, Truth, Whole

NEAR_A_TIE = 1e-6
"""So near to half a hundredth, a float cannot tell the side; those few are worked out exactly."""
BEGIN = datetime(1970, 1, 1, tzinfo=UTC)
MICROSECOND = timedelta(microseconds=1)
HUNDRED = 100.0


def behaviour(acts: Acts, models: Sequence[Model], chosen: Small, at: Whole, *, places: int) -> Whole:
    """Points of each lead under its chosen model as of its instant, as `handoff.score` gives them, times 10**places."""
    total = np.zeros(len(at), dtype=np.int64)
    for name in acts.names:
        for signal, under in _specs(name, models).items():
            total += _points(acts, signal, under, chosen, at=at, places=places)
    return total


def _specs(name: str, models: Sequence[Model]) -> dict[Signal, list[int]]:
    """The different ways in which models count a signal, and which models count it so."""
    found: dict[Signal, list[int]] = {}
    for n, model in enumerate(models):
        if name in model.signals:
            found.setdefault(model.signals[name], []).append(n)
    return found


def _points(acts: Acts, signal: Signal, under: list[int], chosen: Small, *, at: Whole, places: int) -> Whole:
    where = acts.of(signal.name)
    rows, times = acts.rows[where], acts.at[where]
    if not len(rows):
        return np.zeros(len(at), dtype=np.int64)
    keep = (times <= at[rows]) & np.isin(chosen[rows], under)
    if not keep.all():
        rows, times = rows[keep], times[keep]
    counted = counting(signal, rows, times)
    if counted is not None:
        rows, times = rows[counted], times[counted]
    earned = np.bincount(rows, worths(signal, at[rows] - times, places=places), minlength=len(at))
    return np.rint(earned).astype(np.int64)


def counting(signal: Signal, rows: Small, times: Whole) -> Truth | None:
    """Which occurrences count: the latest, at most `times` of them in any window of `within`. None: all of them.

    Occurrences of a lead stand together, by time.
    """
    if signal.times is None or not len(rows):
        return None
    first = np.flatnonzero(np.r_[True, rows[1:] != rows[:-1]])
    sizes = np.diff(np.r_[first, len(rows)])
    if sizes.max() <= signal.times:
        return None
    if signal.within is None:
        from_end = np.repeat(first + sizes, sizes) - np.arange(len(rows))
        return from_end <= signal.times
    return _in_windows(signal.times, signal.within // MICROSECOND, times, ends=first + sizes, sizes=sizes)


def _in_windows(
    most: int, within: int, times: Whole, *, ends: npt.NDArray[np.intp], sizes: npt.NDArray[np.intp]
) -> Truth:
    """From the latest back, all leads abreast: one counts unless the `most`-th before it that counted is too near."""
    counts = np.ones(len(times), dtype=np.bool_)
    full = sizes > most
    ends, sizes = ends[full], sizes[full]
    ring = np.zeros((len(ends), most), dtype=np.int64)
    done = np.zeros(len(ends), dtype=np.int64)
    for step in range(int(sizes.max(initial=0))):
        still = np.flatnonzero(sizes > step)
        place = ends[still] - 1 - step
        when, had = times[place], done[still]
        near = (had >= most) & (ring[still, had % most] - when < within)
        counts[place[near]] = False
        goes, took = still[~near], had[~near]
        ring[goes, took % most] = when[~near]
        done[goes] += 1
    return counts


def worths(signal: Signal, age: Whole, *, places: int) -> Whole:
    """Points of occurrences of these ages (microseconds), times 10**places: halved every half-life, to a hundredth."""
    if signal.half_life is None:
        return np.full(len(age), int(signal.points.scaleb(places)), dtype=np.int64)
    halvings = age / (signal.half_life // MICROSECOND)
    hundredths = float(signal.points) * np.exp2(-halvings) * HUNDRED
    whole = np.rint(hundredths)
    unsure = np.abs(np.abs(hundredths - whole) - 0.5) < NEAR_A_TIE
    points = whole.astype(np.int64) * 10 ** (places - 2)
    if unsure.any():
        ages, back = np.unique(age[unsure], return_inverse=True)
        points[unsure] = np.array([_exactly(signal, int(one), places) for one in ages], dtype=np.int64)[back]
    return points


def _exactly(signal: Signal, age: int, places: int) -> int:
    exact: Decimal = worth(signal, BEGIN, BEGIN + age * MICROSECOND)
    return int(exact.scaleb(places))
