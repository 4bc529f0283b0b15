"""Can this person take a lead now, and if not, why not?"""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, time, timedelta, tzinfo

from .hours import is_open, next_open
from .people import Leave, Member, Rep
from .setting import Setting
from .turn import had_on
from .words import local

FOR_EVER = date(2099, 1, 1)
"""Whoever is away longer than that is away for good; hours are kept for not much longer."""


def absent(rep_id: str, setting: Setting) -> str:
    """Why this person takes no lead at all, in words; empty when they do. Closed hours are no absence."""
    rep = setting.directory.reps.get(rep_id)
    if rep is None:
        return f"{rep_id} is not one of our people"
    if not rep.active:
        return f"{rep.name} is no longer active"
    if not rep.available:
        return f"{rep.name} has switched leads off"
    leave = leave_of(rep, setting)
    return f"{rep.name} is away until {until(leave, rep, setting)}" if leave else ""


def full(member: Member, pool: str, setting: Setting) -> str:
    """Why a member of a pool takes no more for the moment, in words; empty when they do."""
    held = setting.loads.get(member.rep, 0)
    name = setting.directory.name_of(member.rep)
    if member.cap is not None and held >= member.cap:
        return f"{name} is full ({held} of {member.cap} open)"
    if member.a_day is None:
        return ""
    had = had_on(today_of(member.rep, setting), member.rep, setting.turns.get(pool, {}))
    return f"{name} has had {had} of {member.a_day} today" if had >= member.a_day else ""


def at_work(rep_id: str, setting: Setting) -> bool:
    """Are this person's own hours open now (working days, holidays of their region)?"""
    return is_open(setting.at, setting.hours((setting.directory.reps[rep_id].calendar,)))


def today_of(rep_id: str, setting: Setting) -> int:
    """The ordinal of this person's own day."""
    return _local_day(setting.directory.reps[rep_id], setting).toordinal()


def leave_of(rep: Rep, setting: Setting) -> Leave | None:
    """The leave that covers this instant: to the minute when it was given so, else in the rep's own days.

    Of several that overlap the one that lasts longest, with whoever any of them names to stand in.
    """
    if not rep.leave:
        return None
    today = _local_day(rep, setting)
    told = [leave for leave in rep.leave if _covers(leave, today, setting.at)]
    if len(told) < 2:  # noqa: PLR2004 - one leave told by several, or several that overlap
        return told[0] if told else None
    longest = max(told, key=lambda leave: leave.ends or _end_of(leave, setting.hours((rep.calendar,)).zone))
    return replace(longest, delegate=longest.delegate or next((one.delegate for one in told if one.delegate), None))


def stands_in(rep: Rep, setting: Setting) -> str | None:
    """Who takes what somebody away would: whom their leave names, or who stands in for that one. Nobody in a circle."""
    met, one = {rep.id}, rep
    while (leave := leave_of(one, setting)) and leave.delegate and leave.delegate not in met:
        if not absent(leave.delegate, setting):
            return leave.delegate
        other = setting.directory.reps.get(leave.delegate)
        if other is None or not other.active:
            return None
        met.add(other.id)
        one = other
    return None


def until(leave: Leave, rep: Rep, setting: Setting) -> str:
    """The end of a leave as a colleague says it: its last day, or the hour when it ends within a day."""
    if leave.ends is None:
        return leave.last.isoformat()
    return local(leave.ends, setting.hours((rep.calendar,)).zone)


def opens_next(rep_id: str, setting: Setting) -> str:
    """When this person is next at work, on their own wall clock."""
    zone = setting.hours((setting.directory.reps[rep_id].calendar,)).zone
    return local(back_at_work(rep_id, setting), zone)


def back_at_work(rep_id: str, setting: Setting) -> datetime:
    """When this person is next at work: their hours are open, and no leave that is known of has begun by then."""
    rep = setting.directory.reps[rep_id]
    hours = setting.hours((rep.calendar,))
    opens, over = next_open(setting.at, hours), True
    while over:
        ends = (_ends_after(leave, opens, hours.zone) for leave in rep.leave)
        over = next((end for end in ends if end and end > opens), None)
        opens = next_open(over, hours) if over else opens
    return opens


def _covers(leave: Leave, today: date, at: datetime) -> bool:
    if leave.begins is not None and leave.ends is not None:
        return leave.begins <= at < leave.ends
    return leave.first <= today <= leave.last


def _ends_after(leave: Leave, at: datetime, zone: tzinfo) -> datetime | None:
    """When this leave ends, if it covers that instant."""
    if not _covers(leave, at.astimezone(zone).date(), at):
        return None
    return leave.ends or _end_of(leave, zone)


def _end_of(leave: Leave, zone: tzinfo) -> datetime:
    """The midnight after its last day; who is never to come back is away for as long as there are dates."""
    return datetime.combine(min(leave.last, FOR_EVER) + timedelta(days=1), time.min, zone)


def _local_day(rep: Rep, setting: Setting) -> date:
    return setting.at.astimezone(setting.hours((rep.calendar,)).zone).date()
