"""Does the test clock move over the API, doing on the way what falls due, and only where it may?"""

from __future__ import annotations

from datetime import timedelta

import pytest

from batonpass.web.api.how_far import how_far
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
    ("by", "then"),
    [
        ("4h", "14:00:00"),
        ("90m", "11:30:00"),
        ("1h30m", "11:30:00"),
        ("45s", "10:00:45"),
        ("PT1H30M", "11:30:00"),
        ("90 minutes", "11:30:00"),
    ],
)
async def test_it_advances_by_a_length(doors, by, then):
    assert (await move(doors, advance=by)).json() == {"now": f"2027-03-02T{then}Z"}


@pytest.mark.parametrize(
    ("said", "far"),
    [
        ("P1D", timedelta(days=1)),
        ("P1W", timedelta(weeks=1)),
        ("PT0.5S", timedelta(seconds=0.5)),
        ("P1DT2H3M4S", timedelta(days=1, hours=2, minutes=3, seconds=4)),
        ("1 day, 2 hours", timedelta(hours=26)),
        ("1 h 5 min", timedelta(minutes=65)),
    ],
)
def test_a_length_is_read_as_tests_write_it(said, far):
    assert how_far(said) == far


@pytest.mark.parametrize("said", ["", "P", "PT", "P1M", "5", "1h1h", "1 fortnight", "1h soon", "PT0S"])
def test_what_is_no_length_is_not_guessed(said):
    with pytest.raises(ValueError, match=r"^"):
        how_far(said)


async def test_it_is_read_where_it_stands(doors):
    assert await doors.get("/v1/test-clock") == {"now": "2027-03-02T10:00:00Z"}


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
        {"advance": "99999999w"},
    ],
)
async def test_what_is_no_time_is_refused(doors, sent):
    assert (await move(doors, **sent)).status_code == 422


async def test_in_production_there_is_no_such_thing(database):
    async with open_doors(database, travel=None) as doors:
        assert (await move(doors, advance="1h")).status_code == 404
        assert (await doors.http.get("/v1/test-clock")).status_code == 404
