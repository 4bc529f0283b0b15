"""Does a real browser show the pages as meant: with and without scripts, by keyboard, on a phone, under attack?"""

from __future__ import annotations

import re

import pytest
from playwright.async_api import expect

from batonpass.connectors.catcher.kept import Kept
from batonpass.handoff.requests import Accept, Reassign
from tests.web.conftest import become, resize
from tests.web.site import answering

pytestmark = pytest.mark.asyncio(loop_scope="session")
ATTACKS = (
    "<script>document.title='hacked'</script>",
    "<img src=x onerror=\"document.title='hacked'\">",
    '"><svg onload="document.title=\'hacked\'">',
    "' autofocus onfocus='document.title=`hacked`' x='",
    "{{ 7 * 7 }}${7*7}",
    "javascript:document.title='hacked'",
)
PAGES = ("/", "/queue", "/attention", "/mail", "/playbook")


async def acme(site, **sent: object) -> str:
    return await site.lead(**{"email": "eva@acme.example", "first_name": "Eva", "last_name": "Lind"} | sent)


async def test_a_clock_ticks(site, window):
    await acme(site)
    await window.clock.install()
    await window.goto("/")
    await window.clock.run_for(3_000)
    await expect(window.locator(".lead [data-words]")).to_have_text("29:57")


async def test_a_clock_turns_late_by_itself(site, window):
    await acme(site)
    await site.later(minutes=29, seconds=58)
    await window.clock.install()
    await window.goto("/")
    await window.clock.run_for(5_000)
    await expect(window.locator(".lead bp-clock")).to_have_attribute("data-tone", "late")


async def test_a_clock_stands_still_when_the_hours_close(site, window):
    await site.at("2027-03-02T17:59:58+00:00")
    await acme(site)
    await window.clock.install()
    await window.goto("/")
    await window.clock.run_for(9_000)
    await expect(window.locator(".lead [data-words]")).to_have_text("29:58")


async def test_a_paused_clock_runs_when_the_hours_open(site, window):
    await site.at("2027-03-02T08:59:58+00:00")
    await acme(site)
    await window.clock.install()
    await window.goto("/")
    await window.clock.run_for(5_000)
    await expect(window.locator(".lead [data-words]")).to_have_text("29:57")


async def test_the_list_brings_itself_up_to_date(site, window):
    lead = await acme(site)
    await window.clock.install()
    await window.goto("/")
    await acme(site, email="nils@acme.example", first_name="Nils")
    await window.clock.run_for(20_000)
    await expect(window.locator(".lead .name")).to_have_count(2)
    left = window.get_by_text("This lead has left your list")
    await expect(left).to_be_hidden()
    await site.act(lead, Reassign(by="mara", to="bruno"))
    await window.clock.run_for(20_000)
    await expect(left).to_be_visible()


async def test_the_keyboards_focus_stays_when_the_list_is_renewed(site, window):
    lead = await acme(site)
    await window.clock.install()
    await window.goto("/")
    await window.locator(f"#lead-{lead}").focus()
    async with window.expect_response("**/inbox/list*"):
        await window.clock.run_for(20_000)
    await expect(window.locator(f"#lead-{lead}")).to_be_focused()


async def test_who_was_signed_out_elsewhere_is_told(site, window):
    await acme(site)
    await window.clock.install()
    await window.goto("/")
    await window.context.clear_cookies()
    await window.clock.run_for(20_000)
    await expect(window.get_by_text("could not be brought up to date")).to_be_visible()


async def test_j_and_k_move_from_lead_to_lead(site, window):
    await acme(site)
    await acme(site, email="nils@acme.example")
    await window.goto("/")
    await window.keyboard.press("j")
    await expect(window.locator(".lead > a").nth(1)).to_have_attribute("aria-current", "true")
    await window.keyboard.press("k")
    await expect(window.locator(".lead > a").nth(0)).to_have_attribute("aria-current", "true")


async def test_a_accepts_the_lead(site, window):
    await window.goto(f"/leads/{await acme(site)}")
    await window.keyboard.press("a")
    await expect(window.get_by_text("Accepted: the lead is yours to work.")).to_be_visible()


async def test_r_opens_the_rejection_and_puts_the_focus_on_its_reason(site, window):
    await window.goto(f"/leads/{await acme(site)}")
    await window.keyboard.press("r")
    await expect(window.get_by_label("Why")).to_be_focused()


