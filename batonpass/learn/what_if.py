"""What would another playbook have made of a sample of leads as they came, while somebody still writes it?"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

import numpy as np

from batonpass.handoff.people import Directory
from batonpass.handoff.playbook import Stage
from batonpass.handoff.setting import Setting

from .many import STAGE_AT, STAGES, Many, Truth
from .many.route import Goes
from .plan import Flow, Moved, flows, standing
from .plan_look import NOWHERE, Both, Outcome, look_side_by_side

MQL = STAGE_AT[Stage.MQL]
EVERYBODY = "*"


@dataclass(frozen=True, slots=True, kw_only=True)
class WhatIf:
    """The difference on a sample, each lead judged as it came and counted once, under what it changes first.

    `ready` is how many are ready for sales before and after. `next_arrival` is how many would move if they said hello
    again now. `flips` are those that change, stage before tier before owner.
    """

    leads: int
    stage: int
    tier: int
    owner: int
    ready: tuple[int, int]
    stages: tuple[Flow, ...]
    next_arrival: int
    flips: tuple[Moved, ...]

    @property
    def changed(self) -> int:
        """How many leads change at all."""
        return self.stage + self.tier + self.owner


@dataclass(frozen=True, slots=True, kw_only=True)
class Sample:
    """Leads as they stand and as new, and where they stand under the agreement in force; looked at once."""

    many: Many
    new: Many
    before: Setting
    was: Both


def sample_of(many: Many, before: Setting) -> Sample:
    """Look at these leads under the agreement in force."""
    new = many.as_new()
    return Sample(many=many, new=new, before=before, was=_look(many, new, before))


def what_if(sample: Sample, after: Setting, *, shown: int) -> WhatIf:
    """Look at the sample under another agreement; at most `shown` of the leads that change are told one by one.

    Between two people of one pool it is only a matter of whose turn it is, and does not count as a change.
    """
    would = _look(sample.many, sample.new, after)
    return compared(sample.many, sample.was, would, (sample.before.directory, after.directory), shown=shown)


def _look(many: Many, new: Many, setting: Setting) -> Both:
    return look_side_by_side(many, new, setting, np.ones(len(many), dtype=np.bool_))


def compared(many: Many, was: Both, would: Both, people: Sequence[Directory], *, shown: int) -> WhatIf:
    """Compare two looks at a sample."""
    stage, tier, owner = _unlike(was.new, would.new, people)
    rows = np.concatenate([np.flatnonzero(one) for one in (stage, tier, owner)])[:shown]
    names = [one.value for one in STAGES]
    return WhatIf(
        leads=len(many),
        stage=int(stage.sum()),
        tier=int(tier.sum()),
        owner=int(owner.sum()),
        ready=(int((was.new.stage == MQL).sum()), int((would.new.stage == MQL).sum())),
        stages=flows(was.new.stage[stage], would.new.stage[stage], names),
        next_arrival=int(np.logical_or.reduce(_unlike(was.now, would.now, people)).sum()),
        flips=tuple(
            Moved(
                lead=many.ids[int(row)],
                before=standing(many, was.new, int(row), kept=False),
                after=standing(many, would.new, int(row), kept=False),
            )
            for row in rows
        ),
    )


def _unlike(was: Outcome, would: Outcome, people: Sequence[Directory]) -> tuple[Truth, Truth, Truth]:
    """Whose stage changes; whose tier, if not; who goes elsewhere, if neither."""
    stage = was.stage != would.stage
    tier = (was.tier != would.tier) & ~stage
    both = (was.to != NOWHERE) & (would.to != NOWHERE) & ~stage & ~tier
    pools = _pools(people)
    elsewhere = np.array(
        [[one != other and not _by_turns(one, other, pools) for other in would.places] for one in was.places],
        dtype=np.bool_,
    ).reshape(len(was.places), len(would.places))
    owner = np.zeros(len(both), dtype=np.bool_)
    owner[both] = elsewhere[was.to[both], would.to[both]]
    return stage, tier, owner


def _pools(people: Sequence[Directory]) -> set[frozenset[str]]:
    """Who takes turns with whom, under either playbook."""
    return {
        frozenset(member.rep for member in pool.members)
        for directory in people
        for name, pool in directory.pools.items()
        if name != EVERYBODY
    }


def _by_turns(one: Goes, other: Goes, pools: Collection[frozenset[str]]) -> bool:
    """Do these two share a pool?"""
    two = {one[0], other[0]}
    return None not in two and any(two <= members for members in pools)
