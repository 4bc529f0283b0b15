"""What is true in the town, so that every report about it can be checked?

Nothing here is estimated: the year is drawn from these numbers. Whether a buyer converts depends on where they came
from and how large their company is, and on nothing else. Above all not on how fast we answered: a report that finds
such an effect is wrong.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from random import Random


class Nature(StrEnum):
    """What a person who writes to us really is."""

    BUYER = "buyer"
    CURIOUS = "curious"
    STUDENT = "student"
    VENDOR = "vendor"
    BOT = "bot"


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """One way to find us: its share of all people, how many of them are no buyers, how many of the rest convert."""

    campaign: str
    medium: str
    channel: str
    page: str
    share: float
    noise: float
    converts: float
    forms: tuple[tuple[str, float], ...]


SOURCES = (
    Source(
        campaign="partner referrals", medium="referral", channel="partner", page="/contact", share=0.06, noise=0.02,
        converts=0.42, forms=(("contact", 5), ("demo", 4), ("pricing", 1)),
    ),
    Source(
        campaign="comparison pages", medium="organic", channel="search", page="/compare", share=0.09, noise=0.05,
        converts=0.30, forms=(("demo", 5), ("pricing", 3), ("trial", 2)),
    ),
    Source(
        campaign="line-side demo", medium="cpc", channel="search", page="/demo", share=0.13, noise=0.12,
        converts=0.20, forms=(("demo", 7), ("pricing", 2), ("contact", 1)),
    ),
    Source(
        campaign="customer stories", medium="email", channel="newsletter", page="/customers", share=0.12, noise=0.05,
        converts=0.18, forms=(("newsletter", 3), ("whitepaper", 3), ("demo", 2), ("contact", 1)),
    ),
    Source(
        campaign="integration guide", medium="organic", channel="search", page="/docs", share=0.14, noise=0.10,
        converts=0.16, forms=(("whitepaper", 5), ("trial", 3), ("demo", 1)),
    ),
    Source(
        campaign="traceability webinar", medium="event", channel="webinar", page="/webinars/trace", share=0.12,
        noise=0.08, converts=0.11, forms=(("webinar", 8), ("demo", 1)),
    ),
    Source(
        campaign="autumn plant fair", medium="event", channel="fair", page="/fair", share=0.12, noise=0.15,
        converts=0.06, forms=(("fair", 8), ("contact", 1), ("demo", 1)),
    ),
    Source(
        campaign="factory e-book", medium="paid social", channel="social", page="/ebook", share=0.17, noise=0.20,
        converts=0.03, forms=(("ebook", 9), ("demo", 1)),
    ),
    Source(
        campaign="bought list", medium="email", channel="outbound", page="/hello", share=0.05, noise=0.30,
        converts=0.005, forms=(("newsletter", 6), ("ebook", 3), ("contact", 1)),
    ),
)  # fmt: skip
"""From best to worst. The loudest (the e-book) is among the worst, the best (referrals) among the smallest."""

SIZES = ((50, 0.3), (250, 0.9), (2_500, 1.3), (10**9, 0.8))
"""Companies below so many people convert so many times as often as their source does."""

NOISE = ((Nature.CURIOUS, 40), (Nature.STUDENT, 20), (Nature.VENDOR, 25), (Nature.BOT, 15))
"""What the noise is made of."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Pace:
    """How much of a promise's window a rep uses up to the first touch: the middle of all answers, and their spread."""

    middle: float
    spread: float


PACE = Pace(middle=0.35, spread=0.65)
PACE_OF = {
    "tiago": Pace(middle=1.25, spread=0.6),
    "bo": Pace(middle=0.25, spread=0.55),
    "greta": Pace(middle=0.28, spread=0.6),
}
SLOW_REP = "tiago"
"""Uses more than a whole window for half of his leads; everybody else is at about a third."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Seam:
    """A time of the week in which one pool does not look: what arrives then waits for its first working day after."""

    pool: str
    zone: str
    weekday: int
    from_hour: int


SLOW_SEAM = Seam(pool="dach", zone="Europe/Berlin", weekday=4, from_hour=13)
"""The DACH pool on Friday afternoons: the week's call with the plants runs until the evening."""

WON_OF_CONVERTED = 0.35
"""So many of those who convert buy in the end, whatever their source."""

OFFERED_OF_LOST = 0.7
"""So many of those who do not buy get as far as an offer; all who buy had one."""

GIVEN_BACK = 0.12
"""So many of those handed over for the first time come back to their SDR, for nobody came to the meeting."""

WORTH_A_ROOT, WORTH_SPREAD = 900, 0.4
"""What is won grows with the square root of the people there, in EUR, whatever the source; deals spread around it."""

ANSWERED_FASTER_CONVERTS_MORE = False
"""Speed changes nothing in the town; leads from good sources are only more often urgent, which can look like it."""


def converts(source: Source, employees: int | None) -> float:
    """How likely a buyer from this source is to convert; without a known size, as often as the source does."""
    factor = next((f for below, f in SIZES if employees is not None and employees < below), 1.0)
    return min(1.0, source.converts * factor)


def chance(*parts: object) -> Random:
    """Give a stream of chance that depends on these parts alone, so that one person's luck never moves another's."""
    return Random("/".join(str(part) for part in parts))  # noqa: S311 - repeatable is the point
