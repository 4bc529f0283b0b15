"""Which counts over time do rules read?"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

ANY = "any"
"""In a feature: whatever the person did, signal or not."""


class FeatureKind(StrEnum):
    """What a feature measures; the value is the word of the playbook."""

    COUNT = "count"
    DAYS_SINCE = "days_since"
    PEOPLE = "people"


@dataclass(frozen=True, slots=True, kw_only=True)
class Feature:
    """A number over time that conditions read as `feature.<name>`.

    How often within `within`; whole days since the last time; people of the account who did it within `within`.
    No `signals` means whatever they did; no `within` means ever.
    """

    name: str
    kind: FeatureKind
    signals: frozenset[str] = frozenset()
    within: timedelta | None = None
