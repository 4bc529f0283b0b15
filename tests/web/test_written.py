"""What becomes of what somebody has written when it cannot be sent, or is not sent yet?"""

from __future__ import annotations

import re
from urllib.parse import quote

import pytest
from playwright.async_api import expect

from batonpass.handoff.requests import Accept, Reassign
from batonpass.web.api.refusals import problems
from tests.web.conftest import cookies_of
from tests.web.site import press, token_in

pytestmark = pytest.mark.asyncio(loop_scope="session")
LONG = "They run three factories and want to see it on their own line."


async def note(visitor, lead: str, **headers: str):
    """Send a long note in the form of the lead's page, which was open before something else happened."""
    said = {"accept": "text/html", "referer": f"http://localhost/leads/{lead}"} | headers
    form = {"token": "old", "text": LONG, "password": "x" * 40}
    return await visitor.post(f"/leads/{lead}/note", data=form, headers=said)


async def test_whose_session_has_ended_sees_what_they_wrote_and_comes_back_to_the_lead(site):
    lead = await site.lead()
    async with site.visitor() as visitor:
        answer = await note(visitor, lead)
    assert (answer.status_code, LONG in answer.text, "x" * 40 in answer.text) == (401, True, False)
    assert f"/sign-in?next={quote(f'/leads/{lead}', safe='')}" in answer.text


async def test_what_another_site_sends_is_never_shown_on_a_page_of_ours(site):
    lead = await site.lead()
    async with site.visitor() as visitor:
        answer = await note(visitor, lead, **{"sec-fetch-site": "cross-site", "referer": "https://evil.example/leads"})
    assert (answer.status_code, answer.headers["location"]) == (303, "/sign-in")


async def test_a_form_without_long_texts_leads_to_signing_in_and_back(site):
    lead = await site.lead()
    async with site.visitor() as visitor:
        there = {"referer": f"http://localhost/leads/{lead}?did=touch"}
        answer = await visitor.post(f"/leads/{lead}/accept", data={"token": "old"}, headers=there)
    assert (answer.status_code, answer.headers["location"]) == (303, f"/sign-in?next=%2Fleads%2F{lead}")


async def test_a_form_from_before_the_last_sign_in_is_refused_with_what_was_written(site):
    lead = await site.lead()
    async with site.signed_in("ana") as visitor:
        answer = await note(visitor, lead)
    assert (answer.status_code, LONG in answer.text) == (403, True)


@pytest.mark.parametrize(("path", "status"), [("/leads/gone", 404), ("/system", 403), ("/nowhere", 404)])
async def test_who_is_refused_goes_on_from_the_bar(site, path, status):
    problems(site.app)
    async with site.signed_in("ana") as visitor:
        answer = await visitor.get(path, headers={"accept": "text/html"})
    assert (answer.status_code, 'action="/sign-out"' in answer.text, '<a href="/"' in answer.text) == (
        status,
        True,
        True,
    )


async def test_a_stranger_who_is_refused_sees_no_bar(site):
    async with site.visitor() as visitor:
        answer = await visitor.post("/leads/gone/note", data={"text": LONG}, headers={"accept": "text/html"})
    assert (answer.status_code, "/sign-out" in answer.text) == (401, False)


async def test_who_writes_while_the_lead_is_taken_can_still_read_what_they_wrote(site):
    lead = await site.lead()
    async with site.signed_in("ana") as visitor:
        token = token_in(await visitor.get("/"))
        await site.act(lead, Reassign(by="mara", to="bruno"))
        answer = await visitor.post(f"/leads/{lead}/note", data={"token": token, "text": LONG})
    assert (answer.status_code, LONG in answer.text) == (404, True)


async def test_a_refusal_is_where_the_eye_is_taken(site):
    lead = await site.lead()
    async with site.signed_in("ana") as visitor:
        answer = await press(visitor, f"/leads/{lead}/reject", on=f"/leads/{lead}")
    assert re.search(r'role="alert" tabindex="-1" autofocus id="reject-trouble"', answer.text)


async def test_a_note_outlives_another_page_and_a_lost_session_until_it_is_sent(site, window):
    lead = await site.lead(first_name="Eva")
    await site.act(lead, Accept(by="ana"))
    await window.goto(f"/leads/{lead}")
    written = window.locator("textarea[name=note]").last
    await window.locator("summary", has_text="More").click()
    await written.fill(LONG)
    await window.goto("/queue")
    await window.goto(f"/leads/{lead}")
    await expect(written).to_have_value(LONG)
    await window.context.clear_cookies()
    await window.locator("summary", has_text="More").click()
    await window.get_by_label("What became of it").select_option(label="Timing")
    await window.get_by_role("button", name="Close the work").click()
    await expect(window.get_by_role("heading", name="You are no longer signed in")).to_be_visible()
    await window.context.add_cookies(await cookies_of(site, "ana", window.url.rpartition("/leads")[0]))
    await window.goto(f"/leads/{lead}")
    await expect(written).to_have_value(LONG)
    await window.locator("summary", has_text="More").click()
    await expect(window.get_by_text("You had written this before and not sent it.")).to_be_visible()
    await window.get_by_role("button", name="Close the work").click()
    await window.wait_for_url("**did=dispose")
    assert (await window.evaluate("sessionStorage.length"), (await site.standing(lead))["stage"]) == (0, "Nurture")
