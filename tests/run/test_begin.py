"""What does a new installation begin with, and does that stand in the way of anybody's own first playbook?"""

from __future__ import annotations

from batonpass.run.house import STARTER, STARTER_VERSION, begin
from batonpass.store.directory import apply
from batonpass.store.open import open_pool
from tests.database import database, postgres

__all__ = ["database", "postgres"]
OWN = STARTER.read_text("utf-8").replace("playbook: starter", "playbook: ours").replace("points: 5\n", "points: 7\n", 1)


async def test_the_first_playbook_of_ones_own_may_be_version_one(database):
    pool = await open_pool(database, connections=2)
    in_force = "select version from app.playbooks where state = 'active'"
    try:
        await begin(pool)
        assert await pool.fetchval(in_force) == STARTER_VERSION
        assert await apply(pool, OWN, where="own.yaml", by="test") == "1"
        await begin(pool)
        assert await pool.fetchval(in_force) == "1"
    finally:
        await pool.close()
