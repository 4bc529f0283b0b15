"""When is each step of an escalation ladder to be climbed?"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from .facts import RungAt
from .hours import Hours, due
from .record import replace
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
    that had passed since it was due: it stays passed when later steps are laid again (T8). Steps come in their order in
    time, which depends on the window where some are agreed in shares of it and some in minutes.
    """
    steps: list[RungAt] = []
    for share, step in sorted(((_share(step, budget), step) for step in ladder), key=_first):
        percent = step.percent if step.after is None else _percent(share, budget)
        if percent < WHOLE:
            when = min(due_at, due(at, max(timedelta(0), timedelta(seconds=share - used)), hours))
        elif percent == WHOLE:
            when = due_at
        else:
            when = due(max(at, due_at), max(timedelta(0), timedelta(seconds=share - budget - over)), hours)
        after = None if step.after is None else int(share)
        steps.append(RungAt(at=when, percent=percent, kind=str(step.kind), who=step.who, after=after))
    return tuple(steps)


def _share(step: LadderStep | RungAt, budget: int) -> float:
    """How many seconds of working time since the window began a step stands."""
    if step.after is None:
        return budget * step.percent / WHOLE
    return step.after + (budget if isinstance(step, LadderStep) and step.late else 0)


def _first(placed: tuple[float, LadderStep | RungAt]) -> float:
    return placed[0]


def _percent(share: float, budget: int) -> int:
    """The share of the window in whole percent: 100 is its end alone, whatever stands close to that."""
    if share == budget:
        return WHOLE
    percent = int(share * WHOLE / budget) if budget else WHOLE
    return max(1, min(percent, WHOLE - 1)) if share < budget else max(percent, WHOLE + 1)


def put_off(earliest: datetime, steps: tuple[RungAt, ...], *, beyond: int = 0) -> tuple[RungAt, ...]:
    """The steps beyond a percentage put off until then; they are put off still when they are laid out again (T12)."""
    return tuple(replace(s, at=max(s.at, earliest)) if s.percent > beyond else s for s in steps)
