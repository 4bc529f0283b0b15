"""What must a report know beside the rounds: who people are, when they work, and what was promised?"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import tzinfo

from batonpass.handoff.hours import Hours
from batonpass.handoff.playbook.commitments import Commitments


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """The agreement as reports need it. `hours_of` is an owner's working time, None for who has none.

    `reasons` is what codes mean, `wire` the share of rejections that was agreed on, `queues` hold what nobody does.
    """

    zone: tzinfo
    house: Hours
    commitments: Commitments
    tiers: tuple[str, ...]
    hours_of: Callable[[str], Hours | None]
    names: Mapping[str, str] = field(default_factory=dict[str, str])
    reasons: Mapping[str, str] = field(default_factory=dict[str, str])
    wire: float = 0.2
    queues: frozenset[str] = frozenset()

    def name(self, rep: str) -> str:
        """A person's name, or the id of who is gone."""
        return self.names.get(rep, rep)


def name_in(terms: Terms, by: str, group: str) -> str:
    """A value of a dimension as people read it: a person by name."""
    return terms.name(group) if by == "owner" else group
