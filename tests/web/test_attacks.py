"""Are attacks that belong to no single page refused, and is nothing written by them?"""

from __future__ import annotations

import re
import time
from dataclasses import replace
from datetime import datetime, timedelta

import httpx
import pytest

from batonpass.store import clock
from batonpass.web.app import make_app
from tests.web.doors import caller

EVERY_ROW = "select coalesce(md5(string_agg(to_jsonb(l)::text, '' order by id)), '') from app.leads l"
INJECTED = ["' or 1=1 --", "ana'; drop table app.leads; --", "ana') union select 1 --", "%27%20or%201=1", '{"$ne": 1}']


async def rows(of) -> str:
    return await of.pool.fetchval(EVERY_ROW)


@pytest.mark.parametrize("said", INJECTED)
@pytest.mark.parametrize("where", ["owner", "stage", "queue", "q", "sort", "limit"])
async def test_what_is_asked_for_is_never_taken_for_sql(doors, where, said):
    """S24."""
    await doors.submit()
    before, began = await rows(doors), time.monotonic()
    answer = await doors.http.get("/v1/leads", params={where: said})
    assert answer.status_code in (200, 422)
    assert await rows(doors) == before
    assert where not in ("owner", "stage", "queue") or answer.status_code == 422 or answer.json() == []
    assert time.monotonic() - began < 30


@pytest.mark.parametrize("limit", ["100000", "-1", "0", "1e9", "9" * 40])
async def test_nobody_asks_for_everything_at_once(doors, limit):
    """S73."""
    assert (await doors.http.get("/v1/leads", params={"limit": limit})).status_code == 422


async def test_an_error_of_ours_tells_nothing_of_our_inside(doors):
    """S69: a table is gone; whoever asks hears that it is our fault, and nothing else."""
    await doors.pool.execute("alter table app.leads rename to gone")
    transport = httpx.ASGITransport(app=doors.app, raise_app_exceptions=False)
    async with httpx.AsyncClient(transport=transport, base_url="http://localhost", headers=doors.http.headers) as http:
        answer = await http.get("/v1/leads")
    assert answer.status_code in (500, 503)
    assert not re.search(r"app\.leads|relation|asyncpg|Traceback|select", answer.text)


@pytest.mark.parametrize("method", ["PATCH", "PUT", "DELETE"])
async def test_a_lead_is_changed_by_what_happens_to_it_and_in_no_other_way(doors, method):
    """S55: neither instants nor verdicts nor stages can be set."""
    lead = (await doors.submit())["lead_id"]
    before = await rows(doors)
    told = {"first_touch_at": "2027-03-02T09:00:00Z", "due_at": "2030-01-01T00:00:00Z", "stage": "Opportunity"}
    answer = await doors.http.request(method, f"/v1/leads/{lead}", json=told)
    assert (answer.status_code, await rows(doors)) == (409 if method == "PATCH" else 405, before)


@pytest.mark.parametrize("method", ["TRACE", "CONNECT", "PROPFIND"])
async def test_no_method_that_nobody_needs_is_answered(doors, method):
    """S71."""
    assert (await doors.http.request(method, "/v1/leads")).status_code in (400, 404, 405)


async def test_who_found_a_hole_is_told_whom_to_write_to(doors):
    """S80."""
    at = "/.well-known/security.txt"
    assert (await doors.http.get(at)).status_code == 404
    told = replace(
        doors.given, security_contact="mailto:security@lumen.example", base_url="https://leads.lumen.example"
    )
    async with caller(make_app(told)) as anybody:
        lines = dict(line.split(": ", 1) for line in (await anybody.get(at)).text.splitlines())
    assert (lines["Contact"], lines["Canonical"]) == (told.security_contact, told.base_url + at)
    async with doors.pool.acquire() as connection:
        until, now = datetime.fromisoformat(lines["Expires"]), await clock.now(connection)
    assert timedelta(days=29) < until - now < timedelta(days=365)


@pytest.mark.parametrize(
    ("reached", "said"), [("https://leads.lumen.example", "max-age=31536000; includeSubDomains"), ("http://lan", None)]
)
async def test_who_is_reached_over_https_is_asked_over_nothing_else(doors, reached, said):
    """S71: pages, the API, and forms, which have a door of their own."""
    async with caller(make_app(replace(doors.given, base_url=reached))) as anybody:
        for path in ("/sign-in", "/healthz", "/v1/leads", "/nowhere", "/f/demo"):
            assert (await anybody.get(path)).headers.get("strict-transport-security") == said, path


TAGS = "playbook: !!python/object/apply:os.system [id]\n"
CYCLE = "playbook: &a [*a]\n"
LAUGHS = "a: &a [x, x, x, x, x, x, x, x, x]\n" + "".join(
    f"{name}: &{name} [{', '.join([f'*{before}'] * 9)}]\n" for before, name in zip("abcdefgh", "bcdefghi", strict=True)
)


@pytest.mark.parametrize("text", [TAGS, CYCLE, LAUGHS, "[" * 20_000, "playbook: x\n" + "# " + "y" * 6_000_000])
async def test_a_hostile_playbook_is_refused_and_costs_nothing(doors, text):
    """S77."""
    before = await doors.pool.fetchval("select count(*) from app.playbooks")
    answer = await doors.http.post("/v1/playbooks", json={"text": text})
    assert answer.status_code in (413, 422)
    assert await doors.pool.fetchval("select count(*) from app.playbooks") == before


MANY = {
    "objects in a list": "routing: [" + "{}," * 40_000 + "]",
    "names": "{" + ",".join(f"a{n}: 1" for n in range(20_000)) + "}",
    "examples": "definition: {examples: [" + "{}," * 40_000 + "]}",
}


@pytest.mark.timeout(30)
@pytest.mark.parametrize("what", MANY)
async def test_a_playbook_of_slips_alone_is_told_so_and_not_each_of_them(doors, what):
    """S77."""
    answer = await doors.http.post("/v1/playbooks/check", json={"text": MANY[what]})
    told = answer.json()["problems"]
    assert (answer.status_code, len(told)) == (200, 101)
    assert "more than 100 things are wrong" in told[0]["says"]


@pytest.mark.parametrize(
    "rule", ["__import__('os').system('id')", "9**9**9", "lead.email.matches('(a+)+$')", "lead.__class__", "(" * 5_000]
)
async def test_a_rule_can_do_nothing_but_compare(doors, rule):
    """S23."""
    text = await doors.pool.fetchval("select text from app.playbooks where state = 'active'")
    hostile = re.sub(
        r"when: lead\.hand_raised", f'when: "{rule}"', text.replace('version: "1"', 'version: "x"'), count=1
    )
    assert hostile != text
    assert (await doors.http.post("/v1/playbooks", json={"text": hostile})).status_code == 422
