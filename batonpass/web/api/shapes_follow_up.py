"""What do the answers about a follow-up plan look like, and what may be sent about it?"""

from __future__ import annotations

from datetime import datetime

from pydantic import BaseModel, ConfigDict, Field

from batonpass.web.api.shapes_sent import ByIn, Instant, Text


class StepOut(BaseModel):
    step: int = Field(description="counts from 1")
    name: str
    kind: str
    counts: tuple[str, ...] = Field((), description="other kinds of touch that do this step as well")
    says: str = Field("", description="a hint for whoever makes it")
    opens_at: datetime
    due_at: datetime
    state: str = Field(description="open, late, done, skipped or left_out")
    at: datetime | None = Field(None, description="when it was done, skipped or left out")
    by: str = ""
    because: str = ""


class PlanOut(BaseModel):
    model_config = ConfigDict(title="FollowUpPlan")

    cadence: str
    playbook: str = Field(description="the version it began with, and keeps")
    cycle: int
    state: str = Field(description="running or ended")
    started_at: datetime
    ended_at: datetime | None = None
    ended: str = Field("", description="reply, meeting, finished, outcome, rejection, handed_over, stage or merge")
    waits_for: str = Field("", description="answer or outcome, what an open lead waits for after the end")
    waits_until: datetime | None = None
    still: str = Field("", description="promise or away, why a running plan stands still; empty while it does not")
    still_until: datetime | None = Field(None, description="when it goes on at the latest")
    touches: int = Field(description="made in this round")
    least: int = Field(description="asked for before one of the outcomes in `least_for`")
    least_for: tuple[str, ...] = ()
    acknowledged_at: datetime | None = Field(None, description="when the automatic answer was ordered")
    steps: tuple[StepOut, ...]


class ReplyIn(ByIn):
    kind: Text = Field("email", description="how they answered: call, email, message, meeting, video or voicemail")
    at: Instant | None = Field(None, description="when, if not just now")


class SkipIn(ByIn):
    reason: Text = Field("", description="why this touch will not be made")
