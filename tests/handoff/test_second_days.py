"""Do the SDR's days stay days while an account executive has the lead, and after it came back?"""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from batonpass.handoff.requests import Reassign
from batonpass.handoff.requests_second import GiveBack, HandOver
from tests.handoff import cast
from tests.handoff.cast import minutes
from tests.handoff.second_half import BOOK, HANDED, HOUSE, WORKED


def walk(*steps, people=HOUSE):
    return cast.walk(*steps, playbook=BOOK, people=people)


@pytest.mark.parametrize(
    ("handed", "back", "due"),
    [
        ((5, 10, 0), (8, 10, 0), (3, 19, 10, 6)),  # over a weekend: three days are three days, not one
        ((8, 18, 30), (9, 8, 30), (3, 16, 10, 6)),  # over a night: no working time, so nobody gains any
        ((8, 10, 0), (8, 13, 0), (3, 16, 13, 6)),
        ((4, 17, 30), (5, 17, 0), (3, 17, 9, 36)),  # less than a day: working time, and on over the night
        ((5, 10, 0), (29, 9, 0), (4, 9, 9, 6)),  # 24 days, the clocks going forward among them
    ],
)
def test_days_that_stood_still_are_days_when_they_go_on(handed, back, due):
    """Nobody gets fewer of them (T11), and a night at the account executive's buys none (T7)."""
    day, hour, minute = handed
    given = (datetime(2027, 3, day, hour, minute, tzinfo=UTC), HandOver(by="ana", to="otto"))
    returned = (datetime(2027, 3, *back, tzinfo=UTC), GiveBack(by="otto", reason="no_meeting"))
    clock = walk(*WORKED, given, returned).lead.running("dispose")
    assert clock.due_at == datetime(2027, *due, tzinfo=UTC)
    assert clock.days.count == 14


def test_who_takes_over_what_came_back_and_works_longer_hours_gets_no_fewer_days():
    nora = replace(HOUSE.reps["bruno"], id="nora", calendar="always")
    house = replace(HOUSE, reps={**HOUSE.reps, "nora": nora})
    day = 24 * 60
    done = (
        *HANDED,
        (minutes(30 + 10 * day), GiveBack(by="otto", reason="no_meeting")),
        (minutes(30 + 13 * day), Reassign(by="mara", to="nora")),
    )
    assert walk(*done[:-1], people=house).lead.running("dispose").due_at == minutes(6 + 24 * day)
    assert walk(*done, people=house).lead.running("dispose").due_at == minutes(6 + 24 * day)
