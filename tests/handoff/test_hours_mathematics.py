"""Do due and elapsed hold together for any calendar, and do they agree with somebody who counts minutes?"""

from datetime import UTC, date, datetime, timedelta

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from batonpass.handoff.hours import both, due, elapsed, hours_of, is_open, next_open, open_between
from batonpass.handoff.windows import Calendar, Window
from batonpass.handoff.zones import zone
from tests.handoff.minutes import A_MINUTE, Ticks

TURNS = {
    "Europe/Berlin": ("2027-03-28", "2027-10-31"),
    "America/New_York": ("2027-03-14", "2027-11-07"),
    "Europe/Lisbon": ("2027-03-28", "2027-10-31"),
    "Africa/Cairo": ("2027-04-30", "2027-10-29"),
    "Asia/Kolkata": ("2027-01-26",),
    "Australia/Lord_Howe": ("2027-04-04", "2027-10-03"),
    "Asia/Jerusalem": ("2027-03-26", "2027-10-31"),
    "Australia/Sydney": ("2027-04-04", "2027-10-03"),
    "America/St_Johns": ("2027-03-14", "2027-11-07"),
    "Pacific/Apia": ("2011-12-30",),
    "Pacific/Kiritimati": ("2027-01-01",),
}
NEW_YEAR = "2027-01-01"

minutes = st.integers(0, 1440).map(lambda n: timedelta(minutes=n))


@st.composite
def days(draw):
    """The windows of a day: up to three, apart, the last one perhaps over midnight."""
    cuts = sorted(draw(st.sets(st.integers(0, 95), max_size=6)))
    shifts = [
        Window(opens=timedelta(minutes=15 * a), closes=timedelta(minutes=15 * b))
        for a, b in zip(cuts[::2], cuts[1::2], strict=False)
    ]
    if shifts and draw(st.booleans()):
        night = timedelta(minutes=15 * draw(st.integers(96, 110)))
        shifts[-1] = Window(opens=shifts[-1].opens, closes=min(night, shifts[-1].opens + timedelta(days=1)))
    return tuple(shifts)


@st.composite
def calendars(draw):
    """A calendar in one of the zones, and a day near which its clocks change or its year turns."""
    place = draw(st.sampled_from(sorted(TURNS)))
    middle = date.fromisoformat(draw(st.sampled_from((*TURNS[place], NEW_YEAR))))
    near = st.integers(-5, 5).map(lambda n: middle + timedelta(days=n))
    holidays = draw(st.frozensets(near, max_size=3))
    calendar = Calendar(
        name=place,
        zone=zone(place),
        week=tuple(draw(days()) for _ in range(7)),
        holidays=lambda year: [day for day in holidays if day.year == year],
        early_close=draw(st.dictionaries(near, minutes, max_size=2)),
        special=draw(st.dictionaries(near, days(), max_size=2)),
    )
    return calendar, middle


def instants(middle):
    start = datetime(middle.year, middle.month, middle.day, tzinfo=UTC)
    return st.integers(-4 * 1440, 4 * 1440).map(lambda n: start + n * A_MINUTE)


budgets = st.timedeltas(timedelta(0), timedelta(hours=60))


@settings(max_examples=100, deadline=None)
@given(st.data(), calendars())
def test_every_answer_is_what_counting_minutes_gives(data, calendar_near_a_day):
    calendar, middle = calendar_near_a_day
    ticks, hours = Ticks(calendar, middle), hours_of(calendar)
    for _ in range(5):
        start, end = data.draw(instants(middle)), data.draw(instants(middle))
        budget = data.draw(st.integers(1, 1200)) * A_MINUTE
        assert elapsed(start, end, hours) == ticks.elapsed(start, end)
        assert is_open(start, hours) == bool(ticks.open[ticks.number(start)])
        counted = ticks.due(start, budget)
        assert counted is None or due(start, budget, hours) == counted
        opening = ticks.next_open(start)
        assert opening is None or next_open(start, hours) == opening


@settings(max_examples=50, deadline=None)
@given(st.data(), calendars(), calendars())
def test_both_at_once_is_every_minute_that_both_count(data, ours, theirs):
    middle = ours[1]
    a, b = Ticks(ours[0], middle), Ticks(theirs[0], middle)
    start, end = sorted((data.draw(instants(middle)), data.draw(instants(middle))))
    counted = sum(map(min, a.open[a.number(start) : a.number(end)], b.open[b.number(start) : b.number(end)]))
    assert elapsed(start, end, both(hours_of(ours[0]), hours_of(theirs[0]))) == counted * A_MINUTE


@st.composite
def promises(draw):
    """Hours that open every week, a start and a budget, all to the microsecond."""
    calendar, middle = draw(calendars())
    assume(any(calendar.week))
    near = datetime.combine(middle, datetime.min.time())
    start = draw(st.datetimes(near - timedelta(days=9), near + timedelta(days=9), timezones=st.just(UTC)))
    return hours_of(calendar), start, draw(budgets)


@settings(max_examples=50, deadline=None)
@given(promises())
def test_the_due_instant_holds_exactly_the_promised_time(promise):
    hours, start, budget = promise
    assert elapsed(start, due(start, budget, hours), hours) == budget


@settings(max_examples=50, deadline=None)
@given(promises(), st.timedeltas(timedelta(microseconds=1), timedelta(days=3)))
def test_no_earlier_instant_holds_it(promise, earlier):
    hours, start, budget = promise
    assume(budget)
    assert elapsed(start, due(start, budget, hours) - earlier, hours) < budget


@settings(max_examples=50, deadline=None)
@given(promises(), st.timedeltas(timedelta(0), timedelta(days=20)))
def test_a_later_start_is_never_due_earlier(promise, later):
    hours, start, budget = promise
    assert due(start, budget, hours) <= due(start + later, budget, hours)


@settings(max_examples=50, deadline=None)
@given(promises(), budgets)
def test_a_longer_promise_is_never_due_earlier(promise, more):
    hours, start, budget = promise
    assert due(start, budget, hours) <= due(start, budget + more, hours)


@settings(max_examples=50, deadline=None)
@given(promises(), budgets)
def test_one_promise_after_another_is_due_when_the_sum_of_them_is(promise, more):
    hours, start, budget = promise
    assert due(due(start, budget, hours), more, hours) == due(start, budget + more, hours)


@settings(max_examples=50, deadline=None)
@given(promises(), st.timedeltas(timedelta(0), timedelta(days=400)), st.timedeltas(timedelta(0), timedelta(days=400)))
def test_time_passed_adds_up_wherever_it_is_cut(promise, first, second):
    hours, start, _ = promise
    middle, end = start + first, start + first + second
    assert elapsed(start, middle, hours) + elapsed(middle, end, hours) == elapsed(start, end, hours)


@settings(max_examples=50, deadline=None)
@given(promises(), st.timedeltas(timedelta(0), timedelta(days=30)))
def test_the_listed_stretches_hold_the_time_that_passed(promise, span):
    hours, start, _ = promise
    listed = open_between(start, start + span, hours)
    assert sum((closes - opens for opens, closes in listed), timedelta(0)) == elapsed(start, start + span, hours)


@settings(max_examples=50, deadline=None)
@given(promises())
def test_at_the_next_opening_it_is_open_and_nothing_was_worked_before(promise):
    hours, start, _ = promise
    opening = next_open(start, hours)
    assert (is_open(opening, hours), elapsed(start, opening, hours)) == (True, timedelta(0))
