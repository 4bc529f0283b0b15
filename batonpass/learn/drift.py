"""Do scores still mean what they meant, and do the same kinds of leads still come?

The leads of a time that has passed say within which range each share lay; those after it are bet against that range
(`wager`). No number of looks makes an alarm likelier, and a drift too small to matter raises none.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

import numpy as np

from batonpass.handoff.words import percent
from batonpass.learn.auc import Truth
from batonpass.learn.intervals import Rate, clopper_pearson, rate_of
from batonpass.learn.wager import RISK, wager

BEFORE_LEAST: Final = 100
"""So many leads of the time before a share needs, or there is nothing to compare with."""
SINCE_LEAST: Final = 30
BEFORE_RISK: Final = 0.01
"""The chance, over all groups of one watch, that a range does not hold the share it was drawn for."""
MATTERS: Final = 0.05
"""A share that moved by fewer points than this is not worth a meeting."""


class Watch(StrEnum):
    """What is watched: whether a score still converts as it did, or whether the mix is what it was."""

    CALIBRATION = "calibration"
    MIX = "mix"


@dataclass(frozen=True, slots=True, kw_only=True)
class Drift:
    """One group before and since: its share, the range it was held to, and after how many leads an alarm was due."""

    watch: Watch
    kind: str
    group: str
    before: Rate
    since: Rate
    low: float
    high: float
    alarm_at: int | None

    @property
    def alarmed(self) -> bool:
        """Whether people should look: it left its range, and by enough to matter."""
        return self.alarm_at is not None

    @property
    def says(self) -> str:
        """What happened, in a sentence."""
        was, now = _share(self.before), _share(self.since)
        if self.watch is Watch.MIX:
            return f"{self.kind} {self.group} was {was} of leads and is {now} since"
        return f"leads with {self.kind} {self.group} converted at {was} and do at {now} since"


def calibration_drift(
    kind: str, before: tuple[Sequence[str], Truth], since: tuple[Sequence[str], Truth], *, risk: float = RISK
) -> tuple[Drift, ...]:
    """Of leads whose outcome is known, in the order in which it came: groups (score bands) and who converted."""
    groups = sorted({*before[0]} & {*since[0]})
    was, now = np.array(before[0], dtype=object), np.array(since[0], dtype=object)
    return tuple(
        found
        for group in groups
        if (
            found := _drift(
                Watch.CALIBRATION,
                (kind, group),
                before[1][was == group],
                since[1][now == group],
                risk=risk / len(groups),
            )
        )
    )


def mix_drift(kind: str, before: Sequence[str], since: Sequence[str], *, risk: float = RISK) -> tuple[Drift, ...]:
    """Of all leads in the order of arrival: which value (source, region, band) each has; a value new since counts."""
    groups = sorted({*before, *since})
    was, now = np.array(before, dtype=object), np.array(since, dtype=object)
    return tuple(
        found
        for group in groups
        if (found := _drift(Watch.MIX, (kind, group), was == group, now == group, risk=risk / len(groups)))
    )


def _drift(watch: Watch, named: tuple[str, str], before: Truth, since: Truth, *, risk: float) -> Drift | None:
    """None where there are too few leads to say anything."""
    if len(before) < BEFORE_LEAST or len(since) < SINCE_LEAST:
        return None
    low, high = clopper_pearson(int(before.sum()), len(before), BEFORE_RISK * risk / RISK)
    low, high = max(0.0, low - MATTERS), min(1.0, high + MATTERS)
    return Drift(
        watch=watch,
        kind=named[0],
        group=named[1],
        before=rate_of(int(before.sum()), len(before)),
        since=rate_of(int(since.sum()), len(since)),
        low=low,
        high=high,
        alarm_at=wager(since, low, high, risk=risk).alarm_at,
    )


def _share(rate: Rate) -> str:
    return "too few to say" if rate.rate is None else f"{percent(rate.rate)}"
