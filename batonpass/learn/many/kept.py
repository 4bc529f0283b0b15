"""How do leads lie ready column by column, so that a plan need not read every one of them again?

A chunk holds some thousand leads as they stood when each was last read. Each row carries the mark of its lead's record,
which changes whenever the record does; a row counts only while the record still carries that mark.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from io import BytesIO
from itertools import pairwise
from typing import Final

import numpy as np
import numpy.typing as npt
import polars as pl

from batonpass.handoff.playbook import Playbook

from . import Acts, Many, Row, Small
from .read import TITLED, TRUTHS, ManyReader, acts_of, number_of, ordered, paths_of, reader, standing_of

SHAPE: Final = 4
"""Counts how often chunks have changed their form; one of another form is not read."""
KEY: Final = ("id", "seq", "xmin")
"""A lead, how many facts it had, and the transaction that wrote its record: the mark of a row."""
MARKS, STANDS, DONE, ACTS = "marks", "stands", "done", "acts"
"""What every chunk holds besides the fields that conditions read: marks, where leads stand, what was done how often."""
TYPES: Final = (pl.String, pl.Int32, pl.UInt32)
HALF: Final = 0.5
PRIVATE: Final = frozenset({"lead.email", "lead.first_name", "lead.last_name", "lead.phone"})
"""What says who somebody is lies in a chunk only once a condition reads it."""
Places = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True, kw_only=True)
class Matched:
    """Which kept row stands for which lead. `now` is every lead by id; `places` the row of each among all kept ones.

    `missing` are the ids that no kept row stands for (`places` is -1 there); `stale` the chunks, by their place in the
    sequence, of which fewer than half still stand.
    """

    now: pl.DataFrame
    places: Places
    missing: Sequence[str]
    stale: tuple[int, ...]


@dataclass(slots=True)
class Packing:
    """Makes one chunk out of leads, some at a time. `names` are the fields that conditions can read."""

    names: Sequence[str]
    frames: list[pl.DataFrame] = field(default_factory=list[pl.DataFrame])
    acts: list[pl.DataFrame] = field(default_factory=list[pl.DataFrame])
    marks: list[pl.DataFrame] = field(default_factory=list[pl.DataFrame])
    count: int = 0

    def add(self, rows: Sequence[Row], marks: Sequence[tuple[int, int]]) -> None:
        """Take some leads in, each with the number of its facts and of the transaction that wrote it."""
        columns = [_as_told(rows, path) for path in self.names]
        standing = [one for one in standing_of(rows) if one.name != "_id"]
        self.frames.append(pl.DataFrame([*columns, *standing]))
        self.acts.append(acts_of(rows, self.count))
        seqs, writers = zip(*marks, strict=True)
        self.marks.append(_marks([row.id for row in rows], seqs, writers))
        self.count += len(rows)

    def body(self) -> dict[str, bytes]:
        """The chunk: bytes by the name of the column, or of what every chunk holds."""
        frame = pl.concat(self.frames)
        done = ordered(pl.concat(self.acts))
        counts = pl.DataFrame(
            {"signal": done.names, "count": np.diff(done.starts)}, schema_overrides={"signal": pl.String}
        )
        acts = pl.DataFrame({"row": done.rows, "at": done.at, "after": done.arrived - done.at})
        parts = {
            MARKS: pl.concat(self.marks),
            STANDS: frame.select(pl.selectors.starts_with("_")),
            DONE: counts,
            ACTS: acts,
            **{name: frame.select(name) for name in self.names},
        }
        return {name: _bytes(part) for name, part in parts.items()}


def needed(playbooks: Iterable[Playbook], also: Iterable[str]) -> tuple[str, ...]:
    """The fields that must lie in a chunk for these playbooks' conditions to be answered from it."""
    return _spelled_out(paths_of(playbooks, also))


