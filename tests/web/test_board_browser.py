"""Does a manager get through the day in a real browser: by mouse, by keyboard alone, and without scripts?"""

from __future__ import annotations

import pytest
from playwright.async_api import expect

from batonpass.store.directory import put_pool, put_rep
from tests.web.conftest import become, resize
from tests.web.site import answering, press

pytestmark = pytest.mark.asyncio(loop_scope="session")
PAGES = (
    "/board",
    "/people",
    "/people/ana",
    "/pools",
    "/calendars",
    "/calendars/lisbon",
    "/routing?email=eva@firm.example",
    "/passed",
)
ATTACK = "\"><img src=x onerror=\"document.title='hacked'\"><script>document.title='hacked'</script>"


async def acme(site, n: int = 1, **sent: object) -> str:
    return await site.lead(**{"email": f"p{n}@acme.example", "first_name": "Eva", "last_name": f"Lind{n}"} | sent)


async def two_in_the_pool(site) -> None:
    await put_pool(site.pool, "emea", {"members": [{"rep": "ana"}, {"rep": "bruno"}]}, by="test")


async def owners(site, *leads: str) -> set[str]:
    return {(await site.standing(lead))["owner"] for lead in leads}


async def test_a_manager_moves_chosen_leads_by_keyboard_alone(site, window):
    await two_in_the_pool(site)
    leads = [await acme(site, n) for n in range(2)]
    await become(window, "Mara Pinto")
    await window.goto("/board")
    for key in ("j", "x", "j", "x", "h"):
        await window.keyboard.press(key)
    await expect(window.locator("[data-chosen]")).to_contain_text("2 chosen")
    await expect(window.locator("#move-to")).to_be_focused()
    await window.keyboard.type("Bruno")
    await window.keyboard.press("Tab")
    await window.keyboard.press("Enter")
    await expect(window.get_by_text("2 leads are with Bruno Reis now")).to_be_visible()
    assert await owners(site, *leads) == {"bruno"}


async def test_a_card_is_dragged_to_a_colleague_and_takes_no_other_along(site, window):
    await two_in_the_pool(site)
    lead, ticked = await acme(site), await acme(site, 2)
    await become(window, "Mara Pinto")
    await window.goto("/board")
    await window.locator(f"#pick-{ticked}").check()
    await window.locator(f"[data-lead='{lead}']").drag_to(window.locator(".column[data-to='bruno']"))
    await expect(window.get_by_text("1 lead is with Bruno Reis now")).to_be_visible()
    assert [await owners(site, one) for one in (lead, ticked)] == [{"bruno"}, {"ana"}]


async def test_on_a_phone_the_bar_does_not_stand_before_the_sheet_for_a_leave(site, window):
    await two_in_the_pool(site)
    await acme(site)
    await become(window, "Mara Pinto")
    await window.set_viewport_size({"width": 390, "height": 700})
    await window.goto("/board")
    assert await window.locator("#move").evaluate("bar => getComputedStyle(bar).position") == "sticky"
    await window.locator("#away-ana").click()
    assert await window.locator("#move").evaluate("bar => getComputedStyle(bar).position") == "static"


async def test_a_card_dropped_on_who_is_away_stays_and_the_page_says_until_when(site, window):
    await two_in_the_pool(site)
    lead = await acme(site)
    async with site.signed_in("mara") as visitor:
        await press(visitor, "/people/bruno/leave", on="/board", first="2027-03-02", last="2027-03-09", next="/board")
    await become(window, "Mara Pinto")
    await window.goto("/board")
    await window.locator(f"[data-lead='{lead}']").drag_to(window.locator(".column[data-to='bruno']"))
    await expect(window.locator("#move-trouble")).to_contain_text("Bruno Reis is away until")
    assert await owners(site, lead) == {"ana"}


