"""What must an account executive know before taking a lead over: what was found out, said and agreed on?"""

from __future__ import annotations

from collections.abc import Iterator

from .facts import Briefed
from .fold.second import second_of
from .lead import Lead
from .playbook.second import UNKNOWN
from .second import CallNote
from .setting import Setting
from .words import ago, local

NOTES_SHOWN = 5
NOT_AGAIN = ("Found out: ", "Not known: ", "Note: ", "Next step: ", "Next meeting: ", "Worked by: ")
"""How the lines of an earlier second brief begin; they are written anew."""


def second_brief(lead: Lead, setting: Setting) -> Briefed:
    """The first brief's lines with what the SDR found out after who it is; nothing in it is guessed."""
    who, *rest = [line for line in lead.brief if not line.startswith(NOT_AGAIN)] or [lead.name]
    questions = setting.playbook.questions
    known = second_of(lead).answers
    found = sum(1 for name in questions if name in known and known[name].value != UNKNOWN)
    return Briefed(
        at=setting.at,
        lines=(who, *found_out(lead, setting), *rest),
        missing=lead.brief_missing,
        complete_percent=100 * found // len(questions) if questions else 100,
        because=f"for the account executive: {found} of {len(questions)} questions answered",
    )


def found_out(lead: Lead, setting: Setting) -> Iterator[str]:
    """The checklist, the notes, what comes next and how much was done, line by line."""
    second, questions = second_of(lead), setting.playbook.questions
    name_of = setting.directory.name_of
    open_ones: list[str] = []
    for name in questions:
        answer = second.answers.get(name)
        if answer is None or answer.value == UNKNOWN:
            open_ones.append(name.replace("_", " "))
            continue
        beside = f" ({answer.note})" if answer.note else ""
        yield f"Found out: {name.replace('_', ' ')}: {answer.value.replace('_', ' ')}{beside}"
    if open_ones:
        yield f"Not known: {', '.join(open_ones)}"
    yield from _next(second.notes, lead, setting)
    for note in reversed([one for one in second.notes if one.text][-NOTES_SHOWN:]):
        yield f"Note: {note.text} ({name_of(note.by)}, {note.kind or 'note'}, {ago(setting.at - note.at)})"
    if second.sdr:
        touches = f"{lead.touches} touch{'es' if lead.touches != 1 else ''}"
        yield f"Worked by: {name_of(second.sdr)}, {touches} since {lead.created_at:%Y-%m-%d}"


def _next(notes: tuple[CallNote, ...], lead: Lead, setting: Setting) -> Iterator[str]:
    """What was agreed on last, and the first meeting that is still to come, in the owner's own time."""
    step = next((one.next_step for one in reversed(notes) if one.next_step), "")
    if step:
        yield f"Next step: {step}"
    owner = setting.directory.reps.get(lead.owner or "")
    to_come = sorted(one.meeting_at for one in notes if one.meeting_at and one.meeting_at >= setting.at)
    if to_come and owner:
        yield f"Next meeting: {local(to_come[0], setting.hours((owner.calendar,)).zone)}"
