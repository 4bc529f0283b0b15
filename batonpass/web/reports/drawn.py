"""Which charts does each report's page show, from the very tables it lists?"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from batonpass.handoff.playbook.commitments import Commitments
from batonpass.learn.intervals import Quantile, Rate
from batonpass.learn.reliability import SURE, Whole
from batonpass.learn.rounds import BLOCKS, DAYS
from batonpass.learn.table import Cell, Table
from batonpass.tongue.heard import heard, heard_term
from batonpass.tongue.spoken import ENGLISH, say, spoken
from batonpass.tongue.written_out import day, numeral, percent
from batonpass.web.parts import words
from batonpass.web.parts.reported import Chart, Kind, Series, Unit

CELLS_LEAST = 4
"""A grid with fewer cells than these shows no pattern."""
DRAWN = 10
"""Kinds in a chart; the table beside it has all."""


def weekly(weeks: Table, agreed: Commitments) -> Chart:
    """Both sides' figures week by week, each beside what was agreed."""
    named = {
        "followed_up": (say("Sales: first touch in time"), agreed.of_sales("first_touch")),
        "accepted": (say("Marketing: accepted by sales"), agreed.accepted),
    }
    return Chart(
        kind=Kind.LINES,
        title=say("Both sides, week by week"),
        says=say("shares of what came to an end; the last weeks still change"),
        labels=_days(weeks),
        series=[
            replace(_shares(says, weeks.column(name)), mark=_agreed(agreed)) for name, (says, agreed) in named.items()
        ],
        unit=Unit.SHARE,
        greyed=2,
        label_says=say("Week from"),
    )


def _agreed(hundredths: int | None) -> tuple[float, str] | None:
    """The line that was agreed on, in words."""
    return None if hundredths is None else (hundredths / 100, say("agreed {wire}", wire=percent(hundredths / 100)))


def why_not(weeks: Table) -> Chart:
    """Why sales gave leads back, week by week; since when, since the dashboard tells of more days than it is asked."""
    labels = _days(weeks)
    return Chart(
        kind=Kind.STACKED,
        title=say("Why sales said no"),
        says=say("leads given back, by week of arrival since {first}", first=labels[0]),
        labels=labels,
        series=[
            Series(name=heard(column.says), values=[_number(one) for one in weeks.column(column.name)])
            for column in weeks.columns[1:]
        ],
        label_says=say("Week from"),
    )


def loose(weeks: Table) -> Chart:
    """Leads that nobody worked or gave an outcome, week by week."""
    named = {"unworked": say("Never worked"), "undisposed": say("No disposition past the limit")}
    series = [Series(name=says, values=[_hits(one) for one in weeks.column(name)]) for name, says in named.items()]
    return Chart(
        kind=Kind.STACKED, title=say("Left lying"), says=say("leads past a limit, by week of arrival"),
        labels=_days(weeks),
        series=series, label_says=say("Week from"),
    )  # fmt: skip


def _days(weeks: Table) -> list[str]:
    """The first day of each week, without its year: 24 Aug, 24. Aug."""
    return [day(date.fromisoformat(str(name))) for name in weeks.column("week")]


def heat(when: Table) -> Chart:
    """Where in the week the minutes hide; hours and days of which nothing can be said are left out."""
    found = {(row.cells[0], row.cells[1]): median_in(row.cells[3]) for row in when.rows}
    known = [at for at, median in found.items() if median is not None]
    known = known if len(known) >= CELLS_LEAST else []
    blocks = [block for block in BLOCKS if any(block == where for _, where in known)]
    days = [day for day in DAYS if any(day == where for where, _ in known)]
    return Chart(
        kind=Kind.HEAT,
        title=say("Where minutes hide"),
        says=say("median from submitted to first touch, by hours of arrival; none for fewer than ten leads"),
        labels=blocks,
        series=[Series(name=heard_term(day), values=[found.get((day, block)) for block in blocks]) for day in days],
        unit=Unit.SECONDS,
        label_says=say("Hours"),
    )


def medians(seams: Table, side: str) -> Chart:
    """The median of each seam of one side beside the days before; the last takes days and would hide the others."""
    told = [
        (heard_term(str(name)), now, before)
        for name, whose, now, before in zip(
            *(seams.column(one) for one in ("says", "side", "p50", "before")), strict=True
        )
        if whose == side
    ]
    told = told[:-1] if side == "human" else told
    return Chart(
        kind=Kind.BARS,
        title=say("Machines: median at each seam") if side == "system" else say("People: median at each seam"),
        says=say("these days beside as many before"),
        labels=[name for name, _, _ in told],
        series=[
            Series(name=say("Before"), values=[median_in(before) for _, _, before in told]),
            Series(name=say("Now"), values=[median_in(now) for _, now, _ in told]),
        ],
        unit=Unit.SECONDS,
        label_says=say("Seam"),
        across=True,
    )