async def test_without_scripts_leads_move_all_the_same(site, browser):
    await two_in_the_pool(site)
    lead = await acme(site)
    async with answering(site.app) as url:
        plain = await browser.new_context(base_url=url, java_script_enabled=False)
        window = await plain.new_page()
        await become(window, "Mara Pinto")
        await window.goto("/board")
        await window.get_by_label("Choose Eva Lind1").check()
        await window.locator("#move-to").select_option("bruno")
        await window.get_by_role("button", name="Hand on").click()
        await expect(window.get_by_text("1 lead is with Bruno Reis now")).to_be_visible()
        await plain.close()
    assert await owners(site, lead) == {"bruno"}


async def test_somebody_calls_in_sick_and_the_next_lead_is_a_colleagues(site, window):
    await two_in_the_pool(site)
    waiting = await acme(site)
    await become(window, "Mara Pinto")
    await window.goto("/pools")
    await expect(window.locator("#pool-emea .body b").first).to_have_text("Ana Duarte")
    await window.goto("/board")
    await window.locator("#away-ana").click()
    await expect(window.get_by_label("First day").first).to_have_value("2027-03-02")
    await window.get_by_role("button", name="Enter leave").first.click()
    await expect(window.get_by_text("Ana Duarte is away.")).to_be_visible()
    await window.goto("/pools")
    await expect(window.locator("#pool-emea .body b").first).to_have_text("Bruno Reis")
    assert await owners(site, waiting) == {"bruno"}


async def test_the_board_brings_itself_up_to_date_and_keeps_focus_and_choice(site, window):
    lead = await acme(site)
    await become(window, "Mara Pinto")
    await window.clock.install()
    await window.goto("/board")
    await window.locator(f"#pick-{lead}").check()
    await window.locator(f"#lead-{lead}").focus()
    await acme(site, 2)
    async with window.expect_response("**/board/team"):
        await window.clock.run_for(20_000)
    await expect(window.locator(".card")).to_have_count(2)
    await expect(window.locator(f"#lead-{lead}")).to_be_focused()
    await expect(window.locator(f"#pick-{lead}")).to_be_checked()


async def test_a_board_whose_reader_was_signed_out_says_so(site, window):
    await acme(site)
    await become(window, "Mara Pinto")
    await window.clock.install()
    await window.goto("/board")
    await window.context.clear_cookies()
    await window.clock.run_for(20_000)
    await expect(window.get_by_text("could not be brought up to date")).to_be_visible()


async def test_a_lead_is_tried_and_its_address_tells_a_colleague_the_same(site, window):
    await become(window, "Mara Pinto")
    await window.goto("/routing")
    await window.get_by_label("E-mail").fill("eva@firm.example")
    await window.get_by_label("Country").fill("SE")
    await window.get_by_role("button", name="Try it").click()
    await expect(window.get_by_role("heading", name="Ana Duarte would have it")).to_be_visible()
    address = window.url
    await become(window, "Bruno Reis")
    await window.goto(address)
    await expect(window.get_by_role("heading", name="Ana Duarte would have it")).to_be_visible()


@pytest.mark.parametrize("path", PAGES)
async def test_the_pages_fit_a_phone_and_make_no_complaint(site, window, complaints, path):
    await two_in_the_pool(site)
    await acme(site)
    await become(window, "Mara Pinto")
    await resize(window, 390, 800)
    await window.goto(path)
    assert await window.evaluate("document.documentElement.scrollWidth") <= 390
    assert complaints == []


@pytest.mark.parametrize("path", PAGES)
async def test_what_a_lead_or_colleague_is_called_is_only_ever_text(site, window, path):
    await two_in_the_pool(site)
    await acme(site, first_name=ATTACK, last_name=ATTACK, company=ATTACK, title=ATTACK)
    rename = {"name": ATTACK, "email": "ana@lumen.example", "calendar": "lisbon", "manager": "mara"}
    await put_rep(site.pool, site.watched, "ana", rename, by="test")
    await become(window, "Mara Pinto")
    await window.goto(path)
    assert (await window.locator("main img, main script").count(), await window.title() == "hacked") == (0, False)
