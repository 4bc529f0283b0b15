"""Does nobody see, change, or learn of a lead that is none of theirs, on any page, whatever their role (S51, S52, S54)?

The pages and buttons are those of the application's own route table: a new one is tried as soon as it is there.
"""

from __future__ import annotations

import re

import httpx
import pytest
import pytest_asyncio
from fastapi.routing import APIRoute

from batonpass.handoff.requests import Accept, Touch
from batonpass.handoff.requests_second import TakeNote
from batonpass.store.rounds import keep_rounds, note_missed
from batonpass.web.pages import PAGES
from tests.web.site import open_site, token_in

pytestmark = pytest.mark.asyncio(loop_scope="session")
FIRM, MESSAGE = "Zyzzyva Looms", "xylographic-canary"
TOLD = ("zenobia", "quagmire", "zyzzyva", "xylographic")
OPEN = frozenset(
    {
        "/sign-in",
        "/sign-out",
        "/demo/sign-in",
        "/do/{token}",
        "/choices/{token}",
        "/start/enter",
        "/slack",
        "/hooks/slack",
    }
)
"""Where nobody is signed in yet, or somebody signs out."""
ROWS = """
    select md5(coalesce(string_agg(r, '' order by r), '')) from (
        select to_jsonb(l)::text as r from app.leads l union all select to_jsonb(f)::text from app.facts f
        union all select to_jsonb(c)::text from app.clocks c union all select to_jsonb(c)::text from app.changes c
        union all select to_jsonb(d)::text from app.directory d union all select to_jsonb(p)::text from app.playbooks p
        union all select to_jsonb(u)::text from app.users u union all select to_jsonb(k)::text from app.api_keys k
        union all select to_jsonb(f)::text from app.forms f union all select to_jsonb(u)::text from app.uploads u
    ) as all_rows
"""
FILLED = {"{lead_id}": "LEAD", "{domain}": "zyzzyva.example", "{name}": "ana", "{version}": "2027-03", "{rep}": "ana"}


def routes(method: str) -> list[str]:
    found = {r.path for page in PAGES for r in page.routes if isinstance(r, APIRoute) and method in r.methods}
    return sorted(found - OPEN - {"/live"})


def filled(path: str, lead: str) -> str:
    """The path about that lead, or about somebody and something there is."""
    return re.sub(r"\{[^}]*\}", lambda part: FILLED.get(part[0], "x").replace("LEAD", lead), path)


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def theirs(shared_database):
    """A lead of Ana's with a word of its own in every field; Bruno and Astrid have nothing to do with it."""
    async with open_site(shared_database) as site:
        lead = await site.lead(
            email="zenobia@zyzzyva.example",
            first_name="Zenobia",
            last_name="Quagmire",
            company=FIRM,
            message=MESSAGE,
        )
        owner = (await site.standing(lead))["owner"]
        await site.act(lead, Touch(by=owner, kind="call"))
        await site.act(lead, Accept(by=owner))
        await site.act(lead, TakeNote(by=owner, text=f"{MESSAGE} again"))
        await note_missed(site.pool)
        while await keep_rounds(site.pool):
            pass
        yield site, lead, owner


@pytest.mark.parametrize("path", routes("GET"))
async def test_a_rep_reads_nothing_of_a_colleagues_lead_on_any_page(theirs, path):
    site, lead, owner = theirs
    async with site.signed_in("bruno" if owner == "ana" else "ana") as stranger:
        answer = await stranger.get(filled(path, lead), params={"q": "quagmire"} if path.startswith("/search") else {})
        shown = answer.text.lower().replace("zyzzyva.example", "") if "{domain}" in path else answer.text.lower()
        shown = shown.replace("quagmire", "") if path.startswith("/search") and "zenobia" not in shown else shown
        assert (answer.status_code < httpx.codes.INTERNAL_SERVER_ERROR, [w for w in TOLD if w in shown]) == (True, [])


@pytest.mark.parametrize("name", ["stranger", "maya"])
async def test_no_button_changes_a_lead_of_somebody_elses(theirs, name):
    """Each button of each page, pressed by a rep who has nothing to do with it and by marketing; every row stays."""
    site, lead, owner = theirs
    stranger = ("bruno" if owner == "ana" else "ana") if name == "stranger" else name
    before, wrong = await site.pool.fetchval("select md5(state) from app.leads where id = $1", lead), []
    async with site.signed_in(stranger) as somebody:
        token = token_in(await somebody.get("/"))
        for path in [one for one in routes("POST") if "{lead_id}" in one]:
            for action in ("accept", "reject", "touch", "dispose", "reassign", "undo", "note", "skip", "claim"):
                there = filled(path.replace("{action}", action), lead)
                told = {"token": token, "kind": "call", "reason": "no_budget", "outcome": "converted", "to": stranger}
                status = (await somebody.post(there, data={**told, "text": "x", "note": "x", "step": "1"})).status_code
                wrong += [] if status in (403, 404, 405, 409, 422) else [(there, status)]
    assert wrong == []
    assert await site.pool.fetchval("select md5(state) from app.leads where id = $1", lead) == before


STEERS = ("/access", "/privacy", "/calendars", "/start", "/forms", "/connectors", "/playbook", "/system", "/meeting")


async def test_a_rep_presses_every_button_of_those_who_steer_in_vain(theirs):
    site, lead, owner = theirs
    before, passed = await site.pool.fetchval(ROWS), []
    async with site.signed_in("bruno" if owner == "ana" else "ana") as rep:
        token = token_in(await rep.get("/"))
        for path in [one for one in routes("POST") if one.startswith(STEERS)]:
            status = (await rep.post(filled(path, lead), data={"token": token})).status_code
            passed += [] if status in (403, 404) else [(path, status)]
    assert passed == []
    assert await site.pool.fetchval(ROWS) == before
