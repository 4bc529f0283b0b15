"""How is it written what an SDR finds out, and how a lead goes on to an account executive?"""

from typing import Annotated, Any

from pydantic import BeforeValidator, Field

from batonpass.handoff.playbook import Stage
from batonpass.handoff.playbook.second import AnswerKind
from batonpass.written.schema.kinds import (
    AnyStage,
    Day,
    Days,
    Line,
    Name,
    Section,
    StepTime,
    Text,
    Word,
    WorkingTime,
    YesNo,
    one_of,
)
from batonpass.written.schema.people import RungFile

KINDS = tuple(kind.value for kind in AnswerKind)


class StepFile(Section):
    at: StepTime
    remind: Name | None = None
    notify: Name | None = None
    reassign: Annotated[str, BeforeValidator(one_of("pool"))] | None = None


class QuestionFile(Section):
    asks: Line
    kind: Annotated[str, BeforeValidator(one_of(*KINDS))] = "yes_no"
    of: list[Word] = []
    required: YesNo = False


class ReadyFile(Section):
    when: Text
    says: Line


class ReturnFile(Section):
    """Why it comes back: where it goes, and `clock: anew` if the SDR gets the whole time again."""

    says: Line | None = None
    then: AnyStage = Stage.SAL
    needs_note: YesNo = False
    clock: Annotated[str, BeforeValidator(one_of("goes_on", "anew"))] = "goes_on"


class SecondCaseFile(Section):
    """An example or a counter-example of the second handoff: what was found out about whom."""

    name: Line
    answers: dict[Name, Any] = {}
    lead: dict[Name, Any] = {}
    by: Line | None = None
    on: Day | None = None


class SecondFile(Section):
    ready: dict[Word, ReadyFile] = {}
    routing: Annotated[list[RungFile], Field(min_length=1)]
    accept: WorkingTime
    steps: list[StepFile] = []
    decide: Days | None = None
    close: Days | None = None
    returns: dict[Word, ReturnFile] = {}
    lost: list[Word] = []
    examples: list[SecondCaseFile] = []
    counter_examples: list[SecondCaseFile] = []
