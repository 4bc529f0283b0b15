"""Which instant does a cell mean that somebody's program wrote as a date?"""

import re
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta, timezone, tzinfo
from typing import Final

_HOUR: Final = (
    r"(?:,? +(?P<hour>\d{1,2}):(?P<minute>\d{2})(?::(?P<second>\d{2}))?(?:\s?(?P<half>[AaPp])\.?[Mm]\.?)?)?,?"
)
_DAY: Final = re.compile(r"(?P<a>\d{1,2})[./-](?P<b>\d{1,2})[./-](?P<year>\d{4}|\d{2}(?=,))" + _HOUR)
_NAMED: Final = re.compile(r"(?P<month>[A-Z][a-z]{2})[a-z]*\.? (?P<day>\d{1,2}), (?P<year>\d{4})" + _HOUR)
_NAMES: Final = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_CENTURY: Final = 2000
_CENTURY_END: Final = 100
_HOURS_OF: Final = {
    "UTC": 0, "GMT": 0, "WET": 0, "WEST": 1, "BST": 1, "CET": 1, "CEST": 2, "EET": 2, "EEST": 3,
    "EDT": -4, "EST": -5, "CDT": -5, "MDT": -6, "MST": -7, "PDT": -7, "PST": -8,
}  # fmt: skip
"""The short names of zones that mean one thing; CST is a time of America, of China and of Cuba, and is none."""
_EPOCH_MS: Final = re.compile(r"\d{13}")
_ISO: Final = re.compile(r"\d{4}-\d{2}-\d{2}(?:[T ]\d{1,2}:\d{2}.*)?")
_MONTHS: Final = 12
YEARS: Final = range(1970, 2101)


def is_moment(text: str) -> bool:
    """Whether a text is written as a date or an instant."""
    bare, _ = _apart(text)
    return any(form.fullmatch(bare) for form in (_DAY, _NAMED, _ISO, _EPOCH_MS))


def day_comes_first(texts: Iterable[str]) -> bool | None:
    """Whether 3/4 is the third of April here: None when the texts leave it open."""
    read = [match for text in texts if (match := _DAY.fullmatch(_apart(text.strip())[0]))]
    if any(int(match["a"]) > _MONTHS for match in read):
        return True
    if any(int(match["b"]) > _MONTHS for match in read):
        return False
    return None


def moment(text: str, *, day_first: bool, zone: tzinfo) -> datetime:
    """The instant in UTC; ValueError, with what to write instead, for what is none. Without a zone it is of `zone`."""
    bare, named = _apart(text)
    at = _read(bare, text, day_first=day_first)
    if at.year not in YEARS:
        raise ValueError(f"{text!r} lies in the year {at.year}")
    return (at if at.tzinfo else at.replace(tzinfo=named or zone)).astimezone(UTC)


def _apart(text: str) -> tuple[str, tzinfo | None]:
    """The text without the short name of a zone at its end, and that zone."""
    bare, _, last = text.rpartition(" ")
    return (bare, timezone(timedelta(hours=_HOURS_OF[last]))) if last in _HOURS_OF else (text, None)


def _read(text: str, told: str, *, day_first: bool) -> datetime:
    if _EPOCH_MS.fullmatch(text):
        return datetime.fromtimestamp(int(text) / 1000, UTC)
    parts, named = _DAY.fullmatch(text), _NAMED.fullmatch(text)
    try:
        if named:
            return _dated(named, month=_NAMES.index(named["month"]) + 1, day=int(named["day"]))
        return _of_parts(parts, day_first=day_first) if parts else datetime.fromisoformat(text)
    except ValueError:
        order = "day, month, year" if day_first else "month, day, year"
        raise ValueError(f"{told!r} is no date read as {order}; write it like 2027-03-02 or 2027-03-02 10:00") from None


def _of_parts(parts: re.Match[str], *, day_first: bool) -> datetime:
    day, month = (parts["a"], parts["b"]) if day_first else (parts["b"], parts["a"])
    return _dated(parts, month=int(month), day=int(day))


def _dated(parts: re.Match[str], *, month: int, day: int) -> datetime:
    hour, year = int(parts["hour"] or 0), int(parts["year"])
    if parts["half"]:
        hour = hour % 12 + 12 * (parts["half"] in "pP")
    minute, second = int(parts["minute"] or 0), int(parts["second"] or 0)
    return datetime(year + (_CENTURY if year < _CENTURY_END else 0), month, day, hour, minute, second)  # noqa: DTZ001 - its zone is told beside it
