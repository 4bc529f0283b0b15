"""What do the figures of the last months ask people to look at: kinds of leads given back too often, and drift?"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

import numpy as np

from batonpass.handoff.instants import NEVER, since_1970
from batonpass.learn.answered import segments_in
from batonpass.learn.auc import Truth
from batonpass.learn.columns_of import DAY, Columns, decided_of, reached_at, words_of
from batonpass.learn.drift import Drift, calibration_drift, mix_drift
from batonpass.learn.funnel import Step
from batonpass.learn.intervals import Rate
from batonpass.learn.many import Whole
from batonpass.learn.maturity import mature_after
from batonpass.learn.rejections import Decided, Segment, tripped

SEGMENTS: Final = ("source", "campaign", "form", "region", "band", "segment", "persona")
MIXES: Final = ("source", "region", "form", "band")
BAND: Final = "band"
USUAL: Final = timedelta(days=60)
"""So long is looked at what is usual, before anything is bet against it."""
NEEDS: Final = (
    "lead", "round", "historic", "mql_at", "accepted_at", "rejected_at", "reject_reason", "owner", "first_owner",
    "sql_at", "opportunity_at", "won_at", "disposed_at", "touched_at", *SEGMENTS,
)  # fmt: skip
"""The columns that the watch reads."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Tripped:
    """A kind of leads over the wire, and the leads given back, each with the rep who did and why."""

    segment: Segment
    leads: tuple[Decided, ...]


def over_the_wire(rounds: Columns, wire: float, *, after: Mapping[tuple[str, str], datetime]) -> tuple[Tripped, ...]:
    """The segments over the wire. `after`: from when on a segment's leads count, where a change was made for it."""
    everybody = np.ones(len(rounds.arrays["arrived_at"]), dtype=np.bool_)
    segments = segments_in(rounds, SEGMENTS, everybody, leads_over=wire)
    again = [
        _of_after(one, rounds, after[one.kind, one.name], wire) if (one.kind, one.name) in after else one
        for one in segments
    ]
    return tuple(Tripped(segment=one, leads=_given_back(rounds, one)) for one in tripped(again, wire))


def _given_back(rounds: Columns, one: Segment) -> tuple[Decided, ...]:
    here = (rounds.arrays["rejected_at"] != NEVER) & _of(rounds, frozenset(one.leads))
    return tuple(decided_of(rounds, SEGMENTS, here))


def _of(rounds: Columns, leads: frozenset[str]) -> Truth:
    """Which rounds are of these leads."""
    return np.fromiter((str(lead) in leads for lead in rounds.leads), np.bool_, len(rounds.arrays["arrived_at"]))


def drifts(rounds: Columns, first: datetime, now: datetime) -> tuple[Drift, ...]:
    """Scores and mix, against those of the first 60 days after an instant, in the order in which leads came.

    The instant is when the version in force came in, or when people last looked at such an alarm and closed it: only
    scores of one version can be compared, and what was accepted as the new usual is the usual from then on.
    """
    begin, since, today = (since_1970(at) for at in (first, first + USUAL, now))
    return tuple(
        one for one in (*_calibration(rounds, begin, since, today), *_mixes(rounds, begin, since)) if one.alarmed
    )


def _calibration(rounds: Columns, begin: int, since: int, now: int) -> tuple[Drift, ...]:
    """What had become of each lead at one and the same age, in the order in which they came.

    A no is said sooner than a yes is reached: of young leads those with an outcome are nearly all lost, and bets on
    outcomes as they come in would call that a drift. So a lead counts once it is as old as nine in ten conversions
    took, with what was known of it at that age; and so do those that say what is usual.
    """
    arrays, arrived, went = rounds.arrays, rounds.arrays["arrived_at"], reached_at(rounds, Step.SQL)
    given_up = np.where(arrays["touched_at"] != NEVER, arrays["disposed_at"], NEVER)
    lost = np.maximum(arrays["rejected_at"], given_up)
    fresh = ~arrays["historic"] & (arrived >= begin)
    at = arrived + _age(arrived, went, fresh & (arrived < since), now)
    went_on, worked = (went != NEVER) & (went <= at), (lost != NEVER) & (lost <= at)
    known = np.flatnonzero(fresh & (went_on | worked) & (at <= now))
    order = known[np.argsort(arrived[known], kind="stable")]
    before, after = order[arrived[order] < since], order[arrived[order] >= since]
    return calibration_drift(
        BAND,
        (words_of(rounds, BAND, before), went_on[before]),
        (words_of(rounds, BAND, after), went_on[after]),
    )


def _age(arrived: Whole, went: Whole, usual: Truth, now: int) -> int:
    """How old a lead is when nine in ten of those that convert have; of too few to tell, as long as the usual is."""
    there = np.flatnonzero(usual & (went != NEVER))
    days = mature_after((now - arrived[there]) / DAY, np.maximum(0, went[there] - arrived[there]) / DAY)
    return round(DAY * (USUAL.days if days is None else days))


def _mixes(rounds: Columns, begin: int, since: int) -> list[Drift]:
    arrived = rounds.arrays["arrived_at"]
    fresh = np.flatnonzero(~rounds.arrays["historic"] & (rounds.arrays["round"] <= 1) & (arrived >= begin))
    order = fresh[np.argsort(arrived[fresh], kind="stable")]
    before, after = order[arrived[order] < since], order[arrived[order] >= since]
    return [
        one for kind in MIXES for one in mix_drift(kind, words_of(rounds, kind, before), words_of(rounds, kind, after))
    ]


def _of_after(one: Segment, rounds: Columns, at: datetime, wire: float) -> Segment:
    """The segment by its leads of after the instant at which a change was made for it."""
    late = rounds.arrays["arrived_at"] >= since_1970(at)
    young = _of(rounds, frozenset(str(rounds.leads[n]) for n in np.flatnonzero(late).tolist()))
    kinds = () if one.kind == "all" else (one.kind,)
    left = segments_in(rounds, kinds, young, leads_over=wire)
    found = [s for s in left if (s.kind, s.name) == (one.kind, one.name)]
    return found[0] if found else Segment(kind=one.kind, name=one.name, rate=Rate(hits=0, of=0))
