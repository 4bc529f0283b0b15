"""How much is measured in this run?"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """The size of a run; the quick one says whether something broke, the whole one is what we publish."""

    rounds: int = 5
    leads: int = 10_000
    seconds: int = 10
    one_by_one: int = 1_000
    clocks: int = 1_000_000
    many_clocks: int = 5_000_000
    drained: int = 10_000
    fires: int = 300
    snapshot_fires: int = 60_000
    answers: int = 400_000
    mails: int = 3_000
    planned: int = 1_000_000


WHOLE = Plan()
QUICK = Plan(
    rounds=3,
    leads=5_000,
    seconds=4,
    one_by_one=300,
    clocks=200_000,
    many_clocks=500_000,
    drained=10_000,
    fires=60,
    snapshot_fires=20_000,
    answers=100_000,
    mails=500,
    planned=100_000,
)