async def test_letters_that_are_written_press_no_buttons(site, window):
    lead = await acme(site)
    await window.goto(f"/leads/{lead}")
    await window.keyboard.press("r")
    await window.get_by_label("Note for marketing").press_sequentially("aaa")
    assert (await site.standing(lead))["stage"] == "MQL"


async def test_escape_closes_a_sheet_and_gives_the_focus_back(site, window):
    await window.goto(f"/leads/{await acme(site)}")
    await window.keyboard.press("r")
    await window.keyboard.press("Escape")
    await expect(window.locator("summary", has_text="Reject")).to_be_focused()


async def test_a_double_click_accepts_only_once(site, window):
    lead = await acme(site)
    await window.goto(f"/leads/{lead}")
    await window.get_by_role("button", name="Accept").dblclick()
    await window.wait_for_url("**/leads/*did=accept")
    assert await site.pool.fetchval("select count(*) from app.facts where kind = 'Accepted'") == 1


async def test_a_refused_rejection_stays_open_with_its_reason(site, window):
    await window.goto(f"/leads/{await acme(site)}")
    await window.locator("summary", has_text="Reject").click()
    await window.get_by_label("Why").select_option("other")
    await window.get_by_role("button", name="Reject this lead").click()
    await expect(window.get_by_role("alert")).to_be_visible()


async def test_without_scripts_a_lead_is_rejected_all_the_same(site, browser):
    lead = await acme(site)
    async with answering(site.app) as url:
        plain = await browser.new_context(base_url=url, java_script_enabled=False)
        window = await plain.new_page()
        await become(window, "Ana Duarte")
        await window.goto(f"/leads/{lead}")
        await window.locator("summary", has_text="Reject").click()
        await window.get_by_label("Why").select_option("no_budget")
        await window.get_by_role("button", name="Reject this lead").click()
        await plain.close()
    assert (await site.standing(lead))["stage"] == "Nurture"


async def test_without_scripts_a_clock_tells_the_time_left_when_it_was_shown(site, browser):
    await acme(site)
    async with answering(site.app) as url:
        plain = await browser.new_context(base_url=url, java_script_enabled=False)
        window = await plain.new_page()
        await become(window, "Ana Duarte")
        shown = await window.locator(".lead [data-words]").inner_text()
        await plain.close()
    assert shown == "30:00"


@pytest.mark.parametrize("attack", ATTACKS)
async def test_what_a_lead_sends_is_only_ever_text(site, window, complaints, attack):
    fields = ("first_name", "last_name", "company", "title", "message", "language")
    source = {"campaign": attack, "page": attack, "medium": attack}
    lead = await site.lead(email="eva@acme.example", **dict.fromkeys(fields, attack), source=source)
    await window.goto(f"/leads/{lead}")
    hidden = await window.locator("main script, main img, main [onload], main [onfocus], main [onerror]").count()
    assert (hidden, await window.title() == "hacked", complaints) == (0, False, [])


@pytest.mark.parametrize("attack", ATTACKS)
async def test_what_was_set_aside_is_only_ever_text(site, window, complaints, attack):
    await site.arrive(email="eva@acme.example", quarantine="suspicious", message=attack)
    await become(window, "Mara Pinto")
    await window.goto("/attention")
    assert (await window.locator("main img, main svg [onload]").count(), await window.title(), complaints) == (
        0,
        "Attention \N{MIDDLE DOT} Batonpass",
        [],
    )


@pytest.mark.parametrize("attack", ATTACKS)
async def test_a_caught_mail_runs_nothing(site, window, tmp_path, attack):
    site.app.state.catcher = Kept(tmp_path)
    raw = f"Subject: {attack}\r\nContent-Type: text/html\r\n\r\n<p>Hello</p>{attack}"
    await window.goto(f"/mail/{site.app.state.catcher.keep(raw.encode())}")
    await expect(window.frame_locator("iframe").get_by_text("Hello")).to_be_visible()
    assert await window.title() != "hacked"


