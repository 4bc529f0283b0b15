"""How are lengths, shares and counts said, so that a sales leader reads them without a legend?"""

from collections.abc import Iterable
from typing import Final

from batonpass.learn.intervals import Quantile, Rate

MINUTE, HOUR, DAY, WEEK = 60.0, 3_600.0, 86_400.0, 604_800.0
_UNITS: Final = ((2 * DAY, DAY, "d"), (2 * HOUR, HOUR, "h"), (MINUTE, MINUTE, "min"), (0.0, 1.0, "s"))
_TEN: Final = 10


def number(value: float) -> str:
    """A count with its thousands apart."""
    return f"{value:,.0f}"


def plural(count: int, what: str) -> str:
    """`1 row`, `2 rows`."""
    return f"{number(count)} {what}" + ("" if count == 1 else "s")


def listed(things: Iterable[object]) -> str:
    """Several things in one line."""
    return ", ".join(str(thing) for thing in things)


def length(seconds: float | None, *, days: bool = False) -> str:
    """A length of time in its natural unit: 45 s, 12 min, 3.5 h, 14 d; a dash for none."""
    if seconds is None:
        return "\N{EN DASH}"
    if days:
        return f"{seconds / DAY:.0f} d"
    least, unit, name = next(one for one in _UNITS if seconds >= one[0] or not one[0])
    shown = seconds / unit
    return f"{shown:.0f} {name}" if shown >= _TEN or shown == round(shown) or not least else f"{shown:.1f} {name}"


def brief(seconds: float | None) -> str:
    """A length in the fewest letters, for a small cell: 40s, 12m, 3.5h, 14d."""
    if seconds is None:
        return "\N{EN DASH}"
    unit, name = next(
        (u, n)
        for least, u, n in ((DAY, DAY, "d"), (HOUR, HOUR, "h"), (MINUTE, MINUTE, "m"), (0.0, 1.0, "s"))
        if seconds >= least
    )
    shown = seconds / unit
    return f"{shown:.0f}{name}" if shown >= _TEN or shown == round(shown) or unit < HOUR else f"{shown:.1f}{name}"


def between(share: Rate) -> str:
    """Only the interval: 9.9 to 11.2 %; or how many of how many."""
    if share.low is None or share.high is None:
        return f"{number(share.hits)} of {number(share.of)}: too few to say"
    return f"{100 * share.low:.1f} to {100 * share.high:.1f} %"


def sentence(text: str) -> str:
    """With a capital at its head, unless a column's name stands there."""
    named = text.partition(" ")[0].endswith(":")
    return text if named else text[:1].upper() + text[1:]


def percent(share: float | None, *, digits: int = 1) -> str:
    """A share in percent; a dash for none."""
    return "\N{EN DASH}" if share is None else f"{100 * share:.{digits}f} %"


def rate(share: Rate | None) -> str:
    """A share with its interval: 10.5 % (9.9 to 11.2); or how many of how many, when too few to say."""
    if share is None:
        return "\N{EN DASH}"
    if share.rate is None or share.low is None or share.high is None:
        return f"{number(share.hits)} of {number(share.of)}: too few to say"
    return f"{percent(share.rate)} ({100 * share.low:.1f} to {100 * share.high:.1f})"


def quantile(point: Quantile | None, *, days: bool = False) -> str:
    """A median or the like with its interval: 3.1 h (2.9 to 3.3 h)."""
    if point is None or point.value is None:
        return "\N{EN DASH}" if point is None or not point.of else f"{plural(point.of, 'lead')}: too few to say"
    low = length(point.low, days=days) if point.low is not None else "?"
    high = length(point.high, days=days) if point.high is not None else "?"
    return f"{length(point.value, days=days)} ({low} to {high})"


def chance(p: float | None) -> str:
    """A chance as it is usually written."""
    if p is None:
        return "\N{EN DASH}"
    return "< 0.001" if p < 0.001 else f"{p:.3f}"  # noqa: PLR2004  below, zeros tell nothing


def money(value: float | None, currency: str = "") -> str:
    """An amount, rounded to what it can carry."""
    if value is None:
        return "\N{EN DASH}"
    shown = f"{value / 1e6:.1f} m" if value >= 1e7 else number(round(value, -2) if value >= 1e4 else value)  # noqa: PLR2004
    return f"{shown} {currency}".strip()
