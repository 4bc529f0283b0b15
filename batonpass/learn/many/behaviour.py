"""How many points did each of many leads earn by what they did?"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from batonpass.handoff.instants import EPOCH, MICROSECOND
from batonpass.handoff.playbook import Model, Signal
from batonpass.handoff.score import worth

from . import Many, Small, Truth, Whole

Narrow: TypeAlias = Small | Whole
NEAR_A_TIE = 1e-6
"""So near to half a hundredth, a float cannot tell the side; those few are worked out exactly."""
HUNDRED = 100.0
SMALL_MOST = np.iinfo(np.int32).max


def behaviour(many: Many, models: Sequence[Model], chosen: Small, *, places: int) -> Whole:
    """Points of each lead under its chosen model as of its instant, as `handoff.score` gives them, times 10**places."""
    total = np.zeros(len(many), dtype=np.int64)
    for name in many.acts.names:
        specs = _specs(name, models)
        for signal, under in specs.items():
            points = _points(many, signal, places)
            if len(under) == len(models):
                total += points
            else:
                np.add(total, points, out=total, where=_under(chosen, under, len(models)))
    return total


def _under(chosen: Small, under: list[int], models: int) -> Truth:
    """Which leads chose one of these models."""
    wanted = np.zeros(models, dtype=np.bool_)
    wanted[under] = True
    return wanted[chosen]


def _specs(name: str, models: Sequence[Model]) -> dict[Signal, list[int]]:
    """The different ways in which models count a signal, and which models count it so."""
    found: dict[Signal, list[int]] = {}
    for n, model in enumerate(models):
        if name in model.signals:
            found.setdefault(model.signals[name], []).append(n)
    return found


def _points(many: Many, signal: Signal, places: int) -> Narrow:
    """What a signal gives each lead, whichever model it chose; worked out once."""
    known = many.worked_out.get((signal, places))
    if known is None:
        known = _worked_out(many, signal, places)
        many.worked_out[signal, places] = known
    return known


def _worked_out(many: Many, signal: Signal, places: int) -> Narrow:
    where = many.acts.of(signal.name)
    rows, times = many.acts.rows[where], many.acts.at[where]
    at = many.at[rows]
    early = times <= at
    if not early.all():
        rows, times, at = rows[early], times[early], at[early]
    counted = counting(signal, rows, times)
    if counted is not None:
        rows, times, at = rows[counted], times[counted], at[counted]
    earned = np.bincount(rows, worths(signal, at - times, places=places), minlength=len(many))
    narrow = np.abs(earned).max(initial=0) <= SMALL_MOST
    return earned.astype(np.int32) if narrow else earned.astype(np.int64)


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
    exact: Decimal = worth(signal, EPOCH, EPOCH + age * MICROSECOND)
    return int(exact.scaleb(places))
