"""After how long have nearly all leads got as far as they ever will?"""

from __future__ import annotations

from typing import Final

import numpy as np

from batonpass.learn.intervals import MEDIAN_LEAST, Floats

SHARE: Final = 0.9
"""A month is mature once so many of those who get there have got there."""


def mature_after(ages: Floats, waits: Floats, share: float = SHARE) -> float | None:
    """How many days it takes until nine in ten have got there; None where fewer than ten ever did.

    `ages` is how many days ago each lead that got there came in, `waits` after how many days it got there. Of the young
    only the quick can have arrived yet, and they would make every wait look short. So each wait is weighed against
    those alone that were old enough to have waited as long (the product limit for truncated times), as far as ten were.
    """
    here = waits <= ages
    ages, waits = np.sort(ages[here]), np.sort(waits[here])
    if len(waits) < MEDIAN_LEAST:
        return None
    at, ended = np.unique(waits, return_counts=True)
    old_enough = np.searchsorted(waits, at, side="right") - np.searchsorted(ages, at, side="left")
    measured = np.flatnonzero(old_enough >= MEDIAN_LEAST)
    if not len(measured):
        return float(waits[-1])
    at, ended, old_enough = (one[: measured[-1] + 1] for one in (at, ended, old_enough))
    passed = np.cumprod((1 - ended / np.maximum(old_enough, ended))[::-1])[::-1]
    by_then = np.append(passed[1:], 1.0)
    return float(at[np.searchsorted(by_then, share - 1e-12)])
