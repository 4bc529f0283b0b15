"""Is what is written of a lead before anybody holds the turns what came true of it, once and no more?"""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given

from batonpass.store.ahead import SQL, begin, forget
from batonpass.store.arrival import Kind, State
from batonpass.store.columns import apart
from batonpass.store.decide import Astray, Batch
from batonpass.store.met import met_in, try_to_hold
from batonpass.store.pages import PAGE, Pages
from batonpass.store.playbooks import Why, step_in
from batonpass.store.surround import SQL as SURROUND
from batonpass.store.surround import batch_ahead
from batonpass.store.take import take_on
from batonpass.written.load import load
from tests.store.office import count, furnish, send, submission
from tests.store.test_begun import ID, arrivals, differs, left_by, surroundings, town
from tests.store.test_meanwhile import SECOND, begun
from tests.store.test_met import crowd, facts_of, in_one_go
from tests.whole.patience import linger

BEFORE_THE_TURN = ["Captured", "Identified", "Scored", "Qualified", "Briefed"]


class Told:
    """Lends a connection, and keeps in their order the statements and values that went through it."""

    def __init__(self, connection=None):
        self.connection, self.said = connection, []

    async def execute(self, sql, *values):
        self.said.append((sql, values))
        return await self.connection.execute(sql, *values) if self.connection else ""

    async def fetch(self, sql, *values):
        self.said.append((sql, values))
        return await self.connection.fetch(sql, *values)

    async def fetchval(self, sql, *values):
        return await self.connection.fetchval(sql, *values)

    async def fetchrow(self, sql, *values):
        self.said.append((sql, values))
        return await self.connection.fetchrow(sql, *values)


async def whole(pool):
    """Does each lead have its facts from the first to the last, and each fact its lead?"""
    torn = """select l.id, f.seqs from app.leads l
        full join (select lead_id as id, array_agg(seq order by seq) as seqs from app.facts group by 1) f using (id)
        where f.seqs is distinct from array(select generate_series(1, l.seq))"""
    return [*await pool.fetch(torn)] == []


async def test_what_is_true_before_the_turn_is_written_before_anybody_holds_the_turns(pool):
    watched = await furnish(pool)
    async with pool.acquire() as connection, connection.transaction():
        told = Told(connection)
        await take_on(told, watched, crowd())
    order = [sql for sql, _ in told.said]
    assert order.index(SQL.write_facts) < order.index(SURROUND.hold_turns)
    page = next(values for sql, values in told.said if sql == SQL.write_facts)
    assert apart(page[2])[:5] == BEFORE_THE_TURN
    assert (await facts_of(pool, apart(page[0])[0]))[:5] == BEFORE_THE_TURN
    assert await whole(pool)


@pytest.mark.parametrize("size", [PAGE, PAGE + 1, 2 * PAGE + 30])
async def test_of_every_page_each_fact_is_written_once(pool, size):
    watched = await furnish(pool)
    await in_one_go(pool, watched, [submission(f"y{n}") for n in range(size)])
    assert await count(pool, "leads") == size
    assert await whole(pool)


async def test_a_lead_that_was_there_is_written_on_from_where_it_stood(pool):
    watched = await furnish(pool)
    (was,) = await send(pool, watched, submission(1, "newsletter"))
    outcomes = await in_one_go(pool, watched, crowd(submission(1)))
    assert outcomes[0].lead_id == was.lead_id
    assert (await facts_of(pool, was.lead_id)).count("Captured") == 2
    assert await whole(pool)


async def test_somebody_who_comes_twice_in_a_batch_is_decided_in_their_order(pool):
    watched = await furnish(pool)
    outcomes = await in_one_go(pool, watched, crowd(submission(1, "newsletter"), submission(1), submission(1, key="k")))
    assert len({outcome.lead_id for outcome in outcomes[:3]}) == 1
    assert (await facts_of(pool, outcomes[0].lead_id)).count("Captured") == 3
    assert await whole(pool)


async def test_what_came_before_or_waits_for_a_look_is_not_written_ahead(pool):
    watched = await furnish(pool)
    await send(pool, watched, submission(1), submission(2, key="k"))
    held = replace(submission(3), quarantine="honeypot filled")
    async with pool.acquire() as connection, connection.transaction():
        told = Told(connection)
        outcomes = await take_on(told, watched, crowd(submission(1), submission(2, key="k"), held))
    assert [o.state for o in outcomes[:3]] == [State.REPLAYED, State.REPLAYED, State.QUARANTINED]
    assert SQL.forget not in [sql for sql, _ in told.said]
    assert await whole(pool)


async def test_a_key_that_comes_with_two_bodies_in_one_batch_leaves_nothing_of_the_second(pool):
    watched = await furnish(pool)
    outcomes = await in_one_go(pool, watched, crowd(submission(1, key="k"), submission(2, key="k")))
    assert [o.state for o in outcomes[:2]] == [State.TAKEN, State.KEY_REUSED]
    assert await count(pool, "leads", "person = 'p2@firm2.example'") == 0
    assert await count(pool, "inbox", "state = 'refused'") == 1
    assert await whole(pool)


async def test_of_leads_that_come_to_no_answer_after_all_nothing_is_true(pool):
    watched = await furnish(pool)
    await send(pool, watched, submission("first"))
    await pool.execute("""update app.turns set tally = '{"ana": "many", "bruno": "many"}'""")
    outcomes = await in_one_go(pool, watched, crowd())
    assert {outcome.state for outcome in outcomes} == {State.SET_ASIDE}
    assert await count(pool, "inbox", "state = 'set_aside'") == len(outcomes)
    assert await count(pool, "leads") == 1
    assert await whole(pool)


