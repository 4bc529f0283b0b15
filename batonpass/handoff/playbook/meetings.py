"""When do sales and marketing sit down together, and who leads each side?"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, tzinfo

FORTNIGHT = timedelta(days=14)
QUARTER = 7
"""Every seventh fortnight, a quarter of a year, the definition itself is reviewed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Meetings:
    """The fortnightly meeting: its first day, its hour on the wall there, how long before it people are reminded.

    `sales` and `marketing` are people of the directory by id, who are invited, reminded and told.
    """

    first: date
    at: time
    calendar: str
    sales: tuple[str, ...]
    marketing: tuple[str, ...]
    remind: timedelta = timedelta(days=2)

    def start(self, nth: int, zone: tzinfo) -> datetime:
        """The instant at which the meeting of that number begins; the first is number 0."""
        return datetime.combine(self.first + nth * FORTNIGHT, self.at, zone)

    def next_after(self, at: datetime, zone: tzinfo) -> int:
        """The number of the first meeting that begins after an instant."""
        nth = max(0, (at.astimezone(zone).date() - self.first).days // FORTNIGHT.days)
        return nth if self.start(nth, zone) > at else nth + 1
