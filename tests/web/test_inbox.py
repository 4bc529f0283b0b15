"""Does everybody see what is theirs to do, and what presses most at the head?"""

from __future__ import annotations

import re

import pytest

from batonpass.handoff.requests import Accept, Reassign, Touch

pytestmark = pytest.mark.asyncio(loop_scope="session")
GROUP = re.compile(r'<h2 class="group".*?</span>(.*?)<span')


async def groups(site, name: str) -> list[str]:
    """The names of the groups that somebody sees."""
    async with site.signed_in(name) as visitor:
        return GROUP.findall((await visitor.get("/inbox/list")).text)


async def test_a_fresh_demo_request_is_due_within_the_hour(site):
    await site.lead(email="eva@acme.example")
    assert await groups(site, "ana") == ["Due within the hour"]


async def test_a_longer_promise_stands_under_later_today(site):
    await site.lead(email="eva@acme.example", form="ebook")
    assert await groups(site, "ana") == ["Later today"]


async def test_a_promise_that_ends_tomorrow_says_so(site):
    await site.at("2027-03-02T16:00:00+00:00")
    await site.lead(email="eva@acme.example", form="ebook")
    assert await groups(site, "ana") == ["Tomorrow or later"]


AROUND = re.compile(r'<nav class="around.*?</nav>', re.DOTALL)


async def test_an_open_lead_leads_to_the_one_before_and_the_one_after(site):
    first, second, third = sorted([await site.lead(email=f"p{n}@acme.example") for n in range(3)])
    async with site.signed_in("ana") as visitor:
        around = {one: AROUND.search((await visitor.get(f"/leads/{one}")).text)[0] for one in (first, second, third)}
    told = {one: (re.search(r"\d of \d", text)[0], re.findall(r"/leads/(\w+)", text)) for one, text in around.items()}
    assert told == {first: ("1 of 3", [second]), second: ("2 of 3", [first, third]), third: ("3 of 3", [second])}


async def test_outside_working_hours_a_lead_waits_and_one_sees_until_when(site):
    await site.at("2027-03-02T20:00:00+00:00")
    await site.lead(email="eva@acme.example")
    async with site.signed_in("ana") as visitor:
        assert "opens Wed\N{NO-BREAK SPACE}09:00" in (await visitor.get("/inbox/list")).text


async def test_a_broken_promise_stands_at_the_head(site):
    await site.lead(email="eva@acme.example")
    await site.later(minutes=31)
    await site.lead(email="nils@acme.example")
    assert (await groups(site, "ana"))[0] == "Late"


async def test_at_the_due_instant_the_promise_is_not_broken_yet(site):
    await site.lead(email="eva@acme.example")
    await site.later(minutes=30)
    assert await groups(site, "ana") == ["Due within the hour"]


async def test_a_touched_lead_waits_for_its_rep(site):
    lead = await site.lead(email="eva@acme.example")
    await site.act(lead, Touch(by="ana", kind="call"))
    assert await groups(site, "ana") == ["Waiting for you"]


async def test_a_late_clock_counts_working_time(site):
    await site.at("2027-03-02T17:50:00+00:00")
    await site.lead(email="eva@acme.example")
    await site.at("2027-03-03T09:27:02+00:00")
    async with site.signed_in("ana") as visitor:
        assert "\N{MINUS SIGN}7:02" in (await visitor.get("/inbox/list")).text


async def test_whoever_asks_again_in_work_and_hears_nothing_stands_under_late(site):
    lead = await site.lead(email="eva@acme.example")
    await site.act(lead, Touch(by="ana", kind="call"))
    await site.later(hours=1)
    await site.lead(email="eva@acme.example")
    await site.later(minutes=45)
    assert await groups(site, "ana") == ["Late"]


async def test_a_rep_does_not_see_the_leads_of_a_colleague(site):
    await site.lead(email="eva@acme.example")
    async with site.signed_in("bruno") as visitor:
        assert "eva@acme.example" not in (await visitor.get("/")).text


@pytest.mark.parametrize("name", ["mara", "maya", "olle"])
async def test_who_leads_a_team_sees_its_leads_with_their_owners(site, name):
    await site.lead(email="eva@acme.example")
    async with site.signed_in(name) as visitor:
        assert "Ana D." in (await visitor.get("/inbox/list")).text


async def test_who_leads_a_team_does_not_see_another_team(site):
    lead = await site.lead(email="eva@acme.example")
    await site.act(lead, Reassign(by="mara", to="astrid"))
    async with site.signed_in("mara") as visitor:
        assert "eva@acme.example" not in (await visitor.get("/inbox/list")).text


async def test_the_local_time_of_the_lead_is_told(site):
    await site.lead(email="eva@acme.example")
    async with site.signed_in("ana") as visitor:
        assert "11:00 Stockholm" in (await visitor.get("/inbox/list")).text


async def test_a_country_of_many_zones_is_not_guessed_at(site):
    await site.lead(email="eva@acme.example", country="US")
    async with site.signed_in("ana") as visitor:
        assert '<span class="push nowrap tabular"></span>' in (await visitor.get("/inbox/list")).text


async def test_a_score_is_cut_so_that_it_never_shows_a_threshold_it_has_not_reached(site):
    await site.lead(email="eva@acme.example")
    async with site.signed_in("ana") as visitor:
        assert 'title="Score">60<' in (await visitor.get("/inbox/list")).text


async def test_an_empty_inbox_says_what_waits_elsewhere(site):
    await site.lead(country="")
    async with site.signed_in("ana") as visitor:
        assert "1 wait in" in (await visitor.get("/")).text


async def test_the_first_lead_is_open_beside_the_list(site):
    await site.lead(email="eva@acme.example", message="Can you show us the line?")
    async with site.signed_in("ana") as visitor:
        assert "Can you show us the line?" in (await visitor.get("/")).text


async def test_an_accepted_lead_shows_its_stage(site):
    lead = await site.lead(email="eva@acme.example")
    await site.act(lead, Accept(by="ana"))
    async with site.signed_in("ana") as visitor:
        assert '<span class="cut">SAL</span>' in (await visitor.get("/inbox/list")).text


async def test_ones_own_first_touches_of_today_stand_above_the_leads_from_three_on(site):
    told = []
    for name in ("eva", "nils", "olga"):
        await site.act(await site.lead(email=f"{name}@{name}.example"), Touch(by="ana", kind="call"))
        async with site.signed_in("ana") as visitor:
            told.append('<b class="tabular">3 of 3</b> in time' in (await visitor.get("/inbox/list")).text)
    assert told == [False, False, True]


async def test_a_manager_sees_no_record_of_their_own_above_the_teams_leads(site):
    for name in ("eva", "nils", "olga"):
        await site.act(await site.lead(email=f"{name}@{name}.example"), Touch(by="ana", kind="call"))
    async with site.signed_in("mara") as visitor:
        assert "First touch today" not in (await visitor.get("/inbox/list")).text


async def test_an_address_that_stands_for_the_name_is_not_told_twice(site):
    await site.lead(email="eva@firm.example", first_name="", last_name="", company="", title="")
    async with site.signed_in("ana") as visitor:
        page = (await visitor.get("/")).text
    listed = page[page.index('<li class="lead') :].partition("</li>")[0]
    assert (listed.count("eva@firm.example"), ">firm.example" in listed) == (1, True)
