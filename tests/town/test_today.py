"""Does the first screen show something of everything, whenever the town is opened?"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from batonpass.handoff.hours import elapsed
from batonpass.store.world import World
from batonpass.written.load import load
from town.callers import CALLERS, Stands
from town.company import PLAYBOOK
from town.today import before, fits, late_desk, needs_late_desk, today

MONDAY = datetime(2026, 11, 16, tzinfo=UTC)
SUMMER_MONDAY = datetime(2027, 6, 28, tzinfo=UTC)
HALF_HOURS = 2 * 24 * 7


@pytest.fixture(scope="module")
def world():
    written = load(PLAYBOOK.read_text("utf-8"), PLAYBOOK.name)
    hours = {name: one.hours for name, one in written.calendars.items()}
    return World(revision=1, written=written, directory=written.directory, calendars=hours)


def week(monday):
    return [monday + timedelta(minutes=30 * n) for n in range(HALF_HOURS)]


@pytest.mark.parametrize("monday", [MONDAY, SUMMER_MONDAY])
@pytest.mark.parametrize("rep", ["anna", "bo"])
def test_at_every_half_hour_of_the_week_somebody_waits_for_business_hours(world, rep, monday):
    waiting = [one for one in CALLERS if one.owner == rep and one.stands is Stands.WAITS]
    assert [at for at in week(monday) if not any(fits(one, world, at) for one in waiting)] == []


def test_nobody_waits_who_could_be_called(world):
    noon_in_toronto = datetime(2026, 11, 17, 17, tzinfo=UTC)
    waiting = {one.firm.country for one in CALLERS if one.stands is Stands.WAITS and fits(one, world, noon_in_toronto)}
    assert not waiting & {"CA", "US", "BR"}


def test_a_desk_in_its_morning_needs_nobody_on_call(world):
    assert not needs_late_desk(datetime(2026, 11, 18, 10, tzinfo=UTC), world.hours(("lisbon",)))


@pytest.mark.parametrize("at", [datetime(2026, 11, 18, 16, tzinfo=UTC), datetime(2026, 11, 22, 10, tzinfo=UTC)])
def test_a_desk_that_closes_soon_or_is_closed_needs_somebody_on_call(world, at):
    assert needs_late_desk(at, world.hours(("lisbon",)))


def test_whoever_is_on_call_is_so_every_day():
    assert len(late_desk("Europe/Lisbon")["days"]) == 7


def test_the_instant_before_is_exactly_so_much_working_time_ago(world):
    at, desk = datetime(2026, 11, 23, 9, 10, tzinfo=UTC), world.hours(("lisbon",))
    assert abs(elapsed(before(at, timedelta(minutes=37), desk), at, desk) - timedelta(minutes=37)) < timedelta(
        seconds=2
    )


def test_nothing_of_today_lies_in_the_future(world):
    at = datetime(2026, 11, 18, 10, 20, tzinfo=UTC)
    assert max(moment.at for moment in today(world, at)) <= at
