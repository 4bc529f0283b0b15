"""How do I stand today, in a line above my leads?"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from starlette.requests import Request

from batonpass.handoff.hours import Hours, NeverOpens, OutOfRange, open_between
from batonpass.learn.record import BACK, LATELY, SHOWN, Day, Promise, Record, record
from batonpass.store.record import promises_of
from batonpass.tongue.spoken import say
from batonpass.web.parts import words
from batonpass.web.parts.house import house
from batonpass.web.parts.reader import Reader

HIGH = 24
"""The height of the drawn days, in its own units."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    """One drawn day: how high its first touches in time and its breaches stand, one on the other."""

    says: str
    kept: int
    broken: int


async def own_record(request: Request, reader: Reader) -> Record | None:
    """The reader's own; None for who has no leads of their own, and for who looks after those of others."""
    rep = reader.agreed.directory.reps.get(reader.user.rep or "")
    hours = reader.hours((rep.calendar,)) if rep and not reader.leads_others else None
    if rep is None or hours is None:
        return None
    told = await _looked(request, reader, hours, rep=rep.id, back=LATELY)
    if not told.settled:
        told = await _looked(request, reader, hours, rep=rep.id, back=BACK)
    return told if told.of or told.streak or told.lately[1] else None


async def _looked(request: Request, reader: Reader, hours: Hours, *, rep: str, back: timedelta) -> Record:
    """The record of so long."""
    found = await promises_of(house(request).pool, rep, reader.now - back, reader.now)
    promises = [Promise(**one._asdict()) for one in found]
    return record(promises, now=reader.now, zone=hours.zone, worked=lambda day: _opens(day, hours), back=back)


def bars_of(days: tuple[Day, ...]) -> tuple[Bar, ...]:
    """The days as they are drawn, the fullest as high as there is room."""
    most = max((day.kept + day.broken for day in days), default=1)
    return tuple(
        Bar(
            says=say("{day}: {kept} of {of} in time", day=words.day(day.on), kept=day.kept, of=day.kept + day.broken),
            kept=round(HIGH * day.kept / most),
            broken=round(HIGH * (day.kept + day.broken) / most) - round(HIGH * day.kept / most),
        )
        for day in days[-SHOWN:]
    )


def _opens(day: date, hours: Hours) -> bool:
    """Whether this calendar opens at all on a day of its own zone."""
    start = datetime.combine(day, time(), hours.zone)
    end = datetime.combine(day + timedelta(days=1), time(), hours.zone)
    try:
        return bool(open_between(start.astimezone(UTC), end.astimezone(UTC), hours))
    except (NeverOpens, OutOfRange):
        return False
