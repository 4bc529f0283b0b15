"""Do the same arrivals under the same playbook make the same decisions, however batched, and do facts still add up?

Run by hand: `python -m tests.whole.replays --leads 10000`. Prints how many decisions differed; exit code 1 if one did.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import random
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from random import Random

import asyncpg

from batonpass.handoff.fold import fold
from batonpass.handoff.lead import Lead
from batonpass.store.arrival import Arrival
from batonpass.store.open import open_pool
from batonpass.store.past import explained
from batonpass.store.shape import decode_fact, decode_json, encode
from batonpass.store.take import take
from tests.database import address, command, server, template, wait_for
from tests.store.office import TUESDAY_TEN, furnish, set_time, submission

FORMS = ("demo", "ebook", "webinar", "newsletter", "contact")
REPS = ("ana", "bruno", "carla", "dora", "emil")
APART = timedelta(seconds=7)
STEP = 40
"""So many arrivals share an instant."""
STATE = "select state::text from app.leads where id = $1"
FACTS = "select kind, playbook, body::text as body from app.facts where lead_id = $1 order by seq"
DECIDED = """
    select l.person, f.seq, f.kind, f.at, f.playbook, f.body::jsonb::text as body
    from app.facts f join app.leads l on l.id = f.lead_id order by l.person, f.seq
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Replayed:
    """How many leads and decisions there were, and how many were not the same again."""

    leads: int
    decisions: int
    differ: int
    not_their_facts: int
    not_explained: int

    @property
    def same(self) -> bool:
        """Was everything as before?"""
        return not (self.differ or self.not_their_facts or self.not_explained)


def history(leads: int, chance: Random) -> list[Arrival]:
    """What a crowd sends: most once, some again with another form, countries and messages mixed."""
    sent: list[Arrival] = []
    for n in range(leads):
        more = {"country": chance.choice(("SE", "PT", "DE", "")), "message": chance.choice(("", "call me"))}
        sent += [submission(n, form=form, **more) for form in chance.sample(FORMS, chance.choice((1, 1, 1, 2)))]
    chance.shuffle(sent)
    return sent


async def decide(pool: asyncpg.Pool, sent: Sequence[Arrival], *, batch: int) -> list[tuple[object, ...]]:
    """Take it all in, so many in a batch, at the same instants whatever the batch; give every decision in order."""
    watched = await furnish(pool, *REPS)
    for step, start in enumerate(range(0, len(sent), STEP)):
        await set_time(pool, TUESDAY_TEN + step * APART)
        page = sent[start : start + STEP]
        for first in range(0, len(page), batch):
            await take(pool, watched, page[first : first + batch])
    return [tuple(row) for row in await pool.fetch(DECIDED)]


async def replay(pools: tuple[asyncpg.Pool, asyncpg.Pool], *, leads: int, chance: Random) -> Replayed:
    """Decide the same history twice, in large batches and in small ones; then fold and explain what was kept."""
    sent = history(leads, chance)
    once, again = await decide(pools[0], sent, batch=STEP), await decide(pools[1], sent, batch=3)
    kept = [row["id"] for row in await pools[0].fetch("select id from app.leads")]
    return Replayed(
        leads=len(kept),
        decisions=len(once),
        differ=sum(one != other for one, other in zip(once, again, strict=False)) + abs(len(once) - len(again)),
        not_their_facts=sum([not await _adds_up(pools[0], lead) for lead in kept]),
        not_explained=sum([not (await explained(pools[0], lead)).identical for lead in kept[:500]]),
    )


async def _adds_up(pool: asyncpg.Pool, lead_id: str) -> bool:
    folded = Lead(id=lead_id)
    for row in await pool.fetch(FACTS, lead_id):
        folded = fold(folded, decode_fact(row["kind"], row["body"]), row["playbook"])
    return decode_json(encode(folded)) == json.loads(await pool.fetchval(STATE, lead_id))


async def on_two_databases(leads: int, seed: int) -> Replayed:
    """The same on two databases of their own."""
    names = [f"replay_{seed}_{n}" for n in (1, 2)]
    for name in names:
        await command(f"create database {name} template {template()} strategy file_copy")
    first, second = [await open_pool(address(name), connections=4) for name in names]
    try:
        return await replay((first, second), leads=leads, chance=Random(seed))
    finally:
        for pool in (first, second):
            await pool.close()


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--leads", type=int, default=10_000)
    asked.add_argument("--seed", type=int, default=random.randrange(10**6))
    said = asked.parse_args()
    found = asyncio.run(on_two_databases(said.leads, said.seed))
    sys.stdout.write(f"seed {said.seed}: {found}\n")
    wait_for(server().close())
    sys.exit(0 if found.same else 1)


if __name__ == "__main__":
    main()
