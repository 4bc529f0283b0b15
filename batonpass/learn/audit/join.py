"""How do two exports become one: the leads, and the deals that came of some of them?"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

import polars as pl

from batonpass.learn.audit.read import MET, ROW, Table, columns_of
from batonpass.written.mapping_words import plain
from batonpass.written.nearest import did_you_mean
from batonpass.written.refused import Problem, Refused, quoted

_HALF: Final = 0.5
_LOOKED_AT: Final = 5_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Joined:
    """How two exports met: on which columns, how many rows of each found the other, and which columns were added.

    `twice` rows of the second file had a key that an earlier one had already; the earlier one counts.
    """

    file: str
    on: tuple[str, str]
    rows: int
    met: int
    without_lead: int
    twice: int
    added: tuple[str, ...]


def join(leads: Table, more: Table, *, on: str, names: tuple[str, str]) -> tuple[Table, Joined]:
    """Put the second export's columns beside the first's rows; raise Refused when nothing says where they meet.

    `on` is the column both share, or ours=theirs; without it the columns are found that hold the same keys.
    """
    ours, theirs = _said(leads, more, on, names) if on else _found(leads, more, names)
    keyed = more.rows.drop(ROW).filter(pl.col(theirs).is_not_null())
    once = keyed.unique(subset=[theirs], keep="first", maintain_order=True)
    fresh = {name: _new_name(name, leads.rows.columns) for name in once.columns if name != theirs}
    right = once.rename(fresh).with_columns(pl.lit(value=True).alias(MET))
    rows = leads.rows.join(right, left_on=ours, right_on=theirs, how="left", maintain_order="left")
    met = rows[ours].filter(rows[MET].fill_null(value=False))
    facts = Joined(
        file=names[1],
        on=(ours, theirs),
        rows=more.rows.height,
        met=met.n_unique() if met.len() else 0,
        without_lead=int((~once[theirs].is_in(leads.rows[ours].drop_nulls().unique())).sum()),
        twice=keyed.height - once.height,
        added=tuple(fresh.values()),
    )
    return Table(rows=rows, broken=leads.broken, broken_such_as=leads.broken_such_as, footer=leads.footer), facts


def _new_name(name: str, known: list[str]) -> str:
    return f"{name} (joined)" if name in known else name


def _said(leads: Table, more: Table, on: str, names: tuple[str, str]) -> tuple[str, str]:
    ours, sign, theirs = (part.strip() for part in on.partition("="))
    pair = (ours, theirs if sign else ours)
    for column, table, name in zip(pair, (leads, more), names, strict=True):
        if column not in columns_of(table):
            near = did_you_mean(column, columns_of(table)) or f"Its columns are {', '.join(columns_of(table)[:12])}"
            raise Refused([Problem(where=name, says=f"there is no column {quoted(column)} to join on", instead=near)])
    return pair


def _found(leads: Table, more: Table, names: tuple[str, str]) -> tuple[str, str]:
    """The pair of columns most of whose keys stand in both files; of equals, the one of equal name."""
    best = max(_pairs(leads, more), default=None)
    if best is None or best[0] < _HALF:
        says = "no column holds the same keys as one of the other file"
        raise Refused([Problem(where=names[1], says=says, instead="Say which: --on COLUMN, or --on OURS=THEIRS")])
    return best[2], best[3]


def _pairs(leads: Table, more: Table) -> Iterator[tuple[float, bool, str, str]]:
    for theirs in columns_of(more):
        keys = more.rows[theirs].drop_nulls().head(_LOOKED_AT)
        if keys.n_unique() < _HALF * max(more.rows.height, 1) and keys.n_unique() < _LOOKED_AT * _HALF:
            continue
        for ours in columns_of(leads):
            same = plain(ours) == plain(theirs)
            if same or _like_keys(leads.rows[ours]):
                share = float(keys.is_in(leads.rows[ours].drop_nulls().unique()).sum()) / max(keys.len(), 1)
                yield share, same, ours, theirs


def _like_keys(texts: pl.Series) -> bool:
    """Whether nearly each row has a value of its own."""
    held = texts.drop_nulls().head(_LOOKED_AT)
    return held.len() > 0 and held.n_unique() > _HALF * held.len()
