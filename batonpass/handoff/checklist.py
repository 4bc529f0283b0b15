"""What was found out, is it an answer to the question, and is the lead ready for an account executive?"""

from __future__ import annotations

from collections.abc import Mapping

from .facts.second import ChecklistAnswered, NoteTaken
from .fold.second import second_of
from .lead import Lead
from .may import must_work_on
from .playbook import WORKED, Playbook, Stage
from .playbook.second import UNKNOWN, AnswerKind, Question
from .refusal import conflict, invalid
from .requests_second import AnswerChecklist, TakeNote
from .setting import Setting

TEXT_MOST = 2_000
TALKS = ("call", "email", "message", "meeting", "video", "voicemail")
"""In what a note may have been taken."""
SAID = {"true": "yes", "false": "no"}


def answered(lead: Lead, request: AnswerChecklist, setting: Setting) -> ChecklistAnswered | None:
    """The answers that are new or changed; None when all of them are known already."""
    questions = setting.playbook.questions
    if not questions:
        raise conflict("the playbook asks no questions: write qualification into it first")
    _must_write_to(lead, request.by, setting)
    _must_be_asked({*request.answers, *request.notes}, questions)
    answers = {name: _answer(questions[name], value) for name, value in request.answers.items()}
    for name in request.notes.keys() - answers.keys():
        raise invalid(f"the note on {name} needs its answer", field=f"answers.{name}")
    notes = {name: _note(name, note.strip()) for name, note in request.notes.items() if note.strip()}
    held = second_of(lead).answers
    fresh = {
        n: v for n, v in answers.items() if n not in held or (held[n].value, held[n].note) != (v, notes.get(n, ""))
    }
    if not fresh:
        return None
    said = ", ".join(f"{name} {value}" for name, value in fresh.items() if questions[name].kind is not AnswerKind.TEXT)
    return ChecklistAnswered(
        at=setting.at,
        by=request.by,
        answers=fresh,
        notes={name: note for name, note in notes.items() if name in fresh},
        key=request.key,
        asked=request.asked,
        because=f"{setting.directory.name_of(request.by)} found out" + (f": {said}" if said else ""),
    )


def noted(lead: Lead, request: TakeNote, setting: Setting) -> NoteTaken:
    """One conversation, as it was written down."""
    _must_write_to(lead, request.by, setting)
    text = request.text.strip()
    if not text and not request.next_step.strip() and request.meeting_at is None:
        raise invalid("a note needs its words, a next step or a meeting", field="text")
    if request.kind and request.kind not in TALKS:
        raise invalid(f"{request.kind!r} is no kind of conversation", field="kind", allowed=TALKS)
    return NoteTaken(
        at=setting.at,
        by=request.by,
        text=text,
        kind=request.kind,
        next_step=request.next_step.strip(),
        meeting_at=request.meeting_at,
        key=request.key,
        asked=request.asked,
        because=f"noted by {setting.directory.name_of(request.by)}",
    )


def _must_write_to(lead: Lead, by: str, setting: Setting) -> None:
    """Only who works on the lead writes to it, and only while it is in work."""
    must_work_on(lead, by, setting)
    if lead.stage is not Stage.MQL and lead.stage not in WORKED:
        raise conflict(f"this lead is not in work: it is {lead.stage.value}")


def with_answers(seen: Mapping[str, object], lead: Lead) -> dict[str, object]:
    """What conditions of the second handoff read: the lead's facts, and what is known of each question."""
    answers = second_of(lead).answers.items()
    return {**seen, **{f"answer.{name}": one.value for name, one in answers if one.value != UNKNOWN}}


def unmet(lead: Lead, playbook: Playbook, seen: Mapping[str, object]) -> tuple[tuple[str, str], ...]:
    """What still stands between the lead and an account executive: its name and what to do; none when it is ready.

    A condition that nobody can tell is not met: what is missing is named, never taken for a no.
    """
    known = with_answers(seen, lead)
    lacks = [
        (one.name, f"find out: {one.asks}")
        for one in playbook.questions.values()
        if one.required and f"answer.{one.name}" not in known
    ]
    named = {name for name, _ in lacks}
    for rule in playbook.second.ready if playbook.second else ():
        holds = rule.when.holds(known)
        if holds is False:
            lacks.append((rule.name, f"it does not hold that {rule.says}"))
        elif holds is None:
            missing = [path.removeprefix("answer.") for path in rule.when.unknown_because(known)]
            if not named.issuperset(missing):
                lacks.append((rule.name, f"nobody can tell whether {rule.says}: {', '.join(missing)} unknown"))
    return tuple(lacks)


def _must_be_asked(names: set[str], questions: Mapping[str, Question]) -> None:
    for name in sorted(names):
        if name not in questions:
            says = f"{name!r} is no question of the playbook; it asks {', '.join(questions)}"
            raise invalid(says, field=f"answers.{name}", allowed=tuple(questions))


def _note(name: str, note: str) -> str:
    """What is written beside an answer, whole: what was cut silently would be missed by whoever reads it."""
    if len(note) > TEXT_MOST:
        says = f"shorten the note on {name} to {TEXT_MOST} characters: it has {len(note)}"
        raise invalid(says, field=f"notes.{name}")
    return note


def _answer(question: Question, value: str) -> str:
    said = value.strip()
    if question.kind is AnswerKind.TEXT:
        if not said or len(said) > TEXT_MOST:
            says = f"{question.name} is answered in words, at most {TEXT_MOST} characters"
            raise invalid(says, field=f"answers.{question.name}")
        return said
    if question.kind is AnswerKind.YES_NO:
        said = SAID.get(said.lower(), said.lower())
    if said not in question.choices:
        says = f"{question.name} is answered with one of {', '.join(question.choices)}"
        raise invalid(says, field=f"answers.{question.name}", allowed=question.choices)
    return said
