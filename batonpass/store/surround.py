"""What must be read and held before a batch is decided?"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path

import asyncpg

from batonpass.handoff.people import Account
from batonpass.store.connection import Connection
from batonpass.store.decide import Batch, Surroundings
from batonpass.store.held import colleagues_of, keeps_together, loads_of, minutes_of, weighs
from batonpass.store.intent import looks_back, others_of
from batonpass.store.marked import Marked
from batonpass.store.shape import decode_json
from batonpass.store.statements import statements
from batonpass.store.world import FOLD_WITHIN, Watched, World

SQL = statements(Path(__file__).with_suffix(".sql"))


@dataclass(frozen=True, slots=True, kw_only=True)
class About:
    """What a batch is about: the leads as they were locked, and by what its accounts, people and replays are found.

    `where` are the domains and keys of accounts, `keys` the idempotency keys with their callers.
    """

    rows: Sequence[asyncpg.Record]
    where: Sequence[str]
    people: Sequence[str] = ()
    keys: Sequence[tuple[str, str]] = ()
    contents: Sequence[bytes] = ()
    ids: Mapping[str, str] = field(default_factory=dict[str, str])
    """Under which other keys leads are known, and into which they were merged."""
    forgotten: Marked = field(default_factory=dict[str, datetime])


NOTHING = About(rows=(), where=())


async def batch_of(connection: Connection, watched: Watched, about: About) -> Batch:
    """Read all the decisions depend on; leads are locked already, turns are locked here, always in this order."""
    around = await _look(connection, SQL.hold_turns, about)
    world = await watched.at_revision(connection, around["revision"])
    back = looks_back(world.playbook)
    seen = _seen(around)
    named = {*about.where, *seen.accounts}
    read = replace(
        seen,
        turns=decode_json(around["turns"]),
        loads=await loads_of(connection) if world.directory.capped else {},
        minutes=await minutes_of(connection) if weighs(world.directory) else None,
        colleagues=await colleagues_of(connection, about.people) if keeps_together(world.playbook) else None,
        others=await others_of(connection, named, around["at"] - back) if back else None,
    )
    return _batch(world, read, about)


async def batch_ahead(connection: Connection, watched: Watched, about: About) -> Batch | None:
    """The same before the tallies are held, so that others may decide meanwhile; `held_now` must follow.

    None where more than the turns depends on what others decide: caps, loads, who works a company, what colleagues did.
    """
    around = await _look(connection, SQL.surroundings, about)
    world = await watched.at_revision(connection, around["revision"])
    return None if _looks_at_others(world) else _batch(world, _seen(around), about)


async def held_now(connection: Connection, batch: Batch, about: About | None) -> bool:
    """Hold the tallies for a batch that was begun without them; False when what it was begun upon has moved on since.

    `about` is what was read of its leads once they were held, where they were not held while it was begun.
    """
    around = await _look(connection, SQL.hold_turns, about or NOTHING)
    if about:
        read = _seen(around)
        if read.accounts != batch.around.accounts or about.forgotten != batch.forgotten:
            return False
        batch.see_anew(read, _kept(about), about.ids)
    batch.hold(decode_json(around["turns"]))
    return around["revision"] == batch.world.revision


async def _look(connection: Connection, statement: str, about: About) -> asyncpg.Record:
    callers, idem = [caller for caller, _ in about.keys], [key for _, key in about.keys]
    around = await connection.fetchrow(statement, callers, idem, list(about.contents), FOLD_WITHIN, list(about.where))
    assert around is not None  # noqa: S101 - the function gives one row, always
    return around


def _seen(around: asyncpg.Record) -> Surroundings:
    """What was read that needs no tallies."""
    return Surroundings(
        at=around["at"],
        keys={(c, k): (h, said) for c, k, h, said in decode_json(around["keys"])},
        contents=dict(decode_json(around["contents"])),
        accounts={domain: Account(domain=domain, **body) for domain, body in decode_json(around["accounts"])},
        turns=None,
        loads={},
    )


def _batch(world: World, read: Surroundings, about: About) -> Batch:
    batch = Batch(world, read, _kept(about))
    batch.ids |= about.ids
    batch.forgotten = about.forgotten
    return batch


def _kept(about: About) -> list[tuple[str, str, str]]:
    return [(row["id"], row["person"], row["state"]) for row in about.rows]


def _looks_at_others(world: World) -> bool:
    people, playbook = world.directory, world.playbook
    return bool(people.capped or weighs(people) or keeps_together(playbook) or looks_back(playbook))
