"""When is each step of an escalation ladder to be climbed?"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime, timedelta

from .facts import RungAt
from .hours import Hours, due
from .rungs import WHOLE, LadderStep


def lay(
    ladder: Iterable[LadderStep | RungAt],
    at: datetime,
    due_at: datetime,
    *,
    budget: int,
    used: float,
    hours: Hours,
    over: float = 0.0,
) -> tuple[RungAt, ...]:
    """The instants of the ladder's steps in working time; the whole window ends exactly at the due instant.

    The ladder is the playbook's, or the steps of a running clock, which keeps its own (T9). `over` is the working time
    that had passed since it was due: it stays passed when later steps are laid again (T8).
    """
    steps: list[RungAt] = []
    for step in ladder:
        share = timedelta(seconds=budget * step.percent / WHOLE)
        if step.percent < WHOLE:
            when = min(due_at, due(at, max(timedelta(0), share - timedelta(seconds=used)), hours))
        elif step.percent == WHOLE:
            when = due_at
        else:
            left = share - timedelta(seconds=budget + over)
            when = due(max(at, due_at), max(timedelta(0), left), hours)
        steps.append(RungAt(at=when, percent=step.percent, kind=str(step.kind), who=step.who))
    return tuple(steps)


def put_off(earliest: datetime, steps: tuple[RungAt, ...], *, beyond: int = 0) -> tuple[RungAt, ...]:
    """The steps beyond a percentage put off until then; they are put off still when they are laid out again (T12)."""
    return tuple(replace(s, at=max(s.at, earliest)) if s.percent > beyond else s for s in steps)
