"""What can have been found out about whose account a lead is, beside what its address says?"""

from __future__ import annotations

from . import Fact


class AccountMatched(Fact):
    """A person, or a name that is surely the same, says that this lead belongs to that account."""

    by: str
    account: str
    likeness: float
