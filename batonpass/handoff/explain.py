"""Why has this lead these points, what nearly counted, what is not known, and what would make it ready for sales?"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from . import facts as f
from .bands import band, short_of
from .facts.match import AccountMatched
from .facts.merge import Merged, Unmerged
from .facts.review import Approved, PassedOn
from .fold import fold
from .gains import Advice, Offers, offers
from .lead import Lead
from .nearly import Near, Question, nearest, questions
from .playbook import WORKED, Playbook, Stage
from .qualify import raised_hand
from .score import choose, score
from .setting import NOBODY, add_score, condition_facts

ZERO = Decimal(0)
RECKONED_WITHOUT = (Merged, Unmerged, AccountMatched, Approved, PassedOn)
"""After these the points are reckoned anew although nothing arrived."""


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
    ways: tuple[Advice, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Ready:
    """What is the same for every lead of a model: what can nearly count, and what can help."""

    asked: tuple[Question, ...]
    offers: Offers


@dataclass(frozen=True, slots=True, kw_only=True)
class Explainer:
    """A playbook made ready to explain many leads; `models` are its own, by name."""

    playbook: Playbook
    models: Mapping[str, Ready]


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


def explainer(playbook: Playbook) -> Explainer:
    """Make a playbook ready; it takes far longer than to explain one lead, so keep what it gives."""
    ready = {m.name: Ready(asked=questions(playbook, m), offers=offers(m, playbook)) for m in playbook.models}
    return Explainer(playbook=playbook, models=ready)


def explain(lead: Lead, by: Explainer, seen: Mapping[str, object], *, at: datetime) -> Explanation:
    """Explain a lead as of an instant. `seen` are its condition facts then, without the score."""
    playbook = by.playbook
    scored = score(lead, playbook, seen, at=at)
    ready, definition = by.models[choose(playbook.models, seen).name], playbook.definition
    full = dict(seen)
    add_score(full, scored)
    out = next((d for d in definition.disqualifiers if d.when.holds(full) is True), None)
    handed = lead.stage is Stage.MQL or lead.stage in WORKED
    short = None if handed or out else short_of(scored, definition)
    near = nearest(ready.asked, full)
    return Explanation(
        at=at,
        playbook=playbook.version,
        stage=lead.stage,
        band=band(lead, scored, definition),
        cell=definition.matrix.cell(scored.fit, scored.behaviour) if definition.matrix else "",
        because=lead.because,
        scored=scored,
        short=f"disqualified: {out.says}" if out else short.because if short else "",
        points_short=max(ZERO, definition.mql_from - scored.total) if short else ZERO,
        near=near,
        missing=tuple(dict.fromkeys(field for one in near for field in one.missing)),
        ways=() if handed or out else ready.offers.ways(lead, scored),
    )
