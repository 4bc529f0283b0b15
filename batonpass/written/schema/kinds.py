"""Which single values may a playbook hold, and what does a person read when they wrote something else?"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Annotated, Any, Final, TypeAlias, cast

from pydantic import BaseModel, BeforeValidator, ConfigDict, model_validator
from pydantic_core import PydanticCustomError

from batonpass.handoff.instant import read_instant
from batonpass.handoff.meant import folded
from batonpass.handoff.person import in_ascii
from batonpass.handoff.playbook import Stage
from batonpass.handoff.words import length as spelt
from batonpass.written.nearest import did_you_mean
from batonpass.written.refused import kind_of, quoted

TEXT_MOST: Final = 4_000
WRONG: Final = "wrong"
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.-]{0,79}")
_WORD = re.compile(r"[a-z][a-z0-9_]{0,39}")
_E_MAIL = re.compile(r"[^@\s<>,;\"]{1,64}@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)*")
_LENGTH = re.compile(r"(?:(\d{1,4})d)?(?:(\d{1,5})h)?(?:(\d{1,6})m)?(?:(\d{1,6})s)?")
_PERCENT = re.compile(r"(\d{1,4}) ?%")
_PERCENT_MOST = 1_000
_STEP_TIME = re.compile(r"\+?(?:\d+[dhms] ?)+")
_POINTS_MOST, _PLACES_MOST = 1_000_000, 6
YEARS: Final = range(2000, 2100)
"""The years of which a playbook speaks; calendars reach some way beyond them."""
_TIMES_MOST = 1_000
_LENGTH_MOST = timedelta(days=3_650)


def wrong(says: str, instead: str = "") -> PydanticCustomError:
    """Make the error that `shape` turns into a problem with a place: what is wrong, and what to write instead."""
    return PydanticCustomError(WRONG, "{says}", {"says": says, "instead": instead})


def _text(value: object) -> str:
    if not isinstance(value, str):
        hint = "Put it in quotes" if isinstance(value, bool | int | Decimal) else "Write a text"
        raise wrong(f"a text is needed here, not {kind_of(value)}", hint)
    if len(value) > TEXT_MOST:
        raise wrong(f"a text of more than {TEXT_MOST} characters", "Shorten it")
    return value.strip()


def _line(value: object) -> str:
    text = _text(value)
    if not text or "\n" in text:
        raise wrong("one line of text is needed here", "Write a few words")
    return text


def _name(value: object) -> str:
    text = _text(value)
    if not _NAME.fullmatch(text):
        hint = "Use the letters a to z, digits, `-`, `_` and `.`, without spaces"
        raise wrong(f"{quoted(text)} cannot be a name", hint + _such_as(text, _NAME))
    return text


def _word(value: object) -> str:
    text = _text(value)
    if not _WORD.fullmatch(text):
        hint = "Use the small letters a to z, digits and `_`"
        raise wrong(f"{quoted(text)} cannot be a name here", hint + (_such_as(text, _WORD) or ", such as team_size"))
    return text


def _such_as(text: str, form: re.Pattern[str]) -> str:
    plain = folded(text)
    return f", such as {plain}" if form.fullmatch(plain) else ""


def _e_mail(value: object) -> str:
    text = _text(value)
    mailbox, at, domain = text.rpartition("@")
    address = mailbox + at + in_ascii(domain)
    if not _E_MAIL.fullmatch(address):
        raise wrong(f"{quoted(text)} is not an e-mail address", "Write one such as ana@firm.example")
    return address


def _number(value: object) -> Decimal:
    if isinstance(value, bool) or not isinstance(value, int | Decimal):
        shown = quoted(value) if isinstance(value, str) else kind_of(value)
        raise wrong(f"{shown} is not a number", "Write a number such as 10 or 4.3")
    number = Decimal(value)
    places = -int(number.as_tuple().exponent)
    if abs(number) > _POINTS_MOST or places > _PLACES_MOST:
        says = f"{quoted(value)} is too large, or has too many places, to count with"
        raise wrong(says, f"Write at most {_POINTS_MOST}, with at most {_PLACES_MOST} places")
    return number


def _whole(value: object) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or not 0 < value <= 1_000_000:  # noqa: PLR2004 - sense
        shown = quoted(value) if isinstance(value, str | int | Decimal) else kind_of(value)
        raise wrong(f"{shown} is not a whole number of one or more", "Write a number such as 3")
    return value


def _count(value: object) -> int:
    return 0 if value == 0 and type(value) is int else _whole(value)


def _yes_no(value: object) -> bool:
    if not isinstance(value, bool):
        raise wrong(f"{quoted(value)} is neither true nor false", "Write true or false")
    return value


def _length(value: object) -> timedelta:
    parts = _LENGTH.fullmatch(value.replace(" ", "")) if isinstance(value, str) else None
    if not parts or not parts.group():
        shown = quoted(value) if isinstance(value, str | int | Decimal) else kind_of(value)
        raise wrong(f"{shown} is not a length of time", "Write it such as 30m, 4h, 1h30m or 14d")
    days, hours, minutes, seconds = (int(part or 0) for part in parts.groups())
    length = timedelta(days=days, hours=hours, minutes=minutes, seconds=seconds)
    if not length:
        raise wrong("a length of zero", "Write at least 1m")
    if length > _LENGTH_MOST:
        raise wrong(f"{quoted(value)} is longer than anybody plans", f"Write at most {_LENGTH_MOST.days}d")
    return length


def _working_time(value: object) -> timedelta:
    if isinstance(value, str) and "d" in value:
        raise wrong(
            f"{quoted(value)} counts days, and a working day has no fixed length",
            "Write working hours, such as 8h for a day of eight hours",
        )
    return _length(value)


def _days(value: object) -> timedelta:
    length = _length(value)
    if length % timedelta(days=1):
        raise wrong(f"{quoted(value)} is not a number of days", "Write whole days, such as 14d")
    return length


def _percent(value: object) -> int:
    shown = _PERCENT.fullmatch(value) if isinstance(value, str) else None
    percent = int(shown.group(1)) if shown else 0
    if not 0 < percent <= _PERCENT_MOST:
        raise wrong(f"{quoted(value)} is not a share of the window", f"Write 1% to {_PERCENT_MOST}%, such as 50%")
    return percent


@dataclass(frozen=True, slots=True)
class Placed:
    """Where a step of a ladder stands: at a share of the window, or working time after it began, or, `late`, ended."""

    percent: int = 0
    after: timedelta | None = None
    late: bool = False

    def __str__(self) -> str:
        return f"{self.percent}%" if self.after is None else f"{'+' * self.late}{spelt(self.after)}"


def _placed(value: object) -> Placed:
    if not isinstance(value, str) or not _STEP_TIME.fullmatch(value):
        return Placed(_percent(value))
    return Placed(after=_working_time(value.removeprefix("+")), late=value.startswith("+"))


def _often(value: object) -> int:
    times = _whole(value)
    if times > _TIMES_MOST:
        raise wrong(f"{times} times is more than anybody does", f"Write at most {_TIMES_MOST}")
    return times


def _day(value: object) -> date:
    text = _text(value)
    try:
        day = date.fromisoformat(text) if len(text) == len("2027-03-01") else None
    except ValueError:
        day = None
    if day is None or day.year not in YEARS:
        raise wrong(f"{quoted(text)} is not a day of our time", "Write year-month-day, such as 2027-03-01")
    return day


def _instant(value: object) -> datetime:
    try:
        at = read_instant(value) if isinstance(value, str) else None
    except ValueError:
        at = None
    if at is None:
        shown = quoted(value) if isinstance(value, str) else kind_of(value)
        raise wrong(f"{shown} is not an instant", "Write one such as 2027-03-02T10:00:00Z")
    if at.utcoffset() is None:
        raise wrong(f"{quoted(value)} has no time zone", "End it with Z, or with an offset such as +01:00")
    if at.year not in YEARS:
        raise wrong(f"{quoted(value)} is not of our time", "Look at its year")
    return at.astimezone(UTC)


def _stage(value: object) -> Stage:
    text = _text(value)
    known = {stage.value.lower(): stage for stage in Stage if stage is not Stage.MERGED}
    if text.lower() not in known:
        raise wrong(f"{quoted(text)} is not a stage", did_you_mean(text, [stage.value for stage in known.values()]))
    return known[text.lower()]


@dataclass(frozen=True, slots=True)
class OneOf:
    """A check that takes these words only and suggests the nearest."""

    words: tuple[str, ...]

    def __call__(self, value: object) -> str:
        """Give the word; raise the error that `shape` turns into a problem for any other."""
        if value not in self.words:
            shown = quoted(value) if isinstance(value, str) else kind_of(value)
            raise wrong(f"{shown} cannot stand here", did_you_mean(str(value), self.words))
        return str(value)


def one_of(*words: str) -> OneOf:
    """Make a check that takes these words only."""
    return OneOf(words)


def or_alone(key: str) -> Callable[[object], object]:
    """Let `ana` stand for `{key: ana}`, so that the short form needs no braces."""
    return lambda value: {key: value} if isinstance(value, str) else value


def _listed(value: object) -> object:
    if isinstance(value, tuple):
        return list(cast("tuple[object, ...]", value))
    return [value] if isinstance(value, str) else value


Text: TypeAlias = Annotated[str, BeforeValidator(_text)]
Line: TypeAlias = Annotated[str, BeforeValidator(_line)]
Name: TypeAlias = Annotated[str, BeforeValidator(_name)]
Word: TypeAlias = Annotated[str, BeforeValidator(_word)]
EMail: TypeAlias = Annotated[str, BeforeValidator(_e_mail)]
Number: TypeAlias = Annotated[Decimal, BeforeValidator(_number)]
Whole: TypeAlias = Annotated[int, BeforeValidator(_whole)]
Often: TypeAlias = Annotated[int, BeforeValidator(_often)]
Count: TypeAlias = Annotated[int, BeforeValidator(_count)]
YesNo: TypeAlias = Annotated[bool, BeforeValidator(_yes_no)]
Length: TypeAlias = Annotated[timedelta, BeforeValidator(_length)]
Days: TypeAlias = Annotated[timedelta, BeforeValidator(_days)]
WorkingTime: TypeAlias = Annotated[timedelta, BeforeValidator(_working_time)]
Percent: TypeAlias = Annotated[int, BeforeValidator(_percent)]
StepTime: TypeAlias = Annotated[Placed, BeforeValidator(_placed)]
Day: TypeAlias = Annotated[date, BeforeValidator(_day)]
Moment: TypeAlias = Annotated[datetime, BeforeValidator(_instant)]
AnyStage: TypeAlias = Annotated[Stage, BeforeValidator(_stage)]
Names: TypeAlias = Annotated[list[Name], BeforeValidator(_listed)]
Lines: TypeAlias = Annotated[list[Line], BeforeValidator(_listed)]
PoolNames: TypeAlias = Annotated[
    list[Annotated[str, BeforeValidator(lambda v: v if v == "*" else _name(v))]], BeforeValidator(_listed)
]


class Section(BaseModel):
    """A group of settings: unknown ones are refused, and a setting left blank counts as not written."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True, arbitrary_types_allowed=True)

    @model_validator(mode="before")
    @classmethod
    def _blank_is_absent(cls, data: Any) -> Any:
        if data is None:
            return {}
        if not isinstance(data, dict):
            return data
        known, written = cls.settings(), cast("dict[str, Any]", data)
        return {key: value for key, value in written.items() if value is not None or key not in known}

    @classmethod
    def settings(cls) -> tuple[str, ...]:
        """Give the settings as they are written in the file."""
        return tuple(field.alias or name for name, field in cls.model_fields.items())
