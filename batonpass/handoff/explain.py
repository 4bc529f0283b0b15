"""Why has this lead these points, what nearly counted, what is not known, and what would make it ready for sales?"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal
from math import ceil

from . import facts as f
from .bands import reached, short_of
from .condition import Condition
from .facts_match import AccountMatched
from .facts_merge import Merged, Unmerged
from .facts_review import Approved, PassedOn
from .fold import fold
from .lead import Lead
from .nearly import nearly
from .playbook import WORKED, Definition, Model, Playbook, Signal, Stage
from .qualify import raised_hand
from .score import choose, counting, score, worth
from .setting import NOBODY, condition_facts

ZERO = Decimal(0)
RECKONED_WITHOUT = (Merged, Unmerged, AccountMatched, Approved, PassedOn)
"""After these the points are reckoned anew although nothing arrived."""
REMEMBERED_MOST = 10_000
_FIRST: dict[tuple[int, str, int, bool], tuple[Signal, Way]] = {}
"""Advice about signals that were never given, by signal and how often; each entry holds on to its signal."""
OFTEN_MOST = 10
"""What must be done more often than this is no advice."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Near:
    """A rule that did not count but nearly did: for want of `missing` fields, or of the one clause in `lacks`."""

    rule: str
    kind: str
    says: str
    points: Decimal | None = None
    missing: tuple[str, ...] = ()
    lacks: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Way:
    """Something that brings the lead nearer: a signal given so many times, or a field once it is known.

    `gain` is what it brings in points; `enough` tells whether the lead is then ready for sales.
    """

    kind: str
    name: str
    says: str
    gain: Decimal
    times: int = 1
    enough: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Explanation:
    """A lead as of an instant under one playbook: the score with its parts, which sum to it, and what surrounds it.

    `band` is the one the points reach now; `short` says what keeps the lead back, `points_short` how many points.
    """

    at: datetime
    playbook: str
    stage: Stage
    band: str
    cell: str
    because: str
    scored: f.Scored
    short: str
    points_short: Decimal
    near: tuple[Near, ...]
    missing: tuple[str, ...]
    ways: tuple[Way, ...]


def before(told: Iterable[tuple[f.Fact, str]], lead_id: str) -> tuple[Lead, f.Fact | None]:
    """The lead that these facts, each with its playbook's version, add up to, and the last arrival among them."""
    lead, arrived = Lead(id=lead_id), None
    for fact, version in told:
        lead = fold(lead, fact, version)
        if isinstance(fact, (f.Captured, f.Observed, f.Learned)):
            arrived = fact
        elif isinstance(fact, RECKONED_WITHOUT):
            arrived = None
    return lead, arrived


def scored_then(told: Sequence[tuple[f.Fact, str]], lead_id: str, recorded: f.Scored, playbook: Playbook) -> f.Scored:
    """The score that was recorded after these facts, worked out anew: the same to the last digit, for ever."""
    lead, arrived = before(told, lead_id)
    seen = seen_then(lead, arrived, playbook, at=recorded.at, others=recorded.others)
    return score(lead, playbook, seen, at=recorded.at)


def seen_then(
    lead: Lead, arrived: f.Fact | None, playbook: Playbook, *, at: datetime, others: Mapping[str, Decimal]
) -> dict[str, object]:
    """What conditions see of a lead at an instant; what other people did is as it was recorded then."""
    came = arrived if isinstance(arrived, (f.Captured, f.Observed, f.Learned)) else None
    hand = raised_hand(lead, came, playbook.definition)
    return {**condition_facts(lead, playbook, hand_raised=hand, at=at, others=NOBODY), **others}


def explain(lead: Lead, playbook: Playbook, seen: Mapping[str, object], *, at: datetime) -> Explanation:
    """Explain a lead as of an instant. `seen` are its condition facts then, without the score."""
    scored = score(lead, playbook, seen, at=at)
    model, definition = choose(playbook.models, seen), playbook.definition
    full = {**seen, "score.fit": scored.fit, "score.behaviour": scored.behaviour, "score.total": scored.total}
    out = next((d for d in definition.disqualifiers if d.when.holds(full) is True), None)
    handed = lead.stage is Stage.MQL or lead.stage in WORKED
    short = None if handed or out else short_of(scored, definition)
    near = tuple(_near(playbook, model, full))
    return Explanation(
        at=at,
        playbook=playbook.version,
        stage=lead.stage,
        band=reached(scored, definition),
        cell=definition.matrix.cell(scored.fit, scored.behaviour) if definition.matrix else "",
        because=lead.because,
        scored=scored,
        short=f"disqualified: {out.says}" if out else short.because if short else "",
        points_short=max(ZERO, definition.mql_from - scored.total) if short else ZERO,
        near=near,
        missing=tuple(dict.fromkeys(field for one in near for field in one.missing)),
        ways=() if handed or out else tuple(_ways(lead, playbook, scored, model=model)),
    )


