"""When does a lead go on to an account executive by this playbook, to whom, and why may it come back?"""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal

from batonpass.handoff.checklist import unmet
from batonpass.handoff.condition import TEXT, Schema, Type, choice
from batonpass.handoff.lead import Known, Lead
from batonpass.handoff.playbook import WORKED, LadderStep, Playbook, Stage
from batonpass.handoff.playbook.second import (
    UNKNOWN,
    AnswerKind,
    Question,
    ReadyRule,
    ReturnReason,
    SecondHandoff,
)
from batonpass.handoff.second import Answer, Second
from batonpass.handoff.setting import condition_facts
from batonpass.handoff.words import plain
from batonpass.written.boxes import boxes_of
from batonpass.written.nearest import did_you_mean
from batonpass.written.notes import Notes
from batonpass.written.promises import steps_of
from batonpass.written.reading import Reading, same_conditions
from batonpass.written.refused import quoted
from batonpass.written.routing import rungs_of
from batonpass.written.schema.people import SendFile
from batonpass.written.schema.second import QuestionFile, SecondCaseFile, SecondFile

_BACK = (Stage.SAL, Stage.NURTURE, Stage.DISQUALIFIED)
_ANY_DAY = datetime(2027, 1, 1, 12, tzinfo=UTC)
_HERE = "second_handoff"


def questions_of(reading: Reading) -> Mapping[str, Question]:
    """Build the questions an SDR asks; note choices without answers, and answers where none are chosen."""
    found: dict[str, Question] = {}
    for name, written in reading.file.qualification.items():
        _check_question(written, reading.at("qualification", name))
        found[name] = Question(
            name=name,
            asks=written.asks,
            kind=AnswerKind(written.kind),
            of=tuple(written.of),
            required=written.required,
        )
    return found


def second_of(
    reading: Reading, questions: Mapping[str, Question], ladder: tuple[LadderStep, ...]
) -> SecondHandoff | None:
    """Build the second handoff; note what its ladder, steps and conditions name that does not exist.

    Without steps of its own it climbs the `ladder` of the first.
    """
    written = reading.file.second_handoff
    if written is None:
        return None
    asking = replace(reading, schema={**reading.schema, **answer_schema(questions)})
    _warn(reading, written, questions)
    lengths = {key: length for key in ("decide", "close") if (length := getattr(written, key))}
    return SecondHandoff(
        ready=tuple(_ready(asking, written)),
        routing=rungs_of(asking, written.routing, reading.at(_HERE, "routing")),
        default_queue=_queue(reading, written),
        accept=written.accept,
        ladder=steps_of(reading, written.steps, reading.at(_HERE, "steps")) or ladder,
        returns=dict(_returns(reading, written)),
        lost=tuple(written.lost),
        **lengths,
    )


def answer_schema(questions: Mapping[str, Question]) -> Schema:
    """Give what conditions may read of each question: the answers that say something, for unknown says nothing."""
    return {f"answer.{name}": _type(one) for name, one in questions.items()}


def try_second_cases(reading: Reading, playbook: Playbook) -> None:
    """Decide every example and counter-example; note each that the definition does not decide as it says."""
    written = reading.file.second_handoff
    if written is None or reading.problems.problems:
        return
    for section, ready in (("examples", True), ("counter_examples", False)):
        for place, case in enumerate(getattr(written, section)):
            _try(case, playbook, reading.at(_HERE, section, place), ready=ready)


def _try(case: SecondCaseFile, playbook: Playbook, here: Notes, *, ready: bool) -> None:
    answers = {name: _said(value) for name, value in case.answers.items()}
    before = len(here.problems)
    for name, value in answers.items():
        _check_answer(name, value, playbook.questions, here.under("answers", name))
    if len(here.problems) > before:
        return
    lead = _lead(case, answers)
    lacks = unmet(lead, playbook, condition_facts(lead, playbook))
    if ready and lacks:
        here.add(f"{quoted(case.name)} is not ready: {'; '.join(says for _, says in lacks)}", "Change one of the two")
    elif not ready and not lacks:
        here.add(f"{quoted(case.name)} is ready, and should not be", "Change one of the two")


def _lead(case: SecondCaseFile, answers: Mapping[str, str]) -> Lead:
    known = {name: Known(value=_said(value), at=_ANY_DAY, by="example") for name, value in case.lead.items()}
    found = {name: Answer(value=value, at=_ANY_DAY, by="example") for name, value in answers.items()}
    return Lead(id="example", known=known, second=Second(answers=found))


