"""Where would many leads stand if each were looked at again under this playbook?"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal

import numpy as np
import polars as pl

from batonpass.handoff.instants import EPOCH, MICROSECOND, NEVER, since_1970
from batonpass.handoff.playbook import WORKED, Definition, Playbook, Stage
from batonpass.handoff.playbook.matrix import GRADES
from batonpass.handoff.qualify import FINISHED, HoursOf, rest_of, rested_at

from . import BANDS, STAGE_AT, Many, Small, Truth, Whole
from .asked import Asked
from .read import HAND
from .score import Scores, asked_of, score_many

ZERO = Decimal(0)
BEFORE, AFTER = timedelta(days=1) // MICROSECOND, timedelta(days=62) // MICROSECOND
"""How far local days may end from as many times 24 hours: a change of the clocks, and hours that stay shut (D29)."""
NURTURE, MQL, HOT = (BANDS.index(name) for name in ("nurture", "mql", "hot"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """Where each lead would stand; `fresh` are those handed to sales by this very look. Tiers count `Many.tiers`."""

    stage: Small
    tier: Small
    band: Small
    fresh: Truth
    scores: Scores
    asked: Asked


def judge_many(many: Many, playbook: Playbook, hours: HoursOf) -> Judged:
    """Score and qualify every lead as `handoff.qualify` does when a lead is looked at and nothing new has arrived.

    Raises NotInColumns when the playbook asks something that has to be asked of each lead by itself.
    """
    asked = asked_of(many, playbook)
    scores = score_many(asked, playbook)
    definition = playbook.definition
    asked.ask([*(d.when for d in definition.disqualifiers), *(t.when for t in playbook.tiers if t.when)])
    reached = _named(scores, definition, (definition.hot_from, definition.mql_from))
    band = bands(many, reached, scores, definition)
    cooling = _cooling(many, playbook, hours)
    ready = _ready(asked, scores, playbook, reached=reached, cooling=cooling)
    out = np.zeros(len(many), dtype=np.bool_)
    for one in definition.disqualifiers:
        out |= asked.holds(one.when)
    return _judged(asked, scores, playbook, band=band, ready=ready, out=out)


def bands(many: Many, reached: Small, scores: Scores, definition: Definition) -> Small:
    """The band each reaches; a higher one it had is left only below its exit, as `handoff.bands.band` says."""
    mql_exit = definition.mql_from if definition.mql_exit_below is None else definition.mql_exit_below
    slack = definition.matrix.slack if definition.matrix else ZERO
    still = _named(scores, definition, (definition.hot_exit_below, mql_exit), slack=slack)
    had = np.maximum(many.band, NURTURE)
    return np.where(had <= reached, reached, np.minimum(had, np.maximum(reached, still))).astype(np.int32)


def _named(scores: Scores, definition: Definition, bars: tuple[Decimal, Decimal], *, slack: Decimal = ZERO) -> Small:
    """The band of the matrix's cell, or where it names none the band of the total: hot and MQL from these bars."""
    hot, mql = (scores.total >= scores.least(bar) for bar in bars)
    band = np.where(hot, HOT, np.where(mql, MQL, NURTURE))
    matrix = definition.matrix
    if matrix:
        more = int(slack.scaleb(scores.places))
        column = sum((scores.fit + more >= scores.least(bar)).astype(np.int32) for bar in matrix.fit)
        row = sum((scores.behaviour + more >= scores.least(bar)).astype(np.int32) for bar in matrix.behaviour)
        for cell, name in matrix.cells.items():
            here = (column == GRADES.index(cell[0])) & (row == len(GRADES) - int(cell[1]))
            band = np.where(here, BANDS.index(name), band)
    return band.astype(np.int32)


def _ready(asked: Asked, scores: Scores, playbook: Playbook, *, reached: Small, cooling: Truth) -> Truth:
    """Who is ready for sales: by a raised hand, or by points while sales did not give the lead back lately."""
    agreed = playbook.definition
    hand = asked.frame[HAND].to_numpy()
    if agreed.hand_raisers_need_fit is not None:
        hand = hand & (scores.fit >= scores.least(agreed.hand_raisers_need_fit))
    points = ~cooling & ~asked.many.standing["objects"].to_numpy() & (reached != NURTURE)
    if agreed.fit_at_least is not None:
        points &= scores.fit >= scores.least(agreed.fit_at_least)
    if agreed.behaviour_at_least is not None:
        points &= scores.behaviour >= scores.least(agreed.behaviour_at_least)
    return hand | points


