"""How long may we keep somebody who says nothing any more?"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Privacy:
    """Whole months since the last contact by the person, by kind: prospect, customer, disqualified (R40).

    `not_contact` are signals that say nothing of the person, such as an opened mail, which a machine may have opened.
    """

    months: Mapping[str, int]
    not_contact: frozenset[str] = frozenset()


KINDS = ("prospect", "customer", "disqualified")
