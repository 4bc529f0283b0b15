"""Which days are closed: 2026-12-25, 2026-12-24..2026-12-31, or the public holidays of Bavaria?"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import cast

from batonpass.handoff.hours import FIRST_YEAR, LAST_YEAR
from batonpass.written.notes import Notes
from batonpass.written.public_holidays import UnknownPlace
from batonpass.written.refused import quoted

HolidaysOf = Callable[[str, str | None, int], Collection[date]]
"""The public holidays of a country, in one of its parts or None, in one year; raises UnknownPlace."""

DatesOf = Callable[[int], Collection[date]]
"""The days of one year that something speaks of."""

_DATE = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_KNOWN = ("country", "subdiv", "add", "remove")


@dataclass(frozen=True, slots=True, kw_only=True)
class Closed:
    """The days on which nobody works: those listed, in order, and the public holidays of a place less those removed."""

    listed: tuple[date, ...]
    public: DatesOf
    removed: frozenset[date] = frozenset()

    def in_year(self, year: int) -> frozenset[date]:
        """Give the closed days of one year."""
        first, last = bisect_left(self.listed, date(year, 1, 1)), bisect_right(self.listed, date(year, 12, 31))
        return frozenset(self.public(year)) - self.removed | frozenset(self.listed[first:last])


def read_closed(said: Mapping[str, object], notes: Notes, holidays_of: HolidaysOf) -> Closed:
    """Read `holidays`, which is a list of dates or the public holidays of a country, and `closed`, which adds to it."""
    shut = read_dates(said.get("closed", []), notes.under("closed"))
    written, here = said.get("holidays", []), notes.under("holidays")
    if not isinstance(written, Mapping):
        return Closed(listed=tuple(sorted(shut | read_dates(written, here))), public=_no_dates)
    place = cast("Mapping[str, object]", written)
    here.only(place, _KNOWN)
    added, removed = (read_dates(place.get(key, []), here.under(key)) for key in ("add", "remove"))
    public = _public(place, here, holidays_of)
    for day in sorted(removed):
        if public is not _no_dates and day not in public(day.year):
            here.under("remove").add(f"{day} is no public holiday there", "Remove the date, or look at `subdiv`")
    return Closed(listed=tuple(sorted(shut | added)), public=public, removed=removed)


def read_dates(written: object, notes: Notes) -> frozenset[date]:
    """Read a list of dates and of ranges such as 2026-12-24..2026-12-31, both ends included."""
    if not isinstance(written, list):
        notes.add(f"{quoted(written)} is not a list of dates", 'Write a list such as ["2026-12-25", "2027-01-01"]')
        return frozenset()
    items = enumerate(cast("list[object]", written))
    return frozenset(day for place, item in items for day in _days(item, notes.under(place)))


def read_date(written: object, notes: Notes) -> date | None:
    """Read 2026-12-24; note anything else, and years that no calendar reaches."""
    if not isinstance(written, str) or not _DATE.fullmatch(written):
        notes.add(f"{quoted(written)} is not a date", "Write it as 2026-12-24")
        return None
    try:
        day = date.fromisoformat(written)
    except ValueError:
        notes.add(f"{quoted(written)} is a day that does not exist", "Look at its month and day")
        return None
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        notes.add(f"{written} is out of reach", f"Calendars run from {FIRST_YEAR} to {LAST_YEAR}")
        return None
    return day


def _days(written: object, notes: Notes) -> Collection[date]:
    begins, sign, ends = written.partition("..") if isinstance(written, str) else (written, "", "")
    first = read_date(begins, notes)
    last = read_date(ends, notes) if sign else first
    if first is None or last is None:
        return ()
    if last < first:
        notes.add(f"{quoted(written)} ends before it begins", f"Write {last}..{first}")
    return [first + timedelta(days=n) for n in range((last - first).days + 1)]


def _public(place: Mapping[str, object], notes: Notes, holidays_of: HolidaysOf) -> DatesOf:
    country, subdiv = place.get("country"), place.get("subdiv")
    if not isinstance(country, str):
        notes.under("country").add("no country is named", "Write an ISO code: {country: DE, subdiv: BY}")
        return _no_dates
    if subdiv is not None and not isinstance(subdiv, str):
        notes.under("subdiv").add(f"{quoted(subdiv)} is not a code", 'Write it in quotes, such as "BY"')
        return _no_dates
    try:
        holidays_of(country, subdiv, FIRST_YEAR)
    except UnknownPlace as unknown:
        notes.under(unknown.key).add(unknown.says, unknown.instead)
        return _no_dates
    return lambda year: holidays_of(country, subdiv, year)


def _no_dates(year: int) -> Collection[date]:  # noqa: ARG001  a place without holidays has none in any year
    return ()
