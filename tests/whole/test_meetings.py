"""A fortnight's meeting against the running program: invited, frozen, decided, put in force, and judged in its time."""

from __future__ import annotations

import asyncio

import pytest

from batonpass.store.open import open_pool
from batonpass.store.signatures import sign
from batonpass.store.users import put_user
from tests.whole.people import playbook
from tests.whole.program import Program

MEETINGS = """meetings:
  first: 2027-03-16
  at: "10:00"
  calendar: office
  sales: [mara]
  marketing: [astrid]
"""
DECISION = {
    "by": "mara@lumen.example",
    "item": "sla",
    "says": "Hand-raisers may wait four hours",
    "metric": "followed_up",
    "direction": "up",
    "points": 30,
    "review_on": "2027-04-14",
    "place": "tiers.urgent.first_touch",
    "value": "4h",
}


async def move_in_leaders(database: str) -> None:
    """Mara for sales and Maya for marketing may sign in."""
    pool = await open_pool(database, connections=1)
    for name, role in (("mara", "manager"), ("maya", "marketing")):
        who = {"email": f"{name}@lumen.example", "name": name.title(), "role": role}
        await put_user(pool, **who, rep=None, password_hash="")
    await pool.close()


async def sign_both(database: str, version: str) -> None:
    """Both of them agree to a draft."""
    pool = await open_pool(database, connections=1)
    for name in ("mara", "maya"):
        await sign(pool, version, email=f"{name}@lumen.example")
    await pool.close()


def a_fortnight(on: Program, day: str, *, touched_after: str) -> None:
    """Thirty people ask for a demo at ten, and each is called an hour later."""
    on.now(f"{day}T10:00:00Z")
    leads = [on.submit("demo", f"{day}-{n}@firm{n}.example") for n in range(30)]
    on.now(f"{day}T{touched_after}Z")
    for lead in leads:
        owner = on.lead(lead["lead_id"])["owner"]
        on.ask("POST", f"/v1/leads/{lead['lead_id']}/touches", {"by": owner, "kind": "call"})


@pytest.mark.timeout(300)
def test_a_decision_becomes_a_draft_comes_into_force_and_is_judged_in_its_time(batonpass: Program, database: str):
    on = batonpass
    on.now("2027-03-02T08:00:00Z")
    on.apply(playbook("2", ("undo_grace:", f"{MEETINGS}undo_grace:")))
    asyncio.run(move_in_leaders(database))
    a_fortnight(on, "2027-03-10", touched_after="11:00:00")
    on.now("2027-03-16T09:59:00Z")
    assert on.ask("GET", "/v1/meetings/2027-03-16")["frozen_at"] is None
    on.now("2027-03-16T10:01:00Z")
    held = on.ask("GET", "/v1/meetings/2027-03-16")
    (shown,) = [one for one in held["pack"]["figures"] if one["name"] == "followed_up"]
    assert (shown["hits"], shown["of"]) == (0, 30)
    subjects = [mail.subject for mail in on.post.to("mara@lumen.example") if "Marketing and sales" in mail.subject]
    assert len(subjects) == 3  # invited and reminded for this one, invited to the next

    decided = on.ask("POST", "/v1/meetings/2027-03-16/decisions", DECISION, expect=201)
    in_force = f"/v1/playbooks/{decided['draft']}/apply"
    assert "signature" in on.http.post(in_force).text
    asyncio.run(sign_both(database, decided["draft"]))
    on.ask("POST", in_force)
    a_fortnight(on, "2027-03-18", touched_after="11:00:00")
    on.now("2027-04-14T00:01:00Z")
    again = on.ask("GET", "/v1/meetings/2027-03-16")
    assert again["pack"] == held["pack"]
    (decision,) = again["decisions"]
    assert decision["verdict"] == "came_true"
    assert "0 of 30 before, 30 of 30 since" in decision["judged"]
    assert [mail.subject for mail in on.post.to("astrid@lumen.example")][-1].endswith("came true")
    (past,) = on.ask("GET", "/v1/meetings/2027-04-27")["pack"]["past"]
    assert past["verdict"] == "came_true"
