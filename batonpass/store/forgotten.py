"""Who was forgotten, listed beside the database, so that a backup of an earlier day forgets them again?"""

from __future__ import annotations

import asyncio
import os
from collections.abc import Sequence
from pathlib import Path

import asyncpg

from batonpass.store.erase import erase_leads
from batonpass.store.settings import installation
from batonpass.store.statements import statements

SQL = statements(Path(__file__).with_suffix(".sql"))
BY = "the list of who was forgotten"


async def keep_list(pool: asyncpg.Pool, data: Path, *, after: int = 0) -> int:
    """Add who was forgotten by a seal `after` that number to the list in the data folder; give the last such number.

    The list holds ids of leads that are no more, and nothing else of anybody. Without a folder nothing is kept.
    """
    rows = await pool.fetch(SQL.forgotten, after)
    if rows:
        name = await installation(pool)
        await asyncio.to_thread(_add, data, name, [row["lead_id"] for row in rows])
    return max((row["number"] for row in rows), default=after)


async def forget_again(pool: asyncpg.Pool, data: Path, *, lists: Sequence[Path] = ()) -> tuple[str, ...]:
    """Forget who stands in the list of the data folder, or in one of these, and is here again; give their leads."""
    name = await installation(pool)
    ids = await asyncio.to_thread(_told, [_list(data, name), *lists])
    leads = [row["id"] for row in await pool.fetch(SQL.still_here, sorted(ids))] if ids else []
    return (await erase_leads(pool, leads, by=BY)).leads if leads else ()


def _add(data: Path, name: str, leads: Sequence[str]) -> None:
    """Each id once, durably; several processes may add at once, and a line twice does no harm."""
    path = _list(data, name)
    known = _told([path])
    fresh = [lead for lead in leads if lead not in known]
    if not fresh or not data.is_dir():
        return
    with path.open("a", encoding="utf-8") as file:
        file.write("".join(f"{lead}\n" for lead in fresh))
        file.flush()
        os.fsync(file.fileno())


def _told(lists: Sequence[Path]) -> set[str]:
    return {lead for path in lists if path.is_file() for lead in path.read_text("utf-8").split()}


def _list(data: Path, name: str) -> Path:
    return data / f"forgotten.{name[:16]}"
