"""Who leads each side, and how do they hear of what both do together?"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from batonpass.handoff.effects import TellLeader
from batonpass.handoff.record import replace
from batonpass.store.connection import Connection
from batonpass.store.joint_review import SQL
from batonpass.store.shape import encode
from batonpass.store.world import World

ROLE = {"sales": "manager", "marketing": "marketing"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Leader:
    """Somebody to be told: a name and an address."""

    name: str
    email: str


async def leaders(connection: Connection, world: World) -> Mapping[str, tuple[Leader, ...]]:
    """By side, whom the playbook's `meetings` name; without it, who signs in as a manager, and for marketing."""
    meetings, reps = world.playbook.meetings, world.directory.reps
    if meetings:
        named = {"sales": meetings.sales, "marketing": meetings.marketing}
        return {
            side: tuple(Leader(name=reps[one].name, email=reps[one].email) for one in ids if one in reps)
            for side, ids in named.items()
        }
    found: dict[str, tuple[Leader, ...]] = {}
    for side, role in ROLE.items():
        rows = await connection.fetch(SQL.people_of_side, role)
        found[side] = tuple(Leader(name=row["name"], email=row["email"]) for row in rows)
    return found


async def tell(connection: Connection, whom: Sequence[Leader], news: TellLeader) -> int:
    """Put one mail a person into the outbox, once a key; give how many people were told."""
    for one in whom:
        effect = replace(news, key=f"{news.key}/{one.email}", to=one.email, name=one.name)
        await connection.execute(SQL.notify, effect.key, effect.to, effect.kind, "TellLeader", encode(effect))
    return len(whom)
