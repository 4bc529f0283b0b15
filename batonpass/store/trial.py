"""On which people, tallies and loads would the next decision be taken? Read without a lock, so that nobody waits."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

import asyncpg

from batonpass.handoff.people import Account
from batonpass.handoff.setting import Setting
from batonpass.store.connection import PoolOrConnection
from batonpass.store.held import colleagues_of, keeps_together, loads_of, minutes_of, weighs
from batonpass.store.lookups import lookups
from batonpass.store.shape import decode_json
from batonpass.store.statements import statements
from batonpass.store.surround import SQL as SURROUND
from batonpass.store.world import FOLD_WITHIN, Watched

SQL = statements(Path(__file__).with_suffix(".sql"))


async def tallies_of(asked: PoolOrConnection) -> Mapping[str, Mapping[str, int]]:
    """Whose turn it is in each pool, read without waiting for those who deal turns."""
    return {row["pool"]: decode_json(row["tally"]) for row in await asked.fetch(SQL.tallies)}


async def setting_now(pool: asyncpg.Pool, watched: Watched, people: Sequence[str] = ()) -> Setting:
    """The setting in which a lead of these people would be decided at this instant."""
    async with pool.acquire() as connection:
        read = await connection.fetchrow(SURROUND.surroundings, [], [], [], FOLD_WITHIN, lookups(people, ()))
        assert read is not None  # noqa: S101 - a select without a from gives one row
        world = await watched.at_revision(connection, read["revision"])
        setting = world.setting(
            read["at"],
            accounts={domain: Account(domain=domain, **body) for domain, body in decode_json(read["accounts"])},
            turns=await tallies_of(connection),
            loads=await loads_of(connection),
        )
        minutes = await minutes_of(connection) if weighs(world.directory) else dict[str, int]()
        together = keeps_together(world.playbook)
        colleagues = await colleagues_of(connection, people) if together else dict[str, tuple[str, ...]]()
        return replace(setting, minutes=minutes, colleagues=colleagues)
