"""What must an account executive know before taking a lead over: what was found out, said and agreed on?"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from .facts import Briefed
from .fold.second import second_of
from .lead import Lead
from .playbook.second import UNKNOWN, AnswerKind, Question
from .second import CallNote
from .setting import Setting
from .words import ago, full_day, local

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
    for name, question in questions.items():
        answer = second.answers.get(name)
        if answer is None or answer.value == UNKNOWN:
            open_ones.append(question.asks)
        else:
            yield f"Found out: {told(question, answer.value, answer.note)}"
    if open_ones:
        yield f"Not known: {' '.join(map(_closed, open_ones))}"
    yield from _next(second.notes, lead, setting)
    for note in reversed([one for one in second.notes if one.text][-NOTES_SHOWN:]):
        yield f"Note: {note.text} ({name_of(note.by)}, {note.kind or 'note'}, {ago(setting.at - note.at)})"
    if second.sdr:
        touches = f"{lead.touches} touch{'es' if lead.touches != 1 else ''}"
        since = f" since {full_day(_there(lead.created_at, lead, setting))}" if lead.created_at else ""
        yield f"Worked by: {name_of(second.sdr)}, {touches}{since}"


def told(question: Question, value: str, note: str = "") -> str:
    """A question of the checklist with its answer, as one reads both aloud: When do they want it? This year."""
    said = value if question.kind is AnswerKind.TEXT else value.replace("_", " ").capitalize()
    return f"{_closed(question.asks)} {said}" + (f" ({note})" if note else "")


def _closed(asks: str) -> str:
    """The question with the sign at its end, whatever it is, that parts it from what follows."""
    return asks if asks.endswith(("?", ".", "!", ":")) else f"{asks}:"


def _there(at: datetime, lead: Lead, setting: Setting) -> datetime:
    """That instant on the wall of whoever has the lead."""
    owner = setting.directory.reps.get(lead.owner or "")
    return at.astimezone(setting.hours((owner.calendar,)).zone) if owner else at


def _next(notes: tuple[CallNote, ...], lead: Lead, setting: Setting) -> Iterator[str]:
    """What was agreed on last, and the first meeting that is still to come, in the owner's own time."""
    step = next((one.next_step for one in reversed(notes) if one.next_step), "")
    if step:
        yield f"Next step: {step}"
    owner = setting.directory.reps.get(lead.owner or "")
    to_come = sorted(one.meeting_at for one in notes if one.meeting_at and one.meeting_at >= setting.at)
    if to_come and owner:
        yield f"Next meeting: {local(to_come[0], setting.hours((owner.calendar,)).zone)}"
