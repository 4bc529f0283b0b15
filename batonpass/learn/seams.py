"""Where do the minutes hide between a submission and what becomes of it, and whose minutes are they?"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Final, TypeVar

import numpy as np

from batonpass.handoff.instants import NEVER, since_1970
from batonpass.learn.intervals import Floats, Quantile, benjamini_hochberg
from batonpass.learn.log_rank import log_rank_of
from batonpass.learn.rounds import Flags, Instants, Rounds, places_of, seconds_between
from batonpass.learn.seam_map import HUMAN_WHOLE, POINTS, SEAMS, SYSTEM_WHOLE, WHOLE, Seam, Side
from batonpass.learn.survival import Ordered, curve_through, ordered, wait_of
from batonpass.learn.working_of import HoursOf, Working

SURE: Final = 0.05
Found = TypeVar("Found")


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


class Passage:
    """When each round came to each step, and how it stands at each seam; a step is looked at once for all seams."""

    def __init__(self, rounds: Rounds) -> None:
        """Steps that the rounds do not know are those that nobody asked for."""
        self.rounds = rounds
        self.let_go = rounds.has("ended")
        now = since_1970(rounds.now)
        self.seen = np.where(self.let_go, np.minimum(rounds.at("ended"), now), now)
        self._at: dict[str, tuple[Instants, Flags]] = {}
        self._past: dict[str, Flags] = {}

    def at(self, name: str) -> tuple[Instants, Flags]:
        """When each round came to a step, or NEVER, and which did."""
        found = self._at.get(name)
        if found is None:
            at = point(self.rounds, name)
            found = self._at[name] = at, at != NEVER
        return found

    def past(self, name: str) -> Flags:
        """Which rounds have come to a step after this one."""
        found = self._past.get(name)
        if found is None:
            place = POINTS.index(name) + 1
            if place == len(POINTS):
                return np.zeros(len(self.rounds), np.bool_)
            found = self._past[name] = self.at(POINTS[place])[1] | self.past(POINTS[place])
        return found

    def waits(self, seam: Seam) -> Waits:
        """Who waited how long at a seam. Who has gone on past its end without it has skipped it, and is not counted.

        A lead that ended, given back or let go, waits no longer: it was seen to wait until then.
        """
        (start, here), (end, done) = self.at(seam.start), self.at(seam.end)
        past = self.past(seam.end) & ~done
        seen = np.where(done, end, self.seen)
        return Waits(
            here=here,
            over=here & done,
            waiting=here & ~(done | past | self.let_go),
            skipped=here & past,
            start=start,
            end=np.maximum(seen, np.where(here, start, seen)),
        )


def waits_at(rounds: Rounds, seam: Seam) -> Waits:
    """The waits at one seam alone."""
    return Passage(rounds).waits(seam)


def point(rounds: Rounds, name: str) -> Instants:
    """When each round came to a step, or NEVER, as of one that nobody asked for."""
    match name:
        case "answered":
            return _first(rounds, "accepted", "rejected")
        case "settled":
            return _first(rounds, "disposed", "handed_over")
        case "received":
            return _first(rounds, "taken_over", "returned")
        case "judged":
            asked, decided = point(rounds, "review_asked"), point(rounds, "decided")
            return np.where(asked == NEVER, decided, asked)
        case "begun":
            asked, looked, came = (point(rounds, one) for one in ("review_asked", "reviewed", "submitted"))
            ended, now = point(rounds, "ended"), since_1970(rounds.now)
            over = np.where(ended == NEVER, now, np.minimum(ended, now))
            return came + np.where(asked == NEVER, 0, np.where(looked == NEVER, over, looked) - asked)
        case _:
            known = rounds.arrays.get(f"{name}_at")
            return np.full(len(rounds), NEVER) if known is None else known


def _first(rounds: Rounds, name: str, other: str) -> Instants:
    one, two = point(rounds, name), point(rounds, other)
    return np.where(one == NEVER, two, np.where(two == NEVER, one, np.minimum(one, two)))


def met(rounds: Sequence[Rounds], seams: Sequence[Seam] = SEAMS) -> tuple[Seam, ...]:
    """The seams that somebody came to: rare ones only where there is something to tell."""
    return tuple(one for one in seams if not one.rare or any((point(part, one.rare) != NEVER).any() for part in rounds))


@dataclass(frozen=True, slots=True, kw_only=True)
class Looked:
    """A seam looked at: its waits, and how long the counted ones were, in order and by working time."""

    seam: Seam
    waits: Waits
    ordered: Ordered
    working: Ordered | None

    def measured(self) -> Measured:
        """In figures."""
        waits, count, curve = self.waits, len(self.ordered), curve_through(self.ordered)
        working = self.working
        return Measured(
            seam=self.seam,
            here=int(waits.here.sum()),
            over=int(waits.over.sum()),
            waiting=int(waits.waiting.sum()),
            skipped=int(waits.skipped.sum()),
            p50=wait_of(curve, 0.5, count),
            p90=wait_of(curve, 0.9, count),
            p99=wait_of(curve, 0.99, count, least=100),
            working=wait_of(curve_through(working), 0.5, count) if working and count else Quantile(of=0),
        )


def look(way: Passage, seam: Seam, working: Working | None = None) -> Looked:
    """Put the waits of a seam in order; working time is that of each lead's owner, where hours are given.

    Machines have no working time: they work always.
    """
    waits = way.waits(seam)
    counted = places_of(waits.counted)
    over, start, end = waits.over[counted], waits.start[counted], waits.end[counted]
    human = working if seam.side is Side.HUMAN else None
    found = ordered(*human.between(start, end, over=over, counted=counted)) if human else None
    return Looked(seam=seam, waits=waits, ordered=ordered(seconds_between(start, end), over), working=found)


def measure(rounds: Rounds, seam: Seam, hours_of: HoursOf | None = None) -> Measured:
    """A seam in figures; working time is that of each lead's owner, and of nobody when no hours are given."""
    return look(Passage(rounds), seam, Working(rounds, hours_of) if hours_of else None).measured()


