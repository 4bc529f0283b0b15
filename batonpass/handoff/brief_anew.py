"""What becomes of the brief of a lead that was handed over before, when more is known?"""

from __future__ import annotations

from . import clock as promises
from .brief import brief
from .brief_second import second_brief
from .facts import Briefed
from .pledges import BRIEF
from .take_back import handed_by
from .walk import Walk


def completed(walk: Walk) -> None:
    """Marketing's promise of a complete brief is kept when nothing is missing any more."""
    clock = walk.lead.running(BRIEF)
    if clock is None:
        return
    fresh = brief(walk.lead, walk.setting)
    if fresh.missing != walk.lead.brief_missing:
        brief_anew(walk, fresh)
    if not fresh.missing:
        walk.keep(promises.stop(clock, walk.setting, at=walk.setting.at, because="the brief is complete"))


def brief_anew(walk: Walk, fresh: Briefed | None = None) -> None:
    """What its owner reads, from what is known now; an account executive reads what was found out as well.

    `fresh` is the brief where it was written already.
    """
    walk.keep(fresh or brief(walk.lead, walk.setting))
    if handed_by(walk.lead):
        walk.keep(second_brief(walk.lead, walk.setting))
