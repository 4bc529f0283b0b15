"""Does the page of other systems say what is missing, and never what is secret?"""

from __future__ import annotations

from dataclasses import replace

import httpx
import pytest
import pytest_asyncio

from batonpass.web.app import Collaborators
from tests.web.site import press

pytestmark = pytest.mark.asyncio(loop_scope="session")
SECRETS = {"TYPEFORM_HOOK_SECRET": "a secret of ours"}
HEARD = """
    insert into app.inbox (door, caller, body_hash, kind, body, arrived_at, state, error)
    values ('hooks/typeform', 'typeform', '', 'submission', '{}', app.now() - interval '2 days', 'set_aside',
        '<script>alert(1)</script>')
"""
MAILED = "select recipient, effect, state from app.outbox where kind = 'trial_mail'"


@pytest_asyncio.fixture(loop_scope="session")
async def given(site):
    systems = (("typeform", "Typeform"), ("hubspot", "HubSpot"))
    laid = Collaborators(pool=site.pool, watched=site.watched, session_secret=b"s" * 32, systems=systems)
    site.app.state.given = replace(laid, is_set=lambda name: name in SECRETS, mails=True)


async def test_what_is_missing_is_named_and_what_is_set_is_not_shown(site, given):
    async with site.signed_in("olle") as olle:
        page = (await olle.get("/connectors")).text
    assert "<code>HUBSPOT_HOOK_SECRET</code>" in page
    assert "TYPEFORM_HOOK_SECRET" not in page
    assert SECRETS["TYPEFORM_HOOK_SECRET"] not in page
    assert "/hooks/typeform" in page


async def test_what_nothing_names_is_not_called_connected(site, given):
    async with site.signed_in("olle") as olle:
        page = (await olle.get("/connectors")).text
    told = page.partition("We tell them")[2].partition("We ask them")[0]
    mail, _, rest = told.partition("Slack")
    assert "connected" in mail
    assert (rest.count("not used"), "connected" in rest) == (2, False)


async def test_the_last_complaint_is_told_as_text(site, given):
    await site.pool.execute(HEARD)
    async with site.signed_in("mara") as mara:
        page = (await mara.get("/connectors")).text
    assert "&lt;script&gt;alert(1)" in page
    assert "complains" in page


async def test_a_test_mail_goes_to_whoever_asks_and_nobody_else(site, given):
    async with site.signed_in("olle") as olle:
        answer = await press(olle, "/connectors/mail/test", on="/connectors", to="eva@firm.example")
        page = (await olle.get(answer.headers["location"])).text
    assert await site.pool.fetch(MAILED) == [("olle@lumen.example", "TellLeader", "waiting")]
    assert "A mail to olle@lumen.example is in the outbox" in page


async def test_what_the_mail_server_said_to_a_test_mail_is_told_on_the_page(site, given):
    async with site.signed_in("olle") as olle:
        answer = await press(olle, "/connectors/mail/test", on="/connectors")
        await site.pool.execute("update app.outbox set error = '535 wrong password' where kind = 'trial_mail'")
        page = (await olle.get(answer.headers["location"])).text
    assert "has not left: 535 wrong password" in page


async def test_nobody_reads_what_became_of_the_mail_of_another(site, given):
    async with site.signed_in("olle") as olle:
        answer = await press(olle, "/connectors/mail/test", on="/connectors")
    async with site.signed_in("mara") as mara:
        assert "olle@lumen.example" not in (await mara.get(answer.headers["location"])).text


async def test_nobody_but_an_administrator_sends_one_and_no_rep_looks(site, given):
    async with site.signed_in("mara") as mara:
        answer = await press(mara, "/connectors/mail/test", on="/messages")
        assert answer.status_code == httpx.codes.FORBIDDEN
    async with site.signed_in("ana") as ana:
        assert (await ana.get("/connectors")).status_code == httpx.codes.FORBIDDEN
    assert await site.pool.fetch(MAILED) == []
