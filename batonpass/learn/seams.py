"""Where do the minutes hide between a submission and what becomes of it, and whose minutes are they?"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

import numpy as np

from batonpass.handoff.hours import Hours
from batonpass.learn.intervals import Floats, Quantile, benjamini_hochberg
from batonpass.learn.log_rank import log_rank
from batonpass.learn.rounds import NEVER, Flags, Instants, Rounds, micros, seconds_between
from batonpass.learn.survival import curve_of, wait_of
from batonpass.learn.working import worked

SURE: Final = 0.05


class Side(StrEnum):
    """Whose wait it is: the machine's, which people can only mend, or people's."""

    SYSTEM = "system"
    HUMAN = "human"


@dataclass(frozen=True, slots=True, kw_only=True)
class Seam:
    """A stretch between two steps where a lead can wait. `owner` answers for it."""

    name: str
    start: str
    end: str
    side: Side
    owner: str
    says: str


POINTS: Final = (
    "submitted", "kept", "decided", "routed", "told", "delivered", "looked", "answered", "accepted", "touched",
    "disposed",
)  # fmt: skip
"""The steps in their order; answered is accepted or given back."""
SEAMS: Final = (
    Seam(name="submit-kept", start="submitted", end="kept", side=Side.SYSTEM, owner="marketing operations",
         says="submitted to kept"),
    Seam(name="kept-decided", start="kept", end="decided", side=Side.SYSTEM, owner="revenue operations",
         says="kept to decided"),
    Seam(name="decided-routed", start="decided", end="routed", side=Side.SYSTEM, owner="revenue operations",
         says="decided to given an owner"),
    Seam(name="routed-told", start="routed", end="told", side=Side.SYSTEM, owner="revenue operations",
         says="owner to message"),
    Seam(name="told-delivered", start="told", end="delivered", side=Side.SYSTEM, owner="the platform team",
         says="message to delivered"),
    Seam(name="delivered-looked", start="delivered", end="looked", side=Side.HUMAN, owner="the lead's owner",
         says="delivered to opened"),
    Seam(name="looked-answered", start="looked", end="answered", side=Side.HUMAN, owner="the lead's owner",
         says="opened to accepted or given back"),
    Seam(name="accepted-touched", start="accepted", end="touched", side=Side.HUMAN, owner="the lead's owner",
         says="accepted to first touch"),
    Seam(name="touched-disposed", start="touched", end="disposed", side=Side.HUMAN, owner="the lead's owner",
         says="first touch to disposition"),
)  # fmt: skip
SYSTEM_WHOLE: Final = Seam(
    name="system", start="submitted", end="delivered", side=Side.SYSTEM, owner="the platform team",
    says="all that machines took: submitted to delivered",
)  # fmt: skip
HUMAN_WHOLE: Final = Seam(
    name="human", start="delivered", end="touched", side=Side.HUMAN, owner="the lead's owner",
    says="all that people took: delivered to first touch",
)  # fmt: skip
WHOLE: Final = Seam(
    name="whole", start="submitted", end="touched", side=Side.HUMAN, owner="both",
    says="what the buyer waited: submitted to first touch",
)  # fmt: skip
BY_NAME: Final[Mapping[str, Seam]] = {one.name: one for one in (*SEAMS, SYSTEM_WHOLE, HUMAN_WHOLE, WHOLE)}
COLUMNS: Final = tuple(
    f"{name}_at" for name in (*POINTS, "rejected", "ended", "arrived", "mql") if name != "answered"
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Waits:
    """The waits at one seam: who came to it, whose wait is over, who waits still, and who went on without it.

    `start` and `end` are instants; where a wait is not over, `end` is how far it has been seen.
    """

    here: Flags
    over: Flags
    waiting: Flags
    skipped: Flags
    start: Instants
    end: Instants

    @property
    def counted(self) -> Flags:
        """Those whose wait is known, in full or so far."""
        return self.here & ~self.skipped

    def seconds(self) -> Floats:
        """How long each of the counted waited, or has waited so far, by the clock on the wall."""
        return seconds_between(self.start[self.counted], self.end[self.counted])


@dataclass(frozen=True, slots=True, kw_only=True)
class Measured:
    """A seam in figures: the waits by wall clock, the median by working time too, and how many are in which state."""

    seam: Seam
    here: int
    over: int
    waiting: int
    skipped: int
    p50: Quantile
    p90: Quantile
    p99: Quantile
    working: Quantile


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """A seam now and before; `p` is the chance of such a difference if there were none, among all seams compared."""

    now: Measured
    before: Measured
    p: float

    @property
    def slower(self) -> float:
        """By how many seconds the median rose; nothing where one of them cannot be told."""
        now, before = self.now.p50.value, self.before.p50.value
        return now - before if now is not None and before is not None else 0.0

    @property
    def lost(self) -> float:
        """The seconds all leads of the seam together waited more, if the median stands for them."""
        return self.slower * self.now.here if self.p < SURE else 0.0


def waits_at(rounds: Rounds, seam: Seam) -> Waits:
    """Who waited how long at a seam. Who has gone on past its end without it has skipped it, and is not counted.

    A lead that ended, given back or let go, waits no longer: it was seen to wait until then.
    """
    start, end = point(rounds, seam.start), point(rounds, seam.end)
    here, done = start != NEVER, end != NEVER
    past = np.zeros(len(rounds), np.bool_)
    for later in POINTS[POINTS.index(seam.end) + 1 :]:
        past |= point(rounds, later) != NEVER
    past &= ~done
    ended = rounds.at("ended")
    let_go = (ended != NEVER) & ~done
    now = micros(rounds.now)
    seen = np.where(done, end, np.where(let_go, np.minimum(ended, now), now))
    return Waits(
        here=here,
        over=here & done,
        waiting=here & ~done & ~past & ~let_go,
        skipped=here & past,
        start=start,
        end=np.maximum(seen, np.where(here, start, seen)),
    )


def point(rounds: Rounds, name: str) -> Instants:
    """When each round came to a step, or NEVER."""
    if name != "answered":
        return rounds.at(name)
    accepted, rejected = rounds.at("accepted"), rounds.at("rejected")
    first = np.where(rejected == NEVER, accepted, np.minimum(accepted, rejected))
    return np.where(accepted == NEVER, rejected, first)


def measure(rounds: Rounds, seam: Seam, hours_of: Callable[[str], Hours | None] | None = None) -> Measured:
    """A seam in figures; working time is that of each lead's owner, and of nobody when no hours are given."""
    waits = waits_at(rounds, seam)
    counted, seconds = waits.counted, waits.seconds()
    over, count = waits.over[counted], int(counted.sum())
    curve = curve_of(seconds, over)
    working = Quantile(of=count)
    if hours_of is not None and count:
        working = wait_of(curve_of(*_worked(rounds, waits, hours_of)), 0.5, count)
    return Measured(
        seam=seam,
        here=int(waits.here.sum()),
        over=int(waits.over.sum()),
        waiting=int(waits.waiting.sum()),
        skipped=int(waits.skipped.sum()),
        p50=wait_of(curve, 0.5, count),
        p90=wait_of(curve, 0.9, count),
        p99=wait_of(curve, 0.99, count, least=100),
        working=working,
    )


