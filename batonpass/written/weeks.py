"""Which hours does each day of the week have, as `days`, `hours`, `week`, `always` and `overnight` say?"""

from collections.abc import Mapping
from datetime import timedelta
from itertools import product
from typing import cast

from batonpass.handoff.windows import DAYS_A_WEEK, ONE_DAY, Day, Window
from batonpass.written.nearest import nearest
from batonpass.written.notes import Notes
from batonpass.written.refused import quoted
from batonpass.written.wall_times import read_windows

WEEK_KEYS = ("days", "hours", "week", "always", "overnight")

_LONG = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_SHORT = tuple(name[:3] for name in _LONG)
_NUMBERS = {name.casefold(): number for names in (_SHORT, _LONG) for number, name in enumerate(names)}
_NO_WEEK: tuple[Day, ...] = ((),) * DAYS_A_WEEK


def read_week(said: Mapping[str, object], notes: Notes) -> tuple[Day, ...]:
    """Read the windows of all seven days, Monday first; what is wrong is noted, and then the week is not to be used."""
    for key in ("always", "overnight"):
        if not isinstance(said.get(key), bool | None):
            notes.under(key).add(f"{quoted(said[key])} is neither true nor false", "Write true or false")
    if read_flag(said, "always"):
        for key in ("days", "hours", "week"):
            if key in said:
                notes.under(key).add("says hours beside `always: true`", "Keep one of the two", at_key=True)
        return ((Window(opens=timedelta(0), closes=ONE_DAY),),) * DAYS_A_WEEK
    overnight = read_flag(said, "overnight")
    before = len(notes.problems)
    week = list(_usual(said, notes, overnight=overnight))
    for number, windows in _named(said, notes.under("week"), overnight=overnight).items():
        week[number] = windows
    if len(notes.problems) == before:
        _check_whole(week, notes.under("week" if "week" in said else "hours"))
    return tuple(week)


def read_flag(said: Mapping[str, object], key: str) -> bool | None:
    """Read true, false, or None where nothing of the kind is said; what else stands there is noted by `read_week`."""
    flag = said.get(key)
    return flag if isinstance(flag, bool) else None


def _usual(said: Mapping[str, object], notes: Notes, *, overnight: bool | None) -> tuple[Day, ...]:
    """Give the days of `days` the hours of `hours`; each is needed by the other, and by nobody if `week` says all."""
    if "days" not in said and "hours" not in said and "week" in said:
        return _NO_WEEK
    numbers = _days(said.get("days"), notes.under("days"))
    if "hours" not in said:
        notes.under("hours").add("no hours are written", 'Write hours: ["09:00", "18:00"]')
        return _NO_WEEK
    windows = read_windows(said["hours"], notes.under("hours"), overnight=overnight)
    if windows == ():
        notes.under("hours").add("no hours are written: it would never open", 'Write a pair such as ["09:00", "18:00"]')
    return tuple((windows or ()) if number in numbers else () for number in range(DAYS_A_WEEK))


def _days(written: object, notes: Notes) -> set[int]:
    if not isinstance(written, list) or not written:
        shown = f"{quoted(cast('object', written))} is not a list of days"
        notes.add(
            shown if written else "no days are listed: it would never open", "Write days: [Mon, Tue, Wed, Thu, Fri]"
        )
        return set()
    names = enumerate(cast("list[object]", written))
    return {number for place, name in names if (number := _day(name, notes.under(place))) is not None}


def _day(written: object, notes: Notes) -> int | None:
    number = _NUMBERS.get(str(written).casefold())
    if number is None:
        near = nearest(str(written), _NUMBERS)
        instead = f"Did you mean {_SHORT[_NUMBERS[near]]}?" if near else f"Write {', '.join(_SHORT)}"
        notes.add(f"{quoted(written)} is not a day of the week", instead)
    return number


def _named(said: Mapping[str, object], notes: Notes, *, overnight: bool | None) -> dict[int, Day]:
    """Read the days that `week` names: their hours stand instead of the usual ones."""
    written = said.get("week", {})
    if not isinstance(written, Mapping):
        notes.add(f"{quoted(written)} is not a group of days", 'Write week: {Fri: ["09:00", "15:00"]}')
        return {}
    found: dict[int, Day] = {}
    for name, hours in cast("Mapping[str, object]", written).items():
        number = _day(name, notes.under(name))
        windows = read_windows(hours, notes.under(name), overnight=overnight)
        if number in found:
            notes.under(name).add(f"{_LONG[number]} is written twice", "Keep one", at_key=True)
        elif number is not None:
            found[number] = windows or ()
    return found


def _check_whole(week: list[Day], notes: Notes) -> None:
    """Note a week that never opens, and shifts that still run when the next day opens."""
    if not any(week):
        notes.add(
            "has no open hours: nothing could ever be due", 'Write days: [Mon, Tue] and hours: ["09:00", "18:00"]'
        )
    for number, tomorrow in enumerate([*week[1:], week[0]]):
        for window, later in product(week[number], tomorrow):
            if later.opens < window.closes - ONE_DAY:
                says = f"the shift {window} of {_LONG[number]} still runs when the next day opens at {later}"
                notes.add(says, "Let it close by then, or the next day open later")
                return
