"""What does a meeting's pack hold? Plain data, kept as JSON when the meeting begins and never worked out again."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from batonpass.learn.figures import Figure


@dataclass(frozen=True, slots=True, kw_only=True)
class Week:
    """Promises of a first touch of the leads that arrived in a week."""

    monday: date
    leads: int
    kept: int
    broken: int
    share: float | None
    low: float | None
    high: float | None
    opens: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Tier:
    """A tier's leads and the share touched in time."""

    name: str
    leads: int
    figure: Figure


@dataclass(frozen=True, slots=True, kw_only=True)
class Reason:
    """How many leads ended so, and how many in the period before; `says` is what the reason meant when it was kept."""

    what: str
    reason: str
    leads: int
    before: int
    opens: str = ""
    says: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Changed:
    """Something that was done with a version of the playbook."""

    version: str
    what: str
    by: str
    note: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Past:
    """A decision of an earlier meeting, and whether what was expected of it came true."""

    meeting: str
    item: str
    says: str
    name: str
    expected: str
    review_at: datetime
    verdict: str
    because: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Agreed:
    """How far both sides agreed in one month's joint review."""

    month: str
    alike: int
    leads: int
    ac1: str
    kappa: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Band:
    """How many leads of a band sales found qualified, of those decided."""

    name: str
    leads: int
    qualified: int
    decided: int
    share: float | None
    low: float | None
    high: float | None
    opens: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Pack:
    """The whole pack. The lists of the definition's review are empty in a fortnightly pack.

    `opens`, here and in each part, is the query that lists the leads; packs frozen long ago have none, and no days.
    """

    id: str
    kind: str
    since: datetime
    upto: datetime
    made_at: datetime
    playbook: str
    leads: int
    leads_before: int
    figures: tuple[Figure, ...]
    tiers: tuple[Tier, ...]
    weeks: tuple[Week, ...]
    reasons: tuple[Reason, ...]
    changes: tuple[Changed, ...]
    past: tuple[Past, ...]
    agreed: tuple[Agreed, ...]
    broken: tuple[str, ...] = ()
    dead: tuple[str, ...] = ()
    bands: tuple[Band, ...] = ()
    first: date | None = None
    last: date | None = None
    opens: str = ""