def changes(now: Rounds, before: Rounds, hours_of: Callable[[str], Hours | None] | None = None) -> tuple[Change, ...]:
    """Each seam now and before, in the order of the way."""
    chances: list[float] = []
    for seam in SEAMS:
        mine, theirs = waits_at(now, seam), waits_at(before, seam)
        mine_over, theirs_over = mine.over[mine.counted], theirs.over[theirs.counted]
        chances.append(log_rank(mine.seconds(), mine_over, theirs.seconds(), theirs_over))
    adjusted = benjamini_hochberg(chances)
    return tuple(
        Change(now=measure(now, seam, hours_of), before=measure(before, seam), p=p)
        for seam, p in zip(SEAMS, adjusted, strict=True)
    )


def worst(changed: tuple[Change, ...]) -> Change | None:
    """The seam that cost the most more than before, surely; None when no seam surely got slower."""
    slower = [one for one in changed if one.lost > 0]
    return max(slower, key=lambda one: one.lost, default=None)


def _worked(rounds: Rounds, waits: Waits, hours_of: Callable[[str], Hours | None]) -> tuple[Floats, Flags]:
    """Working time waited by the hours of each lead's owner; of those whose hours are known."""
    start, end, over = waits.start[waits.counted], waits.end[waits.counted], waits.over[waits.counted]
    owners = rounds.arrays["first_owner"][waits.counted]
    found = np.full(len(start), np.nan)
    hours_by_id: dict[int, tuple[Hours, list[int]]] = {}
    for place in np.unique(owners):
        hours = hours_of(rounds.words["first_owner"][int(place)])
        if hours is not None:
            hours_by_id.setdefault(id(hours), (hours, []))[1].append(int(place))
    for hours, places in hours_by_id.values():
        theirs = np.isin(owners, places)
        found[theirs] = worked(start[theirs], end[theirs], hours)
    known = ~np.isnan(found)
    return found[known], over[known]
