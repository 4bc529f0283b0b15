"""What becomes of a batch that meets somebody whom another batch holds: is all that the other did seen?"""

from __future__ import annotations

import asyncio
import random
from datetime import timedelta

import pytest

from batonpass.store.arrival import State
from batonpass.store.directory import put_accounts, put_rep
from batonpass.store.marked import mark
from batonpass.store.met import hold, met_in, try_to_hold
from batonpass.store.playbooks import Why, step_in
from batonpass.store.take import WORTH_BEGINNING, take_on
from batonpass.written.load import load
from tests.store.office import TUESDAY_TEN as TEN
from tests.store.office import count, furnish, person, send, set_time, submission
from tests.store.test_meanwhile import SECOND, begun

EVA = "p1@firm1.example"


def crowd(*first):
    """So many strangers behind them that the batch is worth beginning."""
    return [*first, *[submission(f"x{n}") for n in range(WORTH_BEGINNING)]]


async def in_one_go(pool, watched, batch):
    """Their outcomes in one transaction, or its error: `take` would try them again one by one."""
    async with pool.acquire() as connection, connection.transaction():
        return await take_on(connection, watched, batch)


async def meanwhile(pool, watched, *, batch, other):
    """The outcomes of a batch that had to wait for `other`, who held the first of it and did something."""
    async with pool.acquire() as holder:
        async with holder.transaction():
            await hold(holder, met_in(batch[:1]))
            going = await begun(in_one_go(pool, watched, batch), pool)
            assert not going.done()
            await other(holder)
        return await going


async def facts_of(pool, lead_id):
    return [
        row["kind"] for row in await pool.fetch("select kind from app.facts where lead_id = $1 order by seq", lead_id)
    ]


async def test_a_person_who_is_made_a_lead_meanwhile_is_that_lead(pool):
    watched = await furnish(pool)

    async def other(holder):
        await take_on(holder, watched, [submission(1, "newsletter")])

    outcomes = await meanwhile(pool, watched, batch=crowd(submission(1)), other=other)
    assert {outcome.state for outcome in outcomes} == {State.TAKEN}
    assert await count(pool, "leads", f"person = '{EVA}'") == 1
    assert (await facts_of(pool, outcomes[0].lead_id)).count("Captured") == 2


async def test_what_is_done_to_a_lead_meanwhile_is_not_undone(pool):
    watched = await furnish(pool)
    (was,) = await send(pool, watched, submission(1, "newsletter"))

    async def other(holder):
        await take_on(holder, watched, [submission(1, "pricing", phone="+46 8 123 456")])

    outcomes = await meanwhile(pool, watched, batch=crowd(submission(1)), other=other)
    assert outcomes[0].lead_id == was.lead_id
    assert (await facts_of(pool, was.lead_id)).count("Captured") == 3
    assert "46812345" in (await pool.fetchval("select state from app.leads where id = $1", was.lead_id)).replace(
        " ", ""
    )


async def test_a_lead_that_nobody_touched_stays_as_it_was_begun(pool):
    watched = await furnish(pool)
    (was,) = await send(pool, watched, submission("x3", "newsletter"))

    async def other(holder):
        await take_on(holder, watched, [submission(1, "newsletter")])

    outcomes = await meanwhile(pool, watched, batch=crowd(submission(1)), other=other)
    assert outcomes[4].lead_id == was.lead_id
    assert await count(pool, "leads") == WORTH_BEGINNING + 1


async def test_a_key_that_another_batch_takes_meanwhile_is_answered_as_there(pool):
    watched, said = await furnish(pool), []

    async def other(holder):
        said.extend(await take_on(holder, watched, [submission(1, key="k")]))

    outcomes = await meanwhile(pool, watched, batch=crowd(submission(1, key="k")), other=other)
    assert outcomes[0].state is State.REPLAYED
    assert outcomes[0].answer == said[0].answer.replace('"replayed":false', '"replayed":true')
    assert await count(pool, "inbox", "idem_key = 'k'") == 1


