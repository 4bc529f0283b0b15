"""How do two leads become one in the database, and two again, whatever else is going on?"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import cast

import asyncpg

from batonpass.handoff.facts.merge import Merged
from batonpass.handoff.joining import Both, join, part
from batonpass.handoff.lead import NOBODY_ELSE, ClockState, Lead
from batonpass.handoff.merge import surviving
from batonpass.handoff.record import replace
from batonpass.handoff.refusal import conflict, invalid
from batonpass.handoff.walk import Advanced
from batonpass.store.clock_rows import named
from batonpass.store.connection import Connection
from batonpass.store.decide import Batch
from batonpass.store.lookups import lookups
from batonpass.store.met import lock_people
from batonpass.store.open import in_one
from batonpass.store.shape import decode_fact
from batonpass.store.statements import statements
from batonpass.store.surround import About, batch_of
from batonpass.store.take import SQL as TAKE
from batonpass.store.world import Watched

SQL = statements(Path(__file__).with_suffix(".sql"))


async def merge(
    pool: asyncpg.Pool, watched: Watched, one: str, other: str, *, by: str, into: bool = False, because: str = ""
) -> str:
    """Make two leads one; give the id under which they live on: the other one's with `into`, else the one at work.

    Raises Refusal if it cannot be done, LookupError for an id that is none.
    """
    return await in_one(
        pool, lambda connection: merge_on(connection, watched, one, other, by=by, into=into, because=because)
    )


async def merge_on(
    connection: Connection, watched: Watched, one: str, other: str, *, by: str, into: bool = False, because: str = ""
) -> str:
    """The same on an open transaction, for a caller who does something else in it."""
    batch, leads = await held(connection, watched, (one, other))
    lead = leads[other] if into else surviving(leads[one], leads[other])
    gone = leads[one] if lead.id == other else leads[other]
    both = join(lead, gone, batch.setting, by=by, because=because)
    ending = [gone.id] if both.lead.lead.clocks == lead.clocks else [gone.id, lead.id]
    await connection.execute(SQL.close_clocks, ending, batch.around.at)
    batch.keep(_closed(lead, both.lead), both.lead)
    batch.keep(_closed(gone, both.other), both.other)
    await connection.execute(TAKE.write, *batch.turn_page())
    await connection.execute(SQL.into, gone.id, lead.id)
    await connection.execute(SQL.ids_into, gone.id, lead.id)
    await connection.execute(SQL.close_matches, [lead.id, gone.id])
    return lead.id


async def unmerge(pool: asyncpg.Pool, watched: Watched, lead_id: str, *, by: str, other: str | None = None) -> str:
    """Take a merge back, asked of either of the two leads; give the id of the one that stands by itself again.

    Without `other`, the last merge into the lead is taken back. Raises Refusal, or LookupError for an id that is none.
    """
    return await in_one(pool, lambda connection: unmerge_on(connection, watched, lead_id, by=by, other=other))


async def unmerge_on(
    connection: Connection, watched: Watched, lead_id: str, *, by: str, other: str | None = None
) -> str:
    """The same on an open transaction."""
    keeper, away = await _pair(connection, lead_id, other)
    batch, leads = await held(connection, watched, (keeper, away))
    _must_be_last(leads[keeper], away)
    seq, fact = await merge_of(connection, keeper, away)
    rows = await connection.fetch(SQL.facts_since, keeper, seq)
    since = [(decode_fact(r["kind"], r["body"]), r["playbook"]) for r in rows]
    pair = (leads[keeper], leads[away])
    both = part(fact, pair, since, setting=batch.setting, by=by)
    await connection.execute(SQL.drop_clocks, *_moved(pair, both))
    for one, step in zip(pair, (both.lead, both.other), strict=True):
        batch.keep(one, step)
    await connection.execute(TAKE.write, *batch.turn_page())
    await connection.execute(SQL.apart, away, keeper)
    ids = (both.other.lead.identity or NOBODY_ELSE).ids
    await connection.execute(SQL.ids_apart, away, keeper, [f"id:{name}:{value}" for name, value in ids.items()])
    await connection.execute(SQL.never_again, keeper, away, by)
    return away


async def merge_of(connection: Connection, keeper: str, away: str) -> tuple[int, Merged]:
    """The merge that took the one lead into the other last, and its place among the facts."""
    row = await connection.fetchrow(SQL.merge_fact, keeper, away)
    assert row is not None  # noqa: S101 - a lead that holds another was told so by a fact
    return row["seq"], cast("Merged", decode_fact("Merged", row["body"]))


async def held(connection: Connection, watched: Watched, ids: Sequence[str]) -> tuple[Batch, dict[str, Lead]]:
    """Both leads, held until all is written: first their people, so that nothing of theirs comes in, then by id."""
    known = {row["id"]: row["person"] for row in await connection.fetch(SQL.people_of_leads, list(ids))}
    for lead_id in ids:
        if lead_id not in known:
            raise LookupError(lead_id)
    await lock_people(connection, known.values())
    rows = await connection.fetch(TAKE.leads_by_id, sorted(known))
    batch = await batch_of(connection, watched, About(rows=rows, where=lookups((), rows)))
    return batch, {lead_id: lead for lead_id in ids if (lead := batch.lead(lead_id))}


def _closed(before: Lead, step: Advanced) -> Lead:
    """The lead as its rows of promises stand once the ended ones are closed: only one that moved is still to write."""
    return replace(
        before,
        owner=step.lead.owner,
        queue=step.lead.queue,
        clocks=tuple(c for c in step.lead.clocks if c.state is not ClockState.RUNNING or c in before.clocks),
    )


def _moved(now: Sequence[Lead], both: Both) -> tuple[list[str], list[str], list[int]]:
    """The rows of promises that a merge had brought to a lead, by lead, promise and cycle."""
    rows = [
        (lead.id, name, clock.cycle)
        for lead, step in zip(now, (both.lead, both.other), strict=True)
        for name, clock in named(lead)
        if (name, clock.cycle) not in {(kept, c.cycle) for kept, c in named(step.lead)}
    ]
    return [row[0] for row in rows], [row[1] for row in rows], [row[2] for row in rows]


async def _pair(connection: Connection, lead_id: str, other: str | None) -> tuple[str, str]:
    """Which lead holds and which is held, asked from either side."""
    row = await connection.fetchrow(SQL.pair, lead_id)
    if row is None:
        raise LookupError(lead_id)
    keeper, last = row["merged_into"], row["merged_last"]
    if keeper and other in (None, keeper):
        return keeper, lead_id
    if keeper:
        raise invalid(f"{lead_id} was merged into {keeper}, not into {other}", field="with")
    if other is None and not last:
        raise conflict(f"nothing was merged into {lead_id}, and it was merged into nothing")
    return lead_id, other or last


def _must_be_last(keeper: Lead, away: str) -> None:
    """Merges are taken back in the reverse of their order, so that each finds what stood before it."""
    merged = (keeper.identity or NOBODY_ELSE).merged
    if away not in merged:
        raise conflict(f"{away} is not merged into {keeper.id}")
    if merged[-1] != away:
        raise conflict(f"{merged[-1]} was merged into it later; take that one apart first")
    if keeper.merged_into:
        raise conflict(f"{keeper.id} was itself merged into {keeper.merged_into}; take these two apart first")
