"""Who of a company do we know, and which companies are in work?"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import asyncpg

from batonpass.store.read import Held, held_in
from batonpass.store.statements import statements

SQL = statements(Path(__file__).with_suffix(".sql"))
IN_WORK_MOST = 200
PEOPLE_MOST = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class InWork:
    """A company with leads in work: how many, whose they are, when the first of them is due."""

    domain: str
    name: str
    owner: str | None
    target: bool
    people: int
    owners: Sequence[str]
    changed_at: datetime
    next_due_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Company:
    """The people of an account as they stand, and the accounts that belong to it, domain and name."""

    people: tuple[Held, ...]
    below: tuple[tuple[str, str], ...]


async def accounts_in_work(pool: asyncpg.Pool, owners: Iterable[str] | None) -> tuple[InWork, ...]:
    """Give the companies with leads in work of these owners (None: of everybody) or in a queue, most pressing first."""
    names = None if owners is None else sorted(owners)
    rows = await pool.fetch(SQL.in_work, names, IN_WORK_MOST)
    return tuple(InWork(**row) for row in rows)


async def company_of(pool: asyncpg.Pool, domain: str) -> Company:
    """Give everybody we know at this domain's account; nobody where there is none."""
    people = await pool.fetch(SQL.people, domain, PEOPLE_MOST)
    below = await pool.fetch(SQL.related, domain)
    return Company(
        people=held_in(people),
        below=tuple((row["domain"], row["name"]) for row in below),
    )
