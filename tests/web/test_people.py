"""Can people be led from their pages: leave, the switch, channels, who comes and who goes; and by whom alone?"""

from __future__ import annotations

import pytest

from batonpass.handoff.requests import Touch
from batonpass.store.changes import changes
from tests.web.site import token_in

pytestmark = pytest.mark.asyncio(loop_scope="session")
TODAY = {"first": "2027-03-02", "last": "2027-03-05"}


async def acme(site, n: int = 1) -> str:
    return await site.lead(email=f"p{n}@acme.example")


async def do(site, who: str, path: str, **fields: str):
    async with site.signed_in(who) as visitor:
        return await visitor.post(path, data={"token": token_in(await visitor.get("/people")), **fields})


async def page(site, path: str, who: str = "mara") -> str:
    async with site.signed_in(who) as visitor:
        return (await visitor.get(path)).text


async def test_the_list_says_who_is_on_shift_and_until_when(site):
    assert "on until 18:00" in await page(site, "/people")


async def test_the_list_is_narrowed_by_its_address(site):
    text = await page(site, "/people?q=astrid")
    assert ("Astrid Holm" in text, "/people/bruno" in text) == (True, False)


async def test_leave_that_begins_today_moves_what_waits_for_a_first_touch(site):
    lead = await acme(site)
    answer = await do(site, "mara", "/people/ana/leave", **TODAY, delegate="bruno")
    assert (answer.headers["location"], (await site.standing(lead))["owner"]) == ("/people/ana?did=leave", "bruno")


async def test_what_was_touched_stays_with_who_is_away(site):
    lead = await acme(site)
    await site.act(lead, Touch(by="ana", kind="call"))
    await do(site, "mara", "/people/ana/leave", **TODAY)
    assert (await site.standing(lead))["owner"] == "ana"


async def test_who_is_away_gets_no_lead(site):
    await do(site, "mara", "/people/ana/leave", **TODAY)
    assert (await site.standing(await acme(site)))["owner"] != "ana"


async def test_a_change_is_told_and_found_by_the_name_of_whom_it_is_about(site):
    await do(site, "mara", "/people/ana/leave", **TODAY)
    async with site.signed_in("mara") as visitor:
        told = [(await visitor.get("/changes", params={"name": name})).text for name in ("Ana Duarte", "ana", "Bruno")]
    assert ["<b>rep Ana Duarte</b>" in one for one in told] == [True, True, False]


async def test_who_stands_in_opens_what_stays_with_the_absent_and_others_do_not(site):
    lead, seen = await acme(site), []
    await site.act(lead, Touch(by="ana", kind="call"))
    await do(site, "mara", "/people/ana/leave", **TODAY, delegate="bruno")
    for name in ("bruno", "ana", "astrid"):
        async with site.signed_in(name) as visitor:
            seen.append((await visitor.get(f"/leads/{lead}")).status_code)
    assert ((await site.standing(lead))["owner"], seen) == ("ana", [200, 200, 404])


async def test_a_change_of_leave_tells_its_first_day_first(site):
    await do(site, "mara", "/people/ana/leave", **TODAY)
    told = (await page(site, "/people/ana")).replace("\N{NO-BREAK SPACE}", " ")
    assert "first day 2 Mar 2027, last day 5 Mar 2027" in told


async def test_half_a_day_is_half_a_day(site):
    await do(site, "mara", "/people/ana/leave", first="2027-03-02", last="2027-03-02", begins="14:00", ends="18:00")
    assert (await site.standing(await acme(site)))["owner"] == "ana"


@pytest.mark.parametrize(
    ("fields", "says"),
    [
        ({"first": "2027-03-05", "last": "2027-03-02"}, "The last day lies before the first"),
        ({"first": "soon", "last": "2027-03-02"}, "Write the day as 2027-03-02"),
        ({**TODAY, "begins": "14:00"}, "both a beginning and an end"),
        ({**TODAY, "delegate": "ana"}, "Nobody stands in for themselves"),
        ({**TODAY, "delegate": "ghost"}, "no person"),
    ],
)
async def test_leave_that_cannot_be_is_told_beside_its_form_and_not_kept(site, fields, says):
    answer = await do(site, "mara", "/people/ana/leave", **fields)
    assert (answer.status_code, says in answer.text, 'aria-invalid="true"' in answer.text) == (422, True, True)
    assert await changes(site.pool, kinds=("rep",)) == ()


