"""What may be written of following a lead up: the touches, their hours and days, and how many are enough?"""

from datetime import timedelta
from typing import Annotated, Final, TypeAlias

from pydantic import BeforeValidator, TypeAdapter

from batonpass.handoff.playbook.cadence import Span
from batonpass.written.schema.kinds import Days, Line, Names, Section, Text, Whole, WorkingTime, one_of

KINDS: Final = ("call", "email", "message", "video", "voicemail", "meeting")
_DAYS: Final = TypeAdapter(Days)
_WORKING: Final = TypeAdapter(WorkingTime)


def _span(value: object) -> Span:
    """Days are local days, anything shorter is working time; the two are never mixed."""
    if isinstance(value, str) and "d" in value:
        return Span(days=_DAYS.validate_python(value).days)
    return Span(working=_WORKING.validate_python(value))


def _listed(value: object) -> object:
    return [value] if isinstance(value, str) else value


SpanFile: TypeAlias = Annotated[Span, BeforeValidator(_span)]
Kind: TypeAlias = Annotated[str, BeforeValidator(one_of(*KINDS))]


class CadenceStepFile(Section):
    """One touch: its kind is the key, its name the value; `after` the start, `within` so long of that."""

    call: Line | None = None
    email: Line | None = None
    message: Line | None = None
    video: Line | None = None
    voicemail: Line | None = None
    meeting: Line | None = None
    after: SpanFile | None = None
    within: SpanFile | None = None
    counts: Annotated[list[Kind], BeforeValidator(_listed)] = []
    says: Text = ""


class LeastFile(Section):
    """So many touches are made before one of these outcomes is accepted."""

    touches: Whole
    before: Names


class StopFile(Section):
    """Signals that end a plan: the lead answered, or a meeting was booked."""

    replied: Names = []
    meeting: Names = []


class CadenceFile(Section):
    """The touches for the leads of these tiers for which the condition holds; without steps, those of the trade."""

    when: Text | None = None
    tiers: Names = []
    steps: list[CadenceStepFile] = []
    least: LeastFile | None = None
    stop: StopFile = StopFile()
    answer_within: WorkingTime = timedelta(hours=4)
    decide_within: Days = timedelta(days=2)
