"""Is a person forgotten everywhere, while the audit and the counts stay whole?"""

from __future__ import annotations

from dataclasses import replace

import pytest

from batonpass.handoff.requests import Accept, Touch
from batonpass.handoff.requests_second import TakeNote
from batonpass.store.arrival import IMPORT, State
from batonpass.store.erase import erase, erase_leads
from batonpass.store.export import held_about
from batonpass.store.rounds import keep_rounds
from batonpass.store.seals import seal_all
from batonpass.store.take import act
from batonpass.store.watch import verify
from tests.store.office import furnish, send, submission

TABLES = "select format('app.%I', tablename) from pg_tables where schemaname = 'app'"


async def worked(pool, *, sealed: bool = True):
    """A lead that was called, accepted and written about, beside another one."""
    watched = await furnish(pool)
    (first,) = await send(pool, watched, submission(1))
    await send(pool, watched, submission(2))
    owner = await pool.fetchval("select owner from app.leads where id = $1", first.lead_id)
    for request in (
        Touch(by=owner, kind="call"),
        Accept(by=owner),
        TakeNote(by=owner, text="a canary of firm1.example"),
    ):
        await act(pool, watched, first.lead_id, request)
    if sealed:
        await seal_all(pool)
    return watched, first.lead_id


async def traces(pool, text: str) -> list[str]:
    """The tables in which a text still stands somewhere."""
    tables = [row[0] for row in await pool.fetch(TABLES)]
    asks = "select count(*) from {} as r where r::text ilike $1"
    found = [await pool.fetchval(asks.format(table), f"%{text}%") for table in tables]
    return [table for table, count in zip(tables, found, strict=True) if count]


async def test_nothing_of_a_forgotten_person_is_left_anywhere(pool):
    _, lead_id = await worked(pool)
    email = await pool.fetchval("select person from app.leads where id = $1", lead_id)
    assert len(await traces(pool, email)) > 2
    assert (await erase(pool, email)).leads == (lead_id,)
    assert [await traces(pool, text) for text in (email, "firm1.example")] == [[], []]


async def test_the_audit_holds_and_everybody_is_accounted_for_when_somebody_was_forgotten(pool):
    watched, lead_id = await worked(pool)
    await erase(pool, lead_id)
    await seal_all(pool)
    report, wrong = await verify(pool, watched)
    assert (wrong, report["came_in"], report["erased"]) == ([], 2, 1)


async def test_a_promise_to_who_is_forgotten_is_neither_kept_nor_broken_and_rings_no_more(pool):
    watched = await furnish(pool)
    (taken,) = await send(pool, watched, submission(1))
    await erase(pool, taken.lead_id)
    clock = await pool.fetchrow("select state, next_at from app.clocks where lead_id = $1", taken.lead_id)
    assert tuple(clock) == ("erased", None)
    assert await pool.fetchval("select count(*) from app.outbox where lead_id = $1", taken.lead_id) == 0


async def test_who_was_forgotten_and_comes_back_is_somebody_new(pool):
    watched, lead_id = await worked(pool)
    await erase(pool, lead_id)
    (again,) = await send(pool, watched, submission(1))
    assert (again.lead_id is not None, again.lead_id == lead_id) == (True, False)


async def test_nobody_is_forgotten_by_mistake(pool):
    await worked(pool)
    assert (await erase(pool, "nobody@else.example")).leads == ()
    assert await pool.fetchval("select count(*) from app.leads") == 2


async def test_who_was_only_ever_taken_for_a_robot_is_forgotten_too(pool):
    watched = await furnish(pool)
    robots = [replace(submission(n), quarantine="a bot") for n in (1, 11)]
    await send(pool, watched, *robots)
    assert (await erase(pool, "P1@firm1.example")).waiting == 1
    assert [await traces(pool, text) for text in ("p1@firm1.example", "p11@firm11.example")] == [[], ["app.inbox"]]


async def told_again(pool, watched, number: int, **sent) -> State:
    (outcome,) = await send(pool, watched, submission(number, **sent))
    return outcome.state


async def test_what_is_older_than_its_persons_being_forgotten_brings_nobody_back(pool):
    watched, lead_id = await worked(pool)
    person = await pool.fetchval("select person from app.leads where id = $1", lead_id)
    await erase(pool, lead_id)
    late = {"email": person, "occurred_at": "2027-03-02T09:59:00Z"}
    assert await told_again(pool, watched, 1, **late) is State.NOT_KEPT
    assert await traces(pool, person) == []
    assert await told_again(pool, watched, 1, email=person, occurred_at="2027-03-02T10:00:00Z") is State.TAKEN
    assert await told_again(pool, watched, 1, **late, note="and again") is State.NOT_KEPT


async def test_a_list_brings_nobody_back_who_was_forgotten(pool):
    watched, lead_id = await worked(pool)
    person = await pool.fetchval("select person from app.leads where id = $1", lead_id)
    await erase(pool, lead_id)
    listed = replace(submission(1, email=person), door=IMPORT)
    assert [one.state for one in await send(pool, watched, listed)] == [State.NOT_KEPT]
    assert await traces(pool, person) == []


async def test_whose_time_was_over_may_come_in_a_list_again_unless_they_object(pool):
    watched = await furnish(pool)
    sent = [submission(n, consent={"marketing": word}) for n, word in enumerate(("yes", "objected", "Opted-Out"))]
    leads = [one.lead_id for one in await send(pool, watched, *sent)]
    await erase_leads(pool, leads)
    listed = [replace(one, door=IMPORT, fingerprint=None) for one in sent]
    assert [one.state for one in await send(pool, watched, *listed)] == [State.TAKEN, *[State.NOT_KEPT] * 2]


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        ({"email": "Anna@Bücher.example"}, "anna@bücher.example "),
        ({"email": "An.Na+x@googlemail.com"}, "anna@gmail.com"),
        ({"email": None, "phone": "+46 8 123 456 78"}, "+46 (0)8-123 456 78"),
        ({"email": None, "phone": "+46 8 123 456 78"}, "tel:+46 8 12345678"),
    ],
)
async def test_somebody_is_found_however_they_are_written(pool, sent, said):
    watched = await furnish(pool)
    (taken,) = await send(pool, watched, submission(1, **sent))
    assert (await held_about(pool, said)).leads == (taken.lead_id,)
    assert (await erase(pool, said)).leads == (taken.lead_id,)


async def test_who_is_forgotten_before_their_round_was_counted_is_counted_and_stops_no_count(pool):
    watched = await furnish(pool)
    (taken,) = await send(pool, watched, submission(1))
    await erase(pool, taken.lead_id)
    await send(pool, watched, submission(2))
    await keep_rounds(pool)
    assert await pool.fetchval("select count(*) from app.rounds") == 2
    assert await pool.fetchval("select count(*) from app.names") == 1
