"""What does a CRM say became of its records of people: merged into another, deleted, forgotten, or back again?"""

from __future__ import annotations

from dataclasses import dataclass

MERGED, DELETED, FORGOTTEN, BACK = "merged", "deleted", "forgotten", "back"
COMPANY = "accounts are known here by their domains, not by ids of a CRM: each lead stays with its own"
"""Why what becomes of a company's record changes nothing here."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Fate:
    """These records of people lie under `into` now, or are gone, or are there again.

    `forgotten` is deleted for the person's own sake, by the law on personal data.
    """

    system: str
    fate: str
    records: tuple[str, ...]
    into: str = ""

    @property
    def gone(self) -> bool:
        """Is nothing more to be said of these records themselves?"""
        return self.fate in (DELETED, FORGOTTEN)
