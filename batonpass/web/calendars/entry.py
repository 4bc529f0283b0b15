"""What does a form make of a calendar: a day closed, an early close, either taken back, or all of it written anew?"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

import msgspec

from batonpass.handoff.refusal import invalid
from batonpass.tongue.spoken import say
from batonpass.written.calendars import parse_calendar
from batonpass.written.refused import Problem, Refused
from batonpass.written.yaml12 import parse

Data = dict[str, Any]
Form = Mapping[str, str]


def as_text(data: Mapping[str, Any]) -> str:
    """A calendar as somebody edits it: YAML has JSON within it."""
    return msgspec.json.format(msgspec.json.encode(data), indent=2).decode()


def written(form: Form) -> Data:
    """A calendar written anew. Raises Refused with the line of everything that is wrong."""
    text = form.get("text", "").replace("\r\n", "\n")
    parse_calendar(text, "calendar")
    data = parse(text, "calendar").data
    if not isinstance(data, dict):
        raise Refused(
            [Problem(where="calendar", path="text", says=say("that is no calendar"), instead=say("Write its settings"))]
        )
    return dict(data)  # pyright: ignore[reportUnknownArgumentType] - its keys were read as a calendar's


def with_day(data: Data, form: Form) -> Data:
    """One more day, or stretch of days, on which nobody works; or a day that ends early."""
    first, until, closes = form.get("day", ""), form.get("until", ""), form.get("closes", "")
    real_day(first, "day")
    if closes:
        if until and until != first:
            raise invalid(say("an early close is of one day; leave the last day empty"), field="until")
        return data | {"early_close": {**(data.get("early_close") or {}), first: closes}}
    if not until or until == first:
        return data | {"closed": [*(data.get("closed") or ()), first]}
    if real_day(until, "until") < real_day(first, "day"):
        raise invalid(say("the last day lies before the first"), field="until")
    return data | {"closed": [*(data.get("closed") or ()), f"{first}..{until}"]}


def without_day(data: Data, form: Form) -> Data:
    """A day that was closed here, or closes early, is as its weekday again. LookupError when it is already."""
    day, early, closed = form.get("day", ""), dict(data.get("early_close") or {}), list(data.get("closed") or ())
    if day in early:
        del early[day]
        return data | {"early_close": early}
    if day not in closed:
        raise LookupError(day)
    return data | {"closed": [one for one in closed if one != day]}


def real_day(text: str, field: str) -> date:
    """The day that was written; a Refusal naming its field for anything else."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise invalid(say("write the day as 2027-03-02"), field=field) from None
