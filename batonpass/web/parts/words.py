"""How do instants, lengths of time, points and names read, in the reader's own zone?"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date, datetime, timedelta, tzinfo
from decimal import Decimal
from functools import cache
from math import floor

from babel import Locale

from batonpass.handoff.brief_told import prose
from batonpass.tongue import written_out
from batonpass.tongue.heard import heard, heard_term
from batonpass.tongue.spoken import later, say, say_of, spoken

MINUTE, HOUR, DAY, WEEK = 60, 3_600, 86_400, 604_800
NO_BREAK = "\N{NO-BREAK SPACE}"
MINUS = "\N{MINUS SIGN}"
HUES = 8
"""As many tints as the style sheet has for the tiles of initials."""

UNITS = ((later("d"), DAY, later("h"), HOUR), (later("h"), HOUR, "min", MINUTE), ("min", MINUTE, "s", 1))
"""Each unit of a length, its seconds, and the smaller unit that is told beside it."""

OF_KIND = {
    ("band", "nurture"): later("below MQL"),
    ("band", "mql"): later("MQL"),
    ("band", "hot"): later("fast lane"),
    ("region", "base"): later("the base model"),
}
"""What our own names for kinds of leads mean to whoever reads them on a page."""
ISO_DAY = re.compile(r"\b(\d{4})-(\d{2})-(\d{2})\b")
TOLD_DAY = re.compile(r"(?<!\bas )(?<!\bals )(?<!\()" + ISO_DAY.pattern)
ISO_MONTH = re.compile(r"(\d{4})-(\d{2})")


def moment(at: datetime, *, zone: tzinfo, now: datetime) -> str:
    """A wall-clock time as short as it can be understood: 14:12, Mon 14:12, 8 Mar 14:12, 8 Mar 2026 14:12."""
    local, today = at.astimezone(zone), now.astimezone(zone)
    wall = f"{local.hour:02}:{local.minute:02}"
    away = (local.date() - today.date()).days
    if away == 0:
        return wall
    if -7 < away < 7:  # noqa: PLR2004 - a weekday's name means one day only within a week
        return f"{written_out.weekday(local)}{NO_BREAK}{wall}"
    day = written_out.day(local) if local.year == today.year else written_out.full_day(local)
    return _held(f"{day} {wall}")


def dated(text: str) -> str:
    """A text with its days as people write them: 24 Aug 2026 for 2026-08-24; what is no day of a year stays."""
    return ISO_DAY.sub(_day, text)


def told(text: str) -> str:
    """A sentence of ours as it is read: in the language that is spoken, with its days as people write them.

    A day that shows how to write one stays: write the day as 2027-03-02.
    """
    return TOLD_DAY.sub(_day, heard(text))


def told_shortly(clauses: Iterable[str]) -> str:
    """Clauses of a brief as one text that reads on, in the language that is spoken."""
    said = ((clause, told(clause)) for clause in clauses)
    return prose(heard_term(clause) if clause == read else read for clause, read in said)


def _day(found: re.Match[str]) -> str:
    try:
        return day(date.fromisoformat(found[0]))
    except ValueError:
        return found[0]


def day(at: date) -> str:
    """A day with its year, which no line breaks: 24 Aug 2026."""
    return _held(written_out.full_day(at))


def month(text: str) -> str:
    """A month as people write it: Aug 2026 for 2026-08; what is no month stays."""
    found = ISO_MONTH.fullmatch(text)
    known = found is not None and 1 <= int(found[2]) <= len(written_out.MONTHS)
    return _held(written_out.month(date(int(found[1]), int(found[2]), 1))) if found and known else text


def _held(text: str) -> str:
    return text.replace(" ", NO_BREAK)


def second(at: datetime, *, zone: tzinfo, now: datetime) -> str:
    """As `moment`, to the second: what the timeline needs."""
    return f"{moment(at, zone=zone, now=now)}:{at.second:02}"


def wall_time(at: datetime, zone: tzinfo) -> str:
    """What the clock on the wall says there: 15:01."""
    local = at.astimezone(zone)
    return f"{local.hour:02}:{local.minute:02}"


def city(zone: tzinfo) -> str:
    """The place a zone is named after: Stockholm for Europe/Stockholm."""
    return written_out.city(str(getattr(zone, "key", "") or zone))


def clock_text(seconds: int) -> str:
    """Seconds as a running clock shows them: 4:10 below an hour, 2h 33m above; late with a minus."""
    sign, left = (MINUS, -seconds) if seconds < 0 else ("", seconds)
    hours, rest = divmod(left, HOUR)
    if hours:
        return f"{sign}{hours}h{NO_BREAK}{rest // MINUTE:02}m"
    return f"{sign}{rest // MINUTE}:{rest % MINUTE:02}"


def length(seconds: float) -> str:
    """A length of time in its two largest units: 6.4 s, 12 min 5 s, 2 h 5 min, 3 d 4 h."""
    if seconds < 10:  # noqa: PLR2004 - tenths are worth reading only in single seconds
        return written_out.numeral(f"{seconds:.1f}".removesuffix(".0")) + f"{NO_BREAK}s"
    whole = round(seconds)
    for unit, size, below, part in UNITS:
        if whole >= size:
            rest = whole % size // part
            return f"{whole // size}{NO_BREAK}{say(unit)}" + (f" {rest}{NO_BREAK}{say(below)}" if rest else "")
    return f"{whole}{NO_BREAK}s"


def roughly(seconds: float) -> str:
    """A length of time that is itself no more than an estimate, in one unit and two figures: 49 min, 1.5 h, 3.9 d."""
    whole = round(seconds)
    for unit, size, _, _ in UNITS:
        if whole >= size:
            count = seconds / size
            figures = f"{count:.0f}" if count >= 10 or unit == "min" else f"{count:.1f}".removesuffix(".0")  # noqa: PLR2004 - two figures
            return f"{written_out.numeral(figures)}{NO_BREAK}{say(unit)}"
    return length(seconds)


def said(seconds: int) -> str:
    """A length of time as one says it aloud, in whole units: 30 minutes, 1 hour 30 minutes, 2 days."""
    if seconds < MINUTE:
        return written_out.seconds_of(seconds)
    days, hours, minutes = seconds // DAY, seconds % DAY // HOUR, seconds % HOUR // MINUTE
    units = (
        (days, written_out.days_of),
        (hours, written_out.hours_of),
        (minutes, written_out.minutes_of),
    )
    return " ".join([unit(n) for n, unit in units if n][:2])


def working(seconds: int) -> str:
    """A budget of working time, in which a day is no unit: 30 working minutes, 4 working hours."""
    if seconds % HOUR == 0:
        return say_of(seconds // HOUR, "{n} working hour", "{n} working hours")
    return say_of(seconds // MINUTE, "{n} working minute", "{n} working minutes")


def promised(minutes: int) -> str:
    """So much working time as a load, in which a day is no unit: 45 min, 34 h 30 min."""
    hours, rest = divmod(minutes, MINUTE)
    parts = [written_out.numeral(f"{n:,}") + f"{NO_BREAK}{say(unit)}" for n, unit in ((hours, "h"), (rest, "min")) if n]
    return " ".join(parts) or f"0{NO_BREAK}min"


def ago(passed: timedelta) -> str:
    """How long ago, in the largest whole unit: just now, 12 seconds ago, 3 days ago."""
    seconds = int(passed.total_seconds())
    if seconds < MINUTE:
        return say_of(seconds, "{n} second ago", "{n} seconds ago") if seconds > 0 else say("just now")
    if seconds < HOUR:
        return say_of(seconds // MINUTE, "{n} minute ago", "{n} minutes ago")
    if seconds < DAY:
        return say_of(seconds // HOUR, "{n} hour ago", "{n} hours ago")
    if seconds < WEEK:
        return say_of(seconds // DAY, "{n} day ago", "{n} days ago")
    return say_of(seconds // WEEK, "{n} week ago", "{n} weeks ago")


def number(value: Decimal) -> str:
    """A decimal without idle zeros, to two places, with a true minus: 86, 54.5."""
    rounded = value.quantize(Decimal("0.01")).normalize()
    return written_out.numeral(f"{abs(rounded):f}" if rounded >= 0 else f"{MINUS}{abs(rounded):f}")


def whole(value: Decimal) -> str:
    """A score in a list: cut to whole points, so that 39.9 never looks like the 40 it has not reached."""
    return number(Decimal(floor(value)))


def points(value: Decimal) -> str:
    """Points with their sign: +20, or a true minus."""
    return number(value) if value < 0 else f"+{number(value)}"


def country(code: str) -> str:
    """The name of a country's code; what is no code stays as it was written."""
    return _names(spoken()).territories.get(code.upper(), code) if len(code) == 2 else code  # noqa: PLR2004 - ISO 3166-1 alpha-2


