"""Does the test clock move over the API, doing on the way what falls due, and only where it may?"""

from __future__ import annotations

import pytest

from tests.web.doors import open_doors


async def move(doors, **sent):
    return await doors.http.post("/v1/test-clock", json=sent)


async def test_it_answers_when_everything_due_was_done(doors):
    await doors.submit()
    answer = await move(doors, now="2027-03-02T10:31:00Z")
    assert (answer.status_code, answer.json()) == (200, {"now": "2027-03-02T10:31:00Z"})
    told = sorted((message.kind, message.recipient) for message in doors.post.sent)
    assert told == [
        ("ack", "anna.berg@acme.example"),
        ("assigned", "ana@lumen.example"),
        ("breach", "mara@lumen.example"),
        ("reminder", "ana@lumen.example"),
    ]


@pytest.mark.parametrize(
    ("by", "then"), [("4h", "14:00:00"), ("90m", "11:30:00"), ("1h30m", "11:30:00"), ("45s", "10:00:45")]
)
async def test_it_advances_by_a_length(doors, by, then):
    assert (await move(doors, advance=by)).json() == {"now": f"2027-03-02T{then}Z"}


async def test_a_jump_is_as_if_we_had_been_down(doors):
    """T12: the steps collapse into the highest one that is due."""
    lead_id = (await doors.submit())["lead_id"]
    await move(doors, now="2027-03-02T10:31:00Z", jump=True)
    steps = [f["percent"] for f in await doors.get(f"/v1/leads/{lead_id}/timeline") if f["fact"] == "Escalated"]
    assert steps == [100]


async def test_it_does_not_go_back(doors):
    assert (await move(doors, now="2027-03-02T09:00:00Z")).status_code == 409


@pytest.mark.parametrize(
    "sent",
    [
        {},
        {"now": "2027-03-02T11:00:00Z", "advance": "1h"},
        {"now": "tomorrow"},
        {"now": "2027-03-02T11:00:00"},
        {"now": "9999-12-31T23:59:59Z"},
        {"advance": "soon"},
        {"advance": "-1h"},
        {"advance": "0h"},
        {"advance": 5},
    ],
)
async def test_what_is_no_time_is_refused(doors, sent):
    assert (await move(doors, **sent)).status_code == 422


async def test_in_production_there_is_no_such_thing(database):
    async with open_doors(database, travel=None) as doors:
        assert (await move(doors, advance="1h")).status_code == 404
