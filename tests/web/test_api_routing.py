"""Can anybody ask who would get a lead, and nothing is written by it?"""

from __future__ import annotations

from tests.web.doors import ANNA, put


async def test_a_trial_tells_every_rung_and_writes_nothing(doors):
    answer = await doors.http.post("/v1/route/test", json=ANNA)
    told = answer.json()
    assert (answer.status_code, told["owner"], told["stage"]) == (200, "ana", "MQL")
    said = [(rung["rung"], rung["taken"]) for rung in told["rungs"]]
    assert said == [("account_owner", False), ("pool", True), ("queue", False)]
    assert told["rungs"][1]["passed"] == ["not the turn of Bruno"]
    assert await doors.get("/v1/leads") == []


async def test_a_trial_follows_the_live_directory(doors):
    await put(doors, "accounts/acme.example", {"name": "Acme", "owner": "bruno"})
    told = (await doors.http.post("/v1/route/test", json=ANNA)).json()
    assert (told["owner"], told["rungs"][0]["says"]) == ("bruno", "Bruno owns the account Acme")


async def test_a_trial_of_somebody_not_ready_still_tells_the_ladder(doors):
    told = (await doors.http.post("/v1/route/test", json={**ANNA, "form": "newsletter"})).json()
    assert (told["handed_over"], told["owner"], told["rungs"][1]["owner"]) == (False, None, "ana")


async def test_a_trial_without_a_person_is_refused(doors):
    assert (await doors.http.post("/v1/route/test", json={"form": "demo"})).status_code == 422


async def test_a_pool_tells_who_is_next_and_whose_turns_follow(doors):
    told = await doors.get("/v1/pools/emea/next?ahead=4")
    assert (told["owner"], told["then"]) == ("ana", ["bruno", "ana", "bruno"])
    assert (await doors.http.get("/v1/pools/nobody/next")).status_code == 404
