"""Did what was expected of a decision come true? Said only as far as the leads can carry it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from math import sqrt

from batonpass.learn.intervals import RATE_LEAST, wilson


class Verdict(StrEnum):
    """What can be said at the review date."""

    CAME_TRUE = "came_true"
    DID_NOT = "did_not"
    CANNOT_TELL = "cannot_tell"


@dataclass(frozen=True, slots=True, kw_only=True)
class Expected:
    """A share was to go up or down by so many percentage points."""

    up: bool
    points: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """The change in percentage points with its 95 % interval (None where too few), the verdict, and why."""

    verdict: Verdict
    before: tuple[int, int]
    after: tuple[int, int]
    change: float | None
    low: float | None
    high: float | None
    because: str


def judge(expected: Expected, before: tuple[int, int], after: tuple[int, int]) -> Judged:
    """Judge a decision by (hits, of) before it and since.

    It came true when the share moved at least as far as expected and further than chance; it did not when even the
    interval's friendlier end falls short; all between cannot be told. Whether the decision caused it, nobody can say.
    """
    few = [side for side, (_, of) in (("before", before), ("since", after)) if of < RATE_LEAST]
    if few:
        says = (
            f"too few cases {' and '.join(few)} the change: {before[1]} and {after[1]}, where {RATE_LEAST} are needed"
        )
        return Judged(
            verdict=Verdict.CANNOT_TELL, before=before, after=after, change=None, low=None, high=None, because=says
        )
    change, low, high = (100 * one for one in _difference(before, after))
    towards, least, most = (change, low, high) if expected.up else (-change, -high, -low)
    verdict, why = _verdict(expected, towards, least=least, most=most)
    return Judged(verdict=verdict, before=before, after=after, change=change, low=low, high=high, because=why)


def _verdict(expected: Expected, towards: float, *, least: float, most: float) -> tuple[Verdict, str]:
    way = "up" if expected.up else "down"
    if most < expected.points:
        return Verdict.DID_NOT, f"{way} by {expected.points:g} points is beyond all that the leads allow for"
    if towards >= expected.points and least > 0:
        return Verdict.CAME_TRUE, f"{way} by at least {expected.points:g} points, and by more than chance"
    return Verdict.CANNOT_TELL, f"the leads allow for {way} by {expected.points:g} points, and for less"


def _difference(before: tuple[int, int], after: tuple[int, int]) -> tuple[float, float, float]:
    """The difference of two shares with Newcombe's interval, from the two Wilson intervals."""
    one, other = before[0] / before[1], after[0] / after[1]
    (low, high), (other_low, other_high) = wilson(*before), wilson(*after)
    change = other - one
    below = sqrt((other - other_low) ** 2 + (high - one) ** 2)
    above = sqrt((other_high - other) ** 2 + (one - low) ** 2)
    return change, change - below, change + above
