"""How much working time is left of a promise, and how does its clock look?"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from batonpass.handoff.fold.second import is_asked
from batonpass.handoff.hours import Hours, NeverOpens, elapsed, is_open, next_open, open_between
from batonpass.handoff.lead import ASKED, Clock, Lead
from batonpass.tongue.spoken import say

from . import words
from .reader import Reader

WARN_BELOW = 25
"""Percent of the window left at which a clock turns from green to amber."""
LOOK_AHEAD = timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Face:
    """A clock's face. `left` counts working seconds; open turns to closed, or back, `edge` seconds from now.

    `still` says until when a pause lasts at most; a promise that stands still is not late.
    """

    left: int
    total: int
    opened: bool
    edge: int
    text: str
    tone: str
    said: str
    due: str
    due_at: datetime
    opens: str
    still: str = ""

    @property
    def late(self) -> bool:
        """Has the promise been broken?"""
        return self.tone == "late"

    @property
    def ring(self) -> int:
        """Percent of the ring that is drawn: what is left, all of it when late."""
        return 100 if self.left < 0 else min(100, max(3, round(100 * self.left / max(1, self.total))))


def pressing(lead: Lead) -> Clock | None:
    """The promise its reader has to keep first: the first touch, an account executive's answer, or one to a hand."""
    return lead.clock or (lead.running("ae_accept") if is_asked(lead) else None) or lead.running(ASKED)


def face(clock: Clock, reader: Reader) -> Face:
    """The clock as it stands: working time on its own calendars, the due instant in the reader's zone."""
    if clock.paused_at is not None:
        return _still(clock, clock.paused_at, reader)
    now, hours = reader.now, reader.hours(clock.calendars)
    left = _left(clock.due_at, now, hours)
    opened = hours is None or is_open(now, hours)
    late = now > clock.due_at
    return Face(
        left=left,
        total=clock.budget_seconds,
        opened=opened,
        edge=_edge(now, hours, opened=opened),
        text=words.clock_text(left),
        tone=_tone(left, clock.budget_seconds, late=late, opened=opened),
        said=_said(left, late=late, opened=opened),
        due=words.moment(clock.due_at, zone=reader.zone, now=now),
        due_at=clock.due_at,
        opens="" if opened or hours is None else _opens(now, hours, reader),
    )


def _still(clock: Clock, since: datetime, reader: Reader) -> Face:
    """A promise that is paused keeps what was left of it, however long that lasts."""
    left, until = _left(clock.due_at, since, reader.hours(clock.calendars)), clock.waits_until
    until_at = words.moment(until, zone=reader.zone, now=reader.now) if until else ""
    ends = say("{until} at most", until=until_at) if until_at else say("somebody lets it go on")
    length = words.said(max(0, left))
    return Face(
        left=left,
        total=clock.budget_seconds,
        opened=False,
        edge=int(((until or reader.now + LOOK_AHEAD) - reader.now).total_seconds()),
        text=words.clock_text(left),
        tone="paused",
        said=say("{length} left, stands still until {ends}", length=length, ends=ends),
        due=words.moment(clock.due_at, zone=reader.zone, now=reader.now),
        due_at=clock.due_at,
        opens="",
        still=ends,
    )


def used_percent(clock: Clock, reader: Reader) -> float:
    """How much of the whole window has run, in percent; over 100 when late."""
    left = _left(clock.due_at, clock.paused_at or reader.now, reader.hours(clock.calendars))
    return 100 - 100 * left / max(1, clock.budget_seconds)


def _left(due_at: datetime, now: datetime, hours: Hours | None) -> int:
    """Working seconds until the due instant, negative after it; plain seconds when its calendar is gone."""
    if hours is None:
        return int((due_at - now).total_seconds())
    if now <= due_at:
        return int(elapsed(now, due_at, hours).total_seconds())
    return -int(elapsed(due_at, now, hours).total_seconds())


def _edge(now: datetime, hours: Hours | None, *, opened: bool) -> int:
    """Seconds until the hours close, or open again; a day at most, long before which the page asks anew."""
    if hours is None:
        return int(LOOK_AHEAD.total_seconds())
    stretches = open_between(now, now + LOOK_AHEAD, hours)
    if not stretches:
        return int(LOOK_AHEAD.total_seconds())
    begins, ends = stretches[0]
    return int(((ends if opened else begins) - now).total_seconds())


def _tone(left: int, total: int, *, late: bool, opened: bool) -> str:
    if late:
        return "late"
    if not opened:
        return "paused"
    return "warn" if left * 100 < total * WARN_BELOW else "ok"


def _said(left: int, *, late: bool, opened: bool) -> str:
    length = words.said(abs(left))
    if late:
        return say("{length} late", length=length) if left else say("late")
    return (
        say("{length} left", length=length)
        if opened
        else say("{length} left, waiting for business hours", length=length)
    )


def _opens(now: datetime, hours: Hours, reader: Reader) -> str:
    try:
        return words.moment(next_open(now, hours), zone=reader.zone, now=now)
    except NeverOpens:
        return ""
