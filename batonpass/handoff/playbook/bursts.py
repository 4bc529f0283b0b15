"""What is a machine's doing?"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta


@dataclass(frozen=True, slots=True, kw_only=True)
class Burst:
    """More than `more_than` of these within `within` of each other, or of one `after`, were done by a machine."""

    name: str
    signals: frozenset[str]
    more_than: int
    within: timedelta
    says: str
    after: str | None = None
