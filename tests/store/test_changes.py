"""Is every change of people, pools and calendars written down with who made it, and is none lost under another?"""

from __future__ import annotations

import asyncio
from datetime import date

import asyncpg
import pytest

from batonpass.handoff.people import Leave
from batonpass.store.absences import Feed, drop_feed, put_absences, put_feed
from batonpass.store.alter import add_rep, alter_pool, alter_rep
from batonpass.store.changes import changes
from batonpass.store.directory import put_accounts, put_calendar
from batonpass.written.refused import Refused
from tests.store.office import LISBON, furnish, person

WEEK = Leave(first=date(2027, 3, 1), last=date(2027, 3, 5))


def more(**fields):
    return lambda entry: entry | fields


async def last(pool, kind, name):
    return (await changes(pool, kinds=[kind], name=name))[0]


async def test_a_change_says_who_made_it_and_what_stood_there_before(pool):
    watched = await furnish(pool)
    await alter_rep(pool, watched, "ana", more(name="Ana Duarte"), by="mara")
    change = await last(pool, "rep", "ana")
    assert (change.by, change.before["name"], change.after["name"]) == ("mara", "Ana", "Ana Duarte")


async def test_what_changes_nothing_is_no_change(pool):
    watched = await furnish(pool)
    count = len(await changes(pool))
    await alter_rep(pool, watched, "ana", more(), by="mara")
    assert len(await changes(pool)) == count


async def test_a_change_is_never_changed(pool):
    await furnish(pool)
    with pytest.raises(asyncpg.RaiseError):
        await pool.execute("update app.changes set by = 'nobody'")


async def test_the_trace_of_a_change_is_never_removed(pool):
    await furnish(pool)
    with pytest.raises(asyncpg.RaiseError):
        await pool.execute("delete from app.changes")


async def test_two_who_change_one_person_at_once_lose_nothing(pool):
    watched = await furnish(pool)
    fields = ({"slack": "U1"}, {"teams": "hook"}, {"available": False}, {"channels": ["slack"]})
    await asyncio.gather(*(alter_rep(pool, watched, "ana", more(**one), by="mara") for one in fields))
    after = (await last(pool, "rep", "ana")).after
    assert all(after[name] == value for one in fields for name, value in one.items())


async def test_leave_that_a_file_told_of_is_not_written_into_the_person(pool):
    watched = await furnish(pool)
    await put_absences(pool, "csv", {"ana": [WEEK]}, by="mara")
    await alter_rep(pool, watched, "ana", more(slack="U1"), by="mara")
    assert "leave" not in (await last(pool, "rep", "ana")).after


async def test_leave_of_a_file_is_a_change_of_each_person_in_it(pool):
    await furnish(pool)
    await put_absences(pool, "csv", {"ana": [WEEK]}, by="mara")
    change = await last(pool, "leave", "ana")
    assert (change.by, change.after) == ("mara", [{"first": "2027-03-01", "last": "2027-03-05"}])


async def test_the_same_file_again_changes_nothing(pool):
    await furnish(pool)
    for _ in range(2):
        await put_absences(pool, "csv", {"ana": [WEEK]}, by="mara")
    assert len(await changes(pool, kinds=["leave"])) == 1


async def test_the_address_of_a_feed_may_be_a_key_and_is_not_kept_in_the_trace(pool):
    await furnish(pool)
    await put_feed(pool, Feed(rep="ana", url="https://cal.example/secret.ics", delegate=None), by="ana")
    assert "secret" not in str((await last(pool, "feed", "ana")).after)


async def test_a_feed_that_is_read_no_more_leaves_a_trace(pool):
    await furnish(pool)
    await put_feed(pool, Feed(rep="ana", url="https://cal.example/secret.ics", delegate=None), by="ana")
    await drop_feed(pool, "ana", by="mara")
    change = await last(pool, "feed", "ana")
    assert (change.by, change.before, change.after) == ("mara", {"host": "cal.example", "delegate": None}, None)


async def test_a_calendar_set_over_the_api_is_a_change(pool):
    await furnish(pool)
    await put_calendar(pool, "lisbon", {**LISBON, "hours": ["10:00", "18:00"]}, by="key ops")
    change = await last(pool, "calendar", "lisbon")
    assert (change.by, change.before["hours"], change.after["hours"]) == (
        "key ops",
        ["09:00", "18:00"],
        ["10:00", "18:00"],
    )


async def test_an_account_set_by_somebody_is_a_change(pool):
    await furnish(pool)
    await put_accounts(pool, {"acme.example": {"name": "Acme", "owner": "ana"}}, by="key ops")
    assert (await last(pool, "account", "acme.example")).after["owner"] == "ana"


@pytest.mark.parametrize("fields", [{"manager": "ghost"}, {"manager": "ana"}, {"calendar": "mars"}])
async def test_who_or_what_is_not_there_is_refused_and_nothing_changes(pool, fields):
    watched = await furnish(pool)
    with pytest.raises(Refused):
        await alter_rep(pool, watched, "ana", more(**fields), by="mara")
    assert (await last(pool, "rep", "ana")).by == "test"


async def test_an_id_that_is_taken_is_not_given_twice(pool):
    watched = await furnish(pool)
    with pytest.raises(Refused, match="taken"):
        await add_rep(pool, watched, "ana", person("ana"), by="mara")


@pytest.mark.parametrize(
    "members", [[], [{"rep": "ghost"}], [{"rep": "ana"}, {"rep": "ana"}], [{"rep": "ana", "weight": 0}]]
)
async def test_a_pool_that_could_not_work_is_refused(pool, members):
    await furnish(pool)
    with pytest.raises(Refused):
        await alter_pool(pool, "emea", more(members=members), by="mara")


async def test_a_pool_spills_over_only_to_what_is_there(pool):
    await furnish(pool)
    with pytest.raises(Refused, match="no other pool"):
        await alter_pool(pool, "emea", more(overflow={"pool": "emea"}), by="mara")


async def test_the_page_below_begins_where_the_page_above_ended(pool):
    await furnish(pool)
    first = await changes(pool, limit=2)
    second = await changes(pool, before=first[-1].id, limit=1)
    assert second[0].id == first[-1].id - 1
