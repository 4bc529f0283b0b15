"""Which points would fit what came of past leads, told with all that speaks for and against it?"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import Final

import numpy as np

from batonpass.learn.auc import Auc, Truth, auc_of
from batonpass.learn.calibrate import Calibrated, calibrate
from batonpass.learn.inputs import Inputs
from batonpass.learn.intervals import Floats
from batonpass.learn.leakage import LEADS_LEAST, Column, Looked, look_for_leaks
from batonpass.learn.past import Gathered
from batonpass.learn.predictive import Predictive, numbers_of, predictive, totals_of
from batonpass.learn.proposal import Bar, Place, bars_of, points_of
from batonpass.learn.reliability import Reliability
from batonpass.learn.trial import Tried, by_group, tried
from batonpass.written.check import check
from batonpass.written.load import Written, load
from batonpass.written.redraft import Redrafted, redraft
from batonpass.written.refused import Problem, Refused, quoted

OUTCOMES_LEAST: Final = 30
TRIED_LEAST: Final = 200
FROM: Final = {
    "lead.seniority": "title",
    "lead.function": "title",
    "lead.email_domain": "email",
    "lead.free_mail": "email",
    "lead.hand_raised": "form",
    "lead.signals": "form",
}
"""Fields that are worked out, and what from."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """What a calibration is asked.

    Columns trusted in spite of how they look, the share wanted of each threshold (`mql_from`, `hot_from`), a field by
    whose values reliability is told too, whether weights free of today's points shall be the draft, and its version.
    """

    trusted: frozenset[str] = frozenset()
    wanted: Mapping[str, float] = field(default_factory=dict[str, float])
    by: str = ""
    predictive: bool = False
    version: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Learned:
    """All that came of it, to be told."""

    gathered: Gathered
    guard: tuple[Looked, ...]
    inputs: Inputs
    found: Calibrated
    trial: Tried | None
    free: Predictive | None
    before: Auc
    bars: tuple[Bar, ...]
    draft: Redrafted
    broken: tuple[str, ...]
    unknown: int
    groups: dict[str, Reliability]


def learn(written: Written, gathered: Gathered, at: datetime, wish: Wish, *, chance: np.random.Generator) -> Learned:
    """Weigh the points of a playbook; Refused when too few outcomes are known, or a rule reads a column that leaks.

    `chance` deals the leads into fifths.
    """
    known = gathered.outcome >= 0
    won = gathered.outcome[known] == 1
    _enough(won)
    guard = _guarded(written, gathered, known, wish.trusted, chance=chance)
    inputs = gathered.inputs(written.playbook, at).of(known)
    found = calibrate(inputs, won)
    trial = tried(inputs, won, chance) if len(won) >= TRIED_LEAST else None
    free = predictive(inputs, won, trial, found) if trial else None
    if wish.predictive:
        _must_be_offered(free)
    after = _totals(inputs, found, trial, free if wish.predictive else None)
    bars = bars_of(written.playbook.definition, inputs.totals, after, won, wanted=wish.wanted)
    version = wish.version or f"{written.playbook.version}-calibrated"
    drafted = redraft(
        written.text, written.file.playbook, _numbers(found, bars, wish, _free(free, inputs, wish)), version=version
    )
    return Learned(
        gathered=gathered,
        guard=guard,
        inputs=inputs,
        found=found,
        trial=trial,
        free=free,
        before=auc_of(inputs.totals, won),
        bars=bars,
        draft=drafted,
        broken=_broken(drafted.text, at),
        unknown=int((~known).sum()),
        groups=_groups(trial, won, gathered.values(wish.by) if wish.by else [], known),
    )


def _totals(inputs: Inputs, found: Calibrated, trial: Tried | None, free: Predictive | None) -> Floats:
    """What each lead would have: under free weights where these are wished, else as points that never saw it say."""
    if free:
        return totals_of(free, inputs)
    return trial.totals if trial else found.totals(inputs)


def _must_be_offered(free: Predictive | None) -> None:
    """Refuse weights that did not beat the points, with the reason."""
    if free is None or not free.offered:
        why = free.because if free else f"fewer than {TRIED_LEAST} outcomes are known"
        instead = "Take the points that are proposed, which today's have a say in"
        raise Refused([Problem(where="--predictive", says=f"it is not offered: {why}", instead=instead)])


def _free(free: Predictive | None, inputs: Inputs, wish: Wish) -> Mapping[Place, Decimal] | None:
    return numbers_of(free, inputs) if free and wish.predictive else None


def _numbers(
    found: Calibrated, bars: Iterable[Bar], wish: Wish, free: Mapping[Place, Decimal] | None
) -> dict[Place, Decimal]:
    """The points that move; thresholds follow them, and are left alone where no point moves and no share is wanted."""
    numbers: dict[Place, Decimal] = dict(points_of(found) if free is None else free)
    if numbers or wish.wanted:
        numbers |= {("definition", bar.name): bar.proposed for bar in bars if bar.proposed != bar.today}
    return numbers


def _groups(trial: Tried | None, won: Truth, values: list[str], known: Truth) -> dict[str, Reliability]:
    if not trial or not values:
        return {}
    named = np.array(values)[known]
    return by_group(trial, won, {str(name): named == name for name in np.unique(named)})


def _enough(won: Truth) -> None:
    if len(won) < OUTCOMES_LEAST or won.all() or not won.any():
        says = f"{len(won)} leads with a known outcome, {int(won.sum())} of which converted, teach nothing"
        instead = f"Bring {OUTCOMES_LEAST} or more, of both kinds; --outcome says which column and values tell"
        raise Refused([Problem(where="--outcomes", says=says, instead=instead)])


def _guarded(
    written: Written, gathered: Gathered, known: Truth, trusted: frozenset[str], *, chance: np.random.Generator
) -> tuple[Looked, ...]:
    """Look for leaks, and refuse a playbook whose rules read one."""
    won = gathered.outcome[known] == 1
    if len(won) < LEADS_LEAST:
        return ()
    places: list[int] = np.flatnonzero(known).tolist()
    columns = [
        Column(
            name=one.name,
            values=[one.values[n] for n in places],
            written_at=None if one.written_at is None else one.written_at[known],
        )
        for one in gathered.columns
    ]
    handed = None if gathered.handed_at is None else gathered.handed_at[known]
    looked = look_for_leaks(columns, won, chance, handed_at=handed)
    leaks = {gathered.field_of.get(one.name, ""): one for one in looked if one.leaks and one.name not in trusted}
    problems = list(_leaky_rules(written, leaks))
    if problems:
        raise Refused(problems)
    return looked


def _leaky_rules(written: Written, leaks: Mapping[str, Looked]) -> Iterator[Problem]:
    for rule in written.playbook.models[-1].fit:
        for path in sorted(rule.when.fields):
            leak = leaks.get(FROM.get(path, path.partition(".")[2])) or leaks.get(path)
            if leak:
                yield Problem(
                    where=written.file.playbook,
                    path=f"fit.{rule.name}",
                    says=f"the rule reads {path}, and {quoted(leak.name)} leaks: {leak.because}",
                    instead=f'Take the rule out; or, if it was surely there at the handoff, say --trust "{leak.name}"',
                )


def _broken(text: str, at: datetime) -> tuple[str, ...]:
    """The examples that the draft would break: people have to decide about them."""
    try:
        done = check(load(text, "the draft"), at)
    except Refused as refused:
        return (str(refused),)
    return tuple(
        f"{one.case.name}: expected {key} {wish}, got {one.got.get(key, one.got.get('stage', ''))}"
        for one in done
        for key, wish in one.missed.items()
    )