def kept(sla: Table) -> Chart:
    """Each promise of both sides with its interval."""
    labels = [
        promise_said(str(side), str(says)) for side, says in zip(sla.column("side"), sla.column("says"), strict=True)
    ]
    return Chart(
        kind=Kind.RANGES,
        title=say("What each side kept"),
        says=say("share of what came to a verdict, with its 95 % interval"),
        labels=labels,
        series=[
            _shares(say("Kept"), sla.column("kept")),
            Series(name=say("Agreed"), values=[_share(one) for one in sla.column("target")], tone="warn"),
        ],
        unit=Unit.SHARE,
        label_says=say("Promise"),
        across=True,
    )


def promise_said(side: str, says: str) -> str:
    """A promise with whose it is: Sales: first touch in time."""
    return f"{words.sentence(heard_term(side))}: {_low(heard(says))}"


def league(table: Table) -> Chart:
    """First touch by person, beside what chance alone would do."""
    low, high = [[_number(one) for one in table.column(name)] for name in ("chance_low", "chance_high")]
    middle = [None if a is None or b is None else (a + b) / 2 for a, b in zip(low, high, strict=True)]
    return Chart(
        kind=Kind.RANGES,
        title=say("First touch by person"),
        says=say("within the second range a difference is no more than chance"),
        labels=[str(one) for one in table.column("person")],
        series=[
            _shares(say("Kept"), table.column("kept")),
            Series(name=say("Chance alone"), values=middle, low=low, high=high, tone="soft"),
        ],
        unit=Unit.SHARE,
        label_says=say("Person"),
        across=True,
    )


def lost(leaks: Table) -> Chart:
    """The kinds of which most were lost, each share with its interval beside that of all."""
    rows = [row for row in leaks.rows if rate_in(row.cells[4]) is not None][: 1 + DRAWN]
    return Chart(
        kind=Kind.RANGES,
        title=say("Never worked"),
        says=say("share of leads handed over whose promise is over, with its 95 % interval; where most are lost first"),
        labels=[kind_said(str(row.cells[0]), str(row.cells[1])) for row in rows],
        series=[_shares(say("Never worked"), [row.cells[4] for row in rows])],
        unit=Unit.SHARE,
        label_says=say("Which"),
        across=True,
    )


def _low(text: str) -> str:
    """A promise within a sentence; German keeps its capital letters."""
    return text.lower() if spoken() == ENGLISH else text


def kind_said(kind: str, name: str) -> str:
    """Which leads: all, or those of a kind, as in urgent (tier)."""
    if kind == "all":
        return heard_term(name)
    return f"{words.of_kind(kind, name)} ({heard_term(kind)})"


def reliability(title: str, one: Mapping[str, Any], whole: Whole | None = None) -> Chart:
    """Said beside come: how many converted of those of whom the points said so much, as a calibration found it.

    With `whole`, all of them taken together are told instead of a mean distance, which few leads make large by chance.
    """
    bins = one["bins"]
    came = [each["came"] for each in bins]
    return Chart(
        kind=Kind.RANGES,
        title=title,
        says=_together(whole)
        if whole
        else say(
            "share that converted by what the points said; off by {one} on average, {one2} leads",
            one=numeral(f"{one['ece']:.3f}"),
            one2=numeral(f"{one['of']:,}"),
        ),
        labels=[percent(each["said"]) for each in bins],
        series=[
            Series(
                name=say("Converted"),
                values=[each["rate"] for each in came],
                low=[each["low"] for each in came],
                high=[each["high"] for each in came],
            ),
            Series(name=say("What the points said"), values=[each["said"] for each in bins], tone="soft", dashed=True),
        ],
        unit=Unit.SHARE,
        label_says=say("What the points said"),
    )


def _together(whole: Whole) -> str:
    counts = {name: numeral(f"{count:,.0f}") for name, count in (("n", whole.of), ("m", whole.said), ("k", whole.came))}
    if whole.p < SURE:
        return say("of {n} leads {m} were said to convert and {k} did: more than chance, so look closer", **counts)
    return say("of {n} leads {m} were said to convert and {k} did: no more than chance", **counts)


def _shares(name: str, cells: Sequence[Cell]) -> Series:
    rates = [one if isinstance(one, Rate) else Rate(hits=0, of=0) for one in cells]
    return Series(name=name, values=[r.rate for r in rates], low=[r.low for r in rates], high=[r.high for r in rates])


def rate_in(cell: Cell) -> float | None:
    """The share in a cell, if one can be told."""
    return cell.rate if isinstance(cell, Rate) else None


def median_in(cell: Cell) -> float | None:
    """The figure of an interval, if one can be told."""
    return cell.value if isinstance(cell, Quantile) else None


def _hits(cell: Cell) -> int | None:
    return cell.hits if isinstance(cell, Rate) else None


def _share(cell: Cell) -> float | None:
    """A share that was written in whole percents."""
    return cell / 100 if isinstance(cell, int) else None


def _number(cell: Cell) -> float | None:
    return float(cell) if isinstance(cell, int | float) else None
