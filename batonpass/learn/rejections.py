"""Which kinds of leads does sales give back more often than was agreed, and is it more than chance?"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Final
from urllib.parse import urlencode

from batonpass.handoff.words import percent
from batonpass.learn.intervals import RATE_LEAST, Rate, rate_of
from batonpass.learn.table import Column, Row, Table, Type

UNKNOWN: Final = "unknown"
TRIPS_FROM: Final = 50
"""So many answered leads a segment needs to trip the wire: of fewer, a share above it is chance too often."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Decided:
    """One lead that sales said yes or no to: its segment by kind (source, region, …), and why if it was given back."""

    lead: str
    segments: dict[str, str]
    reason: str | None = None
    by: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Segment:
    """How often one kind of leads was given back, for which reasons (the most frequent first), and which leads."""

    kind: str
    name: str
    rate: Rate
    reasons: tuple[tuple[str, int], ...] = ()
    leads: tuple[str, ...] = field(default_factory=tuple)

    def over(self, wire: float) -> bool:
        """Whether the share stands above the wire, chance or not."""
        return self.rate.rate is not None and self.rate.rate > wire

    def trips(self, wire: float) -> bool:
        """Whether it asks for a change: the share is above what was agreed, of enough leads (F10)."""
        return self.rate.of >= TRIPS_FROM and self.over(wire)

    def surely(self, wire: float) -> bool:
        """Whether the whole 95 % interval lies above the wire, so that chance alone hardly explains it."""
        return self.rate.low is not None and self.rate.low > wire


def segments_of(decided: Iterable[Decided], *, least: int = RATE_LEAST) -> tuple[Segment, ...]:
    """Every segment of every kind, those given back most often first; the whole stands as kind `all`."""
    groups: dict[tuple[str, str], list[Decided]] = {}
    for one in decided:
        for kind, name in (("all", "all leads"), *one.segments.items()):
            groups.setdefault((kind, name or UNKNOWN), []).append(one)
    return in_order(_segment(kind, name, those, least) for (kind, name), those in groups.items())


def in_order(segments: Iterable[Segment]) -> tuple[Segment, ...]:
    """The whole first, then those given back most often; those with too few leads to say last."""
    return tuple(sorted(segments, key=lambda one: (one.kind != "all", one.rate.rate is None, -(one.rate.low or 0.0))))


def _segment(kind: str, name: str, those: Sequence[Decided], least: int) -> Segment:
    given_back = [one for one in those if one.reason is not None]
    reasons = Counter(one.reason or UNKNOWN for one in given_back)
    return Segment(
        kind=kind,
        name=name,
        rate=rate_of(len(given_back), len(those), least=least),
        reasons=tuple(reasons.most_common()),
        leads=tuple(one.lead for one in given_back),
    )


def tripped(segments: Sequence[Segment], wire: float) -> tuple[Segment, ...]:
    """The segments that ask for a change: the surest of those that say the same.

    A segment whose rejected leads all are in one already named says nothing of its own and is left out; so is the
    whole, where a part of it trips.
    """
    sure = [one for one in segments if one.trips(wire)]
    parts = [one for one in sure if one.kind != "all"]
    named: list[Segment] = []
    for one in parts or sure:
        if not any(set(one.leads) <= set(other.leads) for other in named):
            named.append(one)
    return tuple(named)


def rejections_table(segments: Sequence[Segment], *, wire: float, words: dict[str, str], opens: str) -> Table:
    """A line a segment; `words` says what reason codes mean, `opens` is the query that lists the period's leads.

    A kind of which nobody told anything, where all leads are unknown, says what the whole says, and has no line.
    """
    told = {one.kind for one in segments if one.name != UNKNOWN}
    segments = [one for one in segments if one.kind in told]
    shares = sum(one.rate.rate is not None for one in segments)
    return Table(
        name="rejections",
        title="Given back by sales",
        columns=(
            Column(name="kind", says="By", type=Type.TEXT),
            Column(name="segment", says="Segment", type=Type.TEXT),
            Column(name="decided", says="Answered by sales", type=Type.COUNT),
            Column(name="rejected", says="Rejected", type=Type.SHARE),
            Column(name="why", says="Why", type=Type.TEXT),
            Column(name="stands", says="Against the trip-wire", type=Type.TEXT),
        ),
        rows=tuple(_row(one, wire, words, opens) for one in segments),
        notes=(
            (
                f"The trip-wire stands at {percent(wire)}. "
                f"A share above it trips it, of {TRIPS_FROM} answered leads or more."
            ),
            "Where part of the interval lies below the wire, chance alone may be the reason; that is told beside it.",
            f"{shares} shares are shown: of so many, the intervals of one in twenty miss the truth by chance.",
            f"No share is shown for fewer than {RATE_LEAST} leads. Leads sales has not answered yet are not counted.",
        ),
    )


def _row(one: Segment, wire: float, words: dict[str, str], opens: str) -> Row:
    why = ", ".join(f"{words.get(code, code)} {count}" for code, count in one.reasons[:3])
    here = f"{opens}&{urlencode({one.kind: one.name})}" if one.kind != "all" else opens
    return Row(
        cells=(one.kind, one.name, one.rate.of, one.rate, why, stands(one, wire)),
        opens={"decided": f"{here}&only=answered", "rejected": f"{here}&only=rejected"},
    )


def stands(one: Segment, wire: float) -> str:
    """How a segment stands against the wire, in words."""
    if one.rate.rate is None:
        return "too few to say"
    if not one.over(wire):
        return "within"
    if not one.trips(wire):
        return f"over, but of fewer than {TRIPS_FROM}"
    return "over" if one.surely(wire) else "over; it may be chance"
