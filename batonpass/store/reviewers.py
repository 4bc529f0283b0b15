"""Who in marketing hears of a lead that waits for them, though the playbook does not count them among its people?"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import asyncpg

from batonpass.handoff import record
from batonpass.handoff.effects import TellRep
from batonpass.handoff.lead import Lead
from batonpass.handoff.notify import ANSWERS, tell
from batonpass.handoff.people import Rep
from batonpass.handoff.playbook.review import REVIEW
from batonpass.handoff.refusal import forbidden
from batonpass.handoff.review import LATE
from batonpass.handoff.setting import Setting
from batonpass.store.connection import Connection
from batonpass.store.in_force import in_force_on
from batonpass.store.readable import leads_in
from batonpass.store.shape import encode
from batonpass.store.statements import statements
from batonpass.store.world import Watched, World

SQL = statements(Path(__file__).with_suffix(".sql"))


async def tell_reviewers(pool: asyncpg.Pool, watched: Watched) -> int:
    """Tell those who sign in for marketing of the leads that wait, and again when that is late; give how many mails.

    Where the playbook names who looks, they hear of it in the decision itself, and nobody else is told.
    """
    async with pool.acquire() as connection, connection.transaction():
        now, world = await in_force_on(connection, watched)
        policy = world.playbook.definition.review
        if policy is None or policy.people:
            return 0
        rows = await connection.fetch(SQL.untold)
        setting = world.setting(now, accounts={}, turns={}, loads={}) if rows else None
        told = 0
        for row, lead in leads_in(rows):
            if setting:
                known = _with(setting, world, row["email"], row["name"])
                told += await _tell(connection, lead, known, key=row["key"], to=row["email"], late=row["late"])
        return told


async def may_review(connection: Connection, by: str, world: World) -> bool:
    """May this person still answer for marketing: one of the playbook's people, or who signs in for it?"""
    rep = world.directory.reps.get(by)
    return rep.active if rep else await connection.fetchval(SQL.may_review, by)


async def reviewer(connection: Connection, email: str, world: World) -> str:
    """The name under which a user answers for marketing; Refusal for who may not, as on the page."""
    user = await connection.fetchrow(SQL.user, email)
    if user is None:
        raise forbidden(f"{email} does not sign in here; batonpass user add makes somebody who does")
    policy = world.playbook.definition.review
    if user["role"] not in ("marketing", "admin") and not (policy and user["rep"] in policy.people):
        raise forbidden(f"{email} signs in as {user['role']}; marketing answers, or whom the playbook names")
    return user["rep"] or user["email"]


def _with(setting: Setting, world: World, email: str, name: str) -> Setting:
    """The people of the playbook and this one, on the hours of who answers for the default queue."""
    queue = world.directory.queues.get(world.playbook.default_queue)
    one = Rep(id=email, name=name, email=email, calendar=queue.calendar if queue else "")
    return replace(setting, directory=replace(setting.directory, reps={**setting.directory.reps, email: one}))


async def _tell(connection: Connection, lead: Lead, setting: Setting, *, key: str, to: str, late: bool) -> int:
    because = lead.waiting.because if lead.waiting else lead.because
    why = f"{because}; " + ("nobody has looked yet" if late else "it waits for marketing's yes")
    kind = LATE if late else REVIEW
    for effect in tell(kind, to, lead, setting, why=why, key=key, actions=ANSWERS)[:1]:
        if isinstance(effect, TellRep):
            await connection.execute(
                SQL.tell, key, lead.id, to, kind, encode(record.replace(effect, channel="email", to=to))
            )
            return 1
    return 0
