"""What would change if this playbook took the place of the one in force: for whom, how many, and whose load?"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

import numpy as np
import polars as pl

from batonpass.handoff.instants import since_1970
from batonpass.handoff.playbook import Stage

from .many import BANDS, STAGE_AT, STAGES, Many, Small, Truth
from .many.route import Goes
from .plan_look import NOWHERE, Both, Outcome

SEGMENTS = ("account.country", "source.channel")
SAID = {"account.country": "country", "source.channel": "source"}
SEGMENTS_MOST = 12
MQL = STAGE_AT[Stage.MQL]


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """Where a lead would stand: stage, tier, score, and owner or queue if it is handed over."""

    stage: str
    tier: str | None
    total: Decimal
    owner: str | None
    queue: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Moved:
    """A lead that the two playbooks see differently."""

    lead: str
    before: Standing
    after: Standing


@dataclass(frozen=True, slots=True, kw_only=True)
class Flow:
    """How many leads go from one stage (or tier) to another."""

    before: str
    after: str
    leads: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Segment:
    """A part of all leads: how many, how many of them ready for sales under each playbook, how many change."""

    by: str
    name: str
    leads: int
    before: int
    after: int
    changed: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Volume:
    """Leads that would have been handed to sales lately, under each playbook; by tier too."""

    days: int
    came: int
    before: int
    after: int
    tiers: Mapping[str, tuple[int, int]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Load:
    """What somebody, or a queue, would get: at once, and of all that came lately."""

    name: str
    queue: bool
    at_once: tuple[int, int]
    lately: tuple[int, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """The difference between two playbooks on all leads, looked at now; nothing of it has happened.

    `stricter` are leads with a running promise that the next look would pull forward.
    """

    at: datetime
    active: str
    draft: str
    leads: int
    changed: int
    stages: tuple[Flow, ...]
    tiers: tuple[Flow, ...]
    owners: int
    segments: tuple[Segment, ...]
    volume: Volume
    loads: tuple[Load, ...]
    stricter: tuple[str, ...]
    moved: tuple[Moved, ...]


def lately(new: Many, since: datetime) -> Truth:
    """Which of these leads as new came, or did something, since an instant."""
    return new.at >= since_1970(since)


def compare(
    many: Many,
    before: Both,
    after: Both,
    *,
    versions: tuple[str, str],
    recent: Truth,
    at: datetime,
    days: int,
    shown: int,
) -> Plan:
    """Compare two looks at the same leads. Volume is of the `recent` ones; at most `shown` of who changes are told."""
    owners = _goes_elsewhere(before.now, after.now)
    stage = before.now.stage != after.now.stage
    tier = (before.now.tier != after.now.tier) & ~stage
    changed = stage | tier | owners
    rows = np.flatnonzero(changed)
    stricter = tier & (many.stage == MQL) & (after.now.stage == MQL)
    return Plan(
        at=at,
        active=versions[0],
        draft=versions[1],
        leads=len(many),
        changed=len(rows),
        stages=flows(before.now.stage[stage], after.now.stage[stage], [one.value for one in STAGES]),
        tiers=flows(before.now.tier[tier], after.now.tier[tier], many.tiers),
        owners=int(owners.sum()),
        segments=_segments(many, before.new, after.new, changed=changed),
        volume=_volume(many, before.new, after.new, recent=recent, days=days),
        loads=_loads(before, after, recent),
        stricter=tuple(many.ids.gather(np.flatnonzero(stricter))),
        moved=tuple(_moved(many, before.now, after.now, int(row)) for row in rows[:shown]),
    )


def _goes_elsewhere(before: Outcome, after: Outcome) -> Truth:
    """Who is handed over by both, to somebody else."""
    places = {goes: n for n, goes in enumerate(dict.fromkeys([*before.places, *after.places]))}
    codes = [
        np.array([*(places[goes] for goes in one.places), NOWHERE], dtype=np.int32)[one.to] for one in (before, after)
    ]
    return before.fresh & after.fresh & (codes[0] != codes[1])


def flows(before: Small, after: Small, names: Sequence[str]) -> tuple[Flow, ...]:
    """How many go from which code to which, the most first."""
    width = len(names) + 1
    counts = np.bincount((before + 1) * width + after + 1)
    told = [
        Flow(before=_name(pair // width - 1, names), after=_name(pair % width - 1, names), leads=int(counts[pair]))
        for pair in np.flatnonzero(counts).tolist()
    ]
    return tuple(sorted(told, key=lambda flow: -flow.leads))


def _name(code: int, names: Sequence[str]) -> str:
    return names[code] if code >= 0 else "none"


def _segments(many: Many, before: Outcome, after: Outcome, *, changed: Truth) -> tuple[Segment, ...]:
    """The largest parts by country, source and band, each with who is ready for sales as new."""
    bands = pl.Series([name or "none" for name in BANDS]).gather(many.band)
    named = [(SAID[path], many.seen[path].fill_null("unknown")) for path in SEGMENTS]
    found: list[Segment] = []
    for by, names in (*named, ("band", bands)):
        parts = pl.DataFrame(
            {"name": names, "before": before.stage == MQL, "after": after.stage == MQL, "changed": changed}
        )
        counted = parts.group_by("name").agg(pl.len().alias("leads"), pl.col("before", "after", "changed").sum())
        largest = counted.sort("leads", "name", descending=[True, False]).head(SEGMENTS_MOST)
        found += [Segment(by=by, **row) for row in largest.iter_rows(named=True)]
    return tuple(found)


def _volume(many: Many, before: Outcome, after: Outcome, *, recent: Truth, days: int) -> Volume:
    ready = [(one.stage == MQL) & recent for one in (before, after)]
    tiers = {
        name: (int((ready[0] & (before.tier == n)).sum()), int((ready[1] & (after.tier == n)).sum()))
        for n, name in enumerate(many.tiers)
    }
    return Volume(
        days=days,
        came=int(recent.sum()),
        before=int(ready[0].sum()),
        after=int(ready[1].sum()),
        tiers={name: counts for name, counts in tiers.items() if any(counts)},
    )


def _loads(before: Both, after: Both, recent: Truth) -> tuple[Load, ...]:
    told = [_count(one.now, one.now.fresh) for one in (before, after)]
    told += [_count(one.new, one.new.fresh & recent) for one in (before, after)]
    everybody = sorted({goes for counts in told for goes in counts}, key=_people_first)
    return tuple(
        Load(
            name=owner or queue or "",
            queue=owner is None,
            at_once=(told[0][owner, queue], told[1][owner, queue]),
            lately=(told[2][owner, queue], told[3][owner, queue]),
        )
        for owner, queue in everybody
    )


def _people_first(goes: Goes) -> tuple[bool, str]:
    owner, queue = goes
    return owner is None, owner or queue or ""


def _count(one: Outcome, rows: Truth) -> Counter[Goes]:
    counts = np.bincount(one.to[rows], minlength=len(one.places))
    return Counter({goes: int(count) for goes, count in zip(one.places, counts, strict=True) if count})


def _moved(many: Many, before: Outcome, after: Outcome, row: int) -> Moved:
    return Moved(lead=many.ids[row], before=standing(many, before, row), after=standing(many, after, row))


def standing(many: Many, one: Outcome, row: int, *, kept: bool = True) -> Standing:
    """Where one lead would stand; who is not handed over stays with whom it is (`kept`), or is nobody's."""
    stage, tier, total, goes = one.one(row, many.tiers)
    held = many.standing.row(row, named=True)
    stays = kept and stage == STAGES[int(many.stage[row])].value
    owner, queue = goes or ((held["owner"], held["queue"]) if stays else (None, None))
    return Standing(stage=stage, tier=tier, total=total, owner=owner, queue=queue)
