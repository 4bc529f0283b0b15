"""When would something be due by this calendar, and how much working time lies between two instants?"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from batonpass.handoff.hours import Hours, NeverOpens, OutOfRange, due, elapsed
from batonpass.tongue import written_out
from batonpass.tongue.spoken import say
from batonpass.web.parts import words
from batonpass.web.parts.reader import Reader

LENGTH = re.compile(r"(?:(\d{1,4})h)?(?:(\d{1,5})m)?", re.ASCII)


@dataclass(frozen=True, slots=True, kw_only=True)
class TryOut:
    """What was asked, on the calendar's own clock, and the answer or what is wrong with which field."""

    start: str = ""
    budget: str = ""
    end: str = ""
    says: str = ""
    wrong: str = ""
    field: str = ""


def try_out(sent: Mapping[str, str], hours: Hours, reader: Reader) -> TryOut:
    """Answer `due` when a budget is given, `elapsed` when an end is; nothing when neither is."""
    asked = {name: sent.get(name, "").strip()[:40] for name in ("start", "budget", "end")}
    if not asked["budget"] and not asked["end"]:
        return TryOut(**asked)
    try:
        start = _instant(asked["start"], hours, "start") if asked["start"] else reader.now
        return TryOut(**asked, says=_answer(start, asked, hours))
    except _Wrong as wrong:
        return TryOut(**asked, wrong=wrong.says, field=wrong.field)
    except (NeverOpens, OutOfRange, OverflowError) as never:
        return TryOut(**asked, wrong=f"{never}.", field="start")


class _Wrong(Exception):
    def __init__(self, says: str, field: str) -> None:
        super().__init__(says)
        self.says, self.field = says, field


def _answer(start: datetime, asked: Mapping[str, str], hours: Hours) -> str:
    from_then = _wall(start, hours)
    if asked["budget"]:
        budget = _length(asked["budget"])
        told, ends = words.working(int(budget.total_seconds())), _wall(due(start, budget, hours), hours)
        return say("{told} from {from_then} are due {ends}.", told=told, from_then=from_then, ends=ends)
    end = _instant(asked["end"], hours, "end")
    passed = int(elapsed(start, end, hours).total_seconds())
    told = words.working(passed) if passed else say("No working time")
    return say("{told} between {from_then} and {wall}.", told=told, from_then=from_then, wall=_wall(end, hours))


def _wall(at: datetime, hours: Hours) -> str:
    local = at.astimezone(hours.zone)
    return f"{written_out.weekday(local)} {written_out.full_day(local)} {local:%H:%M}"


def _instant(written: str, hours: Hours, field: str) -> datetime:
    try:
        local = datetime.fromisoformat(written)
    except ValueError:
        raise _Wrong(say("Write it as 2027-03-02T10:15."), field) from None
    return (local if local.tzinfo else local.replace(tzinfo=hours.zone)).astimezone(UTC)


def _length(written: str) -> timedelta:
    parts = LENGTH.fullmatch(written.replace(" ", ""))
    if not parts or not parts.group():
        raise _Wrong(say("Write working time such as 30m, 4h or 1h30m; a working day has no fixed length."), "budget")
    hours, minutes = (int(part or 0) for part in parts.groups())
    return timedelta(hours=hours, minutes=minutes)
