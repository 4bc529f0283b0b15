"""Does leave take effect by itself, and do promises move on without being reset?"""

from __future__ import annotations

from asyncio import gather
from datetime import date, timedelta

import httpx
import pytest

from batonpass.connectors.leave.feed import Feeds
from batonpass.connectors.webhook.guard import allowed
from batonpass.handoff.people import Leave
from batonpass.handoff.requests import Touch
from batonpass.run.leave import read_feeds
from batonpass.store.absences import (
    Feed,
    drop_feed,
    feeds,
    hand_over_absent,
    hand_over_all,
    next_absence,
    put_absences,
    put_feed,
)
from batonpass.store.directory import put_calendar, put_rep
from batonpass.store.in_force import in_force
from batonpass.store.take import act
from batonpass.written.leave_file import read_leave
from batonpass.written.refused import Refused
from tests.store.office import LISBON, TUESDAY_TEN, count, forward, furnish, person, send, submission

WEEK = Leave(first=date(2027, 3, 2), last=date(2027, 3, 5))
PEOPLE = {"ana": "ana", "bruno": "bruno", "ana@lumen.example": "ana"}
EVENT = "BEGIN:VEVENT\r\nUID:1\r\nDTSTART;VALUE=DATE:20270302\r\nEND:VEVENT\r\n"
ICS = f"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:x\r\n{EVENT}END:VCALENDAR\r\n".encode()


def server(status: int, body: bytes) -> Feeds:
    return Feeds(allowed(""), transport=httpx.MockTransport(lambda _: httpx.Response(status, content=body)))


async def owners(pool) -> list[str]:
    return [row["owner"] for row in await pool.fetch("select owner from app.leads order by created_at, person")]


async def test_when_leave_begins_promises_move_on_and_are_not_reset(pool):
    watched = await furnish(pool)
    await send(pool, watched, *[submission(n) for n in range(4)])
    await forward(pool, minutes=10)
    await put_absences(pool, "csv", {"ana": [WEEK]})
    assert await hand_over_absent(pool, watched) == 2
    assert await owners(pool) == ["bruno"] * 4
    dues = {row["due_at"] for row in await pool.fetch("select due_at from app.clocks")}
    assert dues == {TUESDAY_TEN + timedelta(minutes=30)}
    assert await hand_over_absent(pool, watched) == 0


async def test_a_delegate_gets_them_and_what_was_touched_stays(pool):
    watched = await furnish(pool)
    await put_rep(pool, watched, "cleo", person("cleo"), by="test")
    first, *_ = await send(pool, watched, *[submission(n) for n in range(4)])
    await act(pool, watched, first.lead_id, Touch(by="ana", kind="call"))
    await put_absences(pool, "csv", {"ana": [Leave(first=WEEK.first, last=WEEK.last, delegate="cleo")]})
    await hand_over_absent(pool, watched)
    assert sorted(await owners(pool)) == ["ana", "bruno", "bruno", "cleo"]


async def test_the_next_leave_is_known_by_the_instant_it_begins(pool):
    watched = await furnish(pool)
    later = Leave(first=date(2027, 6, 7), last=date(2027, 6, 8))
    await put_absences(pool, "csv", {"ana": [WEEK, later]})
    async with pool.acquire() as connection:
        assert (await next_absence(connection, watched)).isoformat() == "2027-06-07T00:00:00+01:00"


async def test_somebody_hands_on_all_they_hold(pool):
    watched = await furnish(pool)
    first, *_ = await send(pool, watched, *[submission(n) for n in range(4)])
    await act(pool, watched, first.lead_id, Touch(by="ana", kind="call"))
    assert len(await hand_over_all(pool, watched, "ana", by="mara", to="triage")) == 1
    assert len(await hand_over_all(pool, watched, "ana", by="mara", everything=True)) == 1
    assert await count(pool, "leads", "queue = 'triage'") == 1
    assert await count(pool, "leads", "owner = 'ana'") == 0


async def test_an_account_executive_hands_on_what_waits_for_their_answer(pool):
    watched = await furnish(pool)
    lead, *_ = await send(pool, watched, submission(1))
    await act(pool, watched, lead.lead_id, Touch(by="ana", kind="call"))
    await pool.execute("update app.clocks set state = 'running', promise = 'ae_accept'")
    assert len(await hand_over_all(pool, watched, "ana", by="mara")) == 1


async def test_a_feed_is_read_and_what_it_told_before_is_replaced(pool):
    watched = await furnish(pool)
    await put_feed(pool, Feed(rep="ana", url="https://calendar.example/ana.ics", delegate="bruno"))
    assert await read_feeds(pool, watched, server(200, ICS)) == 1
    _, world = await in_force(pool, watched)
    leave = world.directory.reps["ana"].leave
    assert [(one.first.day, one.delegate) for one in leave] == [(2, "bruno")]
    assert await read_feeds(pool, watched, server(200, ICS)) == 0
    assert await drop_feed(pool, "ana")
    assert await count(pool, "absences") == 0


