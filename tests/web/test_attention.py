"""Does what was set aside wait where somebody sees it, and go on when they say so?"""

from __future__ import annotations

import pytest

from batonpass.handoff.refusal import conflict
from batonpass.handoff.requests_second import Win
from batonpass.store.deal_steps import let_wait
from tests.web.site import press

pytestmark = pytest.mark.asyncio(loop_scope="session")


async def held_back(site) -> int:
    """An arrival that looked like a machine's."""
    await site.arrive(email="eva@acme.example", quarantine="the hidden field was filled in")
    return await site.pool.fetchval("select id from app.inbox where state = 'quarantined'")


async def dead_letter(site) -> str:
    """A message that could not be sent."""
    await site.lead(email="eva@acme.example")
    return await site.pool.fetchval(
        """update app.outbox set state = 'dead', tries = 9, error = '550 no such mailbox'
        where kind = 'assigned' returning key"""
    )


@pytest.mark.parametrize(("tries", "says"), [(1, ", 1 try,"), (9, ", 9 tries,")])
async def test_a_message_that_could_not_be_sent_says_how_often_it_was_tried(site, tries, says):
    await dead_letter(site)
    await site.pool.execute("update app.outbox set tries = $1 where state = 'dead'", tries)
    async with site.signed_in("mara") as visitor:
        assert says in (await visitor.get("/attention")).text


async def test_an_answer_to_a_lead_that_could_not_be_sent_is_called_what_other_pages_call_it(site):
    letter = await dead_letter(site)
    await site.pool.execute("update app.outbox set kind = 'ack', recipient = 'eva@acme.example' where key = $1", letter)
    async with site.signed_in("mara") as visitor:
        assert "Automatic answer to eva@acme.example by email" in (await visitor.get("/attention")).text


async def test_a_quarantined_arrival_is_shown_with_its_reason(site):
    await held_back(site)
    async with site.signed_in("mara") as visitor:
        assert "the hidden field was filled in" in (await visitor.get("/attention")).text


async def test_a_released_arrival_becomes_a_lead(site):
    arrival = await held_back(site)
    async with site.signed_in("mara") as visitor:
        await press(visitor, f"/attention/arrivals/{arrival}/release")
    assert await site.pool.fetchval("select owner from app.leads") == "ana"


async def test_a_released_arrival_is_promised_from_now_on(site):
    arrival = await held_back(site)
    await site.later(hours=2)
    async with site.signed_in("mara") as visitor:
        await press(visitor, f"/attention/arrivals/{arrival}/release")
    assert str(await site.pool.fetchval("select due_at from app.clocks")) == "2027-03-02 12:30:00+00:00"


async def test_an_arrival_is_released_only_once(site):
    arrival = await held_back(site)
    async with site.signed_in("mara") as visitor:
        await press(visitor, f"/attention/arrivals/{arrival}/release")
        answer = await press(visitor, f"/attention/arrivals/{arrival}/release")
    assert (answer.status_code, await site.pool.fetchval("select count(*) from app.leads")) == (409, 1)


async def test_an_arrival_that_still_cannot_be_taken_in_stays_where_it_is(site):
    arrival = await held_back(site)
    await site.pool.execute(
        """update app.inbox set body = '{"form": "demo", "email": "nobody"}' where id = $1""", arrival
    )
    async with site.signed_in("mara") as visitor:
        answer = await press(visitor, f"/attention/arrivals/{arrival}/release")
    state = await site.pool.fetchval("select state from app.inbox where id = $1", arrival)
    assert (answer.status_code, state) == (409, "quarantined")


@pytest.mark.parametrize("arrival", ["0", "x", "9" * 30, "²"])
async def test_an_arrival_that_is_not_there_is_a_conflict(site, arrival):
    async with site.signed_in("mara") as visitor:
        assert (await press(visitor, f"/attention/arrivals/{arrival}/release")).status_code == 409


async def test_a_dead_letter_is_shown_with_its_error(site):
    await dead_letter(site)
    async with site.signed_in("mara") as visitor:
        assert "550 no such mailbox" in (await visitor.get("/attention")).text


async def test_a_dead_letter_to_teams_without_an_address_says_what_to_change_in_the_readers_language(site):
    says = (
        "nobody has said where Ana is found in Teams: under People, write the setting that holds the address of "
        "their workflow, or choose other ways for them; that holds for the next message, this one cannot be sent again"
    )
    await site.pool.execute("update app.outbox set error = $1 where key = $2", says, await dead_letter(site))
    async with site.signed_in("mara") as visitor:
        await press(visitor, "/me/language", on="/me", language="de")
        told = [(await visitor.get(page)).text for page in ("/attention", "/connectors")]
    assert all("niemand hat gesagt, wo Ana in Teams zu finden ist: Unter „Personen“" in one for one in told)


async def test_a_dead_letter_is_sent_again(site):
    key = await dead_letter(site)
    async with site.signed_in("mara") as visitor:
        await press(visitor, "/attention/messages/replay", key=key)
    assert await site.pool.fetchval("select state from app.outbox where key = $1", key) == "waiting"


async def test_a_message_that_is_not_dead_is_not_sent_again(site):
    async with site.signed_in("mara") as visitor:
        assert (await press(visitor, "/attention/messages/replay", key="none")).status_code == 409


async def test_a_rep_is_sent_to_who_can_help(site):
    async with site.signed_in("ana") as visitor:
        assert (await visitor.get("/attention")).status_code == 403


async def test_marketing_looks_but_lets_nothing_in(site):
    arrival = await held_back(site)
    async with site.signed_in("maya") as visitor:
        assert (await press(visitor, f"/attention/arrivals/{arrival}/release")).status_code == 403


async def test_the_count_beside_the_page_says_how_much_waits(site):
    await held_back(site)
    async with site.signed_in("mara") as visitor:
        assert 'Attention<span class="count">1</span>' in (await visitor.get("/")).text


async def test_a_promise_of_ours_that_does_not_hold_is_shown_with_its_leads(site):
    await site.pool.execute(
        "insert into app.findings (what, subject, says, found_at, looks)"
        " values ('late_steps', 'L7', 'late', app.now(), 2)"
    )
    async with site.signed_in("mara") as visitor:
        page = (await visitor.get("/attention")).text
    assert "Clocks that did not ring" in page
    assert 'href="/leads/L7"' in page


async def test_a_step_of_a_deal_that_came_too_early_is_seen_to_wait(site):
    lead = await site.lead(email="eva@acme.example")
    step, refused = (
        Win(by="crm", deal_id="9"),
        conflict("only an SQL or an opportunity is won or lost; this lead is MQL"),
    )
    await let_wait(site.pool, lead, step, refused)
    async with site.signed_in("mara") as visitor:
        page = (await visitor.get("/attention")).text
    assert "Deal 9: won" in page
    assert f"{lead}</a>" not in page
    assert "only an SQL or an opportunity is won or lost" in page.lower().replace("sql", "SQL")
