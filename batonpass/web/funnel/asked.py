"""Which leads does somebody want told of: since when, by what, and which of them?"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from typing import Final
from urllib.parse import urlencode

from batonpass.learn.columns_of import KINDS
from batonpass.written.refused import Problem, Refused, quoted

DAYS: Final = 180
DAYS_MOST: Final = 1_100
REACHED: Final = ("mql", "sal", "sql", "opportunity", "won", "lost", "rejected", "touched")


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """Leads that arrived from one day on and until another, both in UTC and included, told apart `by` something.

    `where` are words they have to have; `reached` is how far they got, and `answered` whether sales said yes or no.
    """

    since: date
    until: date
    by: str = "source"
    where: Mapping[str, str] = field(default_factory=dict[str, str])
    reached: str = ""
    answered: bool = False

    @property
    def span(self) -> tuple[datetime, datetime]:
        """The instants between which they arrived."""
        first, last = (datetime.combine(day, time(), UTC) for day in (self.since, self.until))
        return first, last + timedelta(days=1)

    @property
    def opens(self) -> str:
        """The same leads as the end of an address."""
        return self.opens_between(self.since, self.until)

    def opens_between(self, first: date, last: date) -> str:
        """Those of them that arrived from one day to another."""
        days = {"from": f"{max(first, self.since)}", "to": f"{min(last, self.until)}"}
        return urlencode({**days, **self.where})


def asked_from(said: Mapping[str, str], now: datetime, *, by: str = "source", days: int = DAYS) -> Asked:
    """Read a question from the end of an address; Refused for a day that is none, or a kind nobody knows."""
    until = _day("to", said.get("to", "")) or now.astimezone(UTC).date()
    since = _day("from", said.get("from", "")) or until - timedelta(days=days)
    if not since <= until <= since + timedelta(days=DAYS_MOST):
        raise _wrong("from", f"{since} to {until} is no time, or more than three years", "Choose other days")
    chosen = said.get("by") or by
    if chosen not in KINDS:
        raise _wrong("by", f"leads are not told apart by {quoted(chosen)}", f"Write one of {', '.join(KINDS)}")
    reached = said.get("reached", "")
    if reached and reached not in REACHED:
        raise _wrong("reached", f"{quoted(reached)} is nothing that leads reach", f"Write one of {', '.join(REACHED)}")
    where = {name: said[name] for name in KINDS if said.get(name)}
    return Asked(
        since=since, until=until, by=chosen, where=where, reached=reached, answered=said.get("only") == "answered"
    )


def _day(name: str, text: str) -> date | None:
    if not text:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise _wrong(name, f"{quoted(text)} is no day", "Write one such as 2027-03-02") from None


def _wrong(where: str, says: str, instead: str) -> Refused:
    return Refused([Problem(where=where, says=says, instead=instead)])
