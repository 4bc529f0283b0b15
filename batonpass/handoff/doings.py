"""Which of all that a person did does a lead keep in mind?"""

from __future__ import annotations

from collections import Counter
from datetime import datetime, timedelta

from .facts import Captured, Observed
from .lead import ACTIVITIES_MAX, Activity, Lead

MOMENT = timedelta(microseconds=1)


def reached_us(fact: Captured | Observed, round_since: datetime | None) -> datetime:
    """When a doing of theirs came to us. A list of the past tells what was before the round that runs now (A13).

    So a demo that somebody asked for years ago raises no hand in a round that began before the list came.
    """
    if not fact.historic:
        return fact.arrived_at
    return min(fact.at, (round_since or fact.arrived_at) - MOMENT)


def overtaken(fact: Captured, lead: Lead) -> bool:
    """Did they send us something since, though it came to us before (A09)? Then their words now are those."""
    return any(done.at > fact.at and done.detail in lead.forms for done in lead.activities)


def kept(done: tuple[Activity, ...]) -> tuple[Activity, ...]:
    """As many as a lead holds: of each signal the latest by when they happened, in whichever order they arrived.

    What comes often gives way first, so that a thousand views of anything do not hide the one of the price.
    """
    if len(done) <= ACTIVITIES_MAX:
        return done
    latest = sorted(range(len(done)), key=lambda n: done[n].at, reverse=True)
    seen: Counter[str] = Counter()
    ranked: list[tuple[int, int]] = []
    for n in latest:
        ranked.append((seen[done[n].signal], n))
        seen[done[n].signal] += 1
    ranked.sort(key=lambda one: one[0])
    return tuple(done[n] for n in sorted(n for _, n in ranked[:ACTIVITIES_MAX]))
