"""Which steps of deals did the CRM tell before their lead could take them, as somebody reads it?"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from batonpass.store.deal_steps import StepTold
from batonpass.tongue.heard import heard
from batonpass.tongue.spoken import later, say
from batonpass.web.parts import words
from batonpass.web.parts.reader import Reader

KINDS = {
    "OpenOpportunity": later("Deal {deal}: an opportunity"),
    "Win": later("Deal {deal}: won"),
    "Lose": later("Deal {deal}: lost"),
}
STANDS = {"waiting": (later("waits"), "warn"), "refused": (later("refused"), "late")}


@dataclass(frozen=True, slots=True, kw_only=True)
class Early:
    """One step: what the CRM said, how it stands, when, and why it waits or was refused."""

    lead_id: str
    lead: str
    says: str
    stands: str
    tone: str
    when: str
    why: str


def early_steps(told: Iterable[StepTold], names: Mapping[str, str], reader: Reader) -> list[Early]:
    """Those that wait, and those whose time was over; what was taken needs nobody. `names` calls leads by their id."""
    return [_one(step, names, reader) for step in told if step.state in STANDS]


def _one(step: StepTold, names: Mapping[str, str], reader: Reader) -> Early:
    stands, tone = STANDS[step.state]
    told = words.moment(step.told_at, zone=reader.zone, now=reader.now)
    until = words.moment(step.done_at or step.until, zone=reader.zone, now=reader.now)
    waits = later("told {told}, waits until {until}")
    ended = later("told {told}, refused {until}")
    return Early(
        lead_id=step.lead_id,
        lead=names.get(step.lead_id, step.lead_id),
        says=say(KINDS[step.kind], deal=step.deal_id),
        stands=say(stands),
        tone=tone,
        when=say(ended if step.done_at else waits, told=told, until=until),
        why=words.sentence(heard(step.says)),
    )
