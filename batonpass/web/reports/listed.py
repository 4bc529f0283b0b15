"""How are the leads behind a figure given away as a table, to be kept or worked on elsewhere?"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import asyncpg

from batonpass.learn.table import Column, Row, Table, Type
from batonpass.store.named import Named, named
from batonpass.store.world import Watched

NAME = "leads"
MOST = 100_000
"""So many leads, the latest of them, are given in one file."""
COLUMNS = (
    Column(name="lead", says="Lead", type=Type.TEXT),
    Column(name="name", says="Name", type=Type.TEXT),
    Column(name="company", says="Company", type=Type.TEXT),
    Column(name="stage", says="Stage", type=Type.TEXT),
    Column(name="owner", says="Owner", type=Type.TEXT),
    Column(name="queue", says="Queue", type=Type.TEXT),
    Column(name="score", says="Score", type=Type.NUMBER),
)


async def read(pool: asyncpg.Pool, watched: Watched, leads: Sequence[str]) -> Table:
    """The latest of these leads, with the names of whoever has them now."""
    name_of = watched.world.directory.name_of if watched.world else str
    return table(await named(pool, leads[:MOST]), name_of)


def table(leads: Sequence[Named], name_of: Callable[[str], str]) -> Table:
    """These leads in their order, as lists show them."""
    rows = tuple(
        Row(cells=(one.id, one.name, one.company, one.stage, one.owner and name_of(one.owner), one.queue, one.total))
        for one in leads
    )
    return Table(name=NAME, title="Leads behind a figure", columns=COLUMNS, rows=rows)
