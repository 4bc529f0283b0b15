"""What does a form about a person make of their entry?"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime, time, tzinfo
from typing import Any

from batonpass.handoff.refusal import invalid
from batonpass.tongue.spoken import say

Entry = dict[str, Any]
Form = Mapping[str, str]
NIGHTS_MOST = 3
CHANNELS = ("email", "slack", "teams")


def with_leave(entry: Entry, form: Form, zone: tzinfo) -> Entry:
    """One leave more: whole days, or from and to a time of the person's own clock. Raises Refusal by field."""
    first, last = (_day(form, name) for name in ("first", "last"))
    if last < first:
        raise invalid(say("the last day lies before the first"), field="last")
    leave: Entry = {"first": first.isoformat(), "last": last.isoformat()}
    if form.get("delegate"):
        leave["delegate"] = form["delegate"]
    begins, ends = _time(form, "begins"), _time(form, "ends")
    if (begins is None) != (ends is None):
        raise invalid(say("a part of a day has both a beginning and an end"), field="ends" if begins else "begins")
    if begins and ends:
        opened, closed = (
            datetime.combine(day, at, zone).astimezone(UTC) for day, at in ((first, begins), (last, ends))
        )
        if closed <= opened:
            raise invalid(say("it ends before it begins"), field="ends")
        leave |= {"begins": opened.isoformat(), "ends": closed.isoformat()}
    return entry | {"leave": [*entry.get("leave", ()), leave]}


def without_leave(entry: Entry, form: Form) -> Entry:
    """The leave that begins and ends on these days is gone; LookupError when there is none."""
    kept = [one for one in entry.get("leave", ()) if not _is(one, form)]
    if len(kept) == len(entry.get("leave", ())):
        raise LookupError(form.get("first", ""))
    return entry | {"leave": kept}


def _is(leave: Mapping[str, str], form: Form) -> bool:
    names = (("first", "from"), ("last", "to"))
    same = all((leave.get(name) or leave.get(other)) == form.get(name) for name, other in names)
    return same and (leave.get("begins") or "") == form.get("begins", "")


def with_preferences(entry: Entry, form: Form) -> Entry:
    """The ways a person wants to hear on, in their order, and when they want quiet."""
    ranked = sorted((form[f"rank_{one}"], n, one) for n, one in enumerate(CHANNELS) if form.get(f"rank_{one}", ""))
    quiet: Any = "off_hours" if form.get("quiet_off_hours") else _nights(form) or None
    told = {"channels": [one for _, _, one in ranked], "quiet": quiet}
    told |= {name: form.get(name) or None for name in ("slack", "teams")}
    return {name: value for name, value in (entry | told).items() if value is not None}


def _nights(form: Form) -> list[list[str]]:
    nights: list[list[str]] = []
    for n in range(NIGHTS_MOST):
        begins, ends = form.get(f"quiet_from_{n}", ""), form.get(f"quiet_to_{n}", "")
        if bool(begins) != bool(ends):
            raise invalid(say("quiet hours begin and end: fill in both"), field="quiet")
        if begins:
            nights.append([begins, ends])
    return nights


def with_facts(entry: Entry, form: Form) -> Entry:
    """Name, address, calendar and manager; an empty manager is none."""
    told = {name: form.get(name, "") for name in ("name", "email", "calendar")}
    manager = form.get("manager", "")
    kept = {name: value for name, value in entry.items() if name != "manager"}
    return kept | told | ({"manager": manager} if manager else {})


def _day(form: Form, name: str) -> date:
    try:
        return date.fromisoformat(form.get(name, ""))
    except ValueError:
        raise invalid(say("write the day as 2027-03-02"), field=name) from None


def _time(form: Form, name: str) -> time | None:
    written = form.get(name, "")
    if not written:
        return None
    try:
        return time.fromisoformat(written)
    except ValueError:
        raise invalid(say("write the time as 14:00"), field=name) from None