def _said(value: object) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return plain(Decimal(value)) if isinstance(value, int | Decimal) else str(value)


def _check_answer(name: str, value: str, questions: Mapping[str, Question], here: Notes) -> None:
    question = questions.get(name)
    if question is None:
        here.add(f"{quoted(name)} is not one of the questions", did_you_mean(name, questions), at_key=True)
    elif question.choices and value not in question.choices:
        here.add(f"{quoted(value)} is no answer to {name}", did_you_mean(value, question.choices))


def _check_question(written: QuestionFile, here: Notes) -> None:
    if written.kind == AnswerKind.CHOICE and not written.of:
        here.add("a choice needs its answers", "Add them, such as of: [this_quarter, later]")
    if written.kind != AnswerKind.CHOICE and written.of:
        here.under("of").add(f"only a choice has answers, and this is {written.kind}", "Write kind: choice")
    if UNKNOWN in written.of:
        here.under("of").add("`unknown` can be answered to every question", "Remove it")
    for place, answer in enumerate(written.of):
        if answer in written.of[:place]:
            here.under("of", place).add(f"{quoted(answer)} is offered twice", "Keep one")


def _type(question: Question) -> Type:
    match question.kind:
        case AnswerKind.TEXT:
            kind = TEXT
        case AnswerKind.YES_NO:
            kind = choice("yes", "no")
        case AnswerKind.CHOICE:
            kind = choice(*question.of)
    return kind.labelled(question.name.replace("_", " "))


def _ready(reading: Reading, written: SecondFile) -> Iterator[ReadyRule]:
    for name, earlier in same_conditions({name: rule.when for name, rule in written.ready.items()}):
        reading.at(_HERE, "ready", name, "when").add(f"this is also the condition of {quoted(earlier)}", "Keep one")
    for name, rule in written.ready.items():
        when = reading.condition(rule.when, reading.at(_HERE, "ready", name, "when"))
        if when.fields and boxes_of(when.form) == ():
            reading.warn(_HERE, "ready", name, "when").add("this can never hold: its parts exclude each other")
        yield ReadyRule(name=name, when=when, says=rule.says)


def _returns(reading: Reading, written: SecondFile) -> Iterator[tuple[str, ReturnReason]]:
    for code, reason in written.returns.items():
        if reason.then not in _BACK:
            here = reading.at(_HERE, "returns", code, "then")
            here.add(f"a lead cannot go back to {reason.then.value}", f"Write {', '.join(one.value for one in _BACK)}")
        if reason.clock == "anew" and reason.then not in WORKED:
            reading.warn(_HERE, "returns", code, "clock").add("the SDR does not get it back, so no clock runs anew")
        yield (
            code,
            ReturnReason(
                code=code,
                says=reason.says or code.replace("_", " "),
                then=reason.then,
                needs_note=reason.needs_note,
                anew=reason.clock == "anew",
            ),
        )


def _queue(reading: Reading, written: SecondFile) -> str:
    last = written.routing[-1]
    if isinstance(last, SendFile) and last.queue:
        return last.queue
    here = reading.at(_HERE, "routing", len(written.routing) - 1)
    here.add("the last rung is no queue, so a lead could be without a place", "Add `- queue: …` as the last rung")
    return ""


def _warn(reading: Reading, written: SecondFile, questions: Mapping[str, Question]) -> None:
    """What was surely not meant: nothing asked, no way back, everybody's pool, outcomes nobody can choose."""
    if not questions:
        reading.warn(_HERE).add("nothing is asked before it", "Add qualification: {need: {asks: …}}")
    if not written.returns:
        reading.warn(_HERE).add("no reason is written, so nobody can give a lead back", "Add returns: …")
    if not written.examples:
        reading.warn(_HERE).add("no example shows what is ready for an account executive", "Add a few")
    if written.accept > timedelta(days=7):
        reading.warn(_HERE, "accept").add("whoever was handed a lead keeps it for weeks without a word", "Shorten it")
    for place, rung in enumerate(reading.file.routing):
        if isinstance(rung, SendFile) and rung.pool == ["*"]:
            says = "everybody's pool holds the account executives too, so they get leads nobody has qualified"
            reading.warn("routing", place, "pool").add(says, "Name the pools of those who qualify")
    for name, outcome in reading.file.outcomes.items():
        if outcome.then in (Stage.SQL, Stage.OPPORTUNITY):
            says = f"with second_handoff a lead becomes {outcome.then.value} by itself, and nobody can choose this"
            reading.warn("outcomes", name).add(says, "Remove it")
