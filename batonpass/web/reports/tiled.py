"""What stands in the tiles of the dashboard: a figure, how sure it is, and how it moved?"""

from __future__ import annotations

from batonpass.learn.intervals import Rate
from batonpass.learn.table import Cell, Row, Table
from batonpass.tongue.heard import heard
from batonpass.tongue.spoken import say
from batonpass.tongue.written_out import numeral
from batonpass.web.parts import words
from batonpass.web.parts.reported import NOT_KNOWN, Tile, Unit, in_words

from .drawn import rate_in

RISES = frozenset({"undisposed", "unworked"})
"""Figures of which less is better."""


def tiled(headline: Table, weeks: Table, volume: Table | None) -> list[Tile]:
    """The four figures and the unworked leads: now, against the days before, and over the last weeks."""
    now, before = headline.rows
    names = {column.name: (n, column.says) for n, column in enumerate(headline.columns)}
    told = [
        _tile(name, names[name], now=now, before=before, weeks=weeks)
        for name in ("followed_up", "accepted", "qualified", "undisposed", "unworked")
    ]
    return told + ([_volume(volume)] if volume else [])


def _tile(name: str, named: tuple[int, str], *, now: Row, before: Row, weeks: Table) -> Tile:
    place, says = named
    cell, was = now.cells[place], before.cells[place]
    rate, old = rate_in(cell), rate_in(was)
    count = (
        say("{hits} of {of}", hits=numeral(f"{cell.hits:,}"), of=numeral(f"{cell.of:,}"))
        if isinstance(cell, Rate)
        else ""
    )
    change = "" if rate is None or old is None else numeral(f"{100 * (rate - old):+.1f}")
    better = rate is not None and old is not None and ((rate < old) if name in RISES else (rate > old))
    return Tile(
        name=heard(says),
        value=in_words(rate, Unit.SHARE)
        if rate is not None
        else (count if isinstance(cell, Rate) and cell.of else NOT_KNOWN),
        says=_interval(cell, count),
        change=change.replace("-", words.MINUS),
        tone=("ok" if better else "late") if change and rate != old else "",
        trend=[rate_in(one) for one in weeks.column(name)],
        opens=_leads(now.opens.get(name)),
    )


def _volume(volume: Table) -> Tile:
    row = volume.rows[0]
    _, qualified, target, by_now, _, _, _, finding = row.cells
    due = (
        say(
            "{target} committed, {by_now} due by now: {finding}",
            target=numeral(f"{target:,}"),
            by_now=numeral(f"{by_now:,.0f}"),
            finding=heard(str(finding)),
        )
        if target and by_now is not None
        else heard(str(finding))
    )
    tone = {"behind": "late", "ahead": "ok"}.get(str(finding), "")
    return Tile(
        name=say("Ready for sales this month"),
        value=numeral(f"{qualified:,}"),
        says=due,
        tone=tone,
        opens=_leads(row.opens.get("qualified")),
    )


def _interval(cell: Cell, count: str) -> str:
    if not isinstance(cell, Rate) or cell.low is None:
        few = say("too few to say") if isinstance(cell, Rate) and cell.of else say("nobody to count yet")
        return few if count else ""
    return say(
        "{count} · {in_words} to {in_words2}",
        count=count,
        in_words=in_words(cell.low, Unit.SHARE),
        in_words2=in_words(cell.high, Unit.SHARE),
    )


def _leads(opens: str | None) -> str:
    return f"/leads?{opens}" if opens else ""
