"""Which figures stand first on a report's page, before its charts and tables?"""

from __future__ import annotations

from batonpass.learn.intervals import Quantile, Rate
from batonpass.learn.table import Cell, Row, Table
from batonpass.tongue.heard import heard, heard_term
from batonpass.tongue.spoken import say
from batonpass.tongue.written_out import numeral, percent
from batonpass.web.parts import words
from batonpass.web.parts.reported import NOT_KNOWN, Tile, Unit, in_words

from .drawn import promise_said

ALL = "all"


def promised(sla: Table) -> list[Tile]:
    """What each side committed to, and how much of it was kept: the line of both in one row of tiles."""
    tiles: list[Tile] = []
    for row in sla.rows:
        at = dict(zip((one.name for one in sla.columns), row.cells, strict=True))
        kept, target = at["kept"], at["target"]
        if isinstance(kept, Rate) and isinstance(target, (int, float)):
            name = promise_said(str(at["side"]), str(at["says"]))
            tiles.append(_share(name, kept, agreed=target / 100, opens=row.opens.get("kept")))
    return tiles


def given_back(rejections: Table, wire: float) -> list[Tile]:
    """How much of all that sales answered it gave back, against what was agreed, and how many kinds are above that."""
    whole = _whole(rejections)
    cell = whole and _cell(rejections, whole, "rejected")
    if not (whole and isinstance(cell, Rate)):
        return []
    kinds = [one for row in rejections.rows if row is not whole and (one := _cell(rejections, row, "rejected"))]
    rates = [one.rate for one in kinds if isinstance(one, Rate) and one.rate is not None]
    above = say("{hits} of {of}", hits=sum(rate > wire for rate in rates), of=len(rates))
    return [
        _share(say("Given back by sales"), cell, agreed=wire, opens=whole.opens.get("rejected"), at_most=True),
        Tile(
            name=say("Kinds of leads above what was agreed"),
            value=above if rates else NOT_KNOWN,
            says=say("of those with enough leads to say"),
        ),
    ]


def lost(leaks: Table) -> list[Tile]:
    """Of all leads that were handed over: never worked, called in time, come with a complete brief."""
    whole = _whole(leaks)
    if whole is None:
        return []
    says = {column.name: heard(column.says) for column in leaks.columns}
    named = ((name, _cell(leaks, whole, name)) for name in ("unworked", "followed_up", "complete"))
    return [_share(says[name], cell, opens=whole.opens.get(name)) for name, cell in named if isinstance(cell, Rate)]


def waited(sides: Table) -> list[Tile]:
    """What machines, people and the buyer waited, in the middle, beside the days before."""
    tiles: list[Tile] = []
    for row in sides.rows:
        at = dict(zip((one.name for one in sides.columns), row.cells, strict=True))
        now, before = at["p50"], at["before"]
        if isinstance(now, Quantile) and now.value is not None:
            was = before.value if isinstance(before, Quantile) else None
            name, _, way = words.sentence(heard_term(str(at["says"]))).partition(": ")
            middle = say("median, {before} before", before=words.length(was)) if was is not None else say("median")
            under = " \N{MIDDLE DOT} ".join(one for one in (middle, way) if one)
            tiles.append(Tile(name=name, value=words.length(now.value), says=under, opens=_leads(row.opens.get("p50"))))
    return tiles


def _whole(table: Table) -> Row | None:
    """The row of all leads together."""
    return next((row for row in table.rows if row.cells[0] == ALL), None)


def _cell(table: Table, row: Row, name: str) -> Cell:
    return row.cells[next(n for n, one in enumerate(table.columns) if one.name == name)]


def _share(
    name: str, kept: Rate, *, agreed: float | None = None, opens: str | None = None, at_most: bool = False
) -> Tile:
    """A share with its count and what was agreed."""
    count = say("{hits} of {of}", hits=numeral(f"{kept.hits:,}"), of=numeral(f"{kept.of:,}"))
    parts = [count if kept.rate is not None else say("too few to say") if kept.of else say("nobody to count yet")]
    if agreed is not None:
        told = percent(agreed)
        parts.append(say("agreed at most {share}", share=told) if at_most else say("agreed {wire}", wire=told))
    value = in_words(kept.rate, Unit.SHARE) if kept.rate is not None else (count if kept.of else NOT_KNOWN)
    return Tile(name=name, value=value, says=" · ".join(parts), opens=_leads(opens))


def _leads(opens: str | None) -> str:
    return f"/leads?{opens}" if opens else ""
