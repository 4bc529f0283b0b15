"""What do our people hold already: how many leads and minutes are promised, and which companies are in work?"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from batonpass.handoff.lead import Lead
from batonpass.handoff.people import Directory, Share
from batonpass.handoff.playbook import Playbook, RungKind
from batonpass.handoff.stages import OPEN
from batonpass.store.connection import Connection, PoolOrConnection
from batonpass.store.statements import statements

SQL = statements(Path(__file__).with_suffix(".sql"))
MINUTE = 60


def weighs(directory: Directory) -> bool:
    """Does any pool share by load?"""
    return any(pool.share is Share.LOAD for pool in directory.pools.values())


def keeps_together(playbook: Playbook) -> bool:
    """Does a ladder keep the leads of one company with one person?"""
    onward = playbook.second.routing if playbook.second else ()
    return any(rung.kind is RungKind.SAME_COMPANY for rung in (*playbook.routing, *onward))


async def loads_of(asked: PoolOrConnection) -> Mapping[str, int]:
    """How many leads each rep holds that wait for their first touch: what the caps of a pool count."""
    return {row["owner"]: row["held"] for row in await asked.fetch(SQL.loads)}


async def minutes_of(connection: Connection) -> Mapping[str, int]:
    """The promised working minutes each rep has open."""
    return {row["owner"]: row["minutes"] or 0 for row in await connection.fetch(SQL.minutes)}


async def colleagues_of(connection: Connection, people: Sequence[str]) -> Mapping[str, tuple[str, ...]]:
    """By mail domain of these people, who works open leads of it, who began last first."""
    domains = sorted({person.rpartition("@")[2] for person in people if "@" in person})
    found: dict[str, tuple[str, ...]] = {}
    for row in await connection.fetch(SQL.colleagues, domains):
        found[row["domain"]] = (*found.get(row["domain"], ()), row["owner"])
    return found


def count_minutes(lead: Lead, minutes: dict[str, int], by: int) -> None:
    """Add or take away what this lead has its owner promise."""
    clock = lead.clock
    if lead.owner and clock:
        minutes[lead.owner] = minutes.get(lead.owner, 0) + by * (clock.budget_seconds // MINUTE)


def note_company(lead: Lead, colleagues: dict[str, tuple[str, ...]]) -> None:
    """Remember within a batch who works a company."""
    domain = lead.person.rpartition("@")[2]
    known = colleagues.get(domain, ())
    if domain and lead.owner and lead.stage in OPEN and lead.owner not in known:
        colleagues[domain] = (*known, lead.owner)
