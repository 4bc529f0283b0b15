"""Which places have other clock rules, by newer zone data, than when promises were laid out?"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from importlib.resources import files
from pathlib import Path
from typing import Any

import asyncpg
import tzdata

from batonpass.handoff.zones import zone_names
from batonpass.store.connection import Connection
from batonpass.store.open import in_one
from batonpass.store.relaid import lay_again
from batonpass.store.shape import decode_json, encode
from batonpass.store.statements import statements
from batonpass.store.world import read_world

SQL = statements(Path(__file__).with_name("settings.sql"))
NAME = "zone data"
BY = "tzdata"
MARK_LENGTH = 16


def marks() -> dict[str, str]:
    """A mark of the rules of each zone in the data that we ship; another one where the rules are others."""
    shipped = files("tzdata") / "zoneinfo"
    return {
        name: hashlib.sha256(shipped.joinpath(name).read_bytes()).hexdigest()[:MARK_LENGTH] for name in zone_names()
    }


async def follow_zone_data(
    pool: asyncpg.Pool, *, version: str = tzdata.IANA_VERSION, told: Mapping[str, str] | None = None
) -> list[str]:
    """Lay out again what runs in places whose clocks a newer version of the zone data changes; give their calendars.

    Once for all processes, and never for an older version, which a process that was not upgraded may still have (T8).
    `told` are the marks of that version, where they are not those that we ship.
    """

    async def once(connection: Connection) -> list[str]:
        await connection.execute(SQL.make, NAME, encode({"version": "", "zones": {}}))
        known: dict[str, Any] = decode_json(await connection.fetchval(SQL.hold, NAME))
        if version <= known["version"]:
            return []
        zones = dict(told or marks())
        await connection.execute(SQL.put, NAME, encode({"version": version, "zones": zones}))
        if not known["version"]:
            return []
        others = {name for name, mark in zones.items() if known["zones"].get(name) != mark}
        return await _follow(connection, others, f"tzdata {known['version']} became {version}")

    return await in_one(pool, once)


async def _follow(connection: Connection, others: set[str], why: str) -> list[str]:
    """Lay out again by every calendar of those places."""
    world = await read_world(connection)
    hours = {**world.former, **world.calendars}
    moved = [name for name, one in hours.items() if str(one.zone) in others]
    for name in moved:
        place = hours[name].zone
        await lay_again(connection, world, name, by=BY, why=f"{why}, by which {place} keeps other clocks")
    return moved
