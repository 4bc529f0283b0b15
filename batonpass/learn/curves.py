"""How much of a curve lies below a point: the incomplete beta and gamma functions that exact intervals stand on."""

from math import erfc, exp, inf, lgamma, log, log1p, sqrt
from typing import Final

TERMS_MOST: Final = 20_000
TINY: Final = 1e-300
CLOSE: Final = 1e-15


def normal_beyond(z: float) -> float:
    """The chance that a normal value lies further from its mean than `z` standard deviations, on either side."""
    return erfc(abs(z) / sqrt(2))


def beta_below(x: float, a: float, b: float) -> float:
    """The regularised incomplete beta function I_x(a, b), for positive a and b (Lentz's continued fraction)."""
    if x <= 0:
        return 0.0
    if x >= 1:
        return 1.0
    front = exp(lgamma(a + b) - lgamma(a) - lgamma(b) + a * log(x) + b * log1p(-x))
    if x < (a + 1) / (a + b + 2):
        return front * _beta_fraction(x, a, b) / a
    return 1.0 - front * _beta_fraction(1 - x, b, a) / b


def beta_quantile(share: float, a: float, b: float) -> float:
    """The x at which I_x(a, b) is `share`, by halving: slow, and never wrong."""
    low, high = 0.0, 1.0
    while high - low > CLOSE * max(high, 1e-3):
        middle = (low + high) / 2
        if middle in (low, high):
            break
        if beta_below(middle, a, b) < share:
            low = middle
        else:
            high = middle
    return (low + high) / 2


def gamma_above(a: float, x: float) -> float:
    """The regularised upper incomplete gamma function Q(a, x), for positive a: what lies above x."""
    if x <= 0:
        return 1.0
    if x == inf:
        return 0.0
    front = exp(a * log(x) - x - lgamma(a))
    return 1.0 - front * _gamma_series(a, x) if x < a + 1 else front * _gamma_fraction(a, x)


def chi_square_above(x: float, freedom: int) -> float:
    """The chance of a chi-square value beyond x with so many degrees of freedom."""
    return gamma_above(freedom / 2, x / 2)


def _beta_fraction(x: float, a: float, b: float) -> float:
    c, d = 1.0, 1.0 / _away(1 - (a + b) * x / (a + 1))
    whole = d
    for m in range(1, TERMS_MOST):
        even = m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m))
        d, c = 1.0 / _away(1 + even * d), _away(1 + even / c)
        whole *= d * c
        odd = -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1))
        d, c = 1.0 / _away(1 + odd * d), _away(1 + odd / c)
        whole *= d * c
        if abs(d * c - 1) < CLOSE:
            break
    return whole


def _gamma_series(a: float, x: float) -> float:
    term = whole = 1 / a
    for n in range(1, TERMS_MOST):
        term *= x / (a + n)
        whole += term
        if term < whole * CLOSE:
            break
    return whole


def _gamma_fraction(a: float, x: float) -> float:
    b = x + 1 - a
    c, d = 1 / TINY, 1 / _away(b)
    whole = d
    for n in range(1, TERMS_MOST):
        factor = -n * (n - a)
        b += 2
        d, c = 1 / _away(factor * d + b), _away(b + factor / c)
        whole *= d * c
        if abs(d * c - 1) < CLOSE:
            break
    return whole


def _away(value: float) -> float:
    """Not quite nothing, so that it can be divided by."""
    return value if abs(value) > TINY else TINY