@pytest.mark.parametrize("width", [360, 768, 1_024, 1_440, 1_600])
async def test_nothing_hangs_over_the_edge_of_the_screen(site, window, tmp_path, width):
    site.app.state.catcher = Kept(tmp_path)
    word = "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft"
    lead = await acme(site, company=word, title=word, message=word * 3)
    await acme(site, country="", email=f"{word[:40]}@firm.example", company=word)
    await become(window, "Mara Pinto")
    await resize(window, width, 800)
    wide = {}
    for path in (*PAGES, f"/leads/{lead}", "/sign-in"):
        await window.goto(path)
        wide[path] = await window.evaluate("document.documentElement.scrollWidth")
    assert max(wide.values()) <= width, wide


async def test_on_a_phone_the_inbox_is_a_list_and_a_lead_is_a_page(site, window):
    lead = await acme(site)
    await resize(window, 360, 740)
    await window.goto("/")
    await window.locator(f"#lead-{lead}").click()
    await expect(window.locator(".list")).to_be_hidden()


async def test_no_page_makes_the_browser_complain(site, window, complaints, tmp_path):
    site.app.state.catcher = Kept(tmp_path)
    lead = await acme(site, message="Hello")
    await become(window, "Mara Pinto")
    for path in (*PAGES, f"/leads/{lead}"):
        await window.goto(path)
    assert complaints == []


async def test_every_button_field_and_link_has_a_name_to_be_read_aloud(site, window):
    await acme(site)
    await window.goto("/")
    nameless = await window.evaluate(
        """() => [...document.querySelectorAll("a, button, summary, input:not([type=hidden]), select, textarea")]
            .filter((one) => !(one.innerText || one.textContent || "").trim() && !one.labels?.length
                && !one.getAttribute("aria-label")).map((one) => one.outerHTML)"""
    )
    assert nameless == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
async def test_text_stands_out_from_its_ground(site, window, scheme):
    lead = await acme(site, message="Hello", country="PT")
    await site.later(minutes=31)
    await site.act(lead, Accept(by="ana"))
    # Colours that are still on their way from one theme to the other stand out from nothing.
    await window.emulate_media(color_scheme=scheme, reduced_motion="reduce")
    await window.goto("/")
    assert await window.evaluate(FAINT) == []


# WCAG 2.2, 1.4.3: the ratio of the luminances, painted onto a canvas so that the browser itself resolves every colour.
FAINT = """() => {
  document.querySelectorAll(".drop").forEach((one) => { one.open = true; });
  const canvas = document.createElement("canvas").getContext("2d", { willReadFrequently: true });
  const painted = (...colours) => {
    canvas.clearRect(0, 0, 1, 1);
    for (const colour of colours) { canvas.fillStyle = colour; canvas.fillRect(0, 0, 1, 1); }
    return [...canvas.getImageData(0, 0, 1, 1).data.slice(0, 3)];
  };
  const light = (rgb) => rgb.map((c) => c / 255).map((c) => (c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4))
    .reduce((sum, c, i) => sum + c * [0.2126, 0.7152, 0.0722][i], 0);
  const grounds = (one) => (one ? [...grounds(one.parentElement), getComputedStyle(one).backgroundColor] : ["white"]);
  const faint = [];
  for (const one of document.querySelectorAll("body *")) {
    const own = [...one.childNodes].some((node) => node.nodeType === 3 && node.data.trim());
    if (!own || !one.checkVisibility() || one.closest(".aloud, .skip, svg, option")) continue;
    const under = grounds(one), ground = light(painted(...under));
    const ink = light(painted(...under, getComputedStyle(one).color));
    const ratio = (Math.max(ink, ground) + 0.05) / (Math.min(ink, ground) + 0.05);
    if (ratio < 4.5) faint.push(`${ratio.toFixed(2)} ${one.className} ${one.textContent.trim().slice(0, 40)}`);
  }
  return faint;
}"""
CONTENT_POLICY = re.compile(r"script-src 'self'(;|$)")


@pytest.mark.parametrize("path", ["/", "/sign-in", "/queue", "/static/app.js"])
async def test_every_answer_says_what_a_browser_may_do_with_it(site, path):
    async with site.signed_in("ana") as visitor:
        headers = (await visitor.get(path)).headers
    assert CONTENT_POLICY.search(headers["content-security-policy"])
    assert (headers["x-content-type-options"], headers["referrer-policy"]) == ("nosniff", "same-origin")


async def test_no_page_is_kept_by_a_browser(site):
    async with site.signed_in("ana") as visitor:
        assert (await visitor.get("/")).headers["cache-control"] == "no-store"
