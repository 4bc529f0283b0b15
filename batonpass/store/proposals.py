"""Which changes do the figures ask for, who answered, and do reps whose rejections they rest on hear of it?"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, Final

import asyncpg

from batonpass.handoff.effects import TellLeader
from batonpass.handoff.words import percent
from batonpass.store.connection import Connection
from batonpass.store.leaders import Leader, leaders, tell
from batonpass.store.playbooks import no_such, wrong
from batonpass.store.shape import decode_json, encode
from batonpass.store.statements import statements
from batonpass.store.world import World, read_world
from batonpass.written.load import load
from batonpass.written.refused import Refused
from batonpass.written.unlike import unlike

SQL = statements(Path(__file__).with_suffix(".sql"))
SHOWN: Final = 200
WAITING: Final = ("draft", "shadow", "active")
REJECTIONS: Final = "rejections"
RULES_MOST: Final = 2
PATH: Final = "/rejections#proposal-{}"
"""Where one of them stands and is answered, whatever asks for it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """A lead that asks for the change: who of sales said what of it."""

    lead: str
    rep: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """A segment whose figures ask for a change: so many of so many, between which shares, above which wire."""

    about: str
    kind: str
    segment: str
    says: str
    hits: int
    of: int
    low: float
    high: float
    wire: float
    since: datetime
    reasons: tuple[tuple[str, int], ...] = ()
    leads: tuple[Evidence, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """The same as it was opened, and how it stands: open, answered by a draft, or closed because of what."""

    id: int
    found: Found
    playbook: str
    opened_at: datetime
    state: str
    answered_at: datetime | None = None
    answered_by: str = ""
    answer: str = ""
    version: str | None = None
    closed_at: datetime | None = None
    closed_because: str = ""


async def open_proposals(pool: asyncpg.Pool, found: Sequence[Found]) -> int:
    """Open one for each segment that has none, and tell both sides' leaders; give how many were opened."""
    opened = 0
    async with pool.acquire() as connection, connection.transaction():
        if not found or not await connection.fetchval(SQL.one_looks):
            return 0
        world = await read_world(connection)
        for one in found:
            number = await connection.fetchval(SQL.open, *_row(one, world.playbook.version))
            if number is not None:
                opened += 1
                await _tell_leaders(connection, world, number, one)
    return opened


async def since_of(pool: asyncpg.Pool, about: str) -> dict[tuple[str, str], datetime]:
    """When a change for each segment was last closed: the same leads do not ask twice."""
    rows = await pool.fetch(SQL.closed_lately, about)
    return {(row["kind"], row["segment"]): row["closed_at"] for row in rows}


async def proposals(pool: asyncpg.Pool, about: Sequence[str], most: int = SHOWN) -> tuple[Proposal, ...]:
    """Those about these things, those that wait first, then the latest."""
    return tuple(_read(row) for row in await pool.fetch(SQL.all_of_them, list(about), most))


async def answer(pool: asyncpg.Pool, number: int, *, by: str, says: str, version: str | None) -> None:
    """Answer an open one with a draft, or with why nothing changes; Refused for one that is not open, or no draft."""
    if not says.strip():
        raise wrong("nobody says why; those who come after will want to know", "Add a note")
    async with pool.acquire() as connection, connection.transaction():
        if version is not None:
            await _refuse_no_draft(connection, version)
        if await connection.fetchval(SQL.answer, number, by, says.strip(), version) is None:
            raise wrong("this proposal is not open any more", "Load the page again to see how it was answered")


async def follow_up(pool: asyncpg.Pool) -> int:
    """Close what came into force and tell the reps whose leads it took, once; what was put away is open again.

    Gives how many were closed.
    """
    async with pool.acquire() as connection, connection.transaction():
        await connection.execute(SQL.put_away)
        rows = await connection.fetch(SQL.in_force_now)
        world = await read_world(connection) if rows else None
        for row in rows:
            assert world is not None  # noqa: S101 - it was read, for there are rows
            rules = changed_rules(row["before"], row["text"])
            because = f"version {row['version']} is in force since {row['applied_at']:%-d %B %Y}: {rules}"
            await connection.execute(SQL.close, row["id"], because)
            if row["about"] == REJECTIONS:
                await _tell_reps(connection, world, row, rules)
    return len(rows)


def changed_rules(before: str | None, after: str) -> str:
    """Which rules a version changed, in a few words."""
    try:
        names = [one.rule for one in unlike(load(before or "", "before"), load(after, "after"))]
    except Refused:
        names = []
    named = list(dict.fromkeys(names))
    if not named:
        return "the playbook"
    more = f" and {len(named) - RULES_MOST} more" if len(named) > RULES_MOST else ""
    rules = ", ".join(named[:RULES_MOST])
    return f"{'rule' if len(named) == 1 else 'rules'} {rules}{more}"


async def _tell_leaders(connection: Connection, world: World, number: int, one: Found) -> None:
    why = ", ".join(
        f"{world.playbook.rejections[c].says if c in world.playbook.rejections else c}: {n}" for c, n in one.reasons
    )
    news = TellLeader(
        key=f"proposal/{number}",
        kind="proposal",
        because=one.says,
        to="",
        name="",
        subject=f"The figures ask for a change: {one.says}",
        lines=(
            one.says,
            (
                f"Between {percent(one.low)} and {percent(one.high)} of such leads, "
                f"by {one.of} leads since {one.since:%-d %b %Y}."
            ),
            *((f"Reasons given: {why}.",) if why else ()),
            "It stays open until somebody answers it with a draft, or says why nothing changes.",
        ),
        path=PATH.format(number),
        button="See the leads and answer",
    )
    for side in (await leaders(connection, world)).values():
        await tell(connection, side, news)


async def _tell_reps(connection: Connection, world: World, row: asyncpg.Record, rules: str) -> None:
    """Each rep hears once what their rejections changed: how many, for which reason mostly, which rules, when."""
    evidence = [Evidence(**one) for one in decode_json(row["leads"])]
    for rep in sorted({one.rep for one in evidence} & set(world.directory.reps)):
        reasons = Counter(one.reason for one in evidence if one.rep == rep)
        code, _ = reasons.most_common(1)[0]
        known = world.playbook.rejections.get(code)
        what = "rejections" if len(reasons) > 1 else f"'{known.says if known else code}'"
        says = f"your {reasons.total()} {what} changed {rules} on {row['applied_at']:%-d %b %Y}"
        whom = world.directory.reps[rep]
        news = TellLeader(
            key=f"receipt/{row['id']}/{rep}",
            kind="receipt",
            because=says,
            to=whom.email,
            name=whom.name,
            subject=f"{says[0].upper()}{says[1:]}",
            lines=(f"{says[0].upper()}{says[1:]}.", "Thank you for saying why: it is what the change was made from."),
            path=f"/playbook/{row['version']}",
            button="See what changed",
        )
        await tell(connection, (Leader(name=whom.name, email=whom.email),), news)


async def _refuse_no_draft(connection: Connection, version: str) -> None:
    state = await connection.fetchval(SQL.version_state, version)
    if state is None:
        raise no_such(version)
    if state not in WAITING:
        raise wrong(f"version {version} is {state}", "Name a draft, or the version in force")


def _row(one: Found, playbook: str) -> tuple[Any, ...]:
    figures = (one.hits, one.of, one.low, one.high, one.wire)
    return (
        one.about,
        one.kind,
        one.segment,
        one.says,
        *figures,
        one.since,
        playbook,
        encode(one.reasons),
        encode(one.leads),
    )


def _read(row: asyncpg.Record) -> Proposal:
    told = {
        name: row[name] for name in ("about", "kind", "segment", "says", "hits", "of", "low", "high", "wire", "since")
    }
    found = Found(
        **told,
        reasons=tuple((code, count) for code, count in decode_json(row["reasons"])),
        leads=tuple(Evidence(**one) for one in decode_json(row["leads"])),
    )
    rest = ("id", "playbook", "opened_at", "state", "answered_at", "answered_by", "answer", "version", "closed_at")
    return Proposal(found=found, closed_because=row["closed_because"], **{name: row[name] for name in rest})
