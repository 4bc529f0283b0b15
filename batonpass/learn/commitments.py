"""Is marketing on pace for the month's volume, and does sales keep its share?"""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

from batonpass.handoff.hours import elapsed
from batonpass.learn.asked import Asked
from batonpass.learn.intervals import Rate
from batonpass.learn.poisson import count_interval
from batonpass.learn.rounds import Rounds
from batonpass.learn.sla import SAYS, finding, shares_of_marketing
from batonpass.learn.table import Column, Row, Table, Type
from batonpass.learn.terms import Terms
from batonpass.learn.verdicts import verdicts


def commitments_report(rounds: Rounds, asked: Asked, terms: Terms) -> tuple[Table, ...]:
    """The month of the last day asked for, from its first day on: volume with its pace, and every committed share."""
    month = month_of(asked)
    now = rounds.handed().between(month.since, month.until)
    return _volume(now, month, terms), _shares(now, month, terms)


def month_of(asked: Asked) -> Asked:
    """The days of the month up to the last one asked for."""
    return replace(asked, first=asked.last.replace(day=1), by="", which={})


def _volume(now: Rounds, month: Asked, terms: Terms) -> Table:
    """Leads ready for sales against the commitment, by the working time of the month that has passed."""
    target = terms.commitments.qualified_a_month
    qualified = len(now)
    passed = passed_of_month(month, terms, now.now)
    by_now = target * passed if target else None
    projected = qualified / passed if passed else None
    low, high = count_interval(qualified)
    row = Row(
        cells=(
            f"{month.first:%Y-%m}",
            qualified,
            target,
            by_now,
            projected,
            low / passed if passed else None,
            high / passed if passed else None,
            _pace(qualified, by_now, low=low, high=high),
        ),
        opens={"qualified": month.opens(only="handed")},
    )
    return Table(
        name="volume",
        title="Leads ready for sales this month",
        columns=(
            Column(name="month", says="Month", type=Type.TEXT),
            Column(name="qualified", says="So far", type=Type.COUNT),
            Column(name="committed", says="Committed", type=Type.COUNT),
            Column(name="by_now", says="Due by now", type=Type.NUMBER),
            Column(name="projected", says="At this pace", type=Type.NUMBER),
            Column(name="projected_low", says="from", type=Type.NUMBER),
            Column(name="projected_high", says="up to", type=Type.NUMBER),
            Column(name="finding", says="Finding", type=Type.TEXT),
        ),
        rows=(row,),
        notes=(
            "The leads of a month are those that arrived in it, also where marketing let them go later.",
            "The pace counts working time of the default queue's calendar; the interval is of chance alone (95 %).",
        ),
    )


def passed_of_month(month: Asked, terms: Terms, now: datetime) -> float:
    """The share of the month's working time that has passed by the end of the last day, or by now."""
    begin, end = _first(month.first, month), _first(_next_month(month.first), month)
    whole = elapsed(begin, end, terms.house).total_seconds()
    return elapsed(begin, min(now, month.until), terms.house).total_seconds() / whole if whole else 0.0


def _pace(qualified: int, by_now: float | None, *, low: float, high: float) -> str:
    if by_now is None:
        return "no number is committed to"
    if high < by_now:
        return "behind"
    if low > by_now:
        return "ahead"
    return "on pace, as far as chance lets say" if qualified else "too early to say"


def _shares(now: Rounds, month: Asked, terms: Terms) -> Table:
    rows: list[Row] = []
    for name, says, rate, target, opens in shares_of_marketing(now, terms):
        rows.append(_share_row("marketing", (name, says), rate, target, missed=month.opens(**opens)))
    for promise, target in terms.commitments.kept.items():
        rate = verdicts(now, promise).rate
        missed = month.opens(promise=promise, result="broken")
        rows.append(_share_row("sales", (promise, SAYS.get(promise, promise)), rate, target, missed=missed))
    return Table(
        name="commitments",
        title="Committed shares this month",
        columns=(
            Column(name="side", says="Side", type=Type.TEXT),
            Column(name="commitment", says="Commitment", type=Type.TEXT),
            Column(name="says", says="What it says", type=Type.TEXT),
            Column(name="share", says="Kept", type=Type.SHARE),
            Column(name="committed", says="Committed, %", type=Type.NUMBER),
            Column(name="finding", says="Finding", type=Type.TEXT),
        ),
        rows=tuple(rows),
    )


def _share_row(side: str, named: tuple[str, str], rate: Rate, target: int | None, *, missed: str) -> Row:
    return Row(cells=(side, *named, rate, target, finding(rate, target)), opens={"share": missed})


def _first(day: date, month: Asked) -> datetime:
    return datetime.combine(day, time(), month.zone).astimezone(UTC)


def _next_month(first: date) -> date:
    return (first + timedelta(days=31)).replace(day=1)
