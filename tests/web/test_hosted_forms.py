"""Does a form that we laid out help its visitors, and do its tests become nobody's lead?"""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from batonpass.store import forms
from batonpass.web.forms.view import snippet
from batonpass.web.intake.try_mark import try_mark
from batonpass.written.form_file import AForm, Field
from tests.web.doors import caller

BROWSER = {"Accept": "text/html,application/xhtml+xml,*/*;q=0.8"}
SECRET = b"s" * 32
CANARY = '<script>window.canary=1</script>"><img src=x onerror=alert(1)>'
FORM = AForm(
    name="demo",
    title="See it at work",
    fields=(
        Field(name="email", label="Work e-mail", kind="email", required=True),
        Field(name="product", label="Product", kind="choice", options=("reports", "alerts")),
        Field(name="team_size", label="Team", kind="number"),
        Field(name="plans", label="Plans", kind="long"),
        Field(name="message", label="Message", kind="long"),
    ),
    consent="You may write to me.",
    thanks="Talk soon.",
)
EVA = {"email": "eva@firm.example", "_form": "1"}


@pytest.fixture
async def visitor(doors):
    """Somebody before the form."""
    await forms.save(doors.pool, FORM, by="maya")
    async with caller(doors.app) as opened:
        yield opened


async def only_lead(doors) -> dict:
    (line,) = await doors.get("/v1/leads")
    return await doors.get(f"/v1/leads/{line['id']}")


async def test_the_page_asks_what_was_laid_out_under_a_strict_policy(visitor):
    page = await visitor.get("/f/demo?utm_campaign=spring")
    assert all(text in page.text for text in ("See it at work", "Work e-mail", "reports", "You may write to me."))
    assert 'name="utm_campaign" value="spring"' in page.text
    assert "script-src 'self'" in page.headers["content-security-policy"]


async def test_no_more_can_be_written_than_is_taken(visitor):
    for page in ((await visitor.get("/f/demo")).text, str(snippet(FORM, "https://batonpass.firm.example"))):
        assert '<textarea name="plans" rows="4" maxlength="500"' in page
        assert '<textarea name="message" rows="4" maxlength="5000"' in page


async def test_what_is_sent_becomes_a_lead_and_the_form_says_its_own_thanks(doors, visitor):
    answer = await visitor.post("/f/demo", data={**EVA, "product": "alerts"}, headers=BROWSER)
    assert (answer.status_code, "Talk soon." in answer.text) == (200, True)
    assert (await only_lead(doors))["fields"]["product"] == "alerts"


async def test_an_error_stands_beside_its_field_and_what_was_written_stays(doors, visitor):
    sent = {"_form": "1", "team_size": "many", "product": "reports"}
    answer = await visitor.post("/f/demo", data=sent, headers=BROWSER)
    assert answer.status_code == 422
    assert all(text in answer.text for text in ('id="wrong-email"', 'id="wrong-team_size"', 'value="many"', "selected"))
    assert await doors.rows("inbox") == 0


async def test_what_the_handoff_itself_refuses_stands_beside_its_field_too(doors, visitor):
    answer = await visitor.post("/f/demo", data={**EVA, "email": "no address"}, headers=BROWSER)
    assert (answer.status_code, 'id="wrong-email"' in answer.text, await doors.rows("leads")) == (422, True, 0)


async def test_an_answer_that_was_not_offered_is_none(visitor):
    answer = await visitor.post("/f/demo", data={**EVA, "product": "spaceship"}, headers=BROWSER)
    assert (answer.status_code, "choose one of the answers" in answer.text) == (422, True)


async def test_a_yes_keeps_the_words_it_was_given_to(doors, visitor):
    await visitor.post("/f/demo", data={**EVA, "consent": "yes"}, headers=BROWSER)
    consent = await doors.pool.fetchval("select body::jsonb -> 'consent' from app.facts where kind = 'Captured'")
    assert all(text in str(consent) for text in ("You may write to me.", '"text_version": "1"'))


