"""Which rows do the promises of a lead have, when one was made more than once in a round, or was never made?"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator

from batonpass.handoff.facts import Fact, Undone
from batonpass.handoff.lead import ASKED, Clock, ClockState, Lead
from batonpass.handoff.pledges import DISPOSE, ONWARD
from batonpass.handoff.record import replace

AGAIN = frozenset({ASKED, DISPOSE, *ONWARD})
"""Promises that begin again in one round: when an account executive gives a lead back and another is asked, or when
they ask for us once more."""


def named(lead: Lead) -> Iterator[tuple[str, Clock]]:
    """Each clock with the name of its row: the first of a round under its promise, the second with /2 behind it."""
    if lead.second is None and all(clock.promise != ASKED for clock in lead.clocks):
        yield from ((clock.promise, clock) for clock in lead.clocks)
        return
    met: Counter[tuple[str, int]] = Counter()
    for clock in lead.clocks:
        met[clock.promise, clock.cycle] += clock.promise in AGAIN
        number = met[clock.promise, clock.cycle]
        yield f"{clock.promise}/{number}" if number > 1 else clock.promise, clock


def never_made(before: Lead, lead: Lead, facts: Iterable[Fact]) -> Iterator[tuple[str, Clock]]:
    """The promises that a decision had begun and its taking back unmade: their rows run no more, without a verdict."""
    taken_back = next((fact for fact in facts if isinstance(fact, Undone)), None)
    if taken_back is None:
        return
    stand = {(name, clock.cycle) for name, clock in named(lead)}
    for name, clock in named(before):
        if clock.state is ClockState.RUNNING and (name, clock.cycle) not in stand:
            yield name, replace(clock, state=ClockState.CLOSED, ended_at=taken_back.at, steps=())


def promise_of(name: str) -> str:
    """The promise that stands in a row of this name."""
    return name.partition("/")[0]


def may_repeat(lead: Lead, clock: Clock) -> bool:
    """Is its row written though nothing has changed about it? Before rows had numbers, a later promise stood in it."""
    return lead.second is not None and clock.promise in AGAIN and clock.cycle == lead.cycle
