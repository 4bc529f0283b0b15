"""What of a batch is worked out, and written, before anybody holds the turns?"""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

from batonpass.store.arrival import Arrival
from batonpass.store.columns import columns
from batonpass.store.connection import Connection
from batonpass.store.decide import Batch, Begun
from batonpass.store.ledger import Row, fact_rows
from batonpass.store.pages import BREATH, PAGE, Pages
from batonpass.store.statements import statements

SQL = statements(Path(__file__).with_suffix(".sql"))


async def begin(connection: Connection, batch: Batch, arrivals: Sequence[Arrival], *, held: bool) -> list[Begun | None]:
    """Work out what depends on nobody's turn; None for what must be decided as a whole.

    Where everybody is held, what became true of them by then is written too, while the database would wait for us: the
    tallies are held the shorter for it. It is a guess, though a good one, until the batch is decided: `forget` takes it
    back, of all of them.
    """
    begun: list[Begun | None] = []
    met: set[str] = set()
    if held:
        await connection.execute(SQL.mark)
    async with Pages(connection) as pages:
        for n in range(0, len(arrivals), PAGE):
            some = arrivals[n : n + PAGE]
            for m in range(0, len(some), BREATH):
                begun += [None if _is_over(batch, one) else batch.begin(one) for one in some[m : m + BREATH]]
                await asyncio.sleep(0)
            if held and (rows := _true_by_now(batch, begun[n:], met)):
                ledger = batch.ledger
                await pages.write(SQL.write_facts, *columns(rows, 5), ledger.at, ledger.playbook)
    return begun


async def forget(connection: Connection) -> None:
    """Take back what was written ahead, and give the tallies back; who was held is held still."""
    await connection.execute(SQL.forget)


def _is_over(batch: Batch, arrival: Arrival) -> bool:
    """Is nothing to be decided, because it came through our doors before or is to be looked at first?"""
    if arrival.idem_key is not None:
        return bool(arrival.quarantine) or (arrival.caller, arrival.idem_key) in batch.keys
    return bool(arrival.quarantine or (arrival.fingerprint and arrival.fingerprint.hex() in batch.contents))


def _true_by_now(batch: Batch, begun: Sequence[Begun | None], met: set[str]) -> list[Row]:
    """The facts of those who were not `met` in this batch before: who comes twice is decided in their order."""
    rows: list[Row] = []
    for one in begun:
        if one is None:
            continue
        lead, names = one.lead, {one.lead.id, *one.keys}
        if met.isdisjoint(names):
            with suppress(Exception):  # what has no written form is set aside in its place, and holds up nobody
                rows += fact_rows(lead.id, lead.seq, one.walk.facts)
                batch.written[lead.id] = len(one.walk.facts)
        met |= names
    return rows
