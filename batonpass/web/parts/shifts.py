"""Is somebody at work now, until when, and if not, why not and when again?"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from batonpass.handoff.available import leave_of, until
from batonpass.handoff.hours import NeverOpens, OutOfRange, is_open, next_open, open_between
from batonpass.handoff.people import Rep
from batonpass.handoff.setting import Setting
from batonpass.tongue.spoken import say
from batonpass.written.countries import country_named

from . import words
from .reader import Reader

LOOK_AHEAD = timedelta(days=2)


@dataclass(frozen=True, slots=True, kw_only=True)
class Shift:
    """`state` is on, off, away, switched_off or left; `says` tells it in words, `tone` paints it."""

    state: str
    says: str
    tone: str
    wall: str
    city: str

    @property
    def on(self) -> bool:
        return self.state == "on"


def shift_of(rep: Rep, reader: Reader) -> Shift:
    """How somebody stands at this instant, told in the reader's zone."""
    hours = reader.hours((rep.calendar,))
    if hours is None:
        return Shift(state="off", says=say("their calendar is gone"), tone="late", wall="", city="")
    state, says, tone = _state(rep, reader)
    return Shift(
        state=state,
        says=says,
        tone=tone,
        wall=words.wall_time(reader.now, hours.zone),
        city=words.city(hours.zone),
    )


def setting_of(reader: Reader) -> Setting:
    """The people and hours of this page, and what countries are called, for who asks only about them."""
    agreed = reader.agreed
    return Setting(
        at=reader.now,
        playbook=agreed.playbook,
        directory=agreed.directory,
        hours=agreed.hours,
        country_named=country_named(),
    )


def _state(rep: Rep, reader: Reader) -> tuple[str, str, str]:
    setting = setting_of(reader)
    leave = leave_of(rep, setting)
    if not rep.active:
        return "left", say("no longer active"), ""
    if leave:
        return "away", say("away until {dated}", dated=words.dated(until(leave, rep, setting))), "warn"
    if not rep.available:
        return "switched_off", say("switched off"), "warn"
    hours, now = reader.agreed.hours((rep.calendar,)), reader.now
    if is_open(now, hours):
        ends = next((end for begin, end in open_between(now, now + LOOK_AHEAD, hours) if begin <= now), None)
        until_then = (
            say(" until {moment}", moment=words.moment(ends, zone=reader.zone, now=now))
            if ends and ends < now + LOOK_AHEAD
            else ""
        )
        return "on", say("on") + until_then, "ok"
    try:
        opens = words.moment(next_open(now, hours), zone=reader.zone, now=now)
    except (NeverOpens, OutOfRange):
        return "off", say("off, and never on again"), "late"
    return "off", say("off until {opens}", opens=opens), ""
