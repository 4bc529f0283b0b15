"""What does marketing need to see of a lead to let it go to sales, or not?"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta

from batonpass.handoff.brief import label
from batonpass.handoff.brief_read import brief_now
from batonpass.handoff.brief_told import told
from batonpass.handoff.lead import Lead
from batonpass.handoff.playbook.review import REVIEW, USUAL_REASONS, Unseen
from batonpass.tongue.heard import heard_term
from batonpass.tongue.spoken import later, say
from batonpass.web.lead.cards import Score, score
from batonpass.web.lead.offers import Choice
from batonpass.web.parts import words
from batonpass.web.parts.clocks import Face, face
from batonpass.web.parts.reader import Reader
from batonpass.web.parts.rows import company, trigger
from batonpass.web.parts.rules import rules_said
from batonpass.web.parts.shifts import setting_of

LATELY = timedelta(days=1)
TOLD_BESIDE = ("Why now:", "What they did:", "Score ", "Missing:", "They wrote:")
"""Lines of the brief that have a place of their own on the page."""
SAID = {
    "approved": later("went to sales"),
    "sent back": later("was sent back"),
    "passed on": later("passed on"),
    "dropped": later("fell out"),
}
THEN = {Unseen.PASS_ON: later("it passes on to sales"), Unseen.ALARM: later("an alarm goes up until somebody looks")}


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A waiting lead in the list."""

    id: str
    name: str
    about: str
    trigger: str
    tier: str
    score: str
    asked: int
    face: Face | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What somebody wanted to know."""

    who: str
    says: str
    when: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Detail:
    """The lead that is looked at."""

    row: Row
    company: str
    title: str
    because: str
    told: str
    brief: tuple[str, ...]
    missing: tuple[str, ...]
    wrote: str
    score: Score | None
    asked: tuple[Asked, ...]
    reasons: tuple[Choice, ...]
    people: tuple[Choice, ...]
    then: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """A review that ended lately: what became of it, by whom, and whether this reader can take it back."""

    id: str
    name: str
    says: str
    undo: bool


def row_of(lead: Lead, reader: Reader) -> Row:
    """The lead as the list shows it."""
    clock, held = lead.running(REVIEW), lead.review
    return Row(
        id=lead.id,
        name=lead.name,
        about=" · ".join(part for part in (lead.value("title"), company(lead)) if part) or lead.value("email"),
        trigger=trigger(lead, reader.agreed.playbook),
        tier=held.tier if held else "",
        score=words.whole(lead.score.total) if lead.score else "",
        asked=len(held.questions) if held else 0,
        face=face(clock, reader) if clock else None,
    )


def detail_of(lead: Lead, reader: Reader) -> Detail:
    """The lead with the grounds, the points and the brief, and what can be answered."""
    playbook, held = reader.agreed.playbook, lead.review
    policy, questions = playbook.definition.review, held.questions if held else ()
    reasons = (policy.reasons if policy else USUAL_REASONS).values()
    return Detail(
        row=row_of(lead, reader),
        company=company(lead),
        title=lead.value("title"),
        because=held.because if held else lead.because,
        told=words.told_shortly(told(lead, playbook, at=reader.now, name_of=reader.agreed.directory.name_of)),
        brief=tuple(
            words.told(line) for line in brief_now(lead, setting_of(reader)) if not line.startswith(TOLD_BESIDE)
        ),
        missing=tuple(heard_term(label(name, playbook)) for name in lead.brief_missing),
        wrote=lead.message,
        score=score(lead.score, playbook.definition, rules_said(playbook)) if lead.score else None,
        asked=tuple(
            Asked(
                who=reader.agreed.directory.name_of(one.by),
                says=one.says,
                when=words.moment(one.at, zone=reader.zone, now=reader.now),
            )
            for one in questions
        ),
        reasons=tuple(
            Choice(
                value=one.code,
                says=say(
                    "{sentence}, goes to {part}",
                    sentence=words.sentence(one.says),
                    part=say("Disqualified") if one.for_good else say("Nurture"),
                )
                + (say(" (with a note)") if one.needs_note else ""),
            )
            for one in reasons
        ),
        people=_people(reader),
        then=THEN[held.unseen] if held else "",
    )


def answers_of(leads: Iterable[Lead], reader: Reader) -> tuple[Answer, ...]:
    """What became of the leads that waited lately."""
    return tuple(_answer(lead, reader) for lead in leads)


def _answer(lead: Lead, reader: Reader) -> Answer:
    held = lead.review
    assert held  # noqa: S101 - the store gives leads whose review has ended
    who = say(" by {name_of}", name_of=reader.agreed.directory.name_of(held.by)) if held.by else ""
    when = words.moment(held.ended_at, zone=reader.zone, now=reader.now) if held.ended_at else ""
    mine = lead.undo is not None and lead.undo.review is not None and lead.undo.by == reader.by
    fresh = lead.undo is not None and reader.now <= lead.undo.at + reader.agreed.playbook.undo_grace
    return Answer(
        id=lead.id,
        name=lead.name,
        says=say(
            "{get}{who}, {when}; {value} now",
            get=SAID.get(held.verdict, held.verdict),
            who=who,
            when=when,
            value=lead.stage.value,
        ),
        undo=mine and fresh,
    )


def _people(reader: Reader) -> tuple[Choice, ...]:
    reps = sorted(reader.agreed.directory.reps.values(), key=lambda rep: rep.name)
    return tuple(Choice(value=rep.id, says=rep.name) for rep in reps if rep.active)
