"""Can other programs read why a lead stands where it stood at an instant, and what would change that?"""

from __future__ import annotations

from tests.web.doors import put


async def why(doors, lead_id: str, at: str = "") -> dict:
    return await doors.get(f"/v1/leads/{lead_id}/why" + (f"?at={at}" if at else ""))


async def test_the_score_is_worked_out_anew_and_is_the_one_recorded(doors):
    lead_id = (await doors.submit(form="webinar", employees=120))["lead_id"]
    found = await why(doors, lead_id)
    assert (found["then"]["identical"], found["then"]["score"]) == (True, found["score"])


async def test_a_lead_is_told_as_it_stood_then(doors):
    lead_id = (await doors.submit(form="newsletter"))["lead_id"]
    await doors.at("2027-03-02T11:00:00Z")
    await doors.submit(form="demo")
    then, now = await why(doors, lead_id, "2027-03-02T10:30:00Z"), await why(doors, lead_id)
    assert (then["stage"], then["then"]["stage"], then["then"]["score"]["total"]) == ("Nurture", "Nurture", 5)
    assert (now["stage"], now["then"]["short"], now["then"]["ways"]) == ("MQL", "", [])


async def test_what_would_help_and_what_is_unknown_are_told(doors):
    lead_id = (await doors.submit(form="newsletter"))["lead_id"]
    then = (await why(doors, lead_id))["then"]
    assert (then["short"], then["points_short"]) == ("score 5 is below 40", 35)
    assert "account.employees" in then["unknown_fields"]
    assert then["ways"][0]["enough"]


async def test_every_rung_is_told_with_who_would_have_had_the_lead_by_it(doors):
    """Scenario C01: the candidates, and the rule that won."""
    await put(doors, "accounts/acme.example", {"name": "Acme", "owner": "bruno"})
    lead_id = (await doors.submit())["lead_id"]
    ladder = (await why(doors, lead_id))["ladder"]
    assert [one["rung"] for one in ladder if one["decided"]] == ["account_owner"]
    assert (ladder[0]["owner"], ladder[0]["because"]) == ("bruno", "Bruno owns the account Acme")
    below = [one for one in ladder if not one["recorded"]]
    assert below
    assert all(one["owner"] or one["queue"] or one["because"] for one in below)


async def test_whoever_lost_is_told_with_why(doors):
    lead_id = (await doors.submit())["lead_id"]
    told = {one["rung"]: one for one in (await why(doors, lead_id))["ladder"]}
    (won,) = [one for one in told.values() if one["decided"]]
    assert (won["owner"], won["passed"]) == ("ana", ["not the turn of Bruno"])
    assert told["account_owner"]["because"] == "no account"


async def test_before_the_lead_was_known_there_is_nothing_to_explain(doors):
    lead_id = (await doors.submit())["lead_id"]
    answer = await doors.http.get(f"/v1/leads/{lead_id}/why?at=2020-01-01T00:00:00Z")
    assert (answer.status_code, answer.json()["field"]) == (422, "at")


async def test_an_instant_without_a_zone_is_refused(doors):
    lead_id = (await doors.submit())["lead_id"]
    assert (await doors.http.get(f"/v1/leads/{lead_id}/why?at=2027-03-02T10:00:00")).status_code == 422
