"""How would a playbook judge and route leads, each asked by itself? Slow, exact, and the measure of the fast way."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from batonpass.handoff.facts import Learned, Qualified, Routed, Scored
from batonpass.handoff.lead import Lead
from batonpass.handoff.playbook import Stage
from batonpass.handoff.qualify import Weighing, qualify, raised_hand
from batonpass.handoff.record import replace
from batonpass.handoff.route import route
from batonpass.handoff.score import score
from batonpass.handoff.setting import Setting, add_score, condition_facts


@dataclass(frozen=True, slots=True, kw_only=True)
class Looked:
    """Where one lead would stand after a look at it, and, if that look hands it over, to whom it would go."""

    stage: Stage
    tier: str | None
    band: str
    scored: Scored
    because: str
    routed: Routed | None = None

    @property
    def total(self) -> Decimal:
        """The points of the look."""
        return self.scored.total


def look(lead: Lead, setting: Setting, *, at: datetime | None = None, hand: bool | None = None) -> Looked:
    """Score, qualify and route a lead as it stands at the setting's instant, as if nothing new had arrived.

    `hand` says whether its hand is up; without it, the lead's own past does. With `at` it is judged as of then, and
    routed as of the setting's instant all the same.
    """
    playbook, at = setting.playbook, at or setting.at
    nothing = Learned(at=at, arrived_at=at, source_name="look", fields={})
    hand = raised_hand(lead, nothing, playbook.definition) if hand is None else hand
    seen = condition_facts(lead, playbook, hand_raised=hand, at=at, others=setting.others)
    scored = score(lead, playbook, seen, at=at)
    add_score(seen, scored)
    stands, hours = replace(lead, score=scored), setting.hours
    verdict = qualify(Weighing(lead=stands, arrived=nothing, playbook=playbook, seen=seen, at=at, hours=hours))
    if not isinstance(verdict, Qualified):
        return Looked(stage=lead.stage, tier=lead.tier, band=lead.band, scored=scored, because=lead.because)
    return Looked(
        stage=verdict.stage,
        tier=verdict.tier,
        band=verdict.band,
        scored=scored,
        because=verdict.because,
        routed=route(lead, setting, seen) if verdict.starts_cycle else None,
    )


def look_at_new(lead: Lead, setting: Setting) -> Looked:
    """The same person as if they came for the first time with their latest act, having done all the others before."""
    last = last_arrival(lead)
    raisers = setting.playbook.definition.hand_raisers
    hand = any(a.signal in raisers and a.arrived_at >= last for a in lead.activities)
    new = replace(
        lead, stage=Stage.NEW, band="", tier=None, cycle=0, cycle_since=None, ended_at=None, ended_why="", ended_in=""
    )
    return look(new, setting, at=last, hand=hand)


def last_arrival(lead: Lead) -> datetime:
    """When the latest act of the lead reached us, or the lead itself."""
    begun = [lead.created_at] if lead.created_at else []
    return max([*begun, *(a.arrived_at for a in lead.activities)])
