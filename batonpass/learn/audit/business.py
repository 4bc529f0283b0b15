"""How much working time lies between a million pairs of instants, by a calendar of `handoff.hours`?"""

from collections.abc import Callable
from typing import Final

import numpy as np
import numpy.typing as npt

from batonpass.handoff.hours import FIRST_YEAR, LAST_YEAR, Hours

Micros = npt.NDArray[np.int64]
Worked = Callable[[Micros, Micros], npt.NDArray[np.float64]]
_YEAR: Final = "datetime64[Y]"
_EPOCH_YEAR: Final = 1970


def worked_between(hours: Hours) -> Worked:
    """Make the question ready: seconds of working time from the first instants to the second, in microseconds UTC.

    It reads the same totals as `elapsed`, so the two never disagree. Nothing passed if the end is not after the start.
    """

    def worked(start: Micros, end: Micros) -> npt.NDArray[np.float64]:
        if not start.size:
            return np.zeros(0)
        first, last = _years(start, end)
        base = 0
        opens: list[npt.NDArray[np.int64]] = []
        closes: list[npt.NDArray[np.int64]] = []
        totals: list[npt.NDArray[np.int64]] = [np.zeros(1, np.int64)]
        for number in range(first, last + 1):
            year = hours.year(number)
            opens.append(np.asarray(year.opens, np.int64))
            closes.append(np.asarray(year.closes, np.int64))
            totals.append(np.asarray(year.worked[1:], np.int64) + base)
            base += year.worked[-1]
        begun = _passed(np.concatenate(opens), np.concatenate(closes), np.concatenate(totals))
        return np.maximum(begun(end) - begun(start), 0) / 1e6

    return worked


def _years(start: Micros, end: Micros) -> tuple[int, int]:
    low, high = min(start.min(), end.min()), max(start.max(), end.max())
    years = np.array([low, high]).astype("datetime64[us]").astype(_YEAR).astype(int) + _EPOCH_YEAR
    return max(int(years[0]), FIRST_YEAR), min(int(years[1]), LAST_YEAR)


def _passed(opens: Micros, closes: Micros, totals: Micros) -> Callable[[Micros], Micros]:
    """The working time before an instant, counted from the first year that was asked for."""
    if not opens.size:
        return lambda at: np.zeros(at.size, np.int64)

    def passed(at: Micros) -> Micros:
        begun = np.searchsorted(opens, at, side="right")
        last_close = closes[np.maximum(begun - 1, 0)]
        over = np.where(begun > 0, np.maximum(last_close - at, 0), 0)
        return totals[begun] - over

    return passed
