"""Is a form laid out as somebody wrote it, with who did, and by nobody who may not?"""

from __future__ import annotations

import json

import pytest

from batonpass.store import forms
from batonpass.store.arrival import Arrival, Kind
from batonpass.store.rounds import keep_rounds
from batonpass.store.take import take
from tests.web.site import press

pytestmark = pytest.mark.asyncio(loop_scope="session")
CANARY = '<script>window.canary=1</script>"><img src=x onerror=alert(1)>'
DEMO = {
    "title": "See it at work", "intro": "Twenty minutes.", "button": "Ask for a demo",
    "name.0": "email", "label.0": "Work e-mail", "kind.0": "email", "required.0": "yes", "place.0": "2",
    "name.1": "team_size", "label.1": "How many are you?", "kind.1": "number", "place.1": "1",
    "consent_text": "You may write to me.", "honeypot": "yes", "time_trap": "yes", "thanks": "Talk soon.",
}  # fmt: skip


async def lay(site, name="demo", **more: str):
    async with site.signed_in("maya") as maya:
        return await press(maya, f"/forms/{name}", on="/forms", **{**DEMO, **more})


async def test_marketing_lays_a_form_out_and_it_is_kept_in_order(site):
    answer = await lay(site)
    form = await forms.find(site.pool, "demo")
    assert (answer.status_code, [one.name for one in form.fields]) == (303, ["team_size", "email"])
    assert (form.title, form.consent_version, form.fields[1].required) == ("See it at work", 1, True)


async def test_it_is_noted_who_changed_a_form(site):
    await lay(site)
    rows = await site.pool.fetch("select by, kind, name from app.changes where kind = 'form'")
    assert [tuple(row) for row in rows] == [("maya@lumen.example", "form", "demo")]


async def test_other_words_of_consent_are_the_next_version_and_the_same_ones_are_not(site):
    for text in ("You may write to me.", "You may write to me.", "You may call me."):
        await lay(site, consent_text=text)
    assert (await forms.find(site.pool, "demo")).consent_version == 2


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ({"name.0": "utm_source"}, "cannot be the name of a field"),
        ({"name.1": "email"}, "is asked for twice"),
        ({"name.0": "first_name"}, "could be answered"),
        ({"label.0": ""}, "has no label"),
        ({"kind.1": "choice"}, "has no answers"),
        ({"kind.1": "file"}, "is no kind of field"),
        ({"place.0": "x"}, "is no place in the order"),
        ({"redirect": "javascript:alert(1)"}, "is no place to send people to"),
        ({"redirect": "https://a.example;script-src *"}, "is no place to send people to"),
        ({"redirect": "//evil.example"}, "is no place to send people to"),
        ({"consent_text": "", "consent_required": "yes"}, "is asked for without words"),
        ({"title": ""}, "no heading"),
    ],
)
async def test_what_cannot_be_is_refused_beside_the_form_and_nothing_is_kept(site, wrong, says):
    answer = await lay(site, **wrong)
    assert (answer.status_code, says in answer.text) == (422, True)
    assert await forms.find(site.pool, "demo") is None


async def test_what_was_written_stays_when_it_is_refused(site):
    assert "Twenty minutes." in (await lay(site, title="")).text


@pytest.mark.parametrize("who", ["ana", "mara"])
async def test_who_neither_markets_nor_administers_sees_and_changes_no_form(site, who):
    async with site.signed_in(who) as one:
        seen = [(await one.get(path)).status_code for path in ("/forms", "/forms/demo")]
        sent = await press(one, "/forms/demo", on="/", **DEMO)
        assert (seen, sent.status_code, 'href="/forms"' in (await one.get("/")).text) == ([403, 403], 403, False)
    assert await forms.find(site.pool, "demo") is None


async def test_without_the_token_of_the_page_nothing_is_laid_out(site):
    async with site.signed_in("maya") as maya:
        assert (await maya.post("/forms/demo", data=DEMO)).status_code == 403


async def test_the_list_holds_forms_of_the_playbook_of_the_page_and_of_the_door(site):
    await lay(site, "webinar-june")
    await site.lead(form="from-elsewhere")
    await keep_rounds(site.pool)
    async with site.signed_in("olle") as olle:
        page = (await olle.get("/forms")).text
    assert all(f"/forms/{name}" in page for name in ("demo", "webinar-june", "from-elsewhere"))


async def test_what_comes_under_a_name_that_nothing_listens_to_is_shown_with_what_was_meant(site):
    await site.lead(form="demos")
    for name in ("demo_reqest", "demo_reqest", "email_delivered"):
        sent = {"email": "eva@firm.example", "event": name}
        came = Arrival(door="api", kind=Kind.EVENT, sent=sent, raw=json.dumps(sent), body_hash=b"h")
        await take(site.pool, site.watched, [came])
    await keep_rounds(site.pool)
    async with site.signed_in("olle") as olle:
        page = (await olle.get("/forms")).text
    row = page[page.index("<code>demo_reqest</code>") :].partition("</tr>")[0]
    assert ("<code>demo_request</code>" in row, '<td class="num">2</td>' in row) == (True, True)
    assert ("Was demo meant?" in page, "email_delivered" in page) == (True, False)


async def test_who_came_in_through_a_form_is_counted_with_what_became_of_them(site):
    for n in range(3):
        await site.lead(email=f"p{n}@firm{n}.example")
    await keep_rounds(site.pool)
    found = (await forms.came(site.pool))["demo"]
    assert (found.week, found.month, found.handed, found.won) == (3, 3, 3, 0)


async def test_nothing_that_was_written_into_a_form_runs_on_its_pages(site):
    await lay(site, title=CANARY[:100], intro=CANARY, thanks=CANARY, consent_text=CANARY, **{"label.0": CANARY})
    async with site.signed_in("olle") as olle:
        told = [(await olle.get(path)).text for path in ("/forms", "/forms/demo", "/changes")]
    assert [page.count("<script>window") + page.count("<img src=x") for page in told] == [0, 0, 0]


async def test_a_name_that_cannot_stand_in_an_address_begins_no_form(site):
    async with site.signed_in("maya") as maya:
        answer = await press(maya, "/forms", on="/forms", name="a form/../x")
    assert (answer.status_code, "letters, digits" in answer.text) == (422, True)
