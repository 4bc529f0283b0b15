"""Which of these acts did a machine do, such as a mail scanner that follows every link?"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator
from datetime import datetime
from decimal import Decimal

from .facts import Part
from .lead import Activity, Lead
from .playbook import Playbook
from .playbook.bursts import Burst
from .record import replace

KIND = "burst"
"""The kind of a part that says what was not counted."""


def done_by_people(
    bursts: tuple[Burst, ...], activities: tuple[Activity, ...], at: datetime
) -> tuple[tuple[Activity, ...], tuple[Part, ...]]:
    """What people did up to an instant, and a part worth nothing for each rule that found a machine, saying how often.

    The order of arrival changes nothing: an act that comes late can still show the others to be a machine's.
    """
    past = [a for a in activities if a.at <= at]
    found: dict[int, Burst] = {}
    for burst in bursts:
        for n in _of_machines(burst, past):
            found.setdefault(n, burst)
    tallies = {burst: sum(1 for one in found.values() if one is burst) for burst in bursts}
    parts = tuple(_part(burst, often) for burst, often in tallies.items() if often)
    return tuple(a for n, a in enumerate(past) if n not in found), parts


def without_machines(lead: Lead, playbook: Playbook) -> Lead:
    """The lead with what people did alone: nobody is told that a mail scanner is interested."""
    if not playbook.bursts or not lead.activities:
        return lead
    done, found = done_by_people(playbook.bursts, lead.activities, max(one.at for one in lead.activities))
    return replace(lead, activities=done) if found else lead


def _of_machines(burst: Burst, past: list[Activity]) -> Iterator[int]:
    """Places of the acts that stand in a window with too many: one that opens at each act, or at each `after`."""
    hits = sorted((a.at, n) for n, a in enumerate(past) if a.signal in burst.signals)
    instants = [at for at, _ in hits]
    opens = instants if burst.after is None else [a.at for a in past if a.signal == burst.after]
    for opened in opens:
        first, end = bisect_left(instants, opened), bisect_left(instants, opened + burst.within)
        if end - first > burst.more_than:
            yield from (n for _, n in hits[first:end])


def _part(burst: Burst, often: int) -> Part:
    seconds = int(burst.within.total_seconds())
    says = f"{burst.says}: {often} within {seconds} seconds {'counts' if often == 1 else 'count'} nothing"
    return Part(rule=burst.name, says=says, points=Decimal(0), kind=KIND)