async def test_leave_is_taken_back(site):
    await do(site, "mara", "/people/ana/leave", **TODAY)
    await do(site, "mara", "/people/ana/no-leave", **TODAY)
    assert (await site.standing(await acme(site)))["owner"] == "ana"


async def test_leave_that_is_gone_already_cannot_be_taken_back(site):
    assert (await do(site, "mara", "/people/ana/no-leave", **TODAY)).status_code == 409


async def test_who_switches_leads_off_gets_none_and_keeps_theirs(site):
    lead = await acme(site)
    await do(site, "ana", "/people/ana/available", on="no")
    after = await acme(site, 2)
    assert ((await site.standing(lead))["owner"], (await site.standing(after))["owner"]) == ("ana", None)


async def test_everybody_chooses_their_own_channels_and_quiet_hours(site):
    fields = {"rank_slack": "1", "rank_email": "2", "quiet_from_0": "20:00", "quiet_to_0": "08:00"}
    await do(site, "ana", "/people/ana/preferences", **fields)
    after = (await changes(site.pool, kinds=("rep",), name="ana"))[0].after
    assert (after["channels"], after["quiet"]) == (["slack", "email"], [["20:00", "08:00"]])


async def test_half_a_pair_of_quiet_hours_is_told_beside_the_form(site):
    assert "fill in both" in (await do(site, "ana", "/people/ana/preferences", quiet_from_0="20:00")).text


async def test_a_feed_is_read_over_https_alone(site):
    answer = await do(site, "ana", "/people/ana/feed", url="http://calendar.example/ana.ics")
    assert (answer.status_code, "begins with https://" in answer.text) == (422, True)


async def test_a_feed_shows_no_address_to_those_who_read_the_page(site):
    await do(site, "ana", "/people/ana/feed", url="https://calendar.example/secret-key.ics")
    assert "secret-key" not in await page(site, "/people/ana")


async def test_a_feed_tells_when_it_was_read_as_the_reader_tells_time(site):
    await do(site, "ana", "/people/ana/feed", url="https://calendar.example/key.ics")
    await site.pool.execute("update app.leave_feeds set read_at = '2027-02-01T10:00:00Z'")
    assert "Last read: 1\N{NO-BREAK SPACE}Feb\N{NO-BREAK SPACE}10:00" in await page(site, "/people/ana")


async def test_who_leaves_hands_every_open_lead_on_at_once(site):
    leads = [await acme(site, n) for n in range(2)]
    answer = await do(site, "mara", "/people/ana/deactivate")
    assert answer.headers["location"] == "/people/ana?did=left:2"
    assert {(await site.standing(lead))["owner"] for lead in leads} == {None}


async def test_the_preview_says_what_would_become_of_each_lead_and_moves_none(site):
    lead = await acme(site)
    text = await page(site, "/people/ana?preview=yes")
    assert ("queue triage" in text, (await site.standing(lead))["owner"]) == (True, "ana")
    assert "Deactivate and hand over 1 lead<" in text


async def test_the_preview_says_what_then_happens(site):
    lead = await acme(site)
    await page(site, "/people/ana?preview=yes")
    await do(site, "mara", "/people/ana/deactivate")
    assert (await site.standing(lead))["queue"] == "triage"


async def test_everything_of_a_person_is_handed_to_who_is_named(site):
    lead = await acme(site)
    await site.act(lead, Touch(by="ana", kind="call"))
    await do(site, "mara", "/people/ana/hand-over", to="bruno", everything="yes")
    assert (await site.standing(lead))["owner"] == "bruno"


async def test_who_names_somebody_away_sees_it_first_and_where_each_lead_would_go_instead(site):
    lead = await acme(site)
    await do(site, "mara", "/people/bruno/available", on="no")
    assert "Bruno Reis (switched off)" in await page(site, "/people/ana")
    look = await do(site, "mara", "/people/ana/hand-over", to="bruno", look="yes")
    text = await page(site, look.headers["location"])
    assert ("would go to" in text, "Bruno Reis has switched leads off" in text) == (True, True)
    assert (await site.standing(lead))["owner"] == "ana"


