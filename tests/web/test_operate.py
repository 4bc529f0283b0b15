"""Can an administrator let people and programs in and shut them out, and see whether all is well?"""

from __future__ import annotations

import re

import httpx
import pytest
import pytest_asyncio

from batonpass.store.changes import changes
from batonpass.store.keys import find_key
from tests.web.site import PASSWORD, press
from tests.web.test_browser import acme

pytestmark = pytest.mark.asyncio(loop_scope="session")
NEW = {"email": "Nora@lumen.example", "name": "Nora Lind", "role": "manager", "rep": "", "password": PASSWORD}
NO_MORE = '<td class="nowrap">\N{EN DASH}</td>'
PATHS = ("/outbox", "/system", "/changes")
SECRET = re.compile(r'<code class="secret">(bp_[^<]+)</code>')


@pytest_asyncio.fixture(loop_scope="session")
async def olle(site):
    async with site.signed_in("olle") as olle:
        yield olle


async def user(site, email: str):
    return await site.pool.fetchrow("select name, role, active from app.users where email = $1", email)


@pytest.mark.parametrize("name", ["ana", "mara", "maya"])
@pytest.mark.parametrize("path", ["/access"])
async def test_only_an_administrator_sees_who_gets_in(site, name, path):
    async with site.signed_in(name) as somebody:
        assert (await somebody.get(path)).status_code == httpx.codes.FORBIDDEN


@pytest.mark.parametrize("path", PATHS)
async def test_a_rep_has_nothing_to_do_behind_the_scenes(site, path):
    async with site.signed_in("ana") as ana:
        assert (await ana.get(path)).status_code == httpx.codes.FORBIDDEN


@pytest.mark.parametrize(
    "path", ["/outbox", "/outbox?state=dead", "/system", "/changes", "/access", "/changes?before=x"]
)
async def test_an_administrator_opens_each(olle, path):
    assert (await olle.get(path)).status_code == httpx.codes.OK


async def test_somebody_new_signs_in(site, olle):
    await press(olle, "/access/people", on="/access", **NEW)
    async with site.visitor() as nora:
        signed = await press(nora, "/sign-in", on="/sign-in", email="nora@lumen.example", password=PASSWORD)
    assert signed.status_code == httpx.codes.SEE_OTHER


async def test_somebody_new_needs_a_password(site, olle):
    answer = await press(olle, "/access/people", on="/access", **NEW | {"password": ""})
    assert answer.status_code == httpx.codes.UNPROCESSABLE_ENTITY
    assert await user(site, "nora@lumen.example") is None


async def test_a_password_is_kept_when_none_is_given_and_never_shown_again(site, olle):
    await press(olle, "/access/people", on="/access", **NEW)
    await press(olle, "/access/people", on="/access", **NEW | {"password": "", "name": "Nora Berg"})
    async with site.visitor() as nora:
        signed = await press(nora, "/sign-in", on="/sign-in", email="nora@lumen.example", password=PASSWORD)
    assert signed.status_code == httpx.codes.SEE_OTHER
    assert PASSWORD not in (await olle.get("/access")).text


async def test_a_refused_password_does_not_come_back_with_the_page(olle):
    answer = await press(olle, "/access/people", on="/access", **NEW | {"password": "a short one", "role": "nobody"})
    assert "a short one" not in answer.text


async def test_who_is_shut_out_is_out_at_the_next_click(site, olle):
    async with site.signed_in("ana") as ana:
        await press(olle, "/access/people/out", on="/access", email="ana@lumen.example")
        assert (await ana.get("/")).status_code == httpx.codes.SEE_OTHER


async def test_the_last_administrator_cannot_be_shut_out_or_made_less(site, olle):
    for path, form in (
        ("/access/people/out", {"email": "olle@lumen.example"}),
        ("/access/people", {"email": "olle@lumen.example", "name": "Olle", "role": "rep", "rep": "", "password": ""}),
    ):
        assert (await press(olle, path, on="/access", **form)).status_code == httpx.codes.CONFLICT
    assert (await user(site, "olle@lumen.example"))["role"] == "admin"


async def test_a_key_is_shown_once_and_opens_what_it_may(site, olle):
    answer = await press(olle, "/access/keys", on="/access", label="website", scope_intake="yes")
    token = SECRET.search(answer.text)[1]
    key = await find_key(site.pool, token)
    assert key.scopes == {"intake"}
    assert token not in (await olle.get("/access")).text


async def test_a_revoked_key_opens_nothing(site, olle):
    answer = await press(olle, "/access/keys", on="/access", label="website", scope_intake="yes")
    token = SECRET.search(answer.text)[1]
    await press(olle, "/access/keys/revoke", on="/access", key=(await find_key(site.pool, token)).id)
    assert await find_key(site.pool, token) is None


@pytest.mark.parametrize(
    "form", [{"label": "x"}, {"scope_read": "yes"}, {"label": "x", "scope_read": "yes", "days": "0"}]
)
async def test_a_key_without_a_purpose_or_an_end_that_is_none_is_refused(site, olle, form):
    answer = await press(olle, "/access/keys", on="/access", **form)
    assert answer.status_code == httpx.codes.UNPROCESSABLE_ENTITY
    assert await site.pool.fetchval("select count(*) from app.api_keys where label = 'x'") == 0


async def test_who_let_whom_in_stands_in_the_changes_without_the_password(site, olle):
    await press(olle, "/access/people", on="/access", **NEW)
    (change,) = await changes(site.pool, kinds=["user"])
    assert (change.by, change.name, change.after["role"]) == ("olle@lumen.example", "nora@lumen.example", "manager")
    assert PASSWORD not in str(change)
    assert "nora@lumen.example" in (await olle.get("/changes?kind=user")).text


async def test_a_manager_does_not_read_who_gets_in(site, olle):
    await press(olle, "/access/people", on="/access", **NEW)
    async with site.signed_in("mara") as mara:
        assert "nora@lumen.example" not in (await mara.get("/changes")).text


@pytest.mark.parametrize("state", ["dead", "cancelled"])
async def test_what_leaves_no_more_has_no_next_try(site, olle, state):
    await site.lead(email="eva@acme.example")
    await site.pool.execute("update app.outbox set state = $1", state)
    assert NO_MORE in (await olle.get(f"/outbox?state={state}")).text


async def test_what_waits_says_when_it_is_tried_next(site, olle):
    await site.lead(email="eva@acme.example")
    assert NO_MORE not in (await olle.get("/outbox?state=waiting")).text


async def test_the_outbox_tells_what_was_asked_for_a_lead(site, olle):
    lead = await acme(site)
    page = (await olle.get("/outbox?state=waiting")).text
    assert f'href="/leads/{lead}"' in page
    assert "Assigned" in page


async def test_the_system_is_late_when_messages_are(site, olle):
    await acme(site)
    assert "on time" in (await olle.get("/system")).text
    await site.pool.execute("update app.outbox set due_at = app.now() - interval '1 hour'")
    assert "1\N{NO-BREAK SPACE}h" in (await olle.get("/system")).text
