"""Does one lead whose stored state nobody can read take no list, and no report, from everybody?"""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from batonpass.handoff import requests as asked
from batonpass.store import account_page, board, named, read
from batonpass.store.directory import put_calendar, put_rep
from batonpass.store.match import TWINS_MOST, find_some
from batonpass.store.past_rounds import past_rounds
from batonpass.store.retention import whose_time_is_over
from batonpass.store.rounds import keep_rounds
from batonpass.store.snapshot import whole_leads
from batonpass.store.take import SQL as TAKE
from batonpass.store.take import act
from batonpass.store.watch import verify
from tests.store.office import LISBON, furnish, person, send, submission

LONG_AGO = datetime(2020, 1, 1, tzinfo=UTC)
BREAK = """update app.leads set state = jsonb_set(state::jsonb, '{stage}', '"Perplexed"') where id = $1"""
BREAK_FACT = (
    "update app.facts set body = jsonb_set(body::jsonb, '{at}', '\"noon\"') where lead_id = $1 and kind = 'Qualified'"
)


@pytest.fixture
async def watched(pool):
    return await furnish(pool, "ana")


@pytest.fixture
async def leads(pool, watched):
    """One that can be read, and one that cannot."""
    well, broken = [one.lead_id for one in await send(pool, watched, *[submission(n, country="PT") for n in (1, 2)])]
    await pool.execute(BREAK, broken)
    return well, broken


async def test_the_others_stay_in_the_lists_and_the_log_says_which_is_left_out(pool, leads, caplog):
    well, broken = leads
    lists = [await read.inbox(pool, ["ana"]), await board.these(pool, leads)]
    assert [[held.lead.id for held in one] for one in lists] == [[well], [well]]
    assert [lead.id for lead in await named.whole(pool, leads)] == [well]
    assert any(broken in line.message and "left out" in line.message for line in caplog.records)


async def test_their_company_and_who_is_to_go_are_told_without_it(pool, watched, leads):
    assert (await account_page.company_of(pool, "firm2.example")).people == ()
    assert await whose_time_is_over(pool, watched) == ()


async def test_a_lead_that_is_asked_for_by_itself_is_no_lead_that_is_not_there(pool, leads):
    with pytest.raises(ValueError, match="Perplexed"):
        await read.lead(pool, leads[1])


async def test_facts_that_cannot_be_read_hold_up_no_report(pool, watched, leads):
    well, broken = leads
    await keep_rounds(pool)
    await pool.execute("alter table app.facts disable trigger user")
    await pool.execute(BREAK_FACT, broken)
    await pool.execute("insert into app.changed (leads) values ($1)", list(leads))
    await act(pool, watched, well, asked.Touch(by="ana", kind="call"))
    assert await keep_rounds(pool) == 2
    rows = await pool.fetch("select lead, touched_at is not null as touched from app.rounds")
    assert {row["lead"]: row["touched"] for row in rows} == {well: True, broken: False}
    assert [one.handed.id for one in await past_rounds(pool, LONG_AGO)] == [well]


async def test_hours_change_and_accounts_are_found_for_the_others(pool, watched, leads):
    assert await find_some(pool, watched)
    assert await pool.fetchval("select inbox_id from app.match_cursor")
    await put_calendar(pool, "lisbon", {**LISBON, "hours": ["12:00", "18:00"]}, by="test")
    moved = await pool.fetch("select lead_id from app.facts where kind = 'ClockMoved'")
    assert {row["lead_id"] for row in moved} == {leads[0]}


async def test_who_leaves_gives_on_the_others_and_the_one_that_stays_is_found(pool, watched, leads, caplog):
    well, broken = leads
    assert await put_rep(pool, watched, "ana", person("ana", active=False), by="test") == 1
    rows = await pool.fetch("select id, owner from app.leads")
    assert {row["id"]: row["owner"] for row in rows} == {well: None, broken: "ana"}
    assert any(broken in line.message for line in caplog.records)
    assert "1 open lead has" in await pool.fetchval(
        "select body ->> 'because' from app.outbox where kind = 'handed_on'"
    )
    found = (await verify(pool, watched))[1]
    assert [one.subject for one in found if one.what == "leads_without_anybody"] == [broken]


async def test_twins_become_one_whatever_comes_of_others_before_them(pool, watched, leads):
    well, broken = leads
    others = [one.lead_id for one in await send(pool, watched, *map(submission, range(3, 4 + TWINS_MOST)))]
    pairs = [*((broken, other) for other in others), (well, others[0])]
    await pool.execute(TAKE.keep_twins, *map(list, zip(*pairs, strict=True)), ["said so"] * len(pairs))
    await find_some(pool, watched)
    rows = await pool.fetch("select lead_id, state from app.matches")
    assert {tuple(row) for row in rows} == {(broken, "waiting"), (well, "accepted")}
    assert await find_some(pool, watched) == 0


async def test_a_plan_is_made_of_the_others(pool, leads):
    assert [[lead.id for lead in some] async for some in whole_leads(pool)] == [[leads[0]]]