async def test_an_agreement_that_steps_down_leaves_nothing_that_was_true_under_it(pool):
    watched = await furnish(pool)
    async with pool.acquire() as holder:
        async with holder.transaction():
            await holder.execute("select from app.turns for update")
            going = await begun(in_one_go(pool, watched, crowd()), pool)
            async with pool.acquire() as changer, changer.transaction():
                why = Why(by="test", note="a try")
                await step_in(changer, load(SECOND, "second.yaml"), where="second.yaml", what="applied", why=why)
        await going
    assert {row["playbook"] for row in await pool.fetch("select distinct playbook from app.facts")} == {"2"}
    assert await whole(pool)


async def test_one_whose_facts_have_no_written_form_is_left_for_its_place_and_the_others_go_on():
    told, odd = Told(), replace(submission(1), door="\ud800")
    batch = Batch(town(), surroundings(None), [])
    assert None not in await begin(told, batch, [odd, submission(2)], held=True)
    page = next(values for sql, values in told.said if sql == SQL.write_facts)
    assert {body for body in apart(page[4]) if "p1@firm1.example" in body} == set()
    assert len(batch.written) == 1


async def test_one_that_cannot_be_written_ahead_is_set_aside_and_the_others_go_on(pool):
    watched = await furnish(pool)
    await pool.execute("alter table app.facts add constraint no_gold check (body::text not like '%gold%')")
    outcomes = await send(pool, watched, *crowd(submission(1, message="gold")))
    assert [o.state for o in outcomes] == [State.SET_ASIDE, *[State.TAKEN] * (len(outcomes) - 1)]
    assert "no_gold" in await pool.fetchval("select error from app.inbox where state = 'set_aside'")
    assert await whole(pool)


async def test_who_is_held_by_another_is_not_written_ahead(pool):
    watched = await furnish(pool)
    batch = crowd(submission(1))
    async with pool.acquire() as holder, pool.acquire() as comer, holder.transaction(), comer.transaction():
        await try_to_hold(holder, met_in(batch[:1]))
        about, held = await try_to_hold(comer, met_in(batch))
        told = Told(comer)
        ahead = await batch_ahead(comer, watched, about)
        assert len([one for one in await begin(told, ahead, batch, held=held) if one]) == len(batch)
        assert told.said == []


async def test_what_is_taken_back_gives_the_turns_back_and_holds_who_was_held(pool):
    watched = await furnish(pool)
    batch = crowd(submission(1))
    async with pool.acquire() as comer, comer.transaction():
        about, _ = await try_to_hold(comer, met_in(batch))
        ahead = await batch_ahead(comer, watched, about)
        await begin(comer, ahead, batch, held=True)
        await comer.execute("select from app.turns for update")
        await forget(comer)
        assert await comer.fetchval("select count(*) from app.facts") == 0
        await pool.execute("select from app.turns for update nowait")
        async with pool.acquire() as other, other.transaction():
            _, held = await try_to_hold(other, met_in(batch))
        assert not held


async def go_astray(connection):
    async with Pages(connection) as pages:
        await pages.write("select pg_sleep(0.1)")
        await linger(0)
        raise Astray


async def test_who_gives_up_on_a_page_leaves_the_connection_to_be_used(pool):
    async with pool.acquire() as connection, connection.transaction():
        await connection.execute(SQL.mark)
        with pytest.raises(Astray):
            await go_astray(connection)
        await forget(connection)
        assert await connection.fetchval("select 1") == 1


def facts_in(page, first):
    columns = [apart(column) for column in page[first : first + 5]]
    return [*zip(*columns, strict=True)]


@given(before=arrivals, now=arrivals)
async def test_ahead_and_after_together_are_what_is_decided_at_once(before, now):
    world = town()
    tallies, rows = left_by(before)
    at_once = Batch(world, surroundings(tallies), rows)
    for one in now:
        at_once.take(one)
    page = at_once.turn_page()
    should = facts_in(page, 32) if page else []

    ahead, told = Batch(world, surroundings(None), rows), Told()
    some = await begin(told, ahead, now, held=True)
    early = [row for sql, values in told.said if sql == SQL.write_facts for row in facts_in(values, 0)]
    ahead.hold(tallies)
    try:
        for both in zip(now, some, strict=True):
            ahead.take(*both)
    except Astray:
        return
    page = ahead.turn_page()
    is_so = early + (facts_in(page, 32) if page else [])
    assert ahead.written == {}
    assert len(is_so) == len({row[:2] for row in is_so})
    assert differs(per_lead(is_so), per_lead(should)) == ""


def per_lead(rows):
    """The facts of each lead in their order, and the leads by what is told of them; new ones have names by chance."""
    told = {}
    for lead_id, seq, *rest in sorted(rows, key=lambda row: (row[0], int(row[1]))):
        told.setdefault(lead_id, []).append((seq, *(ID.sub("L", text) for text in rest)))
    return "\n".join(sorted(map(repr, told.values())))


async def test_events_that_ask_for_nothing_are_written_whole(pool):
    watched = await furnish(pool)
    await send(pool, watched, *[submission(f"x{n}", "newsletter") for n in range(20)])
    seen = [
        replace(submission(), kind=Kind.EVENT, sent={"email": f"px{n}@firmx{n}.example", "event": "pricing_page_view"},
                fingerprint=None, raw="{}")
        for n in range(20)
    ]  # fmt: skip
    outcomes = await in_one_go(pool, watched, seen)
    assert {outcome.state for outcome in outcomes} == {State.TAKEN}
    assert await count(pool, "facts", "kind = 'Observed'") == 20
    assert await whole(pool)
