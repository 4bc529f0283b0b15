"""Has anyone truly reached out, and does sales take the lead?"""

from __future__ import annotations

from datetime import timedelta

from .facts import Accepted, Rejected, Touched, Undone
from .lead import Lead
from .may import must_be_active, must_own
from .playbook import Reason, Stage
from .refusal import conflict, forbidden, invalid
from .requests import Accept, Reject, Touch, Undo
from .setting import Setting

HUMAN = ("call", "email", "message", "meeting", "video", "voicemail")
"""Kinds of touch a person makes; an automatic answer is none of them (T13)."""
SKEW_MAX = timedelta(minutes=5)
"""Whoever logs a touch may have a clock that runs ahead by this much; it is taken as made now."""
LATE_FROM = timedelta(minutes=15)
"""A touch told later than this after it happened carries how late it was told (S55)."""
AHEAD_MOST = timedelta(hours=1)
"""Reps are sometimes faster than we are: a touch this long before the round began still answers it (D25)."""


def touch(lead: Lead, request: Touch, setting: Setting) -> Touched | None:
    """Somebody of ours reached out; in the past is fine, in the future is not.

    The same touch told twice, by its own instant, is one: nothing comes of the second time. What somebody did before
    they left counts, though it is told after it (D26).
    What was done for an earlier round, or before anybody asked, and is told now keeps no promise of this one.
    """
    if request.kind not in HUMAN:
        raise invalid(f"{request.kind!r} is not a kind of touch", field="kind", allowed=HUMAN)
    at = request.at or setting.at
    if request.left_at is None or at > request.left_at:
        must_be_active(request.by, setting)
    if at > setting.at + SKEW_MAX:
        raise invalid("a touch cannot lie in the future; log it when it has happened", field="at")
    at = min(at, setting.at)
    if request.at and (at, request.by, request.kind) in [(one.at, one.by, one.kind) for one in lead.made]:
        return None
    late = setting.at - at
    told = int(late.total_seconds()) if late > LATE_FROM else 0
    name = setting.directory.name_of(request.by)
    earlier = lead.cycle_since is not None and at < lead.cycle_since - AHEAD_MOST
    because = f"{name}: {request.kind}" + (f", told {told // 60} min later" if told else "")
    because += "; before this round, whose promises it keeps none of" if earlier else ""
    return Touched(at=at, by=request.by, kind=request.kind, kept_late_seconds=told, earlier=earlier, because=because)


def accept(lead: Lead, request: Accept, setting: Setting) -> Accepted | None:
    """The owner takes an MQL on; a second time changes nothing (F15)."""
    must_own(lead, request.by, setting)
    if lead.stage is Stage.SAL:
        return None
    if lead.stage is not Stage.MQL:
        raise conflict(f"only an MQL can be accepted; this lead is {lead.stage.value}")
    return Accepted(at=setting.at, by=request.by, because=f"accepted by {setting.directory.name_of(request.by)}")


def reject(lead: Lead, request: Reject, setting: Setting) -> Rejected:
    """The owner gives a lead back with a reason the playbook knows; the reason says what happens next (F07)."""
    codes = setting.playbook.rejections
    reason = codes.get(request.reason)
    if reason is None:
        says = f"{request.reason!r} is not a reason" if request.reason else "a rejection needs its reason"
        raise invalid(f"{says}; choose one of: {', '.join(codes)}", field="reason", allowed=tuple(codes))
    if reason.needs_note and not request.note.strip():
        raise invalid(f"{reason.code} needs a note that says more", field="note", allowed=tuple(codes))
    if reason.merge and not request.duplicate_of:
        raise invalid(f"{reason.code}: say which lead it is a duplicate of", field="duplicate_of")
    if request.duplicate_of and not reason.merge:
        says = f"{reason.code} merges nothing; leave out which lead it is a duplicate of"
        raise invalid(says, field="duplicate_of")
    if lead.stage not in (Stage.MQL, Stage.SAL):
        raise conflict(f"only an MQL or SAL can be rejected; this lead is {lead.stage.value}")
    must_own(lead, request.by, setting)
    name = setting.directory.name_of(request.by)
    return Rejected(
        at=setting.at,
        by=request.by,
        reason=reason.code,
        note=request.note,
        then=reason.then,
        because=f"rejected by {name}: {reason.says}; goes to {_where(lead, reason)}",
    )


def _where(lead: Lead, reason: Reason) -> str:
    """Where a lead goes that was given back, in words."""
    if reason.review:
        return "marketing's review"
    return "the lead that it duplicates" if reason.merge else lead.left_as(reason.then).value


def undo(lead: Lead, request: Undo, setting: Setting) -> Undone:
    """The last human decision is taken back by who made it, within the grace (F05)."""
    last = lead.undo
    if last is None:
        raise conflict("there is nothing to undo")
    if request.by in setting.directory.reps:  # a reviewer of marketing need not be one of them
        must_be_active(request.by, setting)
    if last.by != request.by:
        raise forbidden(f"only {setting.directory.name_of(last.by)}, who decided, can undo it")
    if setting.at > last.at + setting.playbook.undo_grace:
        minutes = setting.playbook.undo_grace // timedelta(minutes=1)
        raise conflict(f"the {minutes} minutes in which it could be undone are over")
    name = setting.directory.name_of(request.by)
    return Undone(at=setting.at, by=request.by, undone=last.what, because=f"{name} took the {last.what} back")
