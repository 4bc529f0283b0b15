"""How do the figures that both sides meet over stand in a period, each with its interval and what it was before?"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from batonpass.learn.intervals import benjamini_hochberg, difference, rate_of

FIGURES: Mapping[str, tuple[str, str]] = {
    "followed_up": ("First touch in time", "of the promises that came to a verdict"),
    "accepted": ("MQL to SAL, accepted", "of the leads that sales answered"),
    "qualified": ("SAL to SQL", "of the accepted leads that were decided"),
    "undisposed": (
        "Without a disposition past the limit",
        "of the leads worked whose limit has passed or that have one",
    ),
    "unworked": ("Past their promise and never worked", "of the leads whose promise came to an end"),
    "complete": ("Brief complete", "of the leads handed over"),
    "rejected": ("Given back by sales", "of the leads that sales answered"),
}
"""By name, what it says and of what it is a share."""
SURE = 0.05
ENDS: Mapping[str, str] = {"rejected": "accepted"}
"""One is what the other leaves of the same leads, but for those that were accepted first and given back after."""
Pair: TypeAlias = tuple[str, tuple[int, int], tuple[int, int]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """A share of a period beside that of the period before; no share is given for fewer than 20 cases.

    `change` says in words whether the two differ by more than chance; `opens` is the query that lists the leads.
    """

    name: str
    says: str
    of_what: str
    hits: int
    of: int
    share: float | None
    low: float | None
    high: float | None
    before_hits: int
    before_of: int
    before: float | None
    change: str
    opens: str = ""


def compared(pairs: Sequence[Pair]) -> tuple[Figure, ...]:
    """Figures by name, from (hits, of) of the period and of the one before.

    The chance of each change is adjusted for all that stand side by side: of many, one moves far by chance. What is
    given back and what is accepted are one question asked from both ends, and count as one.
    """
    asked = [pair for pair in pairs if _other_end(pair) not in pairs]
    adjusted = benjamini_hochberg([difference(*now, *before) for _, now, before in asked])
    chances = dict(zip(asked, adjusted, strict=True))
    return tuple(_figure(*pair, p=chances[pair] if pair in chances else chances[_other_end(pair)]) for pair in pairs)


def _other_end(pair: Pair) -> Pair:
    """Of what was given back, what was accepted: the same question, where nobody was both."""
    name, (hits, of), (others, of_others) = pair
    return (ENDS.get(name, ""), (of - hits, of), (of_others - others, of_others))


def _figure(name: str, now: tuple[int, int], before: tuple[int, int], *, p: float) -> Figure:
    says, of_what = FIGURES[name]
    rate, earlier = rate_of(*now), rate_of(*before)
    return Figure(
        name=name,
        says=says,
        of_what=of_what,
        hits=rate.hits,
        of=rate.of,
        share=rate.rate,
        low=rate.low,
        high=rate.high,
        before_hits=earlier.hits,
        before_of=earlier.of,
        before=earlier.rate,
        change=_change(p, rate.rate, earlier.rate),
    )


def _change(p: float, share: float | None, earlier: float | None) -> str:
    if share is None or earlier is None:
        return "too few to compare"
    if p >= SURE:
        return "no more than chance"
    return "up" if share > earlier else "down"
