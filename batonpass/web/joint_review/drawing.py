"""How is a month's sample drawn, by lot, and who is invited to it?"""

from __future__ import annotations

import secrets
from collections.abc import Sequence

import asyncpg

from batonpass.learn.joint_sample import Candidate, drawn
from batonpass.store import joint_review
from batonpass.store.joint_reminders import invite
from batonpass.store.joint_review import Recent

SEED_BITS = 62


async def draw_sample(pool: asyncpg.Pool, *, by: str) -> str:
    """Draw this month's sample unless it is drawn, invite both sides, and give its name.

    Raises Refusal when there is nothing to draw from.
    """
    name = await joint_review.draw(pool, _picks, seed=secrets.randbits(SEED_BITS), by=by)
    await invite(pool, name)
    return name


def _picks(recent: Sequence[Recent], seed: int) -> tuple[Candidate, ...]:
    candidates = (
        Candidate(lead=one.lead, seq=one.seq, band=one.band, segment=one.segment, source=one.source) for one in recent
    )
    return drawn(candidates, seed=seed)
