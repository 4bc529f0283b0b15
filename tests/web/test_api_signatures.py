"""Do two sides' keys put a version in force, and one alone never?"""

from __future__ import annotations

import asyncio

import pytest

from batonpass.store.signatures import Side, sign_with_key
from batonpass.written.refused import Refused
from tests.web.doors import PLAYBOOK, open_doors
from tests.web.test_api_playbook_changes import SECOND, send

SIGNED = "playbook: sales has signed version 2 already"


@pytest.fixture
async def ci(database):
    """An installation that always asks for both signatures, with one lead and a drafted version 2."""
    async with open_doors(database, PLAYBOOK, signatures="two") as doors:
        await doors.submit()
        assert (await send(doors, "playbooks/drafts?note=faster")).status_code == 201
        yield doors


async def sign(doors, side, *scopes, expect=200):
    async with await doors.with_key(*(scopes or (side,))) as key:
        answer = await key.post(f"/v1/playbooks/2/signatures/{side}?note=review+214")
    assert answer.status_code == expect, answer.text
    return answer.json()


async def apply(doors, expect, word="apply"):
    answer = await doors.http.post(f"/v1/playbooks/2/{word}")
    assert answer.status_code == expect, answer.text
    return answer.json()


async def test_both_sides_keys_put_a_version_in_force(ci):
    assert (await sign(ci, "sales"))["lacks"] == ["marketing"]
    assert (await sign(ci, "marketing"))["lacks"] == []
    assert await apply(ci, 200, "activate") == {"version": "2", "state": "active"}


async def test_one_side_alone_is_not_enough(ci):
    await sign(ci, "sales")
    assert "marketing" in (await apply(ci, 422))["detail"]


async def test_an_administrators_key_signs_for_nobody(ci):
    await sign(ci, "sales", "admin", expect=403)


async def test_a_key_of_one_side_does_not_sign_for_the_other(ci):
    await sign(ci, "sales", "marketing", expect=403)


async def test_of_those_who_sign_for_one_side_at_one_instant_one_has_signed_and_the_others_read_so(ci):
    await asyncio.gather(*(ci.pool.execute("select pg_sleep(0.05)") for _ in range(4)))  # as many connections
    each = (sign_with_key(ci.pool, "2", side=Side.SALES, key_id=f"{n}", label=f"key {n}") for n in range(4))
    answers = await asyncio.gather(*each, return_exceptions=True)
    assert sorted(f"{one}".partition(".")[0] for one in answers if isinstance(one, Refused)) == [SIGNED] * 3


async def test_a_key_of_both_scopes_signs_once(ci):
    async with await ci.with_key("sales", "marketing") as key:
        first = await key.post("/v1/playbooks/2/signatures/sales")
        again = await key.post("/v1/playbooks/2/signatures/marketing")
    assert (first.status_code, again.status_code) == (200, 422)


async def test_who_signed_stands_in_the_history(ci):
    await sign(ci, "sales")
    (told, *_) = await ci.get("/v1/playbooks/history")
    assert (told["what"], "for sales" in told["note"], "review 214" in told["note"]) == ("signed", True, True)


async def test_a_version_in_force_is_not_signed_any_more(ci):
    async with await ci.with_key("sales") as key:
        assert (await key.post("/v1/playbooks/1/signatures/sales")).status_code == 422


GIVEN_UP = SECOND.replace('version: "2"', 'version: "3"')


async def test_an_example_that_is_given_up_needs_its_reason(ci):
    assert "counter_examples:" in GIVEN_UP
    name = GIVEN_UP.split("counter_examples:")[1].split("name: ")[1].split("\n")[0].strip().rstrip(",")
    without = GIVEN_UP.replace(f"name: {name}", "name: somebody else altogether", 1)
    silent = await send(ci, "playbooks/drafts?note=tidy", without)
    told = without.replace(
        "  counter_examples:", f"  removed: {{{name}: nobody of that kind asks}}\n  counter_examples:", 1
    )
    said = await send(ci, "playbooks/drafts?note=tidy", told)
    assert (silent.status_code, name in silent.text, said.status_code) == (422, True, 201)
