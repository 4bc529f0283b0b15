"""Is what is set over the API kept as it was sent, and refused where it cannot work?"""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from batonpass.store.as_written import leave_as_written
from batonpass.web.api.spellings import as_pool, as_rep
from batonpass.written.entries import read_pool, read_rep
from batonpass.written.refused import Refused
from tests.web.doors import LISBON, put

REP = {"name": "Cleo Cruz", "email": "cleo@lumen.example", "calendar": "office", "manager": "mara"}
AWAY = [{"first": "2027-03-01", "last": "2027-03-05", "delegate": "bruno", "begins": None, "ends": None}]
HOLIDAYS = [str(date(2028, 1, 1) + timedelta(days=n)) for n in range(366)]
IMPOSSIBLE = {
    "no open hours": {**LISBON, "days": []},
    "a zone on mars": {**LISBON, "tz": "Mars/Phobos"},
    "an offset for a zone": {**LISBON, "tz": "GMT+2"},
    "closing before opening": {**LISBON, "hours": ["18:00", "09:00:99"]},
    "holidays all year": {**LISBON, "holidays": HOLIDAYS},
    "no zone": {"days": ["Mon"], "hours": ["09:00", "18:00"]},
    "an unknown setting": {**LISBON, "lunch": "12:00"},
    "a list": [],
}

HEARS = {"channels": ["slack", "email"], "quiet": [["20:00", "08:00"]], "slack": "U02AB34CD"}


@pytest.mark.parametrize(
    ("path", "sent", "kept"),
    [
        ("calendars/lisbon", LISBON, {"name": "lisbon", **LISBON}),
        (
            "reps/cleo",
            {**REP, "leave": AWAY, **HEARS},
            {"id": "cleo", **REP, "active": True, "available": True, "leave": AWAY, **HEARS, "teams": ""},
        ),
        (
            "pools/south",
            {"members": [{"rep": "ana", "weight": 2}, {"rep": "bruno", "cap": 3}], "overflow": {"queue": "triage"}},
            {
                "name": "south",
                "members": [
                    {"rep": "ana", "weight": 2, "cap": None, "a_day": None},
                    {"rep": "bruno", "weight": 1, "cap": 3, "a_day": None},
                ],
                "overflow": {"queue": "triage"},
                "share": "turns",
            },
        ),
        ("queues/night", {"calendar": "office"}, {"name": "night", "calendar": "office", "manager": None}),
        (
            "accounts/Acme.example",
            {"name": "Acme", "owner": "ana", "employees": 200},
            {"domain": "acme.example", "name": "Acme", "owner": "ana", "employees": 200, "industry": None,
             "country": None, "target": False, "team": [], "parent": None, "domains": [], "names": []},
        ),
        (
            "accounts/Bücher.example",
            {"name": "Bücher"},
            {"domain": "xn--bcher-kva.example", "name": "Bücher", "owner": None, "employees": None, "industry": None,
             "country": None, "target": False, "team": [], "parent": None, "domains": [], "names": []},
        ),
    ],
)  # fmt: skip
async def test_what_was_set_is_answered_read_and_listed(doors, path, sent, kept):
    answered = await put(doors, path, sent)
    listed = await doors.get(f"/v1/{path.partition('/')[0]}")
    assert {**answered, **kept} == answered
    assert await doors.get(f"/v1/{path}") == kept
    assert kept in listed


MARCH = {"first": "2027-03-01", "last": "2027-03-05"}
BRUNO = {"delegate": "bruno"}
NOON = {"begins": "2027-03-01T12:00:00Z", "ends": "2027-03-01T18:00:00+01:00"}