async def test_words_that_changed_meanwhile_are_shown_again_before_the_yes_counts(doors, visitor):
    await forms.save(doors.pool, AForm(name="demo", title="D", fields=FORM.fields, consent="Other words."), by="maya")
    answer = await visitor.post("/f/demo", data={**EVA, "consent": "yes"}, headers=BROWSER)
    assert (answer.status_code, "have changed" in answer.text, await doors.rows("leads")) == (422, True, 0)


async def test_consent_that_must_be_given_is_asked_for(doors, visitor):
    must = AForm(name="demo", title="D", fields=FORM.fields, consent="Words.", consent_required=True)
    await forms.save(doors.pool, must, by="maya")
    answer = await visitor.post("/f/demo", data={**EVA, "_form": "2"}, headers=BROWSER)
    assert (answer.status_code, 'id="wrong-consent"' in answer.text, await doors.rows("leads")) == (422, True, 0)


async def test_people_are_sent_on_to_where_the_form_says_and_the_policy_lets_them(doors, visitor):
    there = AForm(name="demo", title="D", fields=FORM.fields, redirect="https://firm.example/thanks")
    await forms.save(doors.pool, there, by="maya")
    page = await visitor.get("/f/demo")
    answer = await visitor.post("/f/demo", data=EVA, headers=BROWSER)
    assert "form-action 'self' https://firm.example;" in page.headers["content-security-policy"]
    assert (answer.status_code, answer.headers["location"]) == (303, "https://firm.example/thanks")


async def test_a_test_shows_what_would_happen_and_keeps_nothing(doors, visitor):
    mark = try_mark("demo", datetime.now(UTC), SECRET)
    opened = await visitor.get(f"/f/demo?test={mark}")
    answer = await visitor.post("/f/demo", data={**EVA, "_test": mark}, headers=BROWSER)
    assert ("Test." in opened.text, answer.status_code, "MQL" in answer.text) == (True, 200, True)
    assert [await doors.rows(table) for table in ("inbox", "leads", "facts", "outbox")] == [0, 0, 0, 0]


OLD_MARK = try_mark("demo", datetime(2026, 1, 1, tzinfo=UTC), SECRET)


@pytest.mark.parametrize("mark", ["1.x", "x", OLD_MARK])
async def test_a_test_whose_link_is_too_old_becomes_no_lead(doors, visitor, mark):
    answer = await visitor.post("/f/demo", data={**EVA, "_test": mark}, headers=BROWSER)
    assert (answer.status_code, await doors.rows("inbox")) == (404, 0)


async def test_the_link_to_try_one_form_tries_no_other(visitor):
    mark = try_mark("contact", datetime.now(UTC), SECRET)
    assert (await visitor.get(f"/f/demo?test={mark}")).status_code == 404


async def test_nothing_that_was_written_into_a_form_runs_in_its_visitors_browser(doors, visitor):
    bad = AForm(
        name="demo", title=CANARY[:100], intro=CANARY, thanks=CANARY, consent=CANARY, button=CANARY[:40],
        fields=(Field(name="email", label=CANARY), Field(name="a", label="a", kind="choice", options=(CANARY,))),
    )  # fmt: skip
    await forms.save(doors.pool, bad, by="maya")
    told = [
        await visitor.get("/f/demo?utm_campaign=%3Cscript%3Ewindow"),
        await visitor.post("/f/demo", data={**EVA, "_form": "2"}, headers=BROWSER),
    ]
    assert ["<script>window" in page.text or "<img src=x" in page.text for page in told] == [False, False]


def test_what_is_pasted_elsewhere_is_plain_html_without_anybody_elses_script():
    told = snippet(
        AForm(name="demo", fields=(Field(name="email", label=CANARY),), consent=CANARY), "https://us.example"
    )
    assert (told.count("<script"), "<img src=x" in told, 'action="https://us.example/f/demo"' in told) == (
        1,
        False,
        True,
    )
