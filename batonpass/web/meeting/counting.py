"""How do a meeting's leads stand? Counted by the very rules of dashboard and SLA page, and open to their leads."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

import asyncpg
import numpy as np

from batonpass.handoff.playbook.meetings import FORTNIGHT, QUARTER
from batonpass.learn.asked import GIVEN_BACK, Asked
from batonpass.learn.counted import OPENS, shares
from batonpass.learn.figures import FIGURES, compared
from batonpass.learn.funnel import reason_in
from batonpass.learn.headline import weeks_of
from batonpass.learn.intervals import rate_of
from batonpass.learn.reports import OF_PACK
from batonpass.learn.rounds import UNKNOWN, Rounds, values_of
from batonpass.store.meetings import Meeting
from batonpass.store.world import Watched
from batonpass.web.reports.made import rounds_between, zone_now

from .pack import Band, Reason, Tier, Week

WEEKS = 6
Counts = Mapping[str, tuple[int, int]]
"""By figure: hits, and of how many."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Period:
    """The whole days a meeting looks at, the leads that were handed over in them and in as many days before."""

    asked: Asked
    now: Rounds
    before: Rounds
    weeks: Rounds


async def period_of(pool: asyncpg.Pool, watched: Watched, held: Meeting) -> Period:
    """The days from the one the period begins in, a fortnight or a quarter of whole days; no lead is in two packs."""
    zone, now = await zone_now(pool, watched)
    days = FORTNIGHT if held.kind == "pack" else QUARTER * FORTNIGHT
    first = held.since.astimezone(zone).date()
    asked = Asked(first=first, last=first + days - timedelta(days=1), zone=zone)
    weeks = weeks_of(asked, now, WEEKS)
    rounds = await rounds_between(pool, watched, min(weeks.since, asked.before.since), asked.until, names=OF_PACK)
    handed = rounds.handed()
    return Period(
        asked=asked,
        now=handed.between(asked.since, asked.until),
        before=handed.between(asked.before.since, asked.before.until),
        weeks=handed,
    )


async def counts_between(pool: asyncpg.Pool, watched: Watched, since: datetime, until: datetime) -> Counts:
    """The figures of leads that arrived between two instants and were handed over."""
    rounds = await rounds_between(pool, watched, since, until, names=OF_PACK)
    return counts_of(rounds.handed())


def counts_of(part: Rounds) -> Counts:
    """Each figure of these leads."""
    told = shares(part)
    return {name: (int(np.count_nonzero(told[name][0])), int(np.count_nonzero(told[name][1]))) for name in FIGURES}


def tiers(period: Period) -> Iterator[Tier]:
    """The first touch by tier, most leads first."""
    named = values_of(period.now, "tier")
    parts = [[one.cut(one.arrays["tier"] == place) for one in (period.now, period.before)] for _, place in named]
    counted = [[counts_of(part)["followed_up"] for part in both] for both in parts]
    figures = compared([("followed_up", now, before) for now, before in counted])
    for (name, _), (part, _), shown in zip(named, parts, figures, strict=True):
        opens = period.asked.opens(**OPENS["followed_up"], tier=name)
        yield Tier(name=name, leads=len(part), figure=replace(shown, opens=opens))


def weeks(period: Period) -> Iterator[Week]:
    """The first touch by the week of arrival, the last one as far as it has come; none that has not begun."""
    span = weeks_of(period.asked, period.weeks.now, WEEKS)
    for n in range(WEEKS):
        monday = span.first + timedelta(weeks=n)
        week = replace(span, first=monday, last=min(monday + timedelta(days=6), span.last))
        part = period.weeks.between(week.since, week.until)
        kept, of = counts_of(part)["followed_up"]
        rate = rate_of(kept, of)
        yield Week(
            monday=monday,
            leads=len(part),
            kept=kept,
            broken=of - kept,
            share=rate.rate,
            low=rate.low,
            high=rate.high,
            opens=week.opens(**OPENS["followed_up"]),
        )


def reasons(period: Period, most: int, words: Mapping[str, str]) -> tuple[Reason, ...]:
    """What sales said: given back why, ended how; the most frequent first. `words` tells what codes mean."""
    now, before = _said(period.now), _said(period.before)
    ordered = sorted(now, key=lambda said: (-now[said], said))
    return tuple(
        Reason(
            what=what,
            reason=reason,
            says=reason_in(words, reason),
            leads=now[what, reason],
            before=before.get((what, reason), 0),
            opens=period.asked.opens(ending=what, reason=reason or UNKNOWN),
        )
        for what, reason in ordered[:most]
    )


def bands(period: Period) -> Iterator[Band]:
    """How far the leads of each band got."""
    for name, place in sorted(values_of(period.now, "band")):
        part = period.now.cut(period.now.arrays["band"] == place)
        hits, of = counts_of(part)["qualified"]
        rate = rate_of(hits, of)
        yield Band(
            name=name,
            leads=len(part),
            qualified=hits,
            decided=of,
            share=rate.rate,
            low=rate.low,
            high=rate.high,
            opens=period.asked.opens(**OPENS["qualified"], band=name),
        )


def _said(part: Rounds) -> dict[tuple[str, str], int]:
    """How many leads ended how for which reason; who was given back has no other end."""
    back = part.has("rejected")
    found: dict[tuple[str, str], int] = {}
    for flags, what, why in ((back, "", "reject_reason"), (part.has("disposed") & ~back, "outcome", "outcome_reason")):
        words, codes = part.words[why], part.arrays[why][flags]
        ends = part.arrays[what][flags] if what else np.zeros(len(codes), np.int64)
        both, counts = np.unique(np.stack([ends, codes]), axis=1, return_counts=True)
        for (end, code), count in zip(both.T.tolist(), counts.tolist(), strict=True):
            found[part.words[what][end] if what else GIVEN_BACK, words[code]] = count
    return found
