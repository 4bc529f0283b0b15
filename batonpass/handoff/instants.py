"""How is an instant written as one whole number, where very many of them lie side by side?"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Final

EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
MICROSECOND: Final = timedelta(microseconds=1)
NEVER: Final = -(2**63)
"""Stands for an instant that has not come: the least number that 64 bits hold."""


def since_1970(at: datetime) -> int:
    """The whole microseconds from the beginning of 1970, universal time, to an instant; before it they are negative."""
    return (at - EPOCH) // MICROSECOND