async def test_who_named_somebody_away_is_told_where_each_lead_went_and_why(site):
    lead = await acme(site)
    await do(site, "mara", "/people/bruno/available", on="no")
    told = await do(site, "mara", "/people/ana/hand-over", to="bruno", everything="yes")
    assert (told.status_code, "0 of 1 leads went to Bruno Reis" in told.text) == (200, True)
    assert "Bruno Reis has switched leads off" in told.text
    assert (await site.standing(lead))["queue"] == "triage"


async def test_nobody_hands_their_leads_over_to_themselves(site):
    assert (await do(site, "mara", "/people/ana/hand-over", to="ana")).status_code == 422


@pytest.mark.parametrize("action", ["leave", "available", "preferences", "feed", "facts", "deactivate", "hand-over"])
async def test_a_rep_changes_nobody_else(site, action):
    answer = await do(site, "bruno", f"/people/ana/{action}", **TODAY, on="no", url="https://calendar.example/a.ics")
    assert (answer.status_code, await changes(site.pool)) == (403, ())


@pytest.mark.parametrize("action", ["leave", "available", "deactivate", "hand-over"])
async def test_a_manager_changes_nobody_of_another_team(site, action):
    assert (await do(site, "mara", f"/people/astrid/{action}", **TODAY, on="no")).status_code == 403


async def test_marketing_changes_nobody(site):
    assert (await do(site, "maya", "/people/ana/available", on="no")).status_code == 403


async def test_a_rep_does_not_read_the_leads_of_a_colleague(site):
    await acme(site)
    assert "p1@acme.example" not in await page(site, "/people/ana", who="bruno")


async def test_an_administrator_lets_somebody_new_in(site):
    fields = {"id": "nina", "name": "Nina Cast", "email": "nina@lumen.example", "calendar": "lisbon", "manager": "mara"}
    await do(site, "olle", "/people", **fields)
    assert "Nina Cast" in await page(site, "/people")


@pytest.mark.parametrize(("name", "says"), [("ana", "taken already"), ("a b", "An id has letters")])
async def test_an_id_that_cannot_be_is_told_with_what_was_written(site, name, says):
    fields = {"id": name, "name": "Nina Cast", "email": "nina@lumen.example", "calendar": "lisbon"}
    answer = await do(site, "olle", "/people", **fields)
    assert (answer.status_code, says in answer.text, "Nina Cast" in answer.text) == (422, True, True)


async def sent_file(site, who: str, text: str):
    async with site.signed_in(who) as visitor:
        token = token_in(await visitor.get("/people"))
        return await visitor.post("/people/leave-file", data={"token": token}, files={"file": ("leave.csv", text)})


async def test_a_file_of_leave_is_taken_over(site):
    lead = await acme(site)
    await sent_file(site, "mara", "rep,first,last,delegate\nana,2027-03-02,2027-03-05,bruno\n")
    assert (await site.standing(lead))["owner"] == "bruno"


async def test_a_file_with_a_wrong_line_is_refused_whole_and_names_the_line(site):
    answer = await sent_file(site, "mara", "rep,first,last\nana,2027-03-02,2027-03-05\nghost,2027-03-02,2027-03-03\n")
    assert (answer.status_code, "ine 3" in answer.text) == (422, True)
    assert await site.pool.fetchval("select count(*) from app.absences") == 0


async def test_a_manager_brings_no_leave_of_another_team(site):
    answer = await sent_file(site, "mara", "rep,first,last\nastrid,2027-03-02,2027-03-05\n")
    assert (answer.status_code, "not one of our people" in answer.text) == (422, True)


async def test_the_page_of_a_person_tells_who_changed_what(site):
    await do(site, "mara", "/people/ana/available", on="no")
    text = await page(site, "/people/ana")
    assert ("Mara Pinto" in text, "<ins>no</ins>" in text) == (True, True)


async def test_somebody_who_is_not_there_is_not_found(site):
    async with site.signed_in("mara") as visitor:
        assert (await visitor.get("/people/ghost")).status_code == 404