def language(code: str) -> str:
    """The name of a language's code, a region's too; what is no code stays as it was written."""
    tongue, _, region = code.replace("_", "-").partition("-")
    name = _names(spoken()).languages.get(tongue.lower(), "")
    return f"{name} ({country(region)})" if name and region else name or code


@cache
def _names(language: str) -> Locale:
    return Locale(language)


def initials(name: str) -> str:
    """Two letters for a tile: of the first two words."""
    words = [word for word in name.replace(".", " ").split() if word[0].isalnum()]
    if not words:
        return "?"
    return (words[0][0] + (words[1][0] if len(words) > 1 else words[0][1:2])).upper()


def short(name: str) -> str:
    """A colleague's name where there is little room: Anna D."""
    first, _, rest = name.partition(" ")
    last = rest.rpartition(" ")[2]
    return f"{first} {last[0]}." if last else first


def hue(name: str) -> int:
    """Which tint a tile has: the same for the same name, in every process."""
    return sum(name.encode()) % HUES


def plain(code: str) -> str:
    """A name from the playbook as words: demo_request reads demo request."""
    return code.replace("_", " ")


def of_kind(kind: str, name: str) -> str:
    """A value by which leads are told apart, where its name is a word of ours; what others named stays."""
    known = OF_KIND.get((kind, name))
    if known is not None:
        return say(known)
    return heard_term(name) if kind == "weekday" else name


def named(text: str) -> str:
    """A word of ours as the name of a choice: first_touch becomes First touch, in the language that is spoken."""
    return sentence(heard_term(plain(text)))


def sentence(text: str) -> str:
    """The text with a capital first letter."""
    said = str(text)
    return said[:1].upper() + said[1:]
