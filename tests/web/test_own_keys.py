"""Does a key open what its scope names and nothing else, and a person's key that person's leads alone (S49, S51, S52)?

The routes are those of the description of the API: a new one is tried as soon as it is there.
"""

from __future__ import annotations

import re

from batonpass.store.keys import SCOPES
from batonpass.store.rounds import keep_rounds
from tests.web.doors import ANNA

TOLD = {
    **ANNA,
    "email": "zenobia@zyzzyva.example",
    "last_name": "Quagmire",
    "company": "Zyzzyva",
    "message": "xylograph",
}
CANARIES = ("zenobia", "quagmire", "zyzzyva", "xylograph")
FILLED = {"name": "ana", "domain": "zyzzyva.example", "deal_id": "d-1", "step": "1"}
SAID = {"kind": "call", "reason": "no_budget", "outcome": "no_response", "to": "bruno", "text": "x", "amount": "5"}
ROWS = """select md5(string_agg(r, '' order by r)) from (
    select to_jsonb(l)::text r from app.leads l union all select to_jsonb(f)::text from app.facts f) as rows"""


async def routes(doors) -> list[tuple[str, str, str]]:
    """Method, path and scope of everything that the description says a key is needed for."""
    paths, found = (await doors.get("/openapi.json"))["paths"], []
    for path, methods in paths.items():
        for method, said in methods.items():
            scope = re.search(r"Scope of the key: `(\w+)`", said.get("description", ""))
            if said["security"]:
                found.append((method.upper(), path, scope[1] if scope else ""))
    return found


def filled(path: str, lead: str) -> str:
    return re.sub(r"\{(\w+)\}", lambda part: {**FILLED, "lead_id": lead}.get(part[1], "1"), path)


async def asked(http, method: str, path: str, lead: str):
    return await http.request(method, filled(path, lead), json=None if method == "GET" else SAID)


async def test_every_route_that_needs_a_key_says_for_which_scope(doors):
    found = await routes(doors)
    assert [path for _, path, scope in found if scope not in SCOPES] == []
    assert len(found) > 100


async def test_a_key_opens_no_route_of_another_scope(doors):
    wrong, tried = [], await routes(doors)
    for scope in sorted({*SCOPES} - {"admin"}):
        key = await doors.with_key(scope)
        for method, path, needed in tried:
            answer = await asked(key, method, path, "L1") if needed != scope else None
            wrong += [(scope, method, path)] if answer and answer.status_code != 403 else []
    assert wrong == []


async def test_a_persons_key_reads_nothing_of_a_colleagues_lead_at_any_address(doors):
    lead, bruno = await doors.submit(**TOLD), await doors.with_key("read", rep="bruno")
    assert lead["owner"] == "ana"
    await doors.submit(email="nobody@free.example")
    found = [(method, path) for method, path, scope in await routes(doors) if scope == "read"]
    told = [(path, (await asked(bruno, method, path, lead["lead_id"])).text.lower()) for method, path in found]
    assert [
        (path, word) for path, text in told for word in CANARIES if word in text.replace("zyzzyva.example", "")
    ] == []
    while await keep_rounds(doors.pool):
        pass
    behind = [await key.get("/v1/reports/leads?format=csv") for key in (bruno, doors.http)]
    assert [lead["lead_id"] in answer.text for answer in behind] == [False, True]
    assert lead["lead_id"] not in (await bruno.get("/v1/leads")).text + (await bruno.get("/v1/clocks")).text
    assert (await bruno.get(f"/v1/leads/{lead['lead_id']}")).status_code == 404
    assert (await bruno.get("/v1/outbox", params={"lead": lead["lead_id"]})).status_code == 404


async def test_a_persons_key_does_nothing_with_a_colleagues_lead(doors):
    lead, bruno = (await doors.submit(**TOLD))["lead_id"], await doors.with_key("act", rep="bruno")
    own = (await doors.submit(email="nobody@free.example"))["lead_id"]
    before, passed = await doors.pool.fetchval(ROWS), []
    for method, path, scope in await routes(doors):
        if scope == "act" and "{lead_id}" in path:
            status = (await asked(bruno, method, path, lead)).status_code
            passed += [] if status == 403 or (path.endswith("/claim") and status == 409) else [(path, status)]
    for path, said in ((f"leads/{own}/merge", {"with": lead}), ("deals/d-1", {"stage": "won", "lead_id": lead})):
        passed += [] if "somebody else's" in (await bruno.post(f"/v1/{path}", json=said)).text else [path]
    assert passed == []
    assert await doors.pool.fetchval(ROWS) == before


async def test_a_persons_key_reads_and_works_what_is_theirs_and_a_managers_what_their_team_has(doors):
    lead = (await doors.submit(**TOLD))["lead_id"]
    for rep in ("ana", "mara"):
        key = await doors.with_key("read", "act", rep=rep)
        assert [one["id"] for one in (await key.get("/v1/leads")).json()] == [lead]
        assert [one["lead_id"] for one in (await key.get("/v1/clocks")).json()] == [lead]
        assert (await key.post(f"/v1/leads/{lead}/touches", json={"kind": "call"})).status_code == 200
