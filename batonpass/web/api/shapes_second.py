"""How do what was found out, the second handoff and the deal read over the API, and what may be sent?"""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from batonpass.web.api.shapes_sent import ByIn, Instant, Note, Text

Money = Annotated[Decimal, Field(max_digits=15, decimal_places=2, ge=0)]


class Shape(BaseModel):
    model_config = ConfigDict(from_attributes=True)


class AnswerOut(Shape):
    value: str
    by: str
    at: datetime
    note: str = ""


class CallNoteOut(Shape):
    at: datetime
    by: str
    text: str
    kind: str = ""
    next_step: str = ""
    meeting_at: datetime | None = None


class DealOut(Shape):
    amount: float | None = None
    currency: str = ""
    close_date: date | None = None
    deal_id: str = Field("", description="the CRM's id of it")


class SecondOut(Shape):
    answers: dict[str, AnswerOut]
    notes: tuple[CallNoteOut, ...]
    sdr: str | None = Field(None, description="who handed it over in this cycle")
    handed_at: datetime | None = None
    rounds: int = Field(0, description="how often it was handed over in this cycle")
    waiting: bool = Field(default=False, description="an account executive has been asked and has not answered")
    came_back: str = Field("", description="the reason why it was given back last")
    deal: DealOut | None = None


class QuestionOut(Shape):
    name: str
    asks: str
    kind: str = Field(description="yes_no, choice or text")
    choices: tuple[str, ...]
    required: bool
    answer: AnswerOut | None = None


class LackOut(Shape):
    name: str
    says: str


class ChecklistOut(Shape):
    lead_id: str
    questions: tuple[QuestionOut, ...]
    ready: bool = Field(description="may it be handed over to an account executive?")
    lacks: tuple[LackOut, ...] = Field(description="what stands between")
    notes: tuple[CallNoteOut, ...]


class ChecklistIn(ByIn):
    answers: dict[str, Note | bool] = Field(description="by question: yes, no, unknown, a choice, or words")
    notes: dict[str, Note] = Field(default={}, description="what is written beside an answer, at most 2000 characters")


class CallNoteIn(ByIn):
    text: Note = ""
    kind: Text = Field("", description="call, email, message, meeting, video or voicemail")
    next_step: Text = ""
    meeting_at: Instant | None = Field(None, description="when they meet next")


class HandOffIn(ByIn):
    to: Text = Field("", description="a person or a queue; by the ladder of the second handoff when nobody is named")


class ReturnIn(ByIn):
    reason: Text = Field("", description="a reason of second_handoff.returns")
    note: Note = ""


class OpportunityIn(ByIn):
    amount: Money | None = None
    currency: Text = Field("", description="three letters, such as EUR")
    close_date: date | None = None
    deal_id: Text = Field("", description="the CRM's id of it")


class WonIn(ByIn):
    amount: Money | None = None
    currency: Text = ""
    deal_id: Text = ""


class LostIn(ByIn):
    reason: Text = Field("", description="a reason of second_handoff.lost, where it names any")
    note: Note = ""
    deal_id: Text = ""


class DealIn(ByIn):
    """What a CRM says of one of its deals."""

    stage: Text = Field(description="opportunity, won or lost")
    lead_id: Text = Field("", description="the lead, when the deal is told for the first time")
    email: Text = Field("", description="or the lead's address")
    amount: Money | None = None
    currency: Text = ""
    close_date: date | None = None
    reason: Text = ""


class DealStepOut(Shape):
    """A step of a deal that the CRM told before its lead could take it."""

    lead_id: str
    deal_id: str
    kind: str = Field(description="OpenOpportunity, Win or Lose")
    told_at: datetime
    until: datetime = Field(description="how long it waits")
    state: str = Field(description="waiting, taken or refused")
    done_at: datetime | None
    says: str = Field(description="why it waits, or why it was refused")
