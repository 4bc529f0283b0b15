"""Does an empty installation get to its first handoff by its own pages, and by nobody who may not?"""

from __future__ import annotations

import pytest

from batonpass.store import start
from batonpass.store.users import put_user
from tests.web.site import press, token_in

pytestmark = pytest.mark.asyncio(loop_scope="session")
CANARY = '<script>window.canary=1</script>"><img src=x onerror=alert(1)>'
HOURS = {"company": "Nordlys", "tz": "Europe/Lisbon", "country": "PT", "opens": "09:00", "closes": "18:00"}
DAYS = {f"day_{day}": "yes" for day in ("Mon", "Tue", "Wed", "Thu", "Fri")}
PEOPLE = {
    "manager_name": "Ines Rocha", "manager_email": "ines@nordlys.example",
    "first_name": "Ana Melo", "first_email": "ana.melo@nordlys.example",
    "second_name": "Bo Lund", "second_email": "bo@nordlys.example",
}  # fmt: skip


async def do(visitor, step: str, **fields: str):
    return await press(visitor, f"/start/{step}", on=f"/start?step={step}", **fields)


@pytest.mark.parametrize("template", ["small-saas", "european"])
async def test_six_steps_lead_from_nothing_to_a_lead_in_an_inbox(site, template):
    async with site.signed_in("olle") as olle:
        done = [
            (await do(olle, "company", **HOURS, **DAYS)).status_code,
            (await do(olle, "people", **PEOPLE)).status_code,
            (await do(olle, "playbook", template=template)).status_code,
            (await do(olle, "channel", skip="yes")).status_code,
            (await do(olle, "form", form="demo", title="Ask for a demo")).status_code,
        ]
        lead = await site.lead(country="PT")
        page = (await olle.get("/start?step=handoff")).text
    colleague = await site.lead(email="kai@firm.example", country="PT")
    kept = await start.steps(site.pool)
    reps = [kept["people"].answers["people"][role] for role in ("first", "second")]
    assert (done, "Handed over" in page) == ([303, 200, 303, 303, 303], True)
    owner = (await site.standing(lead))["owner"]
    assert (owner in reps, kept["channel"].state) == (True, "skipped")
    assert (await site.standing(colleague))["owner"] == owner


async def test_the_set_up_goes_on_where_it_was_left(site):
    async with site.signed_in("olle") as olle:
        await do(olle, "company", skip="yes")
        assert "Let them work here" in (await olle.get("/start")).text


async def test_hours_that_never_open_are_refused_and_what_was_written_stays(site):
    async with site.signed_in("olle") as olle:
        answer = await do(olle, "company", **{**HOURS, "opens": "18:00", "closes": "09:00"})
    assert (answer.status_code, "Nordlys" in answer.text) == (422, True)
    assert "company" not in await start.steps(site.pool)


@pytest.mark.parametrize("wrong", [{"tz": "Mars/Base"}, {"country": "ZZ"}, {"company": ""}])
async def test_what_cannot_be_is_refused_in_words(site, wrong):
    async with site.signed_in("olle") as olle:
        answer = await do(olle, "company", **{**HOURS, **DAYS, **wrong})
    assert (answer.status_code, "step-trouble" in answer.text) == (422, True)


async def test_two_people_have_two_addresses(site):
    async with site.signed_in("olle") as olle:
        answer = await do(olle, "people", **{**PEOPLE, "second_email": PEOPLE["first_email"]})
    assert (answer.status_code, "same address" in answer.text) == (422, True)


async def test_steps_done_again_double_nobody(site):
    async with site.signed_in("olle") as olle:
        for _ in range(2):
            await do(olle, "people", **PEOPLE)
    assert await site.pool.fetchval("select count(*) from app.directory where kind = 'rep'") == 3


