"""What do report pages share: figures in tiles, charts with their table, filters that stand in the address?"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final
from urllib.parse import urlencode

from markupsafe import Markup

from batonpass.tongue.spoken import say
from batonpass.tongue.written_out import numeral

from . import words

Value = float | int | None
SPARK_WIDTH: Final = 96
SPARK_HEIGHT: Final = 30
SPARK_EDGE: Final = 3
TALLEST: Final = 30
LONG: Final = 24
"""A name of more letters stands in two lines where there is little room."""
NOT_KNOWN: Final = "\N{EN DASH}"


class Kind(StrEnum):
    """How figures are drawn: `ranges` are points with intervals, `heat` is a grid of tints."""

    LINES = "lines"
    BARS = "bars"
    STACKED = "stacked"
    HEAT = "heat"
    RANGES = "ranges"


class Unit(StrEnum):
    """What a figure counts; a share lies between 0 and 1, a length of time is in seconds."""

    COUNT = "count"
    SHARE = "share"
    SECONDS = "seconds"
    NUMBER = "number"


LEAST_TOLD = 0.05
"""Seconds below which a length reads 0 s, so that a change by less has no sign."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Series:
    """Figures with a name, one for each label of the chart (None: not known); `low` and `high` are their interval.

    `mark` is a line that was agreed on for it, with its words; `dashed` are figures to hold the others against.
    """

    name: str
    values: Sequence[Value]
    low: Sequence[Value] = ()
    high: Sequence[Value] = ()
    tone: str = ""
    mark: tuple[float, str] | None = None
    dashed: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Chart:
    """A chart and, from the same figures, its table. In `heat` each series is a row of the grid.

    `mark` is a line that was agreed on, with its words; `says` tells in a few words what one looks at; `greyed` is how
    many of the last labels cannot be judged yet. `across` lays long labels one below the other.
    """

    kind: Kind
    title: str
    labels: Sequence[str]
    series: Sequence[Series]
    says: str = ""
    unit: Unit = Unit.COUNT
    mark: tuple[float, str] | None = None
    greyed: int = 0
    label_says: str = ""
    across: bool = False

    @property
    def empty(self) -> bool:
        """Is there nothing to draw?"""
        return all(value is None for one in self.series for value in one.values)

    @property
    def tall(self) -> int:
        """How many lines of names it needs, long ones half as many again, to the next even number.

        The style sheet has no greater heights.
        """
        lines = len(self.labels) + (sum(len(name) > LONG for name in self.labels) + 1) // 2
        return min(TALLEST, lines + lines % 2) if self.across else 0

    @property
    def data(self) -> str:
        """What the browser draws from."""
        return json.dumps(
            {
                "kind": self.kind.value,
                "unit": self.unit.value,
                "title": self.title,
                "labels": list(self.labels),
                "mark": {"at": self.mark[0], "says": self.mark[1]} if self.mark else None,
                "greyed": self.greyed,
                "across": self.across,
                "axis": self.label_says,
                "series": [
                    {
                        "name": one.name,
                        "values": list(one.values),
                        "low": list(one.low),
                        "high": list(one.high),
                        "tone": one.tone,
                        "mark": {"at": one.mark[0], "says": one.mark[1]} if one.mark else None,
                        "dashed": one.dashed,
                    }
                    for one in self.series
                ],
            }
        )

    @property
    def heads(self) -> tuple[str, ...]:
        """The names of the table's columns."""
        return (self.label_says, *(one.name for one in self.series))

    @property
    def rows(self) -> Iterator[tuple[str, tuple[str, ...]]]:
        """The table's lines: a label, and each series' figure in words."""
        for n, label in enumerate(self.labels):
            yield label, tuple(figure(one, n, self.unit) for one in self.series)


def figure(series: Series, n: int, unit: Unit) -> str:
    """One figure in words, with its interval where it has one."""
    value = series.values[n]
    if value is None:
        return NOT_KNOWN
    if not series.low or series.low[n] is None or series.high[n] is None:
        return in_words(value, unit)
    return say(
        "{in_words} ({in_words2} to {in_words3})",
        in_words=in_words(value, unit),
        in_words2=in_words(series.low[n], unit),
        in_words3=in_words(series.high[n], unit),
    )


def in_words(value: Value, unit: Unit) -> str:
    """A figure as people read it: 93.6 %, 11 min, 1,240; a dash where nobody knows."""
    if value is None:
        return NOT_KNOWN
    match unit:
        case Unit.SHARE:
            return numeral(f"{value * 100:.1f}{words.NO_BREAK}%")
        case Unit.SECONDS:
            return words.length(abs(value)) if value > -LEAST_TOLD else f"{words.MINUS}{words.length(-value)}"
        case Unit.COUNT:
            return numeral(f"{round(value):,}")
        case Unit.NUMBER:
            return numeral(f"{value:,.2f}".rstrip("0").rstrip(".")).replace("-", words.MINUS)


@dataclass(frozen=True, slots=True, kw_only=True)
class Tile:
    """A headline figure in words, what it is out of, its change and the last weeks; `tone` is ok, warn or late."""

    name: str
    value: str
    says: str = ""
    change: str = ""
    tone: str = ""
    trend: Sequence[Value] = ()
    opens: str = ""

    @property
    def spark(self) -> Markup:
        """The last weeks as a small line."""
        return spark(self.trend)


def spark(values: Sequence[Value]) -> Markup:
    """A line without axes; nothing when fewer than two figures are known."""
    known = [(n, float(value)) for n, value in enumerate(values) if value is not None]
    if len(known) < 2:  # noqa: PLR2004 - a line needs two ends
        return Markup("")
    points = list(_spread(known, len(values) - 1))
    line = " ".join(f"{x:.1f},{y:.1f}" for x, y in points)
    area = f"{points[0][0]:.1f},{SPARK_HEIGHT} {line} {points[-1][0]:.1f},{SPARK_HEIGHT}"
    return Markup(
        '<svg class="spark" aria-hidden="true" viewBox="0 0 {w} {h}" width="{w}" height="{h}">'
        '<polygon points="{area}"/><polyline points="{line}"/><circle cx="{x:.1f}" cy="{y:.1f}" r="2.5"/></svg>'
    ).format(w=SPARK_WIDTH, h=SPARK_HEIGHT, area=area, line=line, x=points[-1][0], y=points[-1][1])


def _spread(known: list[tuple[int, float]], last: int) -> Iterator[tuple[float, float]]:
    least, most = min(value for _, value in known), max(value for _, value in known)
    across, down = SPARK_WIDTH - 2 * SPARK_EDGE, SPARK_HEIGHT - 2 * SPARK_EDGE
    for n, value in known:
        share = (value - least) / (most - least) if most > least else 0.5
        yield SPARK_EDGE + across * n / last, SPARK_HEIGHT - SPARK_EDGE - down * share


@dataclass(frozen=True, slots=True, kw_only=True)
class Filter:
    """A choice above a report: `kind` is select or date; the first of `options` is no choice at all."""

    name: str
    says: str
    value: str = ""
    options: Sequence[tuple[str, str]] = ()
    kind: str = "select"


def address(path: str, asked: Mapping[str, str], **other: str) -> str:
    """The address that shows the same choice again, or with some of it changed; what is empty is left out."""
    query = {name: value for name, value in {**asked, **other}.items() if value}
    return f"{path}?{urlencode(query)}" if query else path
