"""How do people say points, lengths and names?"""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta
from decimal import Decimal

NAME_MAX = 40
RAISED = "hand raised"
"""How the reason of a lead begins that asked for us."""
TAKES_NOTHING = "handed over: a score takes nothing back"
"""The reason of a lead that stays with sales though its score fell."""
MINUTE = timedelta(minutes=1)
LONG_AGO = timedelta(days=60)
UNITS = (("day", 1440), ("hour", 60), ("minute", 1))
WRITTEN_AGO = re.compile(r"\bjust now\b|\b(\d+) (day|hour|minute)s? ago\b")
DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def plain(points: Decimal) -> str:
    """Points as people write them: 40, 4.3, never 4E+1 or 40.00."""
    text = str(points)
    if "E" in text:
        text = f"{points:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def worth_said(amount: Decimal, currency: str) -> str:
    """An amount as people write it: 14,900 EUR, and 99.50 EUR with its cents where there are any."""
    return f"{amount:,.{0 if amount == amount.to_integral_value() else 2}f} {currency}".strip()


def length(passed: timedelta) -> str:
    """A length of working time: 30 minutes, 4 hours, 1 hour 30 minutes."""
    minutes = int(passed.total_seconds()) // 60
    parts = [(minutes // 60, "hour"), (minutes % 60, "minute")]
    return " ".join(f"{n} {unit}{'s' if n != 1 else ''}" for n, unit in parts if n) or "0 minutes"


def span(passed: timedelta) -> str:
    """A length by the clock on the wall: whole days as days, 1 day, 20 days; else in hours and minutes."""
    days, rest = divmod(passed, timedelta(days=1))
    return length(passed) if rest or not days else f"{days} day{'s' if days > 1 else ''}"


def ago(passed: timedelta) -> str:
    """A length of time before now, in the largest whole unit a person would use."""
    if passed < MINUTE:
        return "just now"
    minutes = passed // MINUTE
    unit, size = next(one for one in UNITS if minutes >= one[1])
    count = minutes // size
    return f"{count} {unit}{'s' if count > 1 else ''} ago"


def when(at: datetime, now: datetime) -> str:
    """How long ago as people say it; from two months on the day itself, for nobody reckons in hundreds of days."""
    return ago(now - at) if now - at < LONG_AGO else f"on {full_day(at)}"


def read_later(text: str, *, written: datetime, read: datetime) -> str:
    """What was written so long ago, in the words of who reads it now: just now has become 2 days ago."""
    if read - written < MINUTE:
        return text

    def then(found: re.Match[str]) -> str:
        count, unit = found.groups()
        passed = int(count) * dict(UNITS)[unit] * MINUTE if unit else timedelta()
        return when(written - passed, read)

    return WRITTEN_AGO.sub(then, text)


def full_day(at: date) -> str:
    """A day with its year: 20 Nov 2026."""
    return f"{at.day} {MONTHS[at.month - 1]} {at.year}"


def day_named(at: date, now: date) -> str:
    """A day as a list of doings names it: Tue 2 Mar, and with its year where that is another than now."""
    year = "" if at.year == now.year else f" {at.year}"
    return f"{DAYS[at.weekday()]} {at.day} {MONTHS[at.month - 1]}{year}"


def month_of(name: str) -> str:
    """A month that is kept as 2026-11 as people say it: Nov 2026; what is no month stays."""
    year, _, month = name.partition("-")
    return f"{MONTHS[int(month) - 1]} {year}" if month.isdecimal() and 0 < int(month) <= len(MONTHS) else name


def local(at: datetime, zone: object) -> str:
    """An instant on the wall of a zone: Tue 2 Mar 10:30."""
    there = at.astimezone(zone)  # pyright: ignore[reportArgumentType] - any tzinfo
    return f"{DAYS[there.weekday()]} {there.day} {MONTHS[there.month - 1]} {there.hour:02}:{there.minute:02}"


def place(zone: object) -> str:
    """The town that people know a zone by: Lisbon."""
    return str(zone).rpartition("/")[2].replace("_", " ")


def greeting(first_name: str) -> str:
    """Hello with the name only if it is plainly a name; a stranger's text never travels in our mail (S06)."""
    letters = first_name.replace(" ", "").replace("-", "").replace("'", "").replace("\u2019", "")
    is_name = letters.isalpha() and len(first_name) <= NAME_MAX
    return f"Hello {first_name}," if is_name else "Hello,"


def percent(share: float | Decimal, *, places: int = 0) -> str:
    """A share in percent, with so many places: 90 %, 12.5 %."""
    return f"{share:.{places}%}".replace("%", " %")
