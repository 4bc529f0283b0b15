"""How does a lead read in a list?"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from batonpass.handoff.faded import faded
from batonpass.handoff.follow_up import FOLLOW_UP
from batonpass.handoff.lead import Lead
from batonpass.handoff.playbook import Playbook
from batonpass.store.read import Held
from batonpass.tongue.spoken import say

from . import words
from .clocks import Face, face, pressing
from .places import place_of
from .reader import Reader

DRAWN = (
    ("demo", "calendar"),
    ("pric", "scales"),
    ("call", "call"),
    ("contact", "call"),
    ("trial", "flask"),
    ("webinar", "people"),
    ("event", "people"),
    ("fair", "people"),
    ("guide", "book"),
    ("paper", "book"),
    ("book", "book"),
    ("mail", "mail"),
    ("reply", "mail"),
)
"""Icons for what brings leads in, by a word in the name that a playbook gives it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One lead in a list. `face` is the clock of a promise; a planned touch is no promise and has only `step_due`.

    `drawn` is the icon of what brought it in; `moves_at` is when the ladder of its promise moves next.
    """

    id: str
    name: str
    company: str
    about: str
    local: str
    trigger: str
    drawn: str
    chips: tuple[str, ...]
    score: str
    target: bool
    face: Face | None
    moves_at: datetime | None
    step_due: datetime | None
    next_due: str
    next_action: str


def row(held: Held, reader: Reader, *, named: bool = False) -> Row:
    """The lead for this reader's list; `named` adds whose it is."""
    lead, clock = faded(held.lead, reader.agreed.playbook, at=reader.now), pressing(held.lead)
    step = None if clock else lead.running(FOLLOW_UP)
    place = place_of(lead, reader)
    return Row(
        id=lead.id,
        name=lead.name,
        company=company(lead),
        about=" · ".join(part for part in (lead.value("title"), company(lead)) if part) or _address(lead),
        local=f"{place.wall} {place.city}".strip(),
        trigger=trigger(lead, reader.agreed.playbook),
        drawn=_drawn(lead, reader.agreed.playbook),
        chips=_chips(lead, reader, named=named),
        score=words.whole(lead.score.total) if lead.score else "",
        target=lead.account_fields.get("target") == "true",
        face=face(clock, reader) if clock else None,
        step_due=step.due_at if step else None,
        moves_at=next((step.at for step in clock.steps if step.at > reader.now), None) if clock else None,
        next_due="" if clock else _by(step.due_at if step else held.next_due_at, reader),
        next_action="" if lead.clock else words.sentence(words.told(held.next_action)),
    )


def company(lead: Lead) -> str:
    """The company by our record, or as they wrote it."""
    return lead.account_name or lead.value("company")


def _address(lead: Lead) -> str:
    """The mail address, or its domain where the address stands for the name already."""
    email = lead.value("email")
    if lead.name != email:
        return email
    return "" if lead.free_mail else email.rpartition("@")[2]


def trigger(lead: Lead, playbook: Playbook) -> str:
    """What brought the lead in, in the playbook's words: the last hand raised, else the last thing they did."""
    signal = _brought_in_by(lead, playbook)
    if not signal:
        return words.sentence(words.plain(lead.forms[-1])) if lead.forms else ""
    return words.sentence(signal_says(signal, playbook))


def _brought_in_by(lead: Lead, playbook: Playbook) -> str:
    raised = [a for a in lead.activities if a.signal in playbook.definition.hand_raisers]
    last = (raised or [*lead.activities])[-1:]
    return last[0].signal if last else ""


def _drawn(lead: Lead, playbook: Playbook) -> str:
    """The icon of what brought the lead in, by a word in its name; a form for all that has none."""
    named = _brought_in_by(lead, playbook)
    return next((drawn for word, drawn in DRAWN if word in named), "form")


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
