"""When does a repeated event take place between two instants, at a bounded cost whatever its rule says?

A rule is somebody else's text: one that never comes true, or that repeats every second, would be followed for ever.
"""

from __future__ import annotations

import re
from datetime import datetime, time, timedelta, tzinfo
from typing import Any

from dateutil.rrule import rrulestr

END_OF_DAY = time(23, 59, 59)
UNTIL = re.compile(r"(^|;)UNTIL=[^;]*")
TOO_OFTEN = ("HOURLY", "MINUTELY", "SECONDLY")
WITHIN_A_DAY = ("BYHOUR", "BYMINUTE", "BYSECOND")
STEP_BY_STEP = ("DAILY", "WEEKLY")
OLDEST = 1970
"""A rule by days or weeks is followed from its first day on."""
CYCLE = timedelta(days=146_097)
"""After 400 years days fall on the same weekdays and months again."""
CYCLE_YEARS = 400
LAST_YEAR = 9_990


def occurrences(rule: Any, begin: datetime, zone: tzinfo, *, since: datetime, until: datetime) -> list[datetime]:
    """The instants from `since` to `until`, both by the clock on the wall where it takes place and without a zone.

    They have the zone of `begin`, if it has one. Raises ValueError for a rule that is no leave's.

    It is followed at the end of all years that can be told, whole cycles of the calendar later: there a rule that
    never comes true is at its end soon.
    """
    _must_be_leave(rule, begin)
    first = begin.replace(tzinfo=None)
    if first > until:
        return []
    later = CYCLE * ((LAST_YEAR - until.year) // CYCLE_YEARS)
    last = min(_last(rule, begin.tzinfo or zone, until), until)
    text = UNTIL.sub("", rule.to_ical().decode()).strip(";")
    found = rrulestr(text, dtstart=first + later).between(since + later, last + later, inc=True)
    return [(one - later).replace(tzinfo=begin.tzinfo) for one in found]


def _must_be_leave(rule: Any, begin: datetime) -> None:
    often = str(rule.get("FREQ", [""])[0]).upper()
    if often in TOO_OFTEN or any(len(rule.get(name, ())) > 1 for name in WITHIN_A_DAY):
        raise ValueError("no leave repeats within a day")
    if any(int(one) < 1 for one in rule.get("INTERVAL", ())):
        raise ValueError("a rule that takes no step ends nowhere")
    if often in STEP_BY_STEP and begin.year < OLDEST:
        raise ValueError(f"a rule by days or weeks begins in {OLDEST} or later")


def _last(rule: Any, place: tzinfo, otherwise: datetime) -> datetime:
    """Its end by the clock on the wall, whichever form its writer chose; a day ends with that day."""
    if not (said := rule.get("UNTIL")):
        return otherwise
    last = said[0]
    if not isinstance(last, datetime):
        return datetime.combine(last, END_OF_DAY)
    return last.astimezone(place).replace(tzinfo=None) if last.tzinfo else last
