"""In which terms does somebody want an export judged: whose days and hours, which columns, what a deal is worth?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from batonpass.handoff.hours import Hours


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """What the form said, read; empty is what nobody said.

    `zone`: whose days; `times_in`: the zone of times that name none; `calendar` names the `hours`; `on`: where two
    exports meet; `dates`: day-first or month-first; `deal_value`: what a won lead is worth, in `currency`.
    """

    now: datetime
    zone: str
    times_in: str = "UTC"
    roles: Sequence[str] = ()
    calendar: str = ""
    hours: Hours | None = None
    on: str = ""
    dates: str = ""
    deal_value: float | None = None
    currency: str = ""