def kept(schema: Iterable[str]) -> tuple[str, ...]:
    """The fields that are kept without being asked for: what a condition can read of a lead, but not who it is."""
    facts = (path for path in schema if path.partition(".")[0] in ("lead", "account", "source"))
    return _spelled_out(
        path for path in facts if path not in PRIVATE and path not in ("lead.signals", "lead.hand_raised")
    )


def leads_now(marks: bytes) -> pl.DataFrame:
    """Every lead with its mark, from lines of comma-separated values, by id."""
    if not marks:
        return _marks([], [], [])
    told = pl.read_csv(
        marks, has_header=False, new_columns=list(KEY), schema_overrides=dict(zip(KEY, TYPES, strict=True))
    )
    return told if told["id"].is_sorted() else told.sort("id")


def marks_in(body: bytes) -> pl.DataFrame:
    """The marks of a chunk's rows."""
    return pl.read_ipc(body)


def matched(now: pl.DataFrame, chunks: Sequence[pl.DataFrame]) -> Matched:
    """Find for every lead the kept row that carries its mark."""
    rows = pl.concat([_marks([], [], []), *chunks])
    places = np.arange(now.height, dtype=np.int64) if rows.equals(now) else _found(now, rows)
    there = np.bincount(_chunk_of(places[places >= 0], chunks), minlength=len(chunks))
    stale = tuple(n for n, one in enumerate(chunks) if there[n] < HALF * one.height)
    missing = now["id"].filter(pl.Series(places < 0)).to_list()
    return Matched(now=now, places=places, missing=missing, stale=stale)


def joined(bodies: Sequence[bytes], places: Places) -> pl.DataFrame:
    """A column of every lead, or several, out of the chunks in their order."""
    frame = pl.concat([pl.read_ipc(body) for body in bodies], rechunk=True)
    return frame if _as_they_lie(places, frame.height) else frame[places]


def joined_acts(bodies: Sequence[tuple[bytes, bytes]], matched_: Matched, heights: Sequence[int]) -> Acts:
    """All that was done, out of the chunks in their order: signal by signal, what one lead did by time."""
    counts = [dict(pl.read_ipc(done).iter_rows()) for done, _ in bodies]
    names = tuple(sorted({name for one in counts for name in one}))
    sizes = [sum(one.get(name, 0) for one in counts) for name in names]
    starts = np.concatenate([np.zeros(1, dtype=np.int64), np.cumsum(sizes, dtype=np.int64)])
    count = sum(sizes)
    into = Acts(
        names=names,
        starts=starts,
        rows=np.empty(count, dtype=np.int32),
        at=np.empty(count, dtype=np.int64),
        arrived=np.empty(count, dtype=np.int64),
    )
    free = dict(zip(names, starts.tolist(), strict=False))
    for (_, acts), one, leads in zip(bodies, counts, _leads_of(matched_, heights), strict=True):
        _pour(pl.read_ipc(acts), one, leads, into=into, free=free)
    return _standing_only(into)


def many_kept(gathered: ManyReader, columns: pl.DataFrame, acts: Acts, now: pl.DataFrame) -> Many:
    """Put the columns of chunks together as a reader of leads does; `gathered` says under which playbooks."""
    numbers = {path for playbook in gathered.playbooks for path in playbook.numbers}
    seen: list[pl.Series] = []
    for path in gathered.paths:
        if path in TITLED:
            seen.append(_by_title(path, columns[path], columns["lead.title"]))
        elif path in numbers:
            seen.append(_numbers(columns[path]))
        else:
            seen.append(columns[path])
    frame = pl.DataFrame([*seen, now["id"].alias("_id")])
    return gathered.put_together(frame.hstack(columns.select(pl.selectors.starts_with("_"))), acts)


def _spelled_out(paths: Iterable[str]) -> tuple[str, ...]:
    """A field that is read from the title when nobody told it needs the title beside it."""
    found = {*paths}
    return tuple(sorted(found | {"lead.title"} if found & {*TITLED} else found))


