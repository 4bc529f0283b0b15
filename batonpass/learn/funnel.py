"""How far do leads of each kind get, how soon are they touched, and what becomes of those who come in each month?"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from enum import StrEnum
from itertools import pairwise
from typing import Final
from urllib.parse import urlencode

import numpy as np

from batonpass.learn.intervals import Floats, quantile_of, rate_of
from batonpass.learn.maturity import mature_after
from batonpass.learn.table import Cell, Column, Row, Table, Type

UNKNOWN: Final = "unknown"
DAY: Final = timedelta(days=1)
NO_TOUCH: Final[Floats] = np.zeros(0)


class Step(StrEnum):
    """How far a lead can get."""

    MQL = "mql"
    SAL = "sal"
    SQL = "sql"
    OPPORTUNITY = "opportunity"
    WON = "won"

    @property
    def word(self) -> str:
        """As people write it."""
        return self.value.upper() if len(self.value) == 3 and self is not Step.WON else self.value.capitalize()  # noqa: PLR2004


STEPS: Final = tuple(Step)

UNTOLD: Final = "Won amount, no currency told"
"""Beside amounts in a currency: what nobody said a currency of is no sum of all."""
SAYS_ITSELF: Final[Mapping[str, str]] = {}
"""Where codes have no words but their own."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """Leads alike in one respect: how many, how many got how far, given back or lost for what, touched how soon.

    `touched` holds seconds from arrival to first touch of those who were touched; `amounts` is what was
    won, by currency.
    """

    name: str
    leads: int
    reached: Mapping[Step, int]
    rejected: int = 0
    lost: int = 0
    amounts: Mapping[str, Decimal] = field(default_factory=dict[str, Decimal])
    touched: Floats = field(default_factory=lambda: NO_TOUCH)
    reasons: tuple[tuple[str, int], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Month:
    """The leads that came in in one month and how far they have got."""

    first: date
    leads: int
    reached: Mapping[Step, int]

    @property
    def ended(self) -> datetime:
        """The instant at which the month was over."""
        after = date(self.first.year + self.first.month // 12, self.first.month % 12 + 1, 1)
        return datetime(after.year, after.month, 1, tzinfo=UTC)


def groups_table(
    groups: Sequence[Group], *, by: str, opens: str, title: str = "Funnel", words: Mapping[str, str] = SAYS_ITSELF
) -> Table:
    """A line a group, the largest first, each step as a share of the one it follows; who has no value is `unknown`.

    A step's share is of those who reached the step before: SAL of MQL, SQL of SAL, and so on; MQL of all leads.
    `words` is what reason codes mean.
    """
    ordered = sorted(groups, key=lambda one: (-one.leads, one.name))
    currencies = sorted({name for one in groups for name in one.amounts})
    return Table(
        name="funnel" if title == "Funnel" else "campaigns",
        title=title,
        columns=(
            Column(name="group", says=by.capitalize(), type=Type.TEXT),
            Column(name="leads", says="Leads", type=Type.COUNT),
            *(Column(name=step.value, says=f"{step.word} of {_before(step)}", type=Type.SHARE) for step in STEPS),
            Column(name="rejected", says="Rejected", type=Type.COUNT),
            Column(name="lost", says="Lost", type=Type.COUNT),
            Column(name="touch", says="Arrival to first touch, median", type=Type.SECONDS, interval=True),
            *(Column(name=name, says=says, type=Type.MONEY) for name, says in _money(currencies).values()),
            Column(name="why", says="Most frequent reasons", type=Type.TEXT),
        ),
        rows=tuple(_row(one, currencies, f"{opens}&{urlencode({by: one.name})}", words) for one in ordered),
        notes=(
            "Each share is of the leads that reached the step before it, with a 95 % interval; none for fewer than 20.",
            "Leads that came in lately are counted too, and may still get further.",
            "Differences between groups are not effects of the group: what kind of leads it brings differs too.",
        ),
    )


def _money(currencies: Sequence[str]) -> dict[str, tuple[str, str]]:
    """A column of what was won for each currency there is, by name and word; one where there is one, or none."""
    if len(currencies) < 2:  # noqa: PLR2004 - nothing to tell apart
        one = next(iter(currencies), "")
        return {one: ("amount", _won_in(one))}
    return {one: (f"amount_{one.lower()}", _won_in(one)) if one else ("amount", UNTOLD) for one in currencies}


def _won_in(currency: str) -> str:
    return f"Won amount, {currency}" if currency else "Won amount"


def _row(one: Group, currencies: Sequence[str], here: str, words: Mapping[str, str]) -> Row:
    counts = [one.leads, *(one.reached.get(step, 0) for step in STEPS)]
    shares = [rate_of(min(now, before), before) for before, now in pairwise(counts)]
    why = ", ".join(f"{reason_in(words, code)} {count}" for code, count in one.reasons[:3])
    touch = quantile_of(one.touched, 0.5)
    won = (one.amounts.get(currency) for currency in _money(currencies))
    cells: tuple[Cell, ...] = (one.name, one.leads, *shares, one.rejected, one.lost, touch, *won, why)
    links = {"leads": here} | {name: f"{here}&reached={name}" for name in (*map(str, STEPS), "rejected", "lost")}
    return Row(cells=cells, opens=links | {"touch": f"{here}&reached=touched"})


def reason_in(words: Mapping[str, str], code: str) -> str:
    """What a reason code means; the code as words where nobody wrote down what it means."""
    return words.get(code) or code.replace("_", " ")


def _before(step: Step) -> str:
    place = STEPS.index(step)
    return STEPS[place - 1].word if place else "leads"


@dataclass(frozen=True, slots=True, kw_only=True)
class Got:
    """Of the leads that ever reached a step: how many days ago each came in, and after how many days it got there."""

    ages: Floats
    waits: Floats


def maturities(got: Mapping[Step, Got]) -> dict[Step, float | None]:
    """After how many days a month is mature for each step; None where too few got there to measure."""
    return {step: mature_after(one.ages, one.waits) for step, one in got.items()}


def cohorts_table(
    months: Sequence[Month], mature: Mapping[Step, float | None], *, now: datetime, opens: Callable[[date, date], str]
) -> Table:
    """A line a month, the earliest first; every step as a share of all who came in, and which steps are too young.

    `opens` gives the query that lists the leads of the days from one to another.
    """
    return Table(
        name="cohorts",
        title="By month of entry",
        columns=(
            Column(name="month", says="Came in", type=Type.TEXT),
            Column(name="leads", says="Leads", type=Type.COUNT),
            *(Column(name=step.value, says=step.word, type=Type.SHARE) for step in STEPS),
            Column(name="young", says="Too young for", type=Type.TEXT),
        ),
        rows=tuple(_month(one, mature, now, opens) for one in sorted(months, key=lambda one: one.first)),
        notes=_measured(mature),
    )


def young_steps(month: Month, mature: Mapping[Step, float | None], now: datetime) -> tuple[Step, ...]:
    """The steps that leads of this month may still reach; one that nobody could measure is never called mature."""
    return tuple(step for step in STEPS if (days := mature.get(step)) is None or month.ended + days * DAY > now)


def _month(one: Month, mature: Mapping[Step, float | None], now: datetime, opens: Callable[[date, date], str]) -> Row:
    young = young_steps(one, mature, now)
    name = f"{one.first:%Y-%m}"
    here = opens(one.first, one.ended.date() - DAY)
    shares = tuple(rate_of(one.reached.get(step, 0), one.leads) for step in STEPS)
    links = {"leads": here} | {str(step): f"{here}&reached={step}" for step in STEPS}
    return Row(cells=(name, one.leads, *shares, ", ".join(step.word for step in young)), opens=links)


def _measured(mature: Mapping[Step, float | None]) -> tuple[str, ...]:
    known = [f"{step.word} {days:.0f}" for step in STEPS if (days := mature.get(step)) is not None]
    unknown = [step.word for step in STEPS if mature.get(step) is None]
    return tuple(
        note
        for note, told in (
            (f"Days until nine in ten of those who get there have: {', '.join(known)}.", known),
            (f"Too few have reached {', '.join(unknown)} to say when a month is mature for it.", unknown),
        )
        if told
    )
