"""Which tables do a calibration and a backtest give away, to be kept or worked on elsewhere?"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, Final, TypeAlias, cast

from batonpass.learn.table import Cell, Column, Row, Table, Type

Found: TypeAlias = Mapping[str, Any]
"""What was worked out, as plain data."""
CAME: Final = {1: "converted", 0: "did not convert", -1: "unknown"}
NONE: Final = {"low": None, "high": None}
RANGE: Final = (
    Column(name="value", says="Value", type=Type.NUMBER),
    Column(name="low", says="From", type=Type.NUMBER),
    Column(name="high", says="To", type=Type.NUMBER),
)
BOUNDS: Final = (
    Column(name="if_unknown_failed", says="If all unknown had failed", type=Type.NUMBER),
    Column(name="if_unknown_converted", says="If all unknown had converted", type=Type.NUMBER),
)


def tables_of(what: str, found: Found) -> tuple[Table, ...]:
    """The tables of a calibration or a backtest, the one that matters first; none of anything else."""
    return TABLES[what](found) if what in TABLES else ()


def _of_calibration(found: Found) -> tuple[Table, ...]:
    points = ("model", "section", "name", "today", "best", "low", "high", "proposed", "moves", "leads", "borrowed")
    every = {"all leads": found["reliability"], **found["reliability_by"]}
    return (
        _plain("points", "Points", _columns(points), (_point(one, points) for one in found["points"])),
        _plain(
            "thresholds",
            "Thresholds",
            _columns(("name", "today", "proposed", "because")),
            ([one["name"], float(one["today"]), float(one["proposed"]), one["because"]] for one in found["thresholds"]),
        ),
        _plain(
            "reliability",
            "Said and come",
            _columns(("group", "since", "until", "said", "share", "low", "high", "hits", "of")),
            (_bin(group, one) for group, told in every.items() if told for one in told["bins"]),
        ),
    )


def _point(one: Found, names: Iterable[str]) -> list[Cell]:
    return [("yes" if one[name] else "no") if name == "moves" else one[name] for name in names]


def _bin(group: str, one: Found) -> list[Cell]:
    came = one["came"]
    return [
        group,
        one["since"],
        one["until"],
        one["said"],
        *(came[name] for name in ("rate", "low", "high", "hits", "of")),
    ]


def _of_backtest(found: Found) -> tuple[Table, ...]:
    backtest = found["backtest"]
    figure = (Column(name="figure", says="Figure", type=Type.TEXT), Column(name="side", says="Side", type=Type.TEXT))
    tables = [
        _plain("figures", "Beside each other", (*figure, *RANGE, *BOUNDS), _figures(backtest, found.get("at_risk"))),
        _plain(
            "flips",
            "Who flips, and what they became",
            _columns(("flips", "leads", "converted", "failed", "unknown")),
            (
                [name, *(backtest[key][one] for one in ("leads", "converted", "failed", "unknown"))]
                for name, key in (("join", "joins"), ("leave", "leaves"))
            ),
        ),
        _plain(
            "loads",
            "Who would have got them",
            (Column(name="to", says="Rep or queue", type=Type.TEXT), figure[1], *RANGE),
            (
                [one["to"], side, *_range(one[key])]
                for one in found.get("loads", found.get("load", ()))
                for side, key in SIDES_OF_LOAD
            ),
        ),
    ]
    if "flipped" in found:
        rows = ([one["lead"], "joins" if one["joins"] else "leaves", CAME[one["outcome"]]] for one in found["flipped"])
        tables.append(_plain("flipped", "Leads that flip, the latest", _columns(("lead", "flips", "came")), rows))
    return tuple(tables)


SIDES_OF_LOAD: Final = (("present", "before"), ("changed", "after"), ("difference", "more"))


def _figures(backtest: Found, at_risk: Found | None) -> Iterable[Sequence[Cell]]:
    """A line a figure and side, then the difference between the two."""
    for name in ("volume", "unknown", "precision", "recall", "revenue"):
        for side, key in (("present", "before"), ("changed", "after")):
            bounds: Found = backtest[key].get(f"{name}_bounds") or NONE
            yield [name, side, *_range(backtest[key][name]), bounds["low"], bounds["high"]]
        if name != "unknown":
            yield [name, "difference", *_range(backtest[name]), None, None]
    yield ["late first touches", "difference", *_range(at_risk), None, None]


def _range(told: Any) -> tuple[Cell, Cell, Cell]:  # noqa: ANN401 - an amount, a share, a number, or nothing
    """A figure with its interval, where it has one."""
    if isinstance(told, Mapping):
        shown = cast("Found", told)
        return shown.get("value", shown.get("rate")), shown["low"], shown["high"]
    return told, None, None


NUMBERS: Final = frozenset({"today", "best", "low", "high", "proposed", "borrowed", "since", "until", "said", "share"})
COUNTS: Final = frozenset({"leads", "hits", "of", "converted", "failed", "unknown"})


def _columns(names: Iterable[str]) -> tuple[Column, ...]:
    return tuple(Column(name=one, says=one.capitalize(), type=_type(one)) for one in names)


def _type(name: str) -> Type:
    return Type.NUMBER if name in NUMBERS else Type.COUNT if name in COUNTS else Type.TEXT


def _plain(name: str, title: str, columns: tuple[Column, ...], rows: Iterable[Sequence[Cell]]) -> Table:
    return Table(name=name, title=title, columns=columns, rows=tuple(Row(cells=tuple(row)) for row in rows))


TABLES: Final[Mapping[str, Callable[[Found], tuple[Table, ...]]]] = {
    "calibration": _of_calibration,
    "backtest": _of_backtest,
}
