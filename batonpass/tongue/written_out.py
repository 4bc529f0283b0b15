"""How do days, months, numbers and lengths of time read in the language that is spoken?

English is written here, letter by letter as it always was; other languages as their people write, from the CLDR.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, datetime
from functools import cache

from babel import Locale

from .spoken import ENGLISH, later, say_of, spoken

DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
WEEKDAYS = (
    later("Monday"),
    later("Tuesday"),
    later("Wednesday"),
    later("Thursday"),
    later("Friday"),
    later("Saturday"),
    later("Sunday"),
)
"""The whole names, Monday first."""
ISO_DAY = re.compile(r"\b\d{4}-\d{2}-\d{2}\b")
SINCE_A_MONDAY = date(2024, 1, 1)


def weekday(day: date | int) -> str:
    """The short name of a day of the week, Monday being 0: Mon, Mo."""
    number = day if isinstance(day, int) else day.weekday()
    return DAYS[number] if spoken() == ENGLISH else _by_pattern("ccc", SINCE_A_MONDAY.replace(day=1 + number))


def day(at: date) -> str:
    """A day of this year: 8 Mar, 8. März."""
    return f"{at.day} {MONTHS[at.month - 1]}" if spoken() == ENGLISH else _by_pattern(_pattern("MMMd"), at)


def full_day(at: date) -> str:
    """A day with its year: 8 Mar 2026, 08.03.2026."""
    return f"{at.day} {MONTHS[at.month - 1]} {at.year}" if spoken() == ENGLISH else _by_pattern("medium", at)


def dated(text: str) -> str:
    """A text with its days as people write them: 24 Aug 2026 for 2026-08-24; what is no day of a year stays."""

    def said(found: re.Match[str]) -> str:
        try:
            return full_day(date.fromisoformat(found[0]))
        except ValueError:
            return found[0]

    return ISO_DAY.sub(said, text)


def month(at: date) -> str:
    """A month with its year: Mar 2026, März 2026."""
    return f"{MONTHS[at.month - 1]} {at.year}" if spoken() == ENGLISH else _by_pattern(_pattern("yMMM"), at)


def city(zone: str) -> str:
    """The place that a zone is named after: Lisbon for Europe/Lisbon, Lissabon in German."""
    if spoken() != ENGLISH and (known := Locale(spoken()).time_zones.get(zone, {}).get("city")):
        return str(known)
    return zone.rpartition("/")[2].replace("_", " ")


def town(name: str) -> str:
    """A town by the English name that a zone has: Lisbon, Lissabon in German."""
    return city(_zones().get(name, name))


def wall(text: str) -> str:
    """An instant as it was kept, Tue 2 Mar 10:30, in the language that is spoken."""
    name, number, short, hour = text.split(" ")
    on = date(SINCE_A_MONDAY.year, MONTHS.index(short) + 1, int(number))
    return f"{weekday(DAYS.index(name))} {day(on)} {hour}"


@cache
def _zones() -> Mapping[str, str]:
    """The zones that have a town, by its English name."""
    zones = [str(zone) for zone in Locale("de").time_zones]
    return {zone.rpartition("/")[2].replace("_", " "): zone for zone in zones if "/" in zone}


def country(name: str) -> str:
    """A country by its English name, Sweden, in the language that is spoken; nothing for what is none."""
    code = _codes().get(name, "")
    return str(Locale(spoken()).territories[code]) if code else ""


@cache
def _codes() -> Mapping[str, str]:
    """The codes of countries, and of no other part of the earth, by their English names."""
    return {str(name): code for code, name in Locale(ENGLISH).territories.items() if code.isalpha()}


def numeral(text: str) -> str:
    """A number as English writes it, 1,234.5, with the signs of the language spoken: 1.234,5."""
    return text if spoken() == ENGLISH else text.translate(_signs(spoken()))


def percent(share: float, *, places: int = 0) -> str:
    """A share in percent with so many places, which no line breaks: 90 %, 12.5 %."""
    return numeral(f"{share:.{places}%}").replace("%", "\N{NO-BREAK SPACE}%")


def seconds_of(number: int) -> str:
    """So many seconds, in words."""
    return say_of(number, "{n} second", "{n} seconds")


def minutes_of(number: int) -> str:
    """So many minutes, in words."""
    return say_of(number, "{n} minute", "{n} minutes")


def hours_of(number: int) -> str:
    """So many hours, in words."""
    return say_of(number, "{n} hour", "{n} hours")


def days_of(number: int) -> str:
    """So many days, in words."""
    return say_of(number, "{n} day", "{n} days")


@cache
def _signs(language: str) -> dict[int, str]:
    symbols = Locale(language).number_symbols["latn"]
    return {ord(","): symbols["group"], ord("."): symbols["decimal"]}


def _pattern(skeleton: str) -> str:
    """How this language orders these parts of a day."""
    return Locale(spoken()).datetime_skeletons[skeleton].pattern


def _by_pattern(pattern: str, at: date | datetime) -> str:
    from babel.dates import format_date  # noqa: PLC0415 - English never needs it

    return format_date(at, pattern, locale=spoken())