@pytest.mark.parametrize(
    ("leave", "means"),
    [
        ([{"from": "2027-03-01", "to": "2027-03-05"}], MARCH),
        ([{"start": "2027-03-01", "end": "2027-03-05", "delegate": "bruno@lumen.example"}], MARCH | BRUNO),
        ([{"begins": "2027-03-01", "ends": "2027-03-05"}], MARCH),
        (["2027-03-01..2027-03-05"], MARCH),
        ("2027-03-01/2027-03-05", MARCH),
        ({"first": "2027-03-01", "last": "2027-03-05"}, MARCH),
        (["2027-03-01"], {"first": "2027-03-01", "last": "2027-03-01"}),
        ([{"day": "2027-03-01"}], {"first": "2027-03-01", "last": "2027-03-01"}),
        ([NOON], {"first": "2027-03-01", "last": "2027-03-01", **NOON}),
        ([{"from": NOON["begins"], "until": NOON["ends"]}], {"first": "2027-03-01", "last": "2027-03-01", **NOON}),
        ([{"first": NOON["begins"], "last": NOON["ends"]}], {"first": "2027-03-01", "last": "2027-03-01", **NOON}),
        ([AWAY[0]], MARCH | BRUNO),
        (None, None),
    ],
)  # fmt: skip
def test_a_leave_means_the_same_however_a_program_writes_it(leave, means):
    entry = as_rep({**REP, "leave": leave}, "cleo", None, lambda named: str(named).partition("@")[0])
    assert leave_as_written(read_rep("cleo", entry).leave[0]) == told(means) if means else not entry["leave"]


def told(leave: dict[str, str]) -> dict[str, str]:
    """A leave whose instants are in UTC, as it is read."""
    return {
        name: datetime.fromisoformat(at).astimezone(UTC).isoformat() if "T" in at else at for name, at in leave.items()
    }


@pytest.mark.parametrize(
    "leave",
    [
        {"first": "2027-03-01"},
        {"from": "2027-03-01", "start": "2027-03-02", "to": "2027-03-05"},
        {"start": "2027-03-01T12:00:00", "end": "2027-03-01T18:00:00"},
        {"start": "2027-03-01T12:00:00Z", "end": "2027-03-02"},
        "soon",
        7,
    ],
)
def test_a_leave_that_may_mean_two_things_is_refused(leave):
    with pytest.raises(Refused):
        read_rep("cleo", as_rep({**REP, "leave": leave if leave == 7 else [leave]}, "cleo", None, str))


@pytest.mark.parametrize(
    "members", [["ana", "bruno"], [{"rep": "ana"}, "bruno@lumen.example"], {"ana": {}, "bruno": {"weight": 1}}]
)
def test_members_of_a_pool_may_be_bare_names(members):
    entry = as_pool({"name": "south", "members": members}, "south", lambda named: str(named).partition("@")[0])
    assert [member.rep for member in read_pool("south", entry).members] == ["ana", "bruno"]


async def test_caps_without_a_word_on_what_is_beyond_them_go_down_the_ladder_and_say_so(doors):
    kept = await put(doors, "pools/emea", {"members": [{"rep": "ana", "weight": 2, "cap": 10}]})
    assert (kept["overflow"], [note.partition(":")[0] for note in kept["notes"]]) == ("next_rung", ["overflow"])


async def test_what_is_read_may_be_set_again_as_it_is(doors):
    await put(doors, "calendars/office", LISBON)
    await put(doors, "accounts/acme.example", {"owner": "ana@lumen.example"})
    for path in ("calendars/office", "reps/ana", "pools/emea", "queues/triage", "accounts/acme.example"):
        before = await doors.get(f"/v1/{path}")
        await put(doors, path, before)
        assert await doors.get(f"/v1/{path}") == before
    assert (before["name"], before["owner"]) == ("acme.example", "ana")


async def test_one_field_of_an_account_may_be_set_alone(doors):
    await put(doors, "accounts/acme.example", {"name": "Acme", "owner": "ana", "employees": 200})
    changed = await put(doors, "accounts/acme.example", {"owner": "bruno"})
    assert (changed["name"], changed["owner"], changed["employees"]) == ("Acme", "bruno", 200)


async def test_one_field_of_a_person_may_be_set_alone(doors):
    await put(doors, "reps/cleo", {**REP, "leave": AWAY})
    gone = await put(doors, "reps/cleo", {"active": False})
    assert gone["active"] is False
    assert {name: gone[name] for name in (*REP, "leave")} == {**REP, "leave": AWAY}
    assert (await doors.http.put("/v1/reps/nobody", json={"active": False})).status_code == 422


