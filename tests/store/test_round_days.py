"""Are packed days what the rounds say, and never behind them?"""

from datetime import UTC, date, datetime, timedelta

import numpy as np

from batonpass.handoff import requests as asked
from batonpass.handoff.instants import NEVER
from batonpass.store.kept_days import KeptDays
from batonpass.store.round_days import pack_days, read_columns
from batonpass.store.rounds import keep_rounds
from batonpass.store.take import act
from tests.store.office import TUESDAY_TEN, count, forward, furnish, send, submission

EVER = datetime(2027, 1, 1, tzinfo=UTC), datetime(2028, 1, 1, tzinfo=UTC)
NAMES = ("lead", "arrived_at", "touched_at", "tier", "owner", "breached", "total", "first_touch.state")


async def some_days(pool):
    """Two leads on each of three days, one of them touched."""
    watched = await furnish(pool)
    for n in range(6):
        (outcome,) = await send(pool, watched, submission(n, country="PT"))
        if n % 2:
            await act(pool, watched, outcome.lead_id, asked.Touch(by="ana", kind="call"))
            await forward(pool, days=1)
    await keep_rounds(pool)
    return watched


def told(columns):
    """The rows, in no order."""
    words = {name: [columns.words[name][code] for code in columns.arrays[name]] for name in columns.words}
    arrays = {name: words.get(name) or array.tolist() for name, array in columns.arrays.items()}
    return sorted(zip(columns.leads, *(arrays[name] for name in sorted(arrays)), strict=True))


async def test_packed_days_and_rounds_say_the_same(pool):
    await some_days(pool)
    before = told(await read_columns(pool, *EVER, NAMES))
    assert await pack_days(pool, late_days=-1) == 3
    assert told(await read_columns(pool, *EVER, NAMES)) == before
    assert len(before) == 6


async def test_a_day_that_changed_since_is_read_as_it_is_now(pool):
    watched = await some_days(pool)
    await pack_days(pool, late_days=-1)
    columns = await read_columns(pool, *EVER, NAMES)
    waiting = columns.leads[int(np.flatnonzero(columns.arrays["touched_at"] == NEVER)[0])]
    await act(pool, watched, waiting, asked.Touch(by="ana", kind="call"))
    await keep_rounds(pool)
    assert int(((await read_columns(pool, *EVER, NAMES)).arrays["touched_at"] == NEVER).sum()) == 2


async def test_only_what_arrived_between_the_instants_is_read(pool):
    await some_days(pool)
    await pack_days(pool, late_days=-1)
    day = await read_columns(pool, TUESDAY_TEN + timedelta(days=1), TUESDAY_TEN + timedelta(days=2), NAMES)
    assert len(day.leads) == 2


async def test_todays_rounds_are_not_packed_while_they_change(pool):
    await some_days(pool)
    await pack_days(pool)
    assert await count(pool, "round_stale") == 1


async def test_a_promise_that_a_day_knows_nothing_of_says_nothing_there(pool):
    await some_days(pool)
    await pack_days(pool, late_days=-1)
    columns = await read_columns(pool, *EVER, ["accept.state", "accept.due_at"])
    assert {columns.words["accept.state"][code] for code in columns.arrays["accept.state"]} == {""}
    assert set(columns.arrays["accept.due_at"].tolist()) == {NEVER}


async def test_a_day_that_is_held_is_read_anew_once_it_was_packed_anew(pool):
    watched = await some_days(pool)
    await pack_days(pool, late_days=-1)
    columns = await read_columns(pool, *EVER, NAMES)
    waiting = columns.leads[int(np.flatnonzero(columns.arrays["touched_at"] == NEVER)[0])]
    await act(pool, watched, waiting, asked.Touch(by="ana", kind="call"))
    await keep_rounds(pool)
    await pack_days(pool, late_days=-1)
    assert int(((await read_columns(pool, *EVER, NAMES)).arrays["touched_at"] == NEVER).sum()) == 2


async def test_a_column_that_is_asked_for_later_lies_beside_the_others(pool):
    await some_days(pool)
    whole = told(await read_columns(pool, *EVER, NAMES))
    assert whole
    await read_columns(pool, *EVER, ["owner"])
    assert told(await read_columns(pool, *EVER, NAMES)) == whole


def test_days_that_were_not_used_for_long_make_room():
    days = KeptDays(most=100)
    for n in range(1, 4):
        days.keep("one", date(2027, 3, n), n, {"arrived_at": np.zeros(6, np.int64)})
    days.shrink()
    lacking, unread = days.missing("one", {date(2027, 3, n): n for n in range(1, 4)}, ["arrived_at"])
    assert (lacking, unread) == ([date(2027, 3, 1)], ["arrived_at"])


def test_a_day_of_another_version_or_database_is_not_the_one_that_is_held():
    days = KeptDays()
    days.keep("one", date(2027, 3, 1), 7, {"arrived_at": np.zeros(6, np.int64), "amount": None})
    assert days.missing("one", {date(2027, 3, 1): 7}, ["arrived_at", "amount"]) == ([], [])
    assert days.missing("two", {date(2027, 3, 1): 7}, ["amount"]) == ([date(2027, 3, 1)], ["amount"])
    assert days.missing("one", {date(2027, 3, 1): 8}, ["amount"]) == ([date(2027, 3, 1)], ["amount"])
