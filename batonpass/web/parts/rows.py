"""How does a lead read in a list?"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from batonpass.handoff.follow_up import FOLLOW_UP
from batonpass.handoff.lead import Lead
from batonpass.handoff.playbook import Playbook
from batonpass.store.read import Held
from batonpass.tongue.spoken import say

from . import words
from .clocks import Face, face
from .places import place_of
from .reader import Reader


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One lead in a list. `face` is the clock of a promise; a planned touch is no promise and has only `step_due`."""

    id: str
    name: str
    company: str
    about: str
    local: str
    trigger: str
    chips: tuple[str, ...]
    score: str
    target: bool
    face: Face | None
    step_due: datetime | None
    next_due: str
    next_action: str


def row(held: Held, reader: Reader, *, named: bool = False) -> Row:
    """The lead for this reader's list; `named` adds whose it is."""
    lead, clock = held.lead, held.lead.clock
    step = None if clock else lead.running(FOLLOW_UP)
    place = place_of(lead, reader)
    return Row(
        id=lead.id,
        name=lead.name,
        company=company(lead),
        about=" · ".join(part for part in (lead.value("title"), company(lead)) if part) or lead.value("email"),
        local=f"{place.wall} {place.city}".strip(),
        trigger=trigger(lead, reader.agreed.playbook),
        chips=_chips(lead, reader, named=named),
        score=words.whole(lead.score.total) if lead.score else "",
        target=lead.account_fields.get("target") == "true",
        face=face(clock, reader) if clock else None,
        step_due=step.due_at if step else None,
        next_due="" if clock else _by(step.due_at if step else held.next_due_at, reader),
        next_action="" if lead.clock else words.sentence(held.next_action),
    )


def company(lead: Lead) -> str:
    """The company by our record, or as they wrote it."""
    return lead.account_name or lead.value("company")


def trigger(lead: Lead, playbook: Playbook) -> str:
    """What brought the lead in, in the playbook's words: the last hand raised, else the last thing they did."""
    raised = [a for a in lead.activities if a.signal in playbook.definition.hand_raisers]
    last = (raised or [*lead.activities])[-1:]
    if not last:
        return words.sentence(words.plain(lead.forms[-1])) if lead.forms else ""
    return words.sentence(signal_says(last[0].signal, playbook))


def signal_says(signal: str, playbook: Playbook) -> str:
    """A signal in the playbook's words; its name as words when the playbook no longer knows it."""
    return next((m.signals[signal].says for m in playbook.models if signal in m.signals), words.plain(signal))


def _chips(lead: Lead, reader: Reader, *, named: bool) -> tuple[str, ...]:
    owner = words.short(reader.agreed.directory.name_of(lead.owner)) if named and lead.owner else ""
    stage = lead.stage.value if lead.stage.value != "MQL" else ""
    # With the owner's name there is no room for the tier; once accepted, the stage says more than it.
    tier = "" if owner or stage else words.plain(lead.tier or "")
    return tuple(chip for chip in (tier, stage, owner) if chip)


def _by(due_at: datetime | None, reader: Reader) -> str:
    if due_at is None:
        return ""
    at = words.moment(due_at, zone=reader.zone, now=reader.now)
    return say("since {at}", at=at) if due_at < reader.now else say("by {at}", at=at)
