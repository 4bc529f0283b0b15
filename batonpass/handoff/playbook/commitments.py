"""What did marketing and sales promise each other for the month?"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True, kw_only=True)
class Commitments:
    """Both sides' promises, under equal rules. Shares are whole percents; None is not promised.

    Marketing: so many leads ready for sales a month; of those that sales answered, so many accepted; so many with a
    complete brief, and with a known source, at the hand-over. Sales: of each promise by name, so many kept.
    """

    qualified_a_month: int | None = None
    accepted: int | None = None
    brief_complete: int | None = None
    source_known: int | None = None
    kept: Mapping[str, int] = field(default_factory=dict[str, int])

    def of_sales(self, promise: str) -> int | None:
        """The share of this promise that sales keeps, in percent; None where none is agreed."""
        return self.kept.get(promise)


SALES = ("first_touch", "accept", "dispose", "cadence")
"""The promises of sales that a playbook may commit to."""