async def test_a_feed_that_says_nothing_new_writes_nothing(pool):
    """Whatever else is known of that person's leave; else everybody reads the agreement anew each hour."""
    watched = await furnish(pool)
    await put_absences(pool, "csv", {"ana": [Leave(first=date(2027, 5, 3), last=date(2027, 5, 7))]})
    await put_feed(pool, Feed(rep="ana", url="https://calendar.example/ana.ics", delegate=None))
    await read_feeds(pool, watched, server(200, ICS))
    written = "select (select number from app.revision), max(xmin::text::bigint) from app.absences"
    before = tuple(await pool.fetchrow(written))
    assert await read_feeds(pool, watched, server(200, ICS), every=timedelta(0)) == 1
    assert tuple(await pool.fetchrow(written)) == before
    await put_feed(pool, Feed(rep="ana", url="https://calendar.example/ana.ics", delegate="bruno"))
    await read_feeds(pool, watched, server(200, ICS), every=timedelta(0))
    assert await count(pool, "absences", "delegate = 'bruno'") == 1


async def test_a_file_that_is_brought_again_writes_nothing_and_one_that_tells_less_does(pool):
    await furnish(pool)
    await put_absences(pool, "csv", {"ana": [WEEK, WEEK], "bruno": [WEEK]})
    stood = await pool.fetchval("select number from app.revision")
    await put_absences(pool, "csv", {"bruno": [WEEK], "ana": [WEEK]})
    assert (await pool.fetchval("select number from app.revision"), await count(pool, "absences")) == (stood, 2)
    await put_absences(pool, "csv", {"ana": [WEEK], "bruno": []})
    assert (await pool.fetchval("select number from app.revision"), await count(pool, "absences")) == (stood + 1, 1)


async def test_of_two_who_bring_the_same_leave_at_once_one_writes_it(pool):
    await furnish(pool)
    await gather(*(put_absences(pool, "csv", {"ana": [WEEK]}) for _ in range(6)))
    assert await count(pool, "absences") == 1


async def test_a_feed_that_fails_keeps_what_it_told_and_says_why(pool):
    watched = await furnish(pool)
    await put_feed(pool, Feed(rep="ana", url="https://calendar.example/ana.ics", delegate=None))
    await read_feeds(pool, watched, server(200, ICS))
    await read_feeds(pool, watched, server(500, b""), every=timedelta(0))
    assert [feed.error for feed in await feeds(pool)] == ["the calendar's server answered 500"]
    assert await count(pool, "absences") == 1


async def test_a_broken_event_costs_neither_the_others_nor_other_peoples_calendars(pool):
    watched = await furnish(pool)
    broken = ICS.replace(b"END:VCALENDAR", EVENT.replace("20270302", "someday").encode() + b"END:VCALENDAR")
    for rep in ("ana", "bruno"):
        await put_feed(pool, Feed(rep=rep, url=f"https://calendar.example/{rep}.ics", delegate=None))
    assert await read_feeds(pool, watched, server(200, broken)) == 2
    assert await count(pool, "absences", "first = '2027-03-02'") == 2
    assert [feed.error for feed in await feeds(pool)] == ["not read: the event '1'"] * 2


async def test_other_hours_of_somebody_lay_out_what_they_promised_again(pool):
    """Scenario S56 and rule T8."""
    watched = await furnish(pool, "ana")
    await put_calendar(pool, "late", {**LISBON, "hours": ["11:00", "20:00"]}, by="test")
    await send(pool, watched, submission(form="ebook"))
    await forward(pool, minutes=30)
    await put_rep(pool, watched, "ana", person("ana", calendar="late"), by="test")
    assert await pool.fetchval("select due_at from app.clocks") == TUESDAY_TEN + timedelta(hours=4, minutes=30)


def test_leave_is_read_from_a_csv_file(tmp_path):
    path = tmp_path / "leave.csv"
    path.write_text(
        "rep,first,last,delegate\nana,2027-03-08,2027-03-12,bruno\nAna@lumen.example,2027-04-01,2027-04-01,\n"
    )
    found = read_leave(path, PEOPLE)
    assert [(one.first.month, one.delegate) for one in found["ana"]] == [(3, "bruno"), (4, None)]


def test_a_csv_file_of_leave_is_refused_whole_with_every_slip_by_line(tmp_path):
    path = tmp_path / "leave.csv"
    path.write_text("rep,first,last\nana,2027-03-12,2027-03-08\nanna,2027-03-08,2027-03-08\nana,tomorrow,2027-03-08\n")
    with pytest.raises(Refused) as refused:
        read_leave(path, PEOPLE)
    assert [problem.line for problem in refused.value.problems] == [2, 3, 4]
