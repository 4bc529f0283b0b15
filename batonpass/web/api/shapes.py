"""What do the answers about leads look like? The description of the API follows from these types."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from pydantic import BaseModel, ConfigDict, Field

from batonpass.web.api.shapes_follow_up import PlanOut
from batonpass.web.api.shapes_second import SecondOut

Number = int | float


class Shape(BaseModel):
    """An answer; fields may be added in later versions, none is renamed."""

    model_config = ConfigDict(from_attributes=True)


class Points(Shape):
    fit: Number
    behaviour: Number
    total: Number


class AccountOfLead(Shape):
    domain: str
    name: str
    owner: str | None = None


class SourceOfLead(Shape):
    campaign: str = ""
    medium: str = ""
    channel: str = ""
    page: str = ""


class ClockOut(Shape):
    promise: str
    state: str = Field(description="running, met, breached or closed; a clock that runs late is breached")
    tier: str
    cycle: int
    started_at: datetime
    due_at: datetime
    ended_at: datetime | None = None
    breached_at: datetime | None = None
    response_seconds: int | None = None


class ClockOfLead(ClockOut):
    call_not_before: datetime | None = None
    playbook: str = ""
    breached_owner: str | None = Field(None, description="who held the lead when the promise broke")
    excuse: str = Field("", description="why a breach is ours, not the rep's: notification_outage, outage, restore")
    paused_at: datetime | None = None


class ClockLine(ClockOut):
    lead_id: str
    owner: str | None
    queue: str | None
    next_at: datetime | None = Field(description="when the next step of its ladder is due")


class LeadLine(Shape):
    id: str
    email: str | None
    name: str
    company: str
    stage: str
    band: str
    tier: str | None
    owner: str | None
    queue: str | None
    score: Points | None
    account: str | None = Field(description="the account's domain")
    next_action: str
    next_due_at: datetime | None
    created_at: datetime
    changed_at: datetime


class Claim(Shape):
    says: str = Field(description="what was said, which a verified value contradicts")
    by: str = Field(description="the door it came through")
    at: datetime


class LeadOut(Shape):
    id: str
    merged_into: str | None = Field(None, description="the lead this one lives on in, if it was merged")
    merged: tuple[str, ...] = Field((), description="the leads that were merged into this one")
    email: str | None
    phone: str | None
    name: str
    company: str
    fields: dict[str, str] = Field(description="everything known about the person, by name")
    also_known_as: tuple[str, ...] = Field((), description="what else the person is recognised by")
    external_ids: dict[str, str] = Field(default_factory=dict, description="the person's ids in other systems")
    unverified: dict[str, Claim] = Field(default_factory=dict, description="what strangers say against verified fields")
    doubts: tuple[str, ...] = Field((), description="what about the address a person should look at")
    source: SourceOfLead
    stage: str
    band: str
    owner: str | None
    queue: str | None
    tier: str | None
    score: Points | None
    account: AccountOfLead | None
    next_action: str
    next_due_at: datetime | None
    because: str
    missing: tuple[str, ...] = Field(description="what the agreed brief lacks")
    touches: int
    accepted_at: datetime | None
    created_at: datetime | None
    changed_at: datetime | None
    clocks: tuple[ClockOfLead, ...]
    plan: PlanOut | None = Field(None, description="the follow-up plan: which touches, when, and how they stand")
    second: SecondOut | None = Field(None, description="the second half: what was found out, handed over, the deal")


class MatchOut(Shape):
    id: int
    kind: str = Field(description="account: whose account is it? person: are these two leads one person?")
    lead_id: str
    name: str
    company: str
    candidate: str = Field(description="the account's domain, or the other lead's id")
    candidate_name: str
    candidate_owner: str | None
    likeness: float = Field(description="from 0 to 1; from 0.92 on it is surely the same, from 0.75 on a person looks")
    reasons: tuple[str, ...]
    found_at: datetime


class FactOut(Shape):
    model_config = ConfigDict(extra="allow")

    seq: int
    fact: str
    at: datetime = Field(description="when it became true in the world")
    kept_at: datetime = Field(description="when it was written down")
    because: str
    playbook: str


class DetailOut(Shape):
    label: str
    value: str
    source: str
    age: str


class CheckOut(Shape):
    question: str
    answer: str


class FullBriefOut(Shape):
    who: str
    told: str = Field(description="why this lead, why now, as one reads it in ten seconds")
    why_lead: tuple[str, ...]
    why_now: str
    journey: tuple[str, ...]
    wrote: tuple[str, ...]
    person: tuple[DetailOut, ...]
    company: tuple[DetailOut, ...]
    also: tuple[DetailOut, ...]
    touchpoints: tuple[str, ...]
    account: tuple[str, ...]
    messaging: str
    pains: tuple[str, ...]
    proof: tuple[str, ...]
    opener: str
    ask: str
    first_task: str
    checklist: tuple[CheckOut, ...]
    missing: tuple[str, ...]
    complete_percent: int
    words: tuple[str, ...] = Field(description="all of it, line by line, as a rep reads it")


class BriefOut(Shape):
    lead_id: str
    full: FullBriefOut = Field(description="what is known now, with sources and ages; `lines` is what was told then")
    lines: tuple[str, ...]
    missing: tuple[str, ...]
    complete_percent: int
    because: str
    at: datetime | None


class PartOut(Shape):
    rule: str
    says: str
    points: Number
    kind: str


class ScoreOut(Points):
    model: str
    parts: tuple[PartOut, ...] = Field(description="what the points add up from")
    unknown: tuple[str, ...] = Field(description="what was not known, so that rules about it could not count")


class WhyOut(Shape):
    lead_id: str
    stage: str
    because: str
    score: ScoreOut | None
    identified: dict[str, Any] | None
    qualified: dict[str, Any] | None
    routed: dict[str, Any] | None
    missing: tuple[str, ...]


class MessageOut(Shape):
    key: str
    lead_id: str | None
    channel: str
    to: str
    kind: str
    state: str = Field(description="waiting, sending, sent, dead or cancelled")
    tries: int
    created_at: datetime
    due_at: datetime
    sent_at: datetime | None
    proof: str | None = Field(None, description="what the other side said when it took the message")
    error: str | None


class BouncedIn(BaseModel):
    why: str = Field(min_length=1, max_length=500, description="what the mail that came back says")


class ReplayedOut(Shape):
    replayed: list[str] = Field(description="the keys of what waits again, 500 at most")


class ArrivalOut(Shape):
    id: int
    door: str
    kind: str
    state: str = Field(description="set_aside, quarantined or refused")
    lead_id: str | None
    arrived_at: datetime
    because: str
    sent: Any


class ReleasedOut(Shape):
    model_config = ConfigDict(extra="allow")

    lead_id: str | None
    stage: str
    owner: str | None
    queue: str | None
    tier: str | None
    due_at: datetime | None


class PlaybookLine(Shape):
    version: str
    state: str
    hash: str
    applied_at: datetime
    applied_by: str


class CheckedOut(Shape):
    model_config = ConfigDict(extra="allow")

    ok: bool
    version: str | None = None
    problems: list[dict[str, Any]]
    warnings: list[dict[str, Any]] = []
    cases: list[dict[str, Any]] = []


class TimeOut(Shape):
    now: datetime
