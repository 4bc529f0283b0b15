"""How long may we keep somebody who says nothing any more?"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Privacy:
    """Whole months since the last contact by the person, by kind: prospect, customer, disqualified (R40).

    `not_contact` are signals that say nothing of the person, such as an opened mail, which a machine may have opened.
    What was sent to us is kept word for word for so many `payload_days` (S66); what it told us stays in the facts.
    """

    months: Mapping[str, int]
    not_contact: frozenset[str] = frozenset()
    payload_days: int = 90


KINDS = ("prospect", "customer", "disqualified")
