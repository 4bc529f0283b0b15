"""Does everybody see of their inbox what they chose, in the order they chose, and what it leaves out?"""

from __future__ import annotations

import re

import pytest

from batonpass.handoff.requests import Accept, Touch

pytestmark = pytest.mark.asyncio(loop_scope="session")
LISTED = re.compile(r'href="/leads/(\w+)" id=')
SCORE = re.compile(r'title="Score">(\d+)<')
SHOWS = re.compile(r'id="show-(\w+)".*?<span class="n">(\d+)</span>')


async def listed(site, query: str) -> tuple[str, ...]:
    """The leads that the address shows, in their order."""
    async with site.signed_in("ana") as visitor:
        return tuple(LISTED.findall((await visitor.get(f"/inbox/list{query}")).text))


async def four(site) -> dict[str, str]:
    """One late, one accepted, one that asked for a demo just now, one that read a book; in this order of arrival."""
    late = await site.lead(email="late@acme.example", source={"channel": "search"})
    await site.later(minutes=31)
    taken = await site.lead(email="taken@acme.example", country="PT", source={"channel": "search"})
    await site.act(taken, Touch(by="ana", kind="call"))
    await site.act(taken, Accept(by="ana"))
    await site.later(minutes=1)
    book = await site.lead(email="book@acme.example", form="ebook", source={"channel": "fair"})
    await site.later(minutes=1)
    demo = await site.lead(email="demo@acme.example", country="PT")
    return {"late": late, "taken": taken, "book": book, "demo": demo}


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("", "late demo book taken"),
        ("?show=late", "late"),
        ("?show=today", "late demo book"),
        ("?show=accept", "late demo book"),
        ("?tier=urgent", "late demo taken"),
        ("?country=PT", "demo taken"),
        ("?source=search", "late taken"),
        ("?source=-", "demo"),
        ("?source=search&country=PT", "taken"),
        ("?source=nowhere", ""),
        ("?sort=newest", "demo book taken late"),
        ("?show=accept&sort=newest", "demo book late"),
        ("?show=bogus&sort=sideways", "late demo book taken"),
        (f"?tier={'x' * 400}&country=%00", "late demo book taken"),
    ],
)
async def test_the_address_says_which_leads_are_seen_and_in_which_order(site, query, expected):
    leads = await four(site)
    names = {lead: name for name, lead in leads.items()}
    assert " ".join(names[one] for one in await listed(site, query)) == expected


async def test_by_score_the_highest_stands_first_whatever_presses(site):
    await four(site)
    async with site.signed_in("ana") as visitor:
        by_due, by_score = [
            SCORE.findall((await visitor.get(f"/inbox/list?sort={sort}")).text) for sort in ("due", "score")
        ]
    assert by_score == sorted(by_due, key=int, reverse=True) != by_due


async def test_beside_each_choice_stands_how_many_it_would_show_with_the_others(site):
    await four(site)
    async with site.signed_in("ana") as visitor:
        page = (await visitor.get("/?country=PT")).text
    assert dict(SHOWS.findall(page)) == {"all": "2", "late": "0", "today": "1", "accept": "1"}
    assert ">Sweden (2)<" in page
    assert ">Portugal (2)<" in page
    assert ">search (1)<" in page


async def test_a_choice_holds_while_leads_are_opened_until_it_is_cleared(site):
    leads = await four(site)
    async with site.signed_in("ana") as visitor:
        await visitor.get("/?show=late")
        beside = LISTED.findall((await visitor.get(f"/leads/{leads['demo']}")).text)
        await visitor.get("/?show=all")
        assert (beside, len(LISTED.findall((await visitor.get("/")).text))) == ([leads["late"]], 4)


async def test_an_address_that_was_passed_on_shows_the_same_to_who_had_chosen_otherwise(site):
    leads = await four(site)
    async with site.signed_in("ana") as visitor:
        await visitor.get("/?show=late&sort=score")
        assert LISTED.findall((await visitor.get("/?source=fair")).text) == [leads["book"]]


async def test_what_is_late_and_left_out_by_the_choice_is_told(site):
    await four(site)
    async with site.signed_in("ana") as visitor:
        assert "1 late lead is not shown here" in (await visitor.get("/?source=fair")).text
        assert "not shown here" not in (await visitor.get("/?source=search")).text


async def test_where_nothing_is_like_the_choice_the_page_says_so_and_offers_all(site):
    await four(site)
    async with site.signed_in("ana") as visitor:
        page = (await visitor.get("/?country=NO")).text
    assert "None of your leads is like this" in page
    assert '<a class="button main" href="/?show=all">' in page
    assert ">Norway (0)<" in page


async def test_an_open_lead_counts_among_those_chosen(site):
    leads = await four(site)
    async with site.signed_in("ana") as visitor:
        await visitor.get("/?tier=urgent")
        assert "2 of 3" in (await visitor.get(f"/leads/{leads['demo']}")).text


async def test_what_is_due_today_counts_before_its_hours_begin(site):
    await site.later(hours=20)
    await site.lead(email="early@acme.example")
    assert len(await listed(site, "?show=today")) == 1
