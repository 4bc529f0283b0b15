"""How are all leads read for a plan: from the copy that lies ready, and one by one only those that changed since?"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import asyncpg

from batonpass.store.lead_columns import Chunk, Reading, add_chunk, keep_only, read_leads

if TYPE_CHECKING:
    import polars as pl

    from batonpass.learn.many import Many
    from batonpass.learn.many.kept import Matched
    from batonpass.learn.many.read import ManyReader

AT_ONCE = 5_000
CHUNK = 50_000
"""So many leads lie in a chunk at most: few enough to be made again when one of them is forgotten."""
SMALL, SMALL_MOST = 5_000, 10
"""More than so many chunks of fewer leads are made into one."""
Tell = Callable[[str, int, int], None]
"""Told how it goes: what is being done, how many leads of how many are done."""


@dataclass(slots=True)
class Copied:
    """What a plan reads: chunks that lay ready, and those that were made just now, as bytes by column."""

    reading: Reading
    lay: Sequence[Chunk]
    marks: list[pl.DataFrame]
    made: list[Mapping[str, bytes]] = field(default_factory=list[Mapping[str, bytes]])

    async def bodies(self, name: str) -> list[bytes]:
        """One column of all chunks, in their order."""
        lay = await self.reading.bodies(self.lay, name) if self.lay else []
        return [*lay, *(one[name] for one in self.made)]


async def read_many(pool: asyncpg.Pool, gathered: ManyReader, schema: Sequence[str], tell: Tell) -> Many:
    """Every lead as it stands now, as columns; what had to be read one by one lies ready for the next time.

    `gathered` says which playbooks ask, `schema` what their conditions may read.
    """
    from batonpass.learn.many import kept as many_kept  # noqa: PLC0415

    needed = many_kept.needed(gathered.playbooks, gathered.also)
    async with read_leads(pool) as reading:
        now = await asyncio.to_thread(many_kept.leads_now, await reading.marks())
        copied, matched = await _lying_ready(pool, reading, needed, now)
        names = tuple(sorted({*needed, *many_kept.kept(schema)}))
        await _read_missing(pool, copied, matched.missing, names=names, tell=tell)
        if copied.made:
            matched = await asyncio.to_thread(many_kept.matched, now, copied.marks)
        return await _put_together(copied, matched, gathered, names=needed, tell=tell)


async def _lying_ready(
    pool: asyncpg.Pool, reading: Reading, names: Sequence[str], now: pl.DataFrame
) -> tuple[Copied, Matched]:
    """The chunks of which enough still stands, and which leads they are."""
    from batonpass.learn.many import kept as many_kept  # noqa: PLC0415

    chunks = await reading.chunks(many_kept.SHAPE, names)
    marks = [many_kept.marks_in(body) for body in await reading.bodies(chunks, many_kept.MARKS)]
    matched = await asyncio.to_thread(many_kept.matched, now, marks)
    small = [n for n, one in enumerate(chunks) if one.leads < SMALL]
    gone = {*matched.stale, *(small if len(small) > SMALL_MOST else ())}
    stay = [n for n in range(len(chunks)) if n not in gone]
    lay, marks = [chunks[n] for n in stay], [marks[n] for n in stay]
    await keep_only(pool, reading, lay)
    if gone:
        matched = await asyncio.to_thread(many_kept.matched, now, marks)
    return Copied(reading, lay, marks), matched


async def _read_missing(
    pool: asyncpg.Pool, copied: Copied, missing: Sequence[str], *, names: Sequence[str], tell: Tell
) -> None:
    """Read leads by themselves, make chunks of them, and let these lie ready."""
    from batonpass.learn.many import kept as many_kept  # noqa: PLC0415

    for first in range(0, len(missing), CHUNK):
        ids = missing[first : first + CHUNK]
        packing = many_kept.Packing(names)
        for begin in range(0, len(ids), AT_ONCE):
            glances, marks = await copied.reading.glances(ids[begin : begin + AT_ONCE])
            await asyncio.to_thread(packing.add, glances, marks)
            tell("reading what changed", first + packing.count, len(missing))
        body = await asyncio.to_thread(packing.body)
        await add_chunk(pool, copied.reading.database, many_kept.SHAPE, ids=ids, names=names, body=body)
        copied.marks.append(many_kept.marks_in(body[many_kept.MARKS]))
        copied.made.append(body)


async def _put_together(
    copied: Copied, matched: Matched, gathered: ManyReader, *, names: Sequence[str], tell: Tell
) -> Many:
    """All columns of all chunks, one after the other."""
    import polars as pl  # noqa: PLC0415

    from batonpass.learn.many import kept as many_kept  # noqa: PLC0415

    count, frames = matched.now.height, list[pl.DataFrame]()
    for n, name in enumerate((*names, many_kept.STANDS)):
        tell("reading", count * n // (len(names) + 2), count)
        frames.append(await asyncio.to_thread(many_kept.joined, await copied.bodies(name), matched.places))
    done, acts = await copied.bodies(many_kept.DONE), await copied.bodies(many_kept.ACTS)
    heights = [one.height for one in copied.marks]
    did = await asyncio.to_thread(many_kept.joined_acts, list(zip(done, acts, strict=True)), matched, heights)
    tell("reading", count, count)
    columns = pl.concat(frames, how="horizontal")
    return await asyncio.to_thread(many_kept.many_kept, gathered, columns, did, matched.now)