def changes(
    now: Rounds, before: Rounds, hours_of: HoursOf | None = None, *, seams: Sequence[Seam] = SEAMS
) -> tuple[Change, ...]:
    """Each seam now and before, in the order of the way."""
    working = Working(now, hours_of) if hours_of else None
    mine, theirs = Passage(now), Passage(before)

    def told(seam: Seam) -> tuple[Measured, Measured, float]:
        one, other = look(mine, seam, working), look(theirs, seam)
        return one.measured(), other.measured(), log_rank_of(one.ordered, other.ordered)

    each = _two_at_once(told, met((now, before), seams))
    adjusted = benjamini_hochberg([p for _, _, p in each])
    return tuple(Change(now=one, before=other, p=p) for (one, other, _), p in zip(each, adjusted, strict=True))


def wholes(now: Rounds, before: Rounds, hours_of: HoursOf | None) -> tuple[Change, ...]:
    """What machines took, what people took, and both, now and before; they are parts of each other, so uncompared."""
    working = Working(now, hours_of) if hours_of else None
    mine, theirs = Passage(now), Passage(before)

    def told(seam: Seam) -> Change:
        return Change(now=look(mine, seam, working).measured(), before=look(theirs, seam).measured(), p=1.0)

    return tuple(_two_at_once(told, (SYSTEM_WHOLE, HUMAN_WHOLE, WHOLE)))


def _two_at_once(told: Callable[[Seam], Found], seams: Sequence[Seam]) -> list[Found]:
    """What is told of each seam; sorting lets go of the interpreter's lock, so two are looked at at once."""
    with ThreadPoolExecutor(max_workers=2) as hands:
        return list(hands.map(told, seams))


def worst(changed: tuple[Change, ...]) -> Change | None:
    """The seam that cost the most more than before, surely; None when no seam surely got slower."""
    slower = [one for one in changed if one.lost > 0]
    return max(slower, key=lambda one: one.lost, default=None)
