"""Is this lead ready for sales, by the written definition?"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from .facts import AskedAgain, Captured, Learned, Observed, Qualified, Scored
from .lead import Lead
from .playbook import WORKED, Definition, Playbook, Stage
from .words import plain

Arrived = Captured | Observed | Learned
FINISHED = frozenset({Stage.NURTURE, Stage.DISQUALIFIED, Stage.LOST})


def qualify(
    lead: Lead, arrived: Arrived, playbook: Playbook, seen: Mapping[str, object], *, at: datetime
) -> Qualified | AskedAgain | None:
    """The stage and tier the definition gives, or None when nothing about them changes.

    A lead a human works is not moved by any score (scenario B03); it only asks again.
    """
    came_back = isinstance(arrived, Captured) and not arrived.historic
    if lead.stage in WORKED:
        return _asks_again(lead, arrived, at) if came_back else None
    assert lead.score is not None  # noqa: S101 - the path scores before it qualifies
    verdict = _verdict(lead, arrived, playbook, seen, at)
    same = (verdict.stage, verdict.tier, verdict.band) == (lead.stage, lead.tier, lead.band)
    if not same or verdict.starts_cycle or lead.stage is Stage.NEW:
        return verdict
    return _asks_again(lead, arrived, at) if came_back and lead.stage is Stage.MQL else None


def raised_hand(lead: Lead, arrived: Arrived | None, definition: Definition) -> bool:
    """Did they ask for us: with this arrival, or since this cycle began?"""
    if isinstance(arrived, (Captured, Observed)) and _signals(arrived) & definition.hand_raisers:
        return True
    since = lead.cycle_since
    if since is None or lead.stage is not Stage.MQL:
        return False
    return any(a.signal in definition.hand_raisers and a.arrived_at >= since for a in lead.activities)


def band(lead: Lead, scored: Scored, definition: Definition) -> str:
    """nurture, mql or hot; what is hot stays so until it falls below the exit threshold, so that it does not flap."""
    stays = lead.band == "hot" and scored.total >= definition.hot_exit_below
    if scored.total >= definition.hot_from or stays:
        return "hot"
    return "mql" if scored.total >= definition.mql_from else "nurture"


def _verdict(
    lead: Lead, arrived: Arrived, playbook: Playbook, seen: Mapping[str, object], at: datetime
) -> Qualified:
    definition, scored = playbook.definition, lead.score
    assert scored is not None  # noqa: S101 - the path scores before it qualifies
    level = band(lead, scored, definition)
    out = next((d for d in definition.disqualifiers if d.when.holds(seen) is True), None)
    if out:
        return _stays_out(lead, Stage.DISQUALIFIED, level, f"disqualified: {out.says}", at)
    if getattr(arrived, "historic", False):
        stage = Stage.NURTURE if level == "nurture" else Stage.ENGAGED
        return _stays_out(lead, stage, level, "imported as history: nobody is paged", at)
    ready = _ready(lead, arrived, playbook, seen, at)
    if ready:
        fresh = lead.stage is not Stage.MQL
        return Qualified(
            at=at,
            stage=Stage.MQL,
            tier=_tier(playbook, seen) if fresh else _stricter(lead.tier, _tier(playbook, seen), playbook),
            band=level,
            cycle=lead.cycle + 1 if fresh else lead.cycle,
            starts_cycle=fresh,
            because=ready,
        )
    if lead.stage is Stage.MQL:
        return _stays_in(lead, level, at)
    return _not_ready(lead, level, definition, scored, at)


def _ready(
    lead: Lead, arrived: Arrived, playbook: Playbook, seen: Mapping[str, object], at: datetime
) -> str | None:
    """Why the lead is ready for sales; None when it is not."""
    definition, scored = playbook.definition, lead.score
    assert scored is not None  # noqa: S101 - the path scores before it qualifies
    if seen["lead.hand_raised"]:
        floor = definition.hand_raisers_need_fit
        if floor is None or scored.fit >= floor:
            asked = next((s for s in _asked(lead, arrived) if s in definition.hand_raisers), "asked for us")
            says = next((m.signals[asked].says for m in playbook.models if asked in m.signals), asked)
            return f"hand raised: {says}"
    if _cooling(lead, playbook, at):
        return None
    fits = definition.fit_at_least is None or scored.fit >= definition.fit_at_least
    wants = definition.behaviour_at_least is None or scored.behaviour >= definition.behaviour_at_least
    if scored.total >= definition.mql_from and fits and wants:
        return f"score {plain(scored.total)} reaches {plain(definition.mql_from)}"
    return None


def _cooling(lead: Lead, playbook: Playbook, at: datetime) -> bool:
    """Sales gave this lead back lately: only a raised hand brings it in before the cool-down ends."""
    return lead.ended_at is not None and at < lead.ended_at + playbook.requalify_after


def _tier(playbook: Playbook, seen: Mapping[str, object]) -> str:
    return next(t.name for t in playbook.tiers if t.when is None or t.when.holds(seen) is True)


def _stricter(held: str | None, offered: str, playbook: Playbook) -> str:
    """A running promise is tightened, never loosened (scenario A05)."""
    budget = {t.name: t.first_touch for t in playbook.tiers}
    return held if held in budget and budget[held] <= budget[offered] else offered


def _stays_in(lead: Lead, level: str, at: datetime) -> Qualified:
    """Once handed over, a falling score takes nothing away from the rep (scenario B05)."""
    return Qualified(
        at=at, stage=Stage.MQL, tier=lead.tier, band=level, cycle=lead.cycle, because="handed over: a score takes nothing back"
    )


def _stays_out(lead: Lead, stage: Stage, level: str, because: str, at: datetime) -> Qualified:
    return Qualified(at=at, stage=stage, band=level, cycle=lead.cycle, because=because)


def _not_ready(lead: Lead, level: str, definition: Definition, scored: Scored, at: datetime) -> Qualified:
    if lead.stage in FINISHED:
        return _stays_out(lead, lead.stage, level, lead.because, at)
    if level != "nurture":
        short = "fit" if definition.fit_at_least is not None and scored.fit < definition.fit_at_least else "behaviour"
        needs = definition.fit_at_least if short == "fit" else definition.behaviour_at_least
        because = f"score {plain(scored.total)}, but {short} is below {needs}"
        return _stays_out(lead, Stage.ENGAGED, level, because, at)
    return _stays_out(lead, Stage.NURTURE, level, f"score {plain(scored.total)} is below {plain(definition.mql_from)}", at)


def _asks_again(lead: Lead, arrived: Arrived, at: datetime) -> AskedAgain:
    form = arrived.form if isinstance(arrived, Captured) else ""
    return AskedAgain(at=at, form=form, because=f"came back ({form or 'a submission'}); stays with who works it")


def _asked(lead: Lead, arrived: Arrived) -> list[str]:
    done = [a.signal for a in reversed(lead.activities)]
    return [*sorted(_signals(arrived)), *done] if isinstance(arrived, (Captured, Observed)) else done


def _signals(arrived: Captured | Observed) -> frozenset[str]:
    if arrived.historic:
        return frozenset()
    return frozenset(arrived.signals) if isinstance(arrived, Captured) else frozenset({arrived.signal})
