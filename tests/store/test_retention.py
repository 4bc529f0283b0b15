"""Does who has said nothing for too long go by themselves, and nobody else (G04)?"""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from batonpass.store.arrival import IMPORT, Arrival, Kind
from batonpass.store.directory import apply
from batonpass.store.retention import drop_payloads, forget_old, hold_for_law, nightly, nights, whose_time_is_over
from tests.store.office import STARTER, furnish, send, set_time, submission

PRIVACY = """
privacy:
  keep_months: {prospect: 36, customer: 120, disqualified: 12}
  not_contact: [email_open]
"""
DID = """signals:
  email_open: {points: 0, says: opened a mail, sent_by: the mail tool}
  email_click: {points: 1, says: followed a link, sent_by: the mail tool}
"""
BURSTS = """
bursts:
  scanner: {signals: [email_click], more_than: 1, within: 10s, says: a mail scanner}
"""
FORM = datetime(2024, 3, 2, 10, tzinfo=UTC)


def day(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def did(what: str, when: datetime) -> Arrival:
    sent = {"type": "track", "event": what, "email": "p1@firm1.example", "timestamp": when.isoformat()}
    one = submission(1)
    return Arrival(
        door="test",
        caller="test",
        kind=Kind.EVENT,
        sent=sent,
        raw="{}",
        body_hash=one.body_hash,
        idem_key=f"{what}{when}",
    )


@pytest.fixture
async def known(pool):
    """Somebody took a paper on 2 March 2024, and has opened a mail and been scanned since."""
    watched = await furnish(pool, at=FORM)
    text = STARTER.read_text("utf-8").replace("signals:\n", DID, 1) + PRIVACY
    if "\nbursts:" not in text:
        text += BURSTS
    text = text.replace("version: ", "version: 9", 1) if "version: 9" not in text else text
    await apply(pool, text, where="kept.yaml", by="test")
    (taken,) = await send(pool, watched, submission(1, form="newsletter"))
    for instant, what in (
        ("2026-05-01T00:00:00", "email_open"),
        ("2026-06-01T00:00:00", "email_click"),
        ("2026-06-01T00:00:01", "email_click"),
    ):
        await set_time(pool, day(instant))
        await send(pool, watched, did(what, day(instant)))
    await pool.execute("update app.clocks set state = 'closed', next_at = null, ended_at = app.now()")
    return watched, taken.lead_id


async def alive(pool) -> int:
    return await pool.fetchval("select count(*) from app.leads")


async def test_opens_and_scanners_do_not_count_and_the_instant_does(pool, known):
    watched, lead = known
    await set_time(pool, day("2027-03-02T09:59:59"))
    assert (await forget_old(pool, watched), await alive(pool)) == ({}, 1)
    await set_time(pool, day("2027-03-02T10:00:00"))
    assert [one.lead_id for one in await whose_time_is_over(pool, watched)] == [lead]
    assert await alive(pool) == 1


async def test_the_night_after_they_are_gone_once_and_counted(pool, known):
    watched, _ = known
    await set_time(pool, day("2027-03-02T23:59:59"))
    await pool.execute("delete from app.retention_runs")
    await pool.execute("insert into app.retention_runs values ('2027-03-02', app.now(), '{}')")
    assert await nightly(pool, watched) == 0
    await set_time(pool, day("2027-03-03T01:59:59"))
    assert await nightly(pool, watched) == 0
    await set_time(pool, day("2027-03-03T02:00:00"))
    assert (await nightly(pool, watched), await nightly(pool, watched)) == (1, 0)
    assert (await alive(pool), await nights(pool)) == (0, ((day("2027-03-03T00:00").date(), {"prospect": 1}),))


async def test_a_genuine_click_moves_the_day(pool, known):
    watched, _ = known
    await set_time(pool, day("2026-06-02T09:00:00"))
    await send(pool, watched, did("email_click", day("2026-06-02T09:00:00")))
    await set_time(pool, day("2029-06-02T08:59:59"))
    assert await whose_time_is_over(pool, watched) == ()
    await set_time(pool, day("2029-06-02T09:00:00"))
    assert len(await whose_time_is_over(pool, watched)) == 1


ANSWERED = """insert into app.facts (lead_id, seq, kind, at, kept_at, playbook, body)
    values ($1, 999, 'Replied', app.now(), app.now(), '1', '{"by": "ana", "kind": "email"}')"""


@pytest.mark.parametrize("wrote", ["a form of no signal", "an answer to a rep"])
async def test_who_wrote_to_us_since_stays_though_it_was_worth_no_points(pool, known, wrote):
    watched, lead = known
    await set_time(pool, day("2026-06-02T09:00:00"))
    if wrote == "an answer to a rep":
        await pool.execute(ANSWERED, lead)
    else:
        await send(pool, watched, submission(1, form="support"))
    await set_time(pool, day("2029-06-02T08:59:59"))
    assert await whose_time_is_over(pool, watched) == ()
    await set_time(pool, day("2029-06-02T09:00:00"))
    assert len(await whose_time_is_over(pool, watched)) == 1


async def test_a_list_of_the_past_is_no_word_of_theirs(pool, known):
    watched, _ = known
    await set_time(pool, day("2026-06-02T09:00:00"))
    await send(pool, watched, replace(submission(1, form="list"), door=IMPORT, historic=True))
    await set_time(pool, day("2027-03-02T10:00:00"))
    assert len(await whose_time_is_over(pool, watched)) == 1


async def test_who_is_needed_in_court_stays_until_that_is_lifted(pool, known):
    watched, lead = known
    await set_time(pool, day("2028-01-01T00:00:00"))
    await hold_for_law(pool, lead, "a lawsuit", by="ada")
    assert await forget_old(pool, watched) == {}
    await hold_for_law(pool, lead, "", by="ada")
    assert await forget_old(pool, watched) == {"prospect": 1}


async def test_who_is_promised_something_stays_until_it_ended(pool):
    watched = await furnish(pool, at=FORM)
    text = STARTER.read_text("utf-8") + PRIVACY.replace("  not_contact: [email_open]\n", "")
    await apply(pool, text.replace("version: ", "version: 9", 1), where="kept.yaml", by="test")
    await send(pool, watched, submission(1))
    await set_time(pool, day("2028-01-01T00:00:00"))
    assert await whose_time_is_over(pool, watched) == ()


async def test_without_an_agreed_time_nobody_goes(pool):
    watched = await furnish(pool, at=FORM)
    await send(pool, watched, submission(1, form="newsletter"))
    await set_time(pool, day("2047-03-02T10:00:00"))
    assert (await forget_old(pool, watched), await alive(pool)) == ({}, 1)


async def test_what_was_sent_is_kept_word_for_word_for_ninety_days_and_what_waits_for_longer(pool, known):
    """S66."""
    watched, lead = known
    waits, fresh = submission(7, message="waits"), submission(8, message="fresh")
    await send(pool, watched, waits, fresh)
    await pool.execute("update app.inbox set state = 'quarantined' where body::text like '%waits%'")
    left = []
    for night in ("2026-08-29T00:00:00", "2026-08-30T00:00:00"):
        await set_time(pool, day(night) + timedelta(hours=3))
        await nightly(pool, watched)
        rows = await pool.fetch("select body ->> 'message' from app.inbox where body ? 'message' order by 1")
        left.append([row[0] for row in rows])
    assert left == [["fresh", "waits"], ["waits"]]
    assert await pool.fetchval("select person from app.leads where id = $1", lead) == "p1@firm1.example"
    assert await pool.fetchval("select count(*) from app.inbox where body::text like '%p1@firm1%'") == 0


async def test_what_was_sent_goes_page_by_page_to_the_last_of_them(pool, known):
    watched, _ = known
    await send(pool, watched, *(submission(number) for number in (7, 8, 9)))
    await set_time(pool, day("2027-01-01T00:00:00"))
    await drop_payloads(pool, timedelta(days=90), at_once=1)
    assert await pool.fetchval("select count(*) from app.inbox where body <> '{}'") == 0
