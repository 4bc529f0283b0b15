"""What may be sent to the API? Bodies that have words of their own for what is wrong are only described here."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Annotated, Any

from pydantic import AfterValidator, AwareDatetime, BaseModel, BeforeValidator, Field, StringConstraints, WithJsonSchema

from batonpass.handoff.instant import read_instant

FIRST_YEAR, LAST_YEAR = 1970, 2200
NAME = r"^[A-Za-z0-9][A-Za-z0-9_.-]{0,79}$"
DOMAIN = r"^[A-Za-z0-9-]{1,63}(\.[A-Za-z0-9-]{1,63})+$"
Text = Annotated[str, StringConstraints(max_length=500, pattern=r"^[^\x00-\x08\x0b-\x1f\x7f]*$", strip_whitespace=True)]
Note = Annotated[str, StringConstraints(max_length=5_000, pattern=r"^[^\x00]*$", strip_whitespace=True)]


def _of_our_time(at: datetime) -> datetime:
    """An instant near the ends of the calendar cannot be moved between zones."""
    if not FIRST_YEAR <= at.year <= LAST_YEAR:
        raise ValueError(f"the year must lie between {FIRST_YEAR} and {LAST_YEAR}")
    return at.astimezone(UTC)


def _as_written(value: object) -> object:
    """The instant that a text names; what is none goes on as it is, to be refused."""
    try:
        return read_instant(value) if isinstance(value, str) else value
    except ValueError:
        return value


Instant = Annotated[AwareDatetime, AfterValidator(_of_our_time), BeforeValidator(_as_written)]


class ByIn(BaseModel):
    by: Text | None = Field(None, description="who does it: a person's id; a key that belongs to a person needs none")


class TouchIn(ByIn):
    kind: Annotated[Text, AfterValidator(str.lower)] = Field(
        description="call, email, message, meeting, video or voicemail"
    )
    at: Instant | None = Field(None, description="when it happened, if not just now")


class RejectIn(ByIn):
    reason: Text | None = Field(None, description="a reason code of the playbook, always needed")
    note: Note | None = None
    duplicate_of: Text | None = Field(
        None, description="for a reason that merges: the lead that this one duplicates, its id or e-mail address"
    )


class ApproveIn(ByIn):
    note: Note = ""


class SendBackIn(ByIn):
    reason: Text = Field("", description="a reason code of the playbook's review")
    note: Note = ""


class AskIn(ByIn):
    says: Text = Field(description="what you want to know")
    of: Text = Field("", description="a person's id; without it whoever completes briefs")


class PauseIn(ByIn):
    reason: Text | None = Field(None, description="a reason to pause, of the playbook")


class DisposeIn(ByIn):
    outcome: Text | None = Field(None, description="an outcome of the playbook, always needed")
    reason: Text | None = None
    note: Note | None = None
    override: Text | None = Field(None, description="why it must end before enough was tried; only who leads the owner")


class ReassignIn(ByIn):
    to: Text = Field(description="a person's id or a queue's name")
    waive: Text | None = Field(
        None,
        description="why its promise may move later, to their hours; only who leads the owner, or an administrator",
    )


class ReassignManyIn(ByIn):
    to: Text = Field(description="a person's id or a queue's name")
    leads: list[Text] = Field(description="the leads by their ids", min_length=1, max_length=1_000)


class MergeIn(ByIn):
    into: Text | None = Field(None, description="the lead that keeps its id")
    with_: Text | None = Field(None, alias="with", description="the other lead; the one at work keeps its id")


class UnmergeIn(ByIn):
    from_: Text | None = Field(None, alias="from", description="the other lead, when it is not the one merged last")


class ClockIn(BaseModel):
    now: Instant | None = Field(None, description="the instant to go to")
    advance: Text | None = Field(None, description="how far to go, such as 4h, 90m, 2d or PT4H")
    jump: bool = Field(default=False, description="do not stop on the way, as if we had been down all the time")


class SourceIn(BaseModel):
    campaign: str | None = None
    medium: str | None = None
    channel: str | None = None
    page: str | None = None


class SubmissionIn(BaseModel):
    form: str | None = Field(None, description="which form it was; the playbook says what that signals")
    email: str | None = Field(None, description="e-mail address; this or a phone number is needed")
    first_name: str | None = None
    last_name: str | None = None
    company: str | None = None
    title: str | None = None
    phone: str | None = None
    country: str | None = Field(None, description="ISO code or name")
    language: str | None = None
    message: str | None = None
    fields: dict[str, Any] | None = Field(None, description="anything else the form asks, by name")
    source: SourceIn | None = None
    consent: dict[str, Any] | None = None
    occurred_at: datetime | None = Field(None, description="when the person acted, if not just now")


class EventIn(BaseModel):
    email: str | None = None
    userId: str | None = Field(None, description="counts as the e-mail address when it is one")  # noqa: N815 - theirs
    traits: dict[str, Any] | None = None
    context: dict[str, Any] | None = Field(None, description="`traits.email` in it names the person too")
    properties: dict[str, Any] | None = None
    timestamp: datetime | None = None
    message_id: str | None = Field(None, description="the same id again is the same event; also as messageId")


class TrackIn(EventIn):
    event: str = Field(description="what the person did; a signal of the playbook earns its points")


class PageIn(EventIn):
    name: str | None = Field(None, description="the page; `Pricing` gives the signal pricing_page_view")


class IdentifyIn(EventIn):
    pass


class GroupIn(EventIn):
    pass


class AliasIn(EventIn):
    previousId: str | None = Field(None, description="the id, or address, of the same person")  # noqa: N815 - theirs


class BatchIn(BaseModel):
    batch: list[dict[str, Any]] = Field(
        description="items of the shapes above, each with its type: submission, track, identify, page, group, alias"
    )


class LeaveIn(BaseModel):
    first: str = Field(description="the first day away, such as 2027-03-01")
    last: str = Field(description="the last day away, included")
    delegate: str | None = None
    begins: Instant | None = Field(None, description="with `ends`: away to the minute")
    ends: Instant | None = None


class RepIn(BaseModel):
    name: str
    email: str
    calendar: str
    manager: str | None = None
    active: bool = True
    available: bool = Field(default=True, description="their own switch: off means no leads for the moment")
    leave: list[LeaveIn] = []
    channels: list[str] = Field(default=[], description="email, slack, teams: the ways they choose, the dearest first")
    quiet: Any = Field(default=[], description='pairs such as [["20:00", "08:00"]] on their own clock, or off_hours')
    slack: str | None = Field(None, description="their member id, or the setting that holds an incoming webhook")
    teams: str | None = Field(None, description="the setting that holds the address of their workflow")


class HandOverIn(BaseModel):
    to: Text = Field("", description="a person or a queue; by the routing ladder when nobody is named")
    everything: bool = Field(default=False, description="also what was touched already, not only what waits for it")
    preview: bool = Field(default=False, description="only say where each lead would go; nothing is written")


class MemberIn(BaseModel):
    rep: str
    weight: int = 1
    cap: int | None = Field(None, description="at most so many leads that wait for their first touch")
    a_day: int | None = Field(None, description="at most so many turns on one day of theirs")


class PoolIn(BaseModel):
    members: list[MemberIn]
    overflow: Any = Field(None, description='beyond the caps: next_rung, over_cap, {"queue": …} or {"pool": …}')
    share: str = Field("turns", description="turns, or load: to whom the fewest promised minutes are open")


class QueueIn(BaseModel):
    calendar: str
    manager: str | None = None


class AccountIn(BaseModel):
    name: str
    owner: str | None = None
    team: list[str] = Field([], description="those who work it beside the owner")
    industry: str | None = None
    employees: int | None = None
    country: str | None = None
    target: bool = False
    parent: str | None = Field(None, description="the domain of the account it belongs to, whose owner stands in")
    domains: list[str] = Field([], description="other domains it goes by")
    names: list[str] = Field([], description="other names it goes by")


class CalendarIn(BaseModel):
    tz: str = Field(description="an IANA zone, such as Europe/Lisbon")
    days: list[str] | None = Field(None, description="Mon, Tue, …")
    hours: Annotated[Any, WithJsonSchema({"type": "array", "items": {}})] = Field(
        None, description='["09:00", "18:00"], or a list of such pairs'
    )
    holidays: Any = Field(None, description="a list of dates, or {country, subdiv}")
    early_close: dict[str, str] | None = None


class PlaybookIn(BaseModel):
    text: str = Field(description="the playbook, word for word")


class ReplayIn(BaseModel):
    channel: Text = Field(description="email, slack, teams, webhook, crm")
    since: Instant
    until: Instant | None = Field(None, description="now, if it is left out")
    to: Text | None = Field(None, description="one receiver alone, as `GET /v1/outbox` names it")