@pytest.mark.parametrize("calendar", IMPOSSIBLE.values(), ids=IMPOSSIBLE)
async def test_an_impossible_calendar_is_refused_by_name(doors, calendar):
    """Scenario D29: refused when it never opens, to be confirmed when it does not for two months."""
    answer = await doors.http.put("/v1/calendars/x", json=calendar)
    assert (answer.status_code, bool(answer.json()["detail"])) == (422, True)
    assert (await doors.http.get("/v1/calendars/x")).status_code == 404


async def test_a_calendar_that_opens_in_months_has_to_be_confirmed(doors):
    """Scenario D29: refused when it never opens, to be confirmed when it does not for two months."""
    closed = [f"2027-{month:02}-{day:02}" for month, days in ((3, 31), (4, 30), (5, 31)) for day in range(1, days + 1)]
    calendar = {**LISBON, "holidays": closed}
    answer = await doors.http.put("/v1/calendars/x", json=calendar)
    assert (answer.status_code, answer.json()["type"]) == (422, "/problems/confirmation-needed")
    assert (await doors.http.put("/v1/calendars/x?confirm=true", json=calendar)).status_code == 200


@pytest.mark.parametrize(
    ("path", "sent", "field"),
    [
        ("reps/cleo", {**REP, "calendar": "moon"}, "calendar"),
        ("reps/cleo", {**REP, "email": "cleo"}, "email"),
        ("reps/cleo", {"name": "Cleo"}, "email"),
        ("reps/cleo", {**REP, "leave": [{"first": "2027-03-05", "last": "2027-03-01"}]}, "leave[0]"),
        ("pools/x", {"members": [{"rep": "ana", "weight": 0}]}, "members[0].weight"),
        ("pools/x", {"members": [{}]}, "members[0].rep"),
        ("pools/x", {"members": [{"rep": "ana"}, {"rep": "ana"}]}, "members[1].rep"),
        ("queues/x", {}, "calendar"),
        ("accounts/acme.example", {"employees": "many"}, "employees"),
        ("accounts/acme.example", {"name": "Acme", "country": "Narnia"}, "country"),
        ("accounts/gmail.com", {"name": "Everybody"}, "domain"),
        ("accounts/acme.example", {"name": "Acme", "domains": ["acme.se", "Gmail.com"]}, "domains[1]"),
    ],
)
async def test_an_entry_that_is_wrong_names_every_field_and_is_not_kept(doors, path, sent, field):
    answer = await doors.http.put(f"/v1/{path}", json=sent)
    assert (answer.status_code, field in [p["path"] for p in answer.json()["problems"]]) == (422, True)
    assert (await doors.http.get(f"/v1/{path}")).status_code == 404


@pytest.mark.parametrize("path", ["reps/a b", "reps/x%00", "pools/*", "accounts/localhost", "queues/" + "q" * 81])
async def test_a_name_that_is_none_is_refused(doors, path):
    assert (await doors.http.put(f"/v1/{path}", json=REP)).status_code == 422


@pytest.mark.parametrize("content", [b"", b"{", b"[]", b'{"name": "\\u0000"}', b'{"name": "a", "name": "b"}'])
async def test_a_body_that_is_no_object_is_refused(doors, content):
    answer = await doors.http.put("/v1/reps/x", content=content, headers={"Content-Type": "application/json"})
    assert (answer.status_code in (400, 422), answer.headers["content-type"]) == (True, "application/problem+json")


@pytest.mark.parametrize("path", ["calendars/x", "reps/x", "pools/x", "queues/x", "accounts/x.example"])
async def test_an_entry_that_is_not_there_is_not_found(doors, path):
    assert (await doors.http.get(f"/v1/{path}")).status_code == 404


