"""How many leads reached which stage: of all, of the stage before, and of those old enough to have got there?"""

from dataclasses import dataclass
from datetime import date, timedelta

import polars as pl

from batonpass.learn.audit.cohorts import Cohorts
from batonpass.learn.audit.leads import FOLLOWED, WON, Leads, at_, on_
from batonpass.learn.audit.roles import Role
from batonpass.learn.intervals import Rate, rate_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Stage:
    """One stage: how many leads reached it, and which share; `of_mature` leaves out who cannot be compared."""

    name: str
    leads: int
    of_all: Rate
    of_previous: Rate
    of_mature: Rate | None = None


def funnel(leads: Leads, months: Cohorts | None) -> tuple[Stage, ...]:
    """The stages that the export tells of, from coming in to the outcome."""
    reached = _reached(leads, leads.rows)
    mature = _mature(leads, months)
    among = _reached(leads, mature) if mature is not None else [(name, 0) for name, _ in reached]
    whole = leads.rows.height
    return tuple(
        Stage(
            name=name,
            leads=n,
            of_all=rate_of(n, whole),
            of_previous=rate_of(min(n, before), before),
            of_mature=None if mature is None else rate_of(m, mature.height),
        )
        for (name, n), (_, before), (_, m) in zip(reached, [reached[0], *reached], among, strict=False)
    )


def _reached(leads: Leads, rows: pl.DataFrame) -> list[tuple[str, int]]:
    reached = [("came in", rows.height)]
    later = [step for step in leads.steps if step not in (Role.CREATED, Role.WON_AT)]
    reached += [(leads.word(step), int(rows[at_(step)].is_not_null().sum())) for step in later]
    if leads.has(FOLLOWED) and not leads.has(at_(Role.TOUCHED)):
        reached.insert(1, ("followed up", int(rows[FOLLOWED].sum())))
    if leads.has(WON):
        closed = leads.word(Role.CLOSED)
        place = next((n for n, (name, _) in enumerate(reached) if name == closed), len(reached))
        reached.insert(place, (leads.outcome, int(rows[WON].sum())))
    return reached


def _mature(leads: Leads, months: Cohorts | None) -> pl.DataFrame | None:
    """The leads of months old enough, and not older than the records; None where no lead has a date."""
    if months is None or leads.until is None:
        return None
    came = pl.col(on_(Role.CREATED))
    old = leads.rows.filter(came <= leads.until.date() - timedelta(days=months.mature_days))
    since = months.recorded_since
    return old if since is None else old.filter(came >= _next_month(since))


def _next_month(day: date) -> date:
    return date(day.year + day.month // 12, day.month % 12 + 1, 1)