async def test_the_same_content_that_another_batch_takes_meanwhile_is_one_lead(pool):
    watched = await furnish(pool)

    async def other(holder):
        await take_on(holder, watched, [submission(1)])

    outcomes = await meanwhile(pool, watched, batch=crowd(submission(1)), other=other)
    assert outcomes[0].state is State.REPLAYED


async def test_an_owner_whom_the_account_gets_meanwhile_is_given_its_leads(pool):
    watched = await furnish(pool, "ana", "bruno")
    await put_rep(pool, watched, "carla", person("carla"), by="test")

    async def other(_holder):
        await put_accounts(pool, {"firm1.example": {"name": "Firm 1", "owner": "carla"}}, by="test")

    outcomes = await meanwhile(pool, watched, batch=crowd(submission(1)), other=other)
    assert await pool.fetchval("select owner from app.leads where id = $1", outcomes[0].lead_id) == "carla"


async def test_who_is_forgotten_meanwhile_is_not_known_again_by_what_is_past(pool):
    watched = await furnish(pool)
    (was,) = await send(pool, watched, submission(1, "newsletter"))

    async def other(holder):
        await mark(holder, [was.lead_id], asked=True)

    past = submission(1, occurred_at=(TEN - timedelta(days=1)).isoformat())
    outcomes = await meanwhile(pool, watched, batch=crowd(past), other=other)
    assert outcomes[0].state is State.NOT_KEPT


async def test_an_agreement_that_steps_in_meanwhile_decides(pool):
    watched = await furnish(pool)

    async def other(_holder):
        async with pool.acquire() as changer, changer.transaction():
            why = Why(by="test", note="a try")
            await step_in(changer, load(SECOND, "second.yaml"), where="second.yaml", what="applied", why=why)

    await meanwhile(pool, watched, batch=crowd(submission(1)), other=other)
    assert {row["playbook"] for row in await pool.fetch("select distinct playbook from app.facts")} == {"2"}


async def test_what_is_decided_anew_is_decided_at_the_later_instant(pool):
    watched = await furnish(pool)

    async def other(holder):
        await set_time(pool, TEN.replace(minute=5))
        await take_on(holder, watched, [submission(1, "newsletter")])

    outcomes = await meanwhile(pool, watched, batch=crowd(submission(1)), other=other)
    at = [
        row["at"]
        for row in await pool.fetch("select at from app.facts where lead_id = $1 order by seq", outcomes[0].lead_id)
    ]
    assert at == sorted(at)
    assert at[-1] == TEN.replace(minute=5)


async def test_nobody_is_held_beyond_the_first_who_is_held_by_another(pool):
    await furnish(pool)
    met = met_in([submission(n) for n in range(8)])
    async with pool.acquire() as holder, pool.acquire() as comer, holder.transaction(), comer.transaction():
        await holder.execute("select pg_advisory_xact_lock($1)", met.locks[3])
        about, held = await try_to_hold(comer, met)
        assert not held
        assert list(about.rows) == []
        holds = "select count(*) from pg_locks where locktype = 'advisory' and pid = $1 and granted"
        assert await pool.fetchval(holds, await comer.fetchval("select pg_backend_pid()")) == 3


@pytest.mark.parametrize("seed", [1, 2, 3])
async def test_batches_of_the_same_people_come_to_one_lead_a_person_and_exact_turns(pool, seed):
    watched, chance = await furnish(pool, "ana", "bruno", "carla"), random.Random(seed)
    batches = [
        [submission(who, "demo", f"{batch}-{n}") for n, who in enumerate(chance.choices(range(60), k=40))]
        for batch in range(6)
    ]
    outcomes = await asyncio.gather(*(send(pool, watched, *batch) for batch in batches))
    assert {outcome.state for some in outcomes for outcome in some} == {State.TAKEN}
    people = {arrival.sent["email"] for batch in batches for arrival in batch}
    assert await count(pool, "leads") == len(people)
    assert await count(pool, "facts", "kind = 'Captured'") == 240
    shares = sorted(row["had"] for row in await pool.fetch("select count(*) as had from app.leads group by owner"))
    assert shares[-1] - shares[0] <= 1