async def test_somebody_who_leaves_hands_their_leads_on_within_the_promise(doors):
    """Scenario C03: all leads move on in the same transaction, and the manager hears once."""
    lead_id = (await doors.submit())["lead_id"]
    await doors.at("2027-03-02T10:10:00Z")
    ana = {"name": "Ana", "email": "ana@lumen.example", "calendar": "office", "active": False}
    answered = await put(doors, "reps/ana", ana)
    lead = await doors.get(f"/v1/leads/{lead_id}")
    assert (answered["handed_on"], lead["owner"]) == (1, "bruno")
    assert lead["clocks"][0]["due_at"] == "2027-03-02T10:30:00Z"


async def test_who_hands_leads_to_somebody_away_is_told_before_and_after_where_they_go(doors):
    lead_id = (await doors.submit())["lead_id"]
    owner = (await doors.get(f"/v1/leads/{lead_id}"))["owner"]
    await put(doors, "reps/cleo", {**REP, "name": "Cleo", "available": False})
    asked = {"to": "cleo", "preview": True}
    first = (await doors.http.post(f"/v1/reps/{owner}/hand-over", json=asked)).json()
    assert (first["handed_on"], (await doors.get(f"/v1/leads/{lead_id}"))["owner"]) == (0, owner)
    done = (await doors.http.post(f"/v1/reps/{owner}/hand-over", json={"to": "cleo"})).json()
    assert (done["handed_on"], done["leads"]) == (1, first["leads"])
    (lead,) = done["leads"]
    assert (lead["id"], lead["owner"] == owner, lead["instead"]) == (lead_id, False, True)
    assert lead["because"].startswith("Cleo has switched leads off; ")
    itself = await doors.http.post(f"/v1/reps/{owner}/hand-over", json={"to": owner})
    assert (itself.status_code, itself.json()["field"]) == (422, "to")


async def test_a_rep_set_over_the_api_wins_over_the_playbooks(doors):
    await put(doors, "reps/ana", {**REP, "name": "Ana Duarte"})
    assert (await doors.get("/v1/reps/ana"))["name"] == "Ana Duarte"


async def test_another_method_is_refused_naming_those_there_are(doors):
    answer = await doors.http.delete("/v1/reps/ana")
    assert (answer.status_code, answer.headers["allow"]) == (405, "GET, PUT")


@pytest.mark.parametrize(
    ("path", "sent", "notes"),
    [
        ("reps/cleo", {**REP, "manager": "ghost"}, ["manager: there is no person 'ghost' yet"]),
        (
            "reps/cleo",
            {**REP, "leave": [{**AWAY[0], "delegate": "ghost"}]},
            ["leave[0].delegate: there is no person 'ghost' yet"],
        ),
        ("pools/x", {"members": []}, ["members: there is nobody in this pool"]),
        (
            "pools/x",
            {"members": [{"rep": "ana"}, {"rep": "ghost"}]},
            ["members[1].rep: there is no person 'ghost' yet"],
        ),
        (
            "pools/x",
            {"members": [{"rep": "ana", "cap": 1}], "overflow": {"queue": "night"}},
            ["overflow.queue: there is no queue 'night' yet"],
        ),
        (
            "pools/x",
            {"members": [{"rep": "ana", "cap": 1}], "overflow": {"pool": "south"}},
            ["overflow.pool: there is no pool 'south' yet"],
        ),
        ("queues/x", {"calendar": "office", "manager": "ghost"}, ["manager: there is no person 'ghost' yet"]),
        (
            "accounts/acme.example",
            {"name": "Acme", "owner": "ghost", "team": ["ana", "spook"]},
            ["owner: there is no person 'ghost' yet", "team[1]: there is no person 'spook' yet"],
        ),
    ],
)
async def test_a_name_that_nobody_has_set_yet_is_taken_and_told(doors, path, sent, notes):
    answered = await put(doors, path, sent)
    assert [note.partition(";")[0].partition(",")[0] for note in answered["notes"]] == notes
    assert "notes" not in await doors.get(f"/v1/{path}")


async def test_an_entry_that_names_only_who_is_there_has_no_notes(doors):
    answered = await put(doors, "pools/x", {"members": [{"rep": "ana", "cap": 1}], "overflow": {"queue": "triage"}})
    assert "notes" not in answered