def _cooling(many: Many, playbook: Playbook, hours: HoursOf) -> Truth:
    """Who rests still since sales gave them back; local days are reckoned where they may decide.

    Whom a person disqualified no points bring back.
    """
    rest = _rest(many, playbook)
    ended, over = many.ended_at != NEVER, many.ended_at + rest
    cooling = ended & (many.at < over)
    near = np.flatnonzero(ended & (many.at >= over - BEFORE) & (many.at < over + AFTER))
    waits = np.broadcast_to(rest, many.at.shape)
    for row, calendar in zip(near, many.standing["ended_in"].gather(near), strict=True):
        given_back, wait = EPOCH + MICROSECOND * int(many.ended_at[row]), MICROSECOND * int(waits[row])
        cooling[row] = many.at[row] < since_1970(rested_at(given_back, wait, calendar, hours))
    return cooling | (ended & (many.stage == STAGE_AT[Stage.DISQUALIFIED]))


def _rest(many: Many, playbook: Playbook) -> Whole | int:
    """How long each lead rests that sales gave back: the same for all where no reason has a time of its own."""
    if not playbook.waits:
        return playbook.requalify_after // MICROSECOND
    whys = many.standing["ended_why"]
    rests = {why: rest_of(why, playbook) // MICROSECOND for why in whys.unique()}
    return whys.replace_strict(rests, return_dtype=pl.Int64).to_numpy()


def _judged(asked: Asked, scores: Scores, playbook: Playbook, *, band: Small, ready: Truth, out: Truth) -> Judged:
    """As one lead is judged: a plain no first, then ready, then what was handed over already, then the others."""
    many = asked.many
    worked = np.isin(many.stage, [STAGE_AT[stage] for stage in WORKED])
    finished = np.isin(many.stage, [STAGE_AT[stage] for stage in FINISHED])
    held = many.stage == STAGE_AT[Stage.MQL]
    offered = _offered(asked, playbook)
    handed, objects = many.standing["handed"].to_numpy(), many.standing["objects"].to_numpy()
    never = (many.stage == STAGE_AT[Stage.NURTURE]) & ~handed & (many.ended_at == NEVER)
    low = np.where((band == NURTURE) | (never & objects), STAGE_AT[Stage.NURTURE], STAGE_AT[Stage.ENGAGED])
    waits = np.where(finished & ~never, many.stage, low)
    stage = np.select(
        [worked, out, ready | held], [many.stage, STAGE_AT[Stage.DISQUALIFIED], STAGE_AT[Stage.MQL]], waits
    )
    given = np.where(held, _stricter(many, offered, playbook), offered)
    tier = np.select([worked, out, ready, held], [many.tier, -1, given, many.tier], -1)
    return Judged(
        stage=stage.astype(np.int32),
        tier=tier.astype(np.int32),
        band=np.where(worked, many.band, band).astype(np.int32),
        fresh=ready & ~out & ~worked & ~held,
        scores=scores,
        asked=asked,
    )


def _offered(asked: Asked, playbook: Playbook) -> Small:
    """The first tier that holds, for everybody."""
    tier = np.full(len(asked.many), -1, dtype=np.int32)
    for one in playbook.tiers:
        free = tier < 0
        tier[free if one.when is None else free & asked.holds(one.when)] = asked.many.tiers.index(one.name)
    return tier


def _stricter(many: Many, offered: Small, playbook: Playbook) -> Small:
    """A running promise is tightened, never loosened; a tier that the playbook does not know binds nobody."""
    unknown = np.iinfo(np.int64).max
    budget = {tier.name: tier.first_touch // MICROSECOND for tier in playbook.tiers}
    budgets = np.array([*(budget.get(name, unknown) for name in many.tiers), unknown], dtype=np.int64)
    keeps = (budgets[many.tier] != unknown) & (budgets[many.tier] <= budgets[offered])
    return np.where(keeps, many.tier, offered).astype(np.int32)
