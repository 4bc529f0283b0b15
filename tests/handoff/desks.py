"""Which desks do the tests of working time speak of?"""

from collections.abc import Callable, Collection, Iterable
from datetime import UTC, date, datetime, time, timedelta

from batonpass.handoff.hours import Hours, hours_of
from batonpass.handoff.windows import Calendar, Day, Window
from batonpass.handoff.zones import zone

WEEKDAYS, SUNDAY_TO_THURSDAY, EVERY_DAY = (0, 1, 2, 3, 4), (6, 0, 1, 2, 3), tuple(range(7))


def at(written: str) -> datetime:
    """An instant as it is written, in whatever zone, in UTC."""
    return datetime.fromisoformat(written).astimezone(UTC)


def _since_midnight(written: str) -> timedelta:
    if written == "24:00":
        return timedelta(days=1)
    wall = time.fromisoformat(written)
    return timedelta(hours=wall.hour, minutes=wall.minute, seconds=wall.second)


def window(written: str) -> Window:
    """09:00-17:00; a close that is not after the open is on the next day, and 24:00 is midnight."""
    opens, closes = (_since_midnight(part) for part in written.split("-"))
    return Window(opens=opens, closes=closes if closes > opens else closes + timedelta(days=1))


def week(hours: str, days: Iterable[int] = WEEKDAYS) -> tuple[Day, ...]:
    """The same windows, divided by spaces, on each of these days."""
    windows = tuple(window(part) for part in hours.split())
    return tuple(windows if day in days else () for day in range(7))


def on(*days: str) -> Callable[[int], Collection[date]]:
    """Holidays on these dates."""
    dates = [date.fromisoformat(day) for day in days]
    return lambda year: [day for day in dates if day.year == year]


def desk(place: str, hours: str, days: Iterable[int] = WEEKDAYS, holidays: str = "") -> Hours:
    """A desk in this place with these hours and holidays."""
    return hours_of(Calendar(name=place, zone=zone(place), week=week(hours, days), holidays=on(*holidays.split())))


LISBON = desk("Europe/Lisbon", "09:00-18:00", holidays="2026-12-08 2026-12-25 2027-01-01 2027-03-26")
STOCKHOLM = desk("Europe/Stockholm", "08:00-17:00", holidays="2026-12-25 2027-01-01 2027-01-06 2027-03-26 2027-03-29")
SWEDEN = desk("Europe/Stockholm", "09:00-17:00", holidays="2026-12-25 2027-01-01 2027-01-06 2027-03-26 2027-03-29")
BERLIN = desk("Europe/Berlin", "09:00-17:00", holidays="2026-12-25 2027-01-01 2027-03-08 2027-03-26 2027-03-29")
MUNICH = desk("Europe/Berlin", "09:00-17:00", holidays="2026-12-25 2027-01-01 2027-01-06 2027-03-26 2027-03-29")
LONDON = desk("Europe/London", "09:00-17:30", holidays="2026-12-25 2026-12-28 2027-01-01 2027-03-26 2027-03-29")
NEW_YORK = desk("America/New_York", "09:00-17:00", holidays="2026-11-26 2026-12-25 2027-01-01 2027-01-18")
TEL_AVIV = desk("Asia/Jerusalem", "09:00-17:00", SUNDAY_TO_THURSDAY)
SYDNEY = desk("Australia/Sydney", "09:00-17:00", holidays="2027-03-26 2027-03-29")
VANCOUVER = desk("America/Vancouver", "09:00-17:00")
NIGHT = desk("America/New_York", "22:00-06:00", EVERY_DAY)
ALWAYS = desk("Europe/Berlin", "00:00-24:00", EVERY_DAY)
SPRING = desk("Europe/Berlin", "02:30-10:00", (6,))
