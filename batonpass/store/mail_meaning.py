"""What does a mail mean: a touch of ours, an answer of theirs, a meeting, or nothing a machine may decide?

Addresses are believed here: that only our own mail system can write to this door is held by its secret address or by a
signature, and that nobody lends himself a rep's address is for that mail system to see (SPF, DKIM, DMARC).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from batonpass.handoff.people import Rep
from batonpass.handoff.requests import Away, Reply, Request, Touch
from batonpass.written.away import LONGEST
from batonpass.written.invitation import Invitation
from batonpass.written.mail import Mail, mail_id

ANCIENT = timedelta(days=14)
"""A mail that says to be older than this is not counted by a machine; so late no touch is told in good order."""
BULK_FROM = 11
"""A mail to so many leads at once is no personal one."""
Leads = Mapping[str, tuple[str, str]]
"""Lead and owner by address."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ask:
    """Something to ask of leads, by a rep, as of an instant (None: now)."""

    what: str
    leads: tuple[str, ...]
    by: str
    at: datetime | None
    request: Request
    because: str
    meeting: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Called:
    """A meeting with this person was called off."""

    lead: str
    signal: str
    at: datetime
    because: str
    meeting: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Nothing:
    """It is no touch and no answer, and nobody need look."""

    what: str
    because: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Aside:
    """A person has to look at it."""

    because: str


Meaning = Ask | Called | Nothing | Aside


def meaning_of(mail: Mail, *, leads: Leads, reps: Mapping[str, Rep], at: datetime) -> Meaning:
    """What to do about a mail that arrived at that instant. Its own date counts, but never a later one than ours."""
    if mail.unreadable:
        return Aside(because=f"a mail that cannot be read: {mail.unreadable}")
    if mail.sent_at and at - mail.sent_at > ANCIENT:
        return Aside(because=f"it says to be of {mail.sent_at:%Y-%m-%d}, more than {ANCIENT.days} days ago")
    when = mail.sent_at if mail.sent_at and mail.sent_at <= at else None
    ours = {rep.email.lower(): rep.id for rep in reps.values() if rep.active}
    if mail.invitation:
        return _meeting(mail, mail.invitation, leads=leads, ours=ours, when=when or at)
    if mail.automatic and mail.back_on and mail.sender in leads:
        return _away(mail, mail.back_on, leads, at=at)
    if mail.automatic:
        return Nothing(what="automatic", because=mail.automatic)
    if mail.sender in ours:
        return _touch(mail, leads, by=ours[mail.sender], when=when)
    if mail.sender in leads:
        return _reply(mail, leads, ours=ours, when=when)
    return Aside(because="its sender is neither one of our active people nor a lead")


def _touch(mail: Mail, leads: Leads, *, by: str, when: datetime | None) -> Meaning:
    met = tuple(sorted({leads[one][0] for one in mail.recipients if one in leads}))
    if not met:
        return Aside(because="nobody it was written to is a lead")
    if len(met) >= BULK_FROM:
        return Aside(because=f"it went to {len(met)} leads at once, so it is no personal mail")
    because = "a mail by a person of ours"
    return Ask(what="touch", leads=met, by=by, at=when, request=Touch(by=by, kind="email", at=when), because=because)


def _reply(mail: Mail, leads: Leads, *, ours: Mapping[str, str], when: datetime | None, kind: str = "email") -> Meaning:
    lead, owner = leads[mail.sender]
    by = next((ours[one] for one in mail.recipients if one in ours), owner)
    if not by:
        return Aside(because="a lead answered whom nobody owns")
    because = "a mail by the lead"
    return Ask(what="reply", leads=(lead,), by=by, at=when, request=Reply(by=by, kind=kind, at=when), because=because)


def _away(mail: Mail, back_on: date, leads: Leads, *, at: datetime) -> Meaning:
    """What a mailbox answers by itself answers nothing; it may say from when on its owner is there again."""
    lead, owner = leads[mail.sender]
    if not at.date() <= back_on <= at.date() + LONGEST:
        return Nothing(what="automatic", because=mail.automatic)
    because = f"{mail.automatic}; back on {back_on}"
    return Ask(
        what="automatic", leads=(lead,), by=owner, at=None, request=Away(by=owner, back_on=back_on), because=because
    )


def _meeting(mail: Mail, told: Invitation, *, leads: Leads, ours: Mapping[str, str], when: datetime) -> Meaning:
    people = (mail.sender, *told.people, *mail.recipients)
    theirs = next((one for one in people if one in leads and one not in ours), "")
    rep = next((ours[one] for one in (mail.sender, told.organizer, *people) if one in ours), "")
    if not theirs or not rep:
        return Aside(because="an invitation that is not between one of our active people and a lead")
    meeting = mail_id(f"{told.uid}/{leads[theirs][0]}") if told.uid else ""
    if told.method == "CANCEL" or (told.answer == "DECLINED" and mail.sender in leads):
        because = "the meeting was called off" if told.method == "CANCEL" else "the lead declined the meeting"
        return Called(lead=theirs, signal="meeting_cancelled", at=when, because=because, meeting=meeting)
    if told.method == "REPLY":
        return Nothing(what="nothing", because=f"the invitation was answered: {told.answer.lower() or 'no word'}")
    if told.method == "COUNTER":
        return _reply(mail, leads, ours=ours, when=when, kind="meeting") if mail.sender in leads else _unclear()
    met = tuple(sorted({leads[one][0] for one in people if one in leads and one not in ours}))
    touch = Touch(by=rep, kind="meeting", at=when)
    because = "a meeting is in the calendar"
    return Ask(what="meeting", leads=met, by=rep, at=when, request=touch, because=because, meeting=meeting)


def _unclear() -> Meaning:
    return Aside(because="another time was proposed, and not by the lead")
