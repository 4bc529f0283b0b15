"""Under which name does each promise of a lead stand as a row, when one was made more than once in a round?"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from batonpass.handoff.lead import Clock, Lead
from batonpass.handoff.pledges import DISPOSE, ONWARD

AGAIN = frozenset({DISPOSE, *ONWARD})
"""Promises that begin again in one round when an account executive gives a lead back and another is asked."""


def named(lead: Lead) -> Iterator[tuple[str, Clock]]:
    """Each clock with the name of its row: the first of a round under its promise, the second with /2 behind it."""
    if lead.second is None:
        yield from ((clock.promise, clock) for clock in lead.clocks)
        return
    met: Counter[tuple[str, int]] = Counter()
    for clock in lead.clocks:
        met[clock.promise, clock.cycle] += clock.promise in AGAIN
        number = met[clock.promise, clock.cycle]
        yield f"{clock.promise}/{number}" if number > 1 else clock.promise, clock


def promise_of(name: str) -> str:
    """The promise that stands in a row of this name."""
    return name.partition("/")[0]


def may_repeat(lead: Lead, clock: Clock) -> bool:
    """Is its row written though nothing has changed about it? Before rows had numbers, a later promise stood in it."""
    return lead.second is not None and clock.promise in AGAIN and clock.cycle == lead.cycle
