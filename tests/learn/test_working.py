"""Is working time for very many what it is for one?"""

from datetime import UTC, datetime, timedelta
from random import Random

import numpy as np
import pytest

from batonpass.handoff.hours import elapsed
from batonpass.handoff.instants import since_1970
from batonpass.learn.working import worked
from batonpass.written.calendars import read_calendars

CALENDARS = {
    "lisbon": {"tz": "Europe/Lisbon", "days": ["Mon", "Tue", "Wed", "Thu", "Fri"], "hours": ["09:00", "18:00"]},
    "night": {"tz": "America/New_York", "days": ["Mon", "Sun"], "hours": ["22:00", "06:00"]},
}
HOURS = read_calendars(CALENDARS, "calendars")


@pytest.mark.parametrize("name", sorted(HOURS))
def test_working_time_of_many_is_that_of_each(name):
    chance = Random(3)
    starts = [datetime(2026, 11, 1, tzinfo=UTC) + timedelta(seconds=chance.randrange(90 * 86400)) for _ in range(200)]
    ends = [start + timedelta(seconds=chance.randrange(-1000, 20 * 86400)) for start in starts]
    many = worked(
        np.array([since_1970(one) for one in starts], np.int64),
        np.array([since_1970(one) for one in ends], np.int64),
        HOURS[name],
    )
    each = [elapsed(a, b, HOURS[name]).total_seconds() for a, b in zip(starts, ends, strict=True)]
    assert many.tolist() == pytest.approx(each, abs=1e-5)
