"""Which ways lead to this person, in which order, from when on, and who hears at once while they want quiet?"""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta, tzinfo

from .available import absent, leave_of, stands_in
from .follow_up import FOLLOW_UP
from .hours import NeverOpens, is_open, next_open
from .lead import Lead
from .people import Rep
from .playbook import Playbook
from .record import Record
from .setting import Setting

STEP = timedelta(seconds=60)
"""A way that has not proven within this time that it arrived is followed by the next one."""
_DAY = timedelta(days=1)
_USUAL = ("email",)


class Way(Record):
    """One channel to one person; `wait` is how long the ways before it have to prove themselves."""

    channel: str
    to: str
    wait: timedelta = timedelta()


def ways_to(rep: Rep, kind: str, playbook: Playbook) -> tuple[tuple[Way, ...], bool]:
    """The ways for this kind of message, and whether one that arrives is enough.

    The playbook says which channels may be used; of those a person chooses, and says which comes first.
    """
    first, then = playbook.notify.get(kind, _USUAL), playbook.notify_then.get(kind, ())
    if rep.channels:
        chosen = tuple(one for one in rep.channels if one in first or one in then)
        if chosen:
            first, then = (chosen[:1], chosen[1:]) if then else (chosen, ())
    at_once = [Way(channel=one, to=address(rep, one)) for one in first if one != "webhook"]
    later = [Way(channel=one, to=address(rep, one), wait=STEP * (n + 1)) for n, one in enumerate(then)]
    return (*at_once, *later), bool(then)


def address(rep: Rep, channel: str) -> str:
    """Where this person is found on a channel; by their mail address where nothing else was said."""
    match channel:
        case "slack":
            return rep.slack or rep.email
        case "teams":
            return rep.teams or rep.email
        case _:
            return rep.email


def quiet_until(rep: Rep, setting: Setting) -> datetime | None:
    """When the quiet that this person asked for ends; None when it is not quiet now."""
    if not rep.quiet and not rep.quiet_off_hours:
        return None
    hours = setting.hours((rep.calendar,))
    ends = _end_of_night(rep.quiet, setting.at, hours.zone)
    if rep.quiet_off_hours and not is_open(ends or setting.at, hours):
        ends = next_open(ends or setting.at, hours)
    return ends


def morning_of(rep: Rep, lead: Lead, setting: Setting) -> datetime | None:
    """When somebody who has said nothing about quiet hears of a new lead: at their opening (A12). None is at once.

    So it is in their hours, and whenever a promise about the lead would run out before they open.
    """
    if rep.quiet_off_hours is not None:
        return None
    opens = _opening(rep.calendar, setting)
    return None if opens is None or opens <= setting.at or is_urgent(lead, opens) else opens


def _opening(calendar: str, setting: Setting) -> datetime | None:
    """When these hours are open next, now included; None if never. The same for every lead of a batch."""
    key = ("opening", setting.at, calendar)
    if key not in setting.reckoned:
        try:
            opens = next_open(setting.at, setting.hours((calendar,)))
        except NeverOpens:
            opens = None
        setting.reckon(key, opens)
    return setting.reckoned[key]


def is_urgent(lead: Lead, until: datetime) -> bool:
    """Would a promise about this lead run out while nobody says a word?"""
    promised = (clock for clock in lead.clocks if clock.promise != FOLLOW_UP and clock.ended_at is None)
    return any(at <= until for clock in promised if (at := clock.waits_until))


def who_hears(rep: Rep, setting: Setting) -> tuple[Rep, str]:
    """Who hears of news for this person, and why it is not them: they are away, or gone, and nobody would hear it.

    Who stands in, else who leads them, else who leads those or answers for the default queue; or they, if none is here.
    """
    leave = leave_of(rep, setting)
    if rep.active and leave is None:
        return rep, ""
    people, boss = setting.directory.reps, setting.directory.reps.get(rep.manager or "")
    queue = setting.directory.queues.get(setting.playbook.default_queue)
    above = (boss.manager if boss else None, queue.manager if queue else None)
    for one in (stands_in(rep, setting), rep.manager, *above):
        other = people.get(one or "")
        if other and not absent(other.id, setting):
            return other, absent(rep.id, setting)
    return rep, ""


def stand_in_for(rep: Rep, setting: Setting) -> str | None:
    """Who hears at once in place of somebody who wants quiet: a delegate's or manager's ear that is open, at work."""
    people = setting.directory.reps
    boss = people.get(rep.manager or "")
    queue = setting.directory.queues.get(setting.playbook.default_queue)
    named = (rep.manager, boss.manager if boss else None, queue.manager if queue else None)
    for one in dict.fromkeys(named):
        other = people.get(one or "")
        if other and other.id != rep.id and not absent(other.id, setting) and quiet_until(other, setting) is None:
            return other.id
    return None


def _end_of_night(quiet: tuple[tuple[time, time], ...], at: datetime, zone: tzinfo) -> datetime | None:
    """The end of the quiet hours that hold at this instant, through those that follow without a gap."""
    ends: datetime | None = None
    while True:
        now = ends or at
        today = now.astimezone(zone).date()
        nights = [night for day in (today - _DAY, today) for night in _nights(quiet, day, zone)]
        stops = [stop for start, stop in nights if start <= now < stop]
        if not stops or (ends is not None and ends - at > _DAY):
            return ends
        ends = max(stops)


def _nights(quiet: tuple[tuple[time, time], ...], day: date, zone: tzinfo) -> list[tuple[datetime, datetime]]:
    """The quiet hours that begin on a day; those that end before they begin end on the next."""
    return [
        (_instant(day, begins, zone), _instant(day + _DAY if end <= begins else day, end, zone))
        for begins, end in quiet
    ]


def _instant(day: date, at: time, zone: tzinfo) -> datetime:
    return datetime.combine(day, at, tzinfo=zone).astimezone(UTC)