def _as_told(rows: Sequence[Row], path: str) -> pl.Series:
    """A field as it was told, not yet read as a number or out of a title."""
    if path in TITLED:
        name = path.partition(".")[2]
        return pl.Series(path, [held.value if (held := row.known.get(name)) else None for row in rows], dtype=pl.String)
    read = reader(path)
    return pl.Series(path, [read(row) for row in rows], dtype=pl.Boolean if path in TRUTHS else pl.String)


def _by_title(path: str, said: pl.Series, title: pl.Series) -> pl.Series:
    """As somebody told us in our own words, or else as the title says; each different title is read once."""
    read, ours = TITLED[path]
    known = {one: read(one) or None for one in title.drop_nulls().unique()}
    told = _replaced(title, known)
    return said.zip_with(said.is_in(list(ours)).fill_null(value=False), told).alias(path)


def _numbers(told: pl.Series) -> pl.Series:
    """The texts of numbers that can be read; each different one is tried once."""
    return _replaced(told, {one: number_of(one) for one in told.drop_nulls().unique()})


def _replaced(series: pl.Series, by: Mapping[str, str | None]) -> pl.Series:
    return series.replace_strict(by, default=None, return_dtype=pl.String) if by else series


def _marks(ids: Sequence[str], seqs: Sequence[int], writers: Sequence[int]) -> pl.DataFrame:
    return pl.DataFrame(dict(zip(KEY, (ids, seqs, writers), strict=True)), schema=dict(zip(KEY, TYPES, strict=True)))


def _found(now: pl.DataFrame, rows: pl.DataFrame) -> Places:
    """Of rows that carry the same mark, which say the same, the first stands."""
    numbered = rows.with_row_index("place")
    joined_ = now.join(numbered, on=list(KEY), how="left", maintain_order="left_right")
    if joined_.height > now.height:
        joined_ = joined_.unique("id", keep="first", maintain_order=True)
    return joined_["place"].cast(pl.Int64).fill_null(-1).to_numpy()


def _chunk_of(places: Places, chunks: Sequence[pl.DataFrame]) -> Places:
    """In which chunk each kept row lies."""
    ends = np.cumsum([one.height for one in chunks], dtype=np.int64)
    return np.searchsorted(ends, places, side="right")


def _as_they_lie(places: Places, height: int) -> bool:
    return len(places) == height and bool((places == np.arange(height)).all())


def _leads_of(matched_: Matched, heights: Sequence[int]) -> Iterator[Small]:
    """For each chunk, which lead each of its rows stands for; -1 for one that stands for nobody any more."""
    to = np.full(sum(heights), -1, dtype=np.int32)
    here = matched_.places >= 0
    to[matched_.places[here]] = np.flatnonzero(here)
    for begin, end in pairwise([0, *np.cumsum(heights, dtype=np.int64).tolist()]):
        yield to[begin:end]


def _pour(acts: pl.DataFrame, counts: Mapping[str, int], leads: Small, *, into: Acts, free: dict[str, int]) -> None:
    """Put a chunk's acts behind those of the chunks before it, signal by signal."""
    rows, at = leads[acts["row"].to_numpy()], acts["at"].to_numpy()
    arrived = at + acts["after"].to_numpy()
    begin = 0
    for name, count in counts.items():
        here, there = slice(begin, begin + count), slice(free[name], free[name] + count)
        into.rows[there], into.at[there], into.arrived[there] = rows[here], at[here], arrived[here]
        begin, free[name] = begin + count, free[name] + count


def _standing_only(acts: Acts) -> Acts:
    """Without what was done by rows that stand for nobody any more."""
    stands = acts.rows >= 0
    if stands.all():
        return acts
    before = np.concatenate([np.zeros(1, dtype=np.int64), np.cumsum(stands, dtype=np.int64)])
    return Acts(
        names=acts.names,
        starts=before[acts.starts],
        rows=acts.rows[stands],
        at=acts.at[stands],
        arrived=acts.arrived[stands],
    )


def _bytes(frame: pl.DataFrame) -> bytes:
    into = BytesIO()
    frame.write_ipc(into, compression="zstd")
    return into.getvalue()