@pytest.mark.parametrize("who", ["ana", "mara", "maya"])
async def test_nobody_but_an_administrator_sets_up(site, who):
    async with site.signed_in(who) as one:
        seen = [(await one.get(path)).status_code for path in ("/start", "/start/now")]
        sent = [
            (await press(one, path, on="/", **HOURS)).status_code
            for path in ("/start/company", "/start/people", "/start/playbook", "/start/sample", "/start/sample/remove")
        ]
    assert ({*seen, *sent}, await site.pool.fetchval("select count(*) from app.start")) == ({403}, 0)


async def test_the_first_one_here_comes_in_by_the_link_and_sets_up(site):
    await site.pool.execute("delete from app.users")
    token = await start.first_link(site.pool)
    async with site.visitor() as visitor:
        page = await visitor.get(f"/start/enter?key={token}")
        sent = {"token": token_in(page), "key": token, "name": "Olle", "email": "o@x.example"}
        short = await visitor.post("/start/enter", data={**sent, "password": "short"})
        came = await visitor.post("/start/enter", data={**sent, "password": "a long pass phrase"})
        inside = await visitor.get("/start")
        again = await visitor.get(f"/start/enter?key={token}")
    assert (short.status_code, came.status_code, came.headers["location"]) == (422, 303, "/start")
    assert ("Company and hours" in inside.text, again.status_code) == (True, 404)


async def test_the_link_lets_nobody_in_without_the_token_of_its_page(site):
    await site.pool.execute("delete from app.users")
    token = await start.first_link(site.pool)
    async with site.visitor() as visitor:
        answer = await visitor.post(
            "/start/enter", data={"key": token, "name": "E", "email": "e@x.example", "password": "a long pass phrase"}
        )
    assert (answer.status_code, await site.pool.fetchval("select count(*) from app.users")) == (403, 0)


async def test_a_link_for_a_rep_never_takes_over_who_signs_in_already(site):
    token = await start.invite(site.pool, start.Invite(email="new@x.example", name="N", role="rep"))
    await put_user(site.pool, email="new@x.example", name="N", role="admin", rep=None, password_hash="kept")
    async with site.visitor() as visitor:
        page = await visitor.get(f"/start/enter?key={token}")
        sent = {"token": token_in(page), "key": token, "name": "N", "password": "a long pass phrase"}
        answer = await visitor.post("/start/enter", data=sent)
    kept = await site.pool.fetchrow("select role, password_hash from app.users where email = 'new@x.example'")
    assert (answer.status_code, tuple(kept)) == (409, ("admin", "kept"))


async def test_samples_come_and_go_by_one_click_each(site):
    async with site.signed_in("olle") as olle:
        await press(olle, "/start/sample", on="/start")
        full = (await olle.get("/")).text
        await press(olle, "/start/sample/remove", on="/start")
        bare = (await olle.get("/")).text
    assert ("Sample: " in full, "Sample: " in bare, await site.pool.fetchval("select count(*) from app.leads")) == (
        True,
        False,
        0,
    )


async def test_pages_into_which_nobody_came_point_to_the_set_up(site):
    paths = ("/", "/queue", "/dashboard", "/sla", "/funnel", "/rejections")
    async with site.signed_in("olle") as olle:
        before = [(await olle.get(path)).text for path in paths]
        await site.lead()
        after = [(await olle.get(path)).text for path in paths]
    told = [{page.count('href="/start"') for page in pages} for pages in (before, after)]
    assert told == [{2}, {1}]


async def test_nothing_that_was_written_into_the_set_up_runs_on_its_pages(site):
    async with site.signed_in("olle") as olle:
        await do(olle, "company", **{**HOURS, **DAYS, "company": CANARY})
        await do(olle, "people", **{**PEOPLE, "first_name": CANARY})
        await do(olle, "playbook", template="small-saas")
        await do(olle, "form", form="demo", title=CANARY[:100])
        told = [
            (await olle.get(path)).text
            for path in ("/start?step=company", "/start", "/people", "/playbook", "/forms/demo")
        ]
    assert [page.count("<script>window") + page.count("<img src=x") for page in told] == [0] * 5
