"""Where do all leads stand under one playbook: looked at now, and as they came, each with its latest act?"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from decimal import Decimal

import numpy as np

from batonpass.handoff.lead import Lead
from batonpass.handoff.playbook import Playbook
from batonpass.handoff.setting import Setting

from .many import BANDS, STAGE_AT, STAGES, Many, Small, Truth, Whole
from .many.qualify import Judged, judge_many
from .many.read import ManyReader, many_of
from .many.route import Goes, route_many
from .one_by_one import Looked, look, look_at_new

NOWHERE = -1
HUNDRED = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What one playbook makes of every lead. `to` counts `places`, and is NOWHERE for who is not handed over now.

    `total` is in hundredths of a point, rounded down where a playbook has finer points.
    """

    stage: Small
    tier: Small
    band: Small
    total: Whole
    to: Small
    places: tuple[Goes, ...]

    @property
    def fresh(self) -> Truth:
        """Who is handed over to sales by this look."""
        return self.to != NOWHERE

    def one(self, row: int, tiers: Sequence[str]) -> tuple[str, str | None, Decimal, Goes | None]:
        """Stage, tier, score and destination of one lead."""
        stage, tier, to = int(self.stage[row]), int(self.tier[row]), int(self.to[row])
        goes = self.places[to] if to != NOWHERE else None
        return STAGES[stage].value, tiers[tier] if tier >= 0 else None, Decimal(int(self.total[row])) / HUNDRED, goes


@dataclass(frozen=True, slots=True, kw_only=True)
class Both:
    """The same leads looked at now, and each as if new with its latest act."""

    now: Outcome
    new: Outcome


def columns_can(before: Setting, after: Setting) -> None:
    """Raise NotInColumns, with why, when these playbooks have to be asked about each lead by itself."""
    nobody = many_of((), [before.playbook, after.playbook], at=before.at)
    for setting in (before, after):
        _outcome(judge_many(nobody, setting.playbook, setting.hours), setting)


def look_side_by_side(many: Many, new: Many, setting: Setting, lately: Truth) -> Both:
    """Both looks under one playbook, at the leads and at the same as new; who came `lately` is routed as new."""
    now = _outcome(judge_many(many, setting.playbook, setting.hours), setting)
    return Both(now=now, new=_outcome(judge_many(new, setting.playbook, setting.hours), setting, lately))


def _outcome(judged: Judged, setting: Setting, only: Truth | None = None) -> Outcome:
    fresh = judged.fresh if only is None else judged.fresh & only
    rows = np.flatnonzero(fresh).astype(np.int32)
    sent = route_many(judged.asked, rows, setting)
    to = np.full(len(judged.stage), NOWHERE, dtype=np.int32)
    to[rows] = sent.to
    total = judged.scores.total // 10 ** (judged.scores.places - 2)
    return Outcome(stage=judged.stage, tier=judged.tier, band=judged.band, total=total, to=to, places=sent.places)


@dataclass(slots=True)
class OneByOne:
    """Looks at leads as they are read, each by itself, under one playbook; the slow way to a `Both`."""

    setting: Setting
    since: datetime
    tiers: Sequence[str] = ()
    turns: list[dict[str, Mapping[str, int]]] = field(default_factory=list[dict[str, Mapping[str, int]]])
    loads: list[dict[str, int]] = field(default_factory=list[dict[str, int]])
    looked: tuple[list[tuple[int, ...]], list[tuple[int, ...]]] = field(default_factory=lambda: ([], []))
    places: dict[Goes, int] = field(default_factory=dict[Goes, int])

    def __post_init__(self) -> None:
        """Begin with the turns as they stand, for each of the two looks."""
        self.turns = [dict(self.setting.turns), dict(self.setting.turns)]
        self.loads = [dict(self.setting.loads), dict(self.setting.loads)]

    def add(self, leads: Sequence[Lead]) -> None:
        """Look at some more leads, in their order."""
        for lead in leads:
            self._keep(0, look(lead, self._here(0)))
            self._keep(1, look_at_new(lead, self._here(1)))

    def both(self) -> Both:
        """What came of it."""
        now, new = (self._columns(rows) for rows in self.looked)
        return Both(now=now, new=new)

    def _here(self, which: int) -> Setting:
        return replace(self.setting, turns=self.turns[which], loads=self.loads[which])

    def _keep(self, which: int, one: Looked) -> None:
        to = NOWHERE
        if one.routed:
            to = self.places.setdefault((one.routed.owner, one.routed.queue), len(self.places))
            if one.routed.pool:
                self.turns[which][one.routed.pool] = one.routed.turn
            if one.routed.owner:
                self.loads[which][one.routed.owner] = self.loads[which].get(one.routed.owner, 0) + 1
        tier = self.tiers.index(one.tier) if one.tier in self.tiers else -1
        total = int((one.total * HUNDRED) // 1)
        self.looked[which].append((STAGE_AT[one.stage], tier, BANDS.index(one.band), total, to))

    def _columns(self, rows: list[tuple[int, ...]]) -> Outcome:
        stage, tier, band, total, to = np.array(rows, dtype=np.int64).reshape(-1, 5).T
        codes = [column.astype(np.int32) for column in (stage, tier, band, to)]
        return Outcome(
            stage=codes[0], tier=codes[1], band=codes[2], total=total, to=codes[3], places=tuple(self.places)
        )


def reader_of(playbooks: Sequence[Playbook], at: datetime, *, segments: Sequence[str], deep: bool) -> ManyReader:
    """Who gathers the leads: with all that conditions read when columns can answer them (`deep`), or segments alone."""
    gathered = ManyReader(playbooks if deep else (), also=segments, at=at)
    gathered.tiers = tuple(dict.fromkeys(tier.name for playbook in playbooks for tier in playbook.tiers))
    return gathered
