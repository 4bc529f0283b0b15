"""At which hour and on which weekday do leads that come in wait longest, and is that more than chance?"""

from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt
import polars as pl

from batonpass.learn.audit.business import Worked
from batonpass.learn.audit.leads import Leads, at_, on_
from batonpass.learn.audit.roles import Role
from batonpass.learn.audit.waits import Seconds, delays
from batonpass.learn.intervals import (
    ALPHA,
    MEDIAN_LEAST,
    RATE_LEAST,
    Quantile,
    benjamini_hochberg,
    difference,
    quantile_of,
)

Flags = npt.NDArray[np.bool_]
WEEKDAYS: Final = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
HANDOFF: Final = (Role.QUALIFIED, Role.ASSIGNED, Role.ACCEPTED, Role.TOUCHED)
"""How long until these is in our hands; how long until a deal is won is not."""
CLEARLY: Final = 1.25
"""Slower by less than a quarter is not worth a name, however sure."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Slot:
    """Leads that came in at one hour or on one weekday: how many, their wait, and the chance of such slow waits."""

    name: str
    leads: int
    wait: Quantile
    slower: float | None = None
    adjusted: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class When:
    """Waits until `end` by weekday and hour; `cells` are medians in seconds (None: too few), a row a weekday.

    By working time only leads count that came in in it. The worst are the slowest of those a quarter slower than usual
    and beyond chance, all 31 taken into account.
    """

    end: str
    working: bool
    weekdays: tuple[Slot, ...]
    hours: tuple[Slot, ...]
    cells: tuple[tuple[float | None, ...], ...]
    counts: tuple[tuple[int, ...], ...]
    worst_weekday: str = ""
    worst_hour: str = ""


def by_hour_and_weekday(leads: Leads, worked: Worked | None) -> When | None:
    """Waits by local hour and weekday of coming in; None when no later step is dated, or nothing has a weekday."""
    end = _next_step(leads)
    if end is None:
        return None
    found = delays(leads, Role.CREATED, end, worked)
    waits = found.working if found.working is not None else found.seconds
    weekday = leads.rows[on_(Role.CREATED)].dt.weekday().fill_null(0).to_numpy() - 1
    timed = not found.days and not leads.rows[f"day_{Role.CREATED}"].any()
    hour = _hours(leads) if timed else np.full(leads.rows.height, -1)
    usable = ~np.isnan(waits) & (weekday >= 0)
    if found.working is not None and worked is not None:
        usable &= _open_at(leads, worked)
    weekdays = [_slot(name, waits, usable, weekday == n) for n, name in enumerate(WEEKDAYS)]
    hours = [_slot(f"{n:02}:00", waits, usable, hour == n) for n in range(24)] if timed else []
    weekdays, hours = _adjusted(weekdays, hours)
    usual = float(np.median(waits[usable])) if usable.any() else 0.0
    places = [[usable & (weekday == d) & (hour == h) for h in range(24)] for d in range(7)] if timed else []
    return When(
        end=leads.word(end),
        working=found.working is not None,
        weekdays=tuple(weekdays),
        hours=tuple(hours),
        cells=tuple(tuple(_median(waits[at]) for at in row) for row in places),
        counts=tuple(tuple(int(at.sum()) for at in row) for row in places),
        worst_weekday=_worst(weekdays, usual),
        worst_hour=_worst(hours, usual),
    )


def _next_step(leads: Leads) -> Role | None:
    steps = leads.steps
    if Role.CREATED not in steps:
        return None
    early = [step for step in steps if step in HANDOFF]
    return Role.TOUCHED if Role.TOUCHED in early else next(iter(early), None)


def _hours(leads: Leads) -> Seconds:
    local = leads.rows[at_(Role.CREATED)].dt.convert_time_zone(leads.clocks.zone)
    return local.dt.hour().cast(pl.Int64).fill_null(-1).to_numpy().astype(np.float64)


def _open_at(leads: Leads, worked: Worked) -> Flags:
    """Who came in in working time; a night's wait is nobody's slowness, and would make the day look slow beside it."""
    came = leads.rows[at_(Role.CREATED)].dt.timestamp("us").fill_null(0).to_numpy()
    return worked(came, came + 1_000_000) > 0


def _slot(name: str, waits: Seconds, usable: Flags, here: Flags) -> Slot:
    mine, others = waits[usable & here], waits[usable & ~here]
    wait = quantile_of(mine, 0.5)
    if min(mine.size, others.size) < RATE_LEAST:
        return Slot(name=name, leads=int(mine.size), wait=wait)
    usual = np.median(waits[usable])
    slow, slow_others = int((mine > usual).sum()), int((others > usual).sum())
    slower = slow / mine.size > slow_others / others.size
    chance = difference(slow, mine.size, slow_others, others.size) if slower else 1.0
    return Slot(name=name, leads=int(mine.size), wait=wait, slower=chance)


def _adjusted(weekdays: list[Slot], hours: list[Slot]) -> tuple[list[Slot], list[Slot]]:
    together = [*weekdays, *hours]
    tested = [slot.slower for slot in together if slot.slower is not None]
    chances = iter(benjamini_hochberg(tested))
    done = [
        Slot(name=s.name, leads=s.leads, wait=s.wait, slower=s.slower, adjusted=next(chances))
        if s.slower is not None
        else s
        for s in together
    ]
    return done[: len(weekdays)], done[len(weekdays) :]


def _worst(slots: list[Slot], usual: float) -> str:
    clear = [
        slot
        for slot in slots
        if slot.adjusted is not None and slot.adjusted < ALPHA and (slot.wait.value or 0.0) >= CLEARLY * usual
    ]
    return max(clear, key=lambda slot: slot.wait.value or 0).name if clear else ""


def _median(waits: Seconds) -> float | None:
    return float(np.median(waits)) if waits.size >= MEDIAN_LEAST else None
