"""How far may a count be off, if chance alone made it so?"""

from __future__ import annotations

from math import sqrt

from batonpass.learn.intervals import Z


def count_interval(count: int) -> tuple[float, float]:
    """The 95 % interval for the rate behind a count, by the square roots of Poisson's law with their correction.

    Within a hundredth of the exact one from about five on, and never below nothing.
    """
    low = count * (1 - 1 / (9 * count) - Z / (3 * sqrt(count))) ** 3 if count else 0.0
    up = count + 1
    return max(0.0, low), up * (1 - 1 / (9 * up) + Z / (3 * sqrt(up))) ** 3
