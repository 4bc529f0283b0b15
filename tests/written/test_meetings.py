"""What may be written about the meetings of both sides?"""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

from batonpass.handoff.playbook.meetings import Meetings
from tests.written.sound import SOUND, read, told

LISBON = ZoneInfo("Europe/Lisbon")
MEETINGS = Meetings(first=date(2027, 3, 16), at=time(10), calendar="lisbon", sales=("mara",), marketing=("ana",))


def test_the_meetings_of_a_playbook_are_read():
    found = read(SOUND).playbook.meetings
    assert found is not None
    assert (found.first, found.at, found.sales, found.marketing) == (date(2027, 3, 9), time(10), ("mara",), ("ana",))


def test_an_hour_that_is_none_is_named_with_what_to_write():
    (line,) = told('at: "10:00", calendar', "at: ten, calendar")
    assert '"ten" is not an hour of the day' in line
    assert 'Write it as "10:00"' in line


def test_somebody_who_is_not_among_the_people_cannot_lead_a_side():
    (line,) = told("marketing: [ana]", "marketing: [anna]")
    assert '"anna" is not among the people' in line


def test_a_side_without_a_leader_is_refused():
    (line,) = told("sales: [mara], marketing", "sales: [], marketing")
    assert "nobody leads sales" in line


def test_meetings_keep_their_hour_on_the_wall_when_clocks_change():
    assert MEETINGS.start(0, LISBON).astimezone(UTC).hour == 10
    assert MEETINGS.start(1, LISBON).astimezone(UTC).hour == 9


def test_the_next_meeting_begins_after_the_instant_and_never_at_it():
    begins = MEETINGS.start(0, LISBON)
    assert MEETINGS.next_after(datetime(2027, 1, 1, tzinfo=UTC), LISBON) == 0
    assert MEETINGS.next_after(begins, LISBON) == 1
