"""What may the handoff ask of the world? Imperative, keyed, frozen; the same key is never carried out twice."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from .record import Record, field


class Effect(Record):
    """A wish of the handoff, kept in the outbox until the world has granted it."""

    key: str
    kind: str
    because: str = ""


class TellRep(Effect):
    """Tell a person of ours something about a lead.

    `kind` is what happened, such as assigned, reminder or taken_away; by it the playbook chooses the ways, and each
    way its words. Messages of one `chain` are one piece of news on several ways: the first that arrives withdraws the
    others. None leaves before `not_before`.
    """

    channel: str
    to: str
    rep: str
    name: str
    zone: str
    lines: tuple[str, ...]
    lead_name: str = ""
    company: str = ""
    headline: str = ""
    cycle: int = 0
    due_at: datetime | None = None
    call_not_before: datetime | None = None
    actions: tuple[str, ...] = ()
    reasons: tuple[tuple[str, str], ...] = ()
    chain: str = ""
    not_before: datetime | None = None
    promise: str = ""
    briefed_at: datetime | None = None
    """When the lines were written, for who reads them later."""
    reach: tuple[str, ...] = ()
    """Number and address of the lead, for who is to call or write; not those they do not want to be reached by."""


class AcknowledgeLead(Effect):
    """Answer the lead at once. Carries no free text of theirs (S06)."""

    to: str
    greeting: str
    sender: str
    subject: str
    words: str
    company: str = ""
    by_local: str = ""
    channel: str = "email"


class PostWebhook(Effect):
    """Tell an outside system the playbook names."""

    to: str
    secret_setting: str
    event: str
    body: Mapping[str, object] = field(default_factory=dict[str, object])
    channel: str = "webhook"


class WriteCrm(Effect):
    """Bring the lead's record in the CRM up to date; `fields` is what this decision changed, in the CRM's words."""

    to: str
    fields: Mapping[str, str] = field(default_factory=dict[str, str])
    channel: str = "crm"


class DeleteRecord(Effect):
    """Delete what the CRM holds of somebody who is forgotten; `record` is its own number of them, and says no more."""

    to: str
    record: str
    channel: str = "crm"


class LookUp(Effect):
    """Ask those who know more about this person or company; what they say comes in as an arrival of its own."""

    to: str
    wants: tuple[str, ...]
    since: datetime
    domain: str = ""
    company: str = ""
    channel: str = "look_up"


class FetchLead(Effect):
    """Another system said only that somebody filled in a form there: ask it for the answers, by their id."""

    to: str
    id: str
    form: str = ""
    channel: str = "look_up"


class TellLeader(Effect):
    """Tell somebody who leads a side of something that both sides do together; `path` is its page, `button` its words.

    `kind` is joint_review, joint_review_reminder, joint_review_in, meeting, meeting_reminder,
    judged or trial_mail.
    """

    to: str
    name: str
    subject: str
    lines: tuple[str, ...]
    path: str
    button: str = "Open the page"
    channel: str = "email"


class CancelPending(Effect):
    """Withdraw messages about this lead that have not left yet."""

    kinds: tuple[str, ...]