def _near(playbook: Playbook, model: Model, seen: Mapping[str, object]) -> Iterator[Near]:
    for rule in model.fit:
        yield from _almost(rule.when, seen, Near(rule=rule.name, kind="fit", says=rule.says, points=rule.points))
    for out in playbook.definition.disqualifiers:
        yield from _almost(out.when, seen, Near(rule=out.name, kind="disqualifier", says=out.says))
    for other in playbook.models[: playbook.models.index(model)]:
        if other.when:
            says = f"the points of the {other.name} model"
            yield from _almost(other.when, seen, Near(rule=other.name, kind="model", says=says))


def _almost(when: Condition, seen: Mapping[str, object], near: Near) -> Iterator[Near]:
    holds = when.holds(seen)
    if holds is None:
        yield replace(near, missing=when.unknown_because(seen))
    elif not holds:
        lacks = nearly(when.form, seen)
        if lacks:
            yield replace(near, lacks=lacks)


def _ways(lead: Lead, playbook: Playbook, scored: f.Scored, *, model: Model) -> Iterator[Way]:
    """What would help most, first what is enough by itself, then what brings most."""
    ways = [*_signals(lead, playbook, scored, model=model), *_fields(playbook, scored, model)]
    yield from sorted(ways, key=lambda way: (not way.enough, way.times, -way.gain, way.name))


def _signals(lead: Lead, playbook: Playbook, scored: f.Scored, *, model: Model) -> Iterator[Way]:
    definition = playbook.definition
    done: dict[str, list[datetime]] = {}
    for act in lead.activities:
        if act.at <= scored.at:
            done.setdefault(act.signal, []).append(act.at)
    floor, needed = definition.hand_raisers_need_fit, _needed(scored, definition)
    for name, signal in model.signals.items():
        if name in definition.hand_raisers and (floor is None or scored.fit >= floor):
            yield Way(kind="signal", name=name, says=signal.says, gain=signal.points, enough=True)
            continue
        had = done.get(name)
        if had is None:
            if signal.points > ZERO:
                yield _first_time(name, signal, needed)
            continue
        gain, times = _done_again(signal, had, scored.at, needed)
        if gain > ZERO:
            enough = needed is not None and gain >= needed
            yield Way(kind="signal", name=name, says=signal.says, gain=gain, times=times, enough=enough)


def _first_time(name: str, signal: Signal, needed: Decimal | None) -> Way:
    """What a signal would bring that was never given; the same for every lead that needs it as often."""
    most = min(signal.times or OFTEN_MOST, OFTEN_MOST)
    times = most if needed is None else min(most, ceil(needed / signal.points))
    enough = needed is not None and signal.points * times >= needed
    key = (id(signal), name, times, enough)
    held = _FIRST.get(key)
    if held is None:
        gain = signal.points * times
        held = signal, Way(kind="signal", name=name, says=signal.says, gain=gain, times=times, enough=enough)
        if len(_FIRST) >= REMEMBERED_MOST:
            _FIRST.clear()
        _FIRST[key] = held
    return held[1]


def _needed(scored: f.Scored, definition: Definition) -> Decimal | None:
    """How many points of behaviour would make the lead ready; None when no number of them would."""
    matrix, half = definition.matrix, scored.behaviour
    bars = [definition.mql_from - scored.total, *(bar - half for bar in (matrix.behaviour if matrix else ()))]
    if definition.behaviour_at_least is not None:
        bars.append(definition.behaviour_at_least - half)
    enough = (bar for bar in sorted(bars) if bar > ZERO and not short_of(_more(scored, behaviour=bar), definition))
    return next(enough, None)


def _done_again(signal: Signal, had: list[datetime], at: datetime, needed: Decimal | None) -> tuple[Decimal, int]:
    """What the signal brings given once more, and again until it is enough or its cap lets in no more; how often."""
    value = {when: worth(signal, when, at) for when in had} | {at: signal.points}
    held, best = sum(map(value.__getitem__, counting(signal, had)), ZERO), (ZERO, 0)
    nothing, room = held - held, OFTEN_MOST if signal.times is None else signal.times - len(had)
    # Beyond its cap, given at one instant, a signal never counts more often.
    for times in range(1, min(OFTEN_MOST, signal.times or OFTEN_MOST) + 1):
        if times <= room:
            gain = nothing + signal.points * times
        elif times == signal.times and (signal.within is None or at - min(had) < signal.within):
            gain = signal.points * times - held
        else:
            gain = sum(map(value.__getitem__, counting(signal, [*had, *[at] * times])), ZERO) - held
        if gain <= best[0]:
            break
        best = gain, times
        if needed is not None and gain >= needed:
            break
    return best


def _fields(playbook: Playbook, scored: f.Scored, model: Model) -> Iterator[Way]:
    """Rules about fields we do not know: were they known and right, they would count."""
    for rule in model.fit:
        if rule.name in scored.unknown and rule.points > ZERO:
            enough = short_of(_more(scored, fit=rule.points), playbook.definition) is None
            yield Way(kind="field", name=rule.name, says=rule.says, gain=rule.points, enough=enough)


def _more(scored: f.Scored, *, fit: Decimal = ZERO, behaviour: Decimal = ZERO) -> f.Scored:
    total = scored.total + fit + behaviour
    return replace(scored, fit=scored.fit + fit, behaviour=scored.behaviour + behaviour, total=total)
