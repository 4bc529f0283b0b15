"""Which instant does a cell mean that somebody's program wrote as a date?"""

import re
from collections.abc import Iterable
from datetime import UTC, datetime, tzinfo
from typing import Final

_DAY: Final = re.compile(
    r"(?P<a>\d{1,2})[./-](?P<b>\d{1,2})[./-](?P<year>\d{4}),?"
    r"(?: +(?P<hour>\d{1,2}):(?P<minute>\d{2})(?::(?P<second>\d{2}))?(?: ?(?P<half>[AaPp])\.?[Mm]\.?)?)?"
)
_EPOCH_MS: Final = re.compile(r"\d{13}")
_ISO: Final = re.compile(r"\d{4}-\d{2}-\d{2}(?:[T ]\d{1,2}:\d{2}.*)?")
_MONTHS: Final = 12
YEARS: Final = range(1970, 2101)


def is_moment(text: str) -> bool:
    """Whether a text is written as a date or an instant."""
    return bool(_DAY.fullmatch(text) or _ISO.fullmatch(text) or _EPOCH_MS.fullmatch(text))


def day_comes_first(texts: Iterable[str]) -> bool | None:
    """Whether 3/4 is the third of April here: None when the texts leave it open."""
    read = [match for text in texts if (match := _DAY.fullmatch(text.strip()))]
    if any(int(match["a"]) > _MONTHS for match in read):
        return True
    if any(int(match["b"]) > _MONTHS for match in read):
        return False
    return None


def moment(text: str, *, day_first: bool, zone: tzinfo) -> datetime:
    """The instant in UTC; ValueError, with what to write instead, for what is none. Without a zone it is of `zone`."""
    at = _read(text, day_first=day_first)
    if at.year not in YEARS:
        raise ValueError(f"{text!r} lies in the year {at.year}")
    return (at if at.tzinfo else at.replace(tzinfo=zone)).astimezone(UTC)


def _read(text: str, *, day_first: bool) -> datetime:
    if _EPOCH_MS.fullmatch(text):
        return datetime.fromtimestamp(int(text) / 1000, UTC)
    parts = _DAY.fullmatch(text)
    try:
        return _of_parts(parts, day_first=day_first) if parts else datetime.fromisoformat(text.removesuffix(" UTC"))
    except ValueError:
        order = "day, month, year" if day_first else "month, day, year"
        raise ValueError(f"{text!r} is no date read as {order}; write it like 2027-03-02 or 2027-03-02 10:00") from None


def _of_parts(parts: re.Match[str], *, day_first: bool) -> datetime:
    day, month = (parts["a"], parts["b"]) if day_first else (parts["b"], parts["a"])
    hour = int(parts["hour"] or 0)
    if parts["half"]:
        hour = hour % 12 + 12 * (parts["half"] in "pP")
    clock = f"{hour:02}:{parts['minute'] or '00'}:{parts['second'] or '00'}"
    return datetime.fromisoformat(f"{parts['year']}-{month:0>2}-{day:0>2}T{clock}")
