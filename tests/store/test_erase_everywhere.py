"""Does the list of what is forgotten know every table, and does each place let go (G02)?"""

from __future__ import annotations

import pytest

from batonpass.handoff.requests_second import TakeNote
from batonpass.store.erase import erase
from batonpass.store.rounds import keep_rounds
from batonpass.store.seals import seal_all
from batonpass.store.take import act
from batonpass.store.watch import verify
from tests.store.office import furnish, send, submission
from tests.store.test_erase import traces

FORGOTTEN = {
    "aliases", "clocks", "computations", "crm_changes", "crm_fields", "crm_records", "deal_steps", "deals", "facts",
    "findings", "identities", "import_errors", "inbox", "joint_labels", "lead_chunks", "lead_columns", "leads",
    "legal_holds", "lookups", "mails", "match_verdicts", "matches", "names", "outbox", "proposals",
    "record_fates", "rounds", "seal_keys", "shadow", "unclaimed", "uploads",
}  # fmt: skip
"""What may say something about a person, and is emptied or deleted when they are forgotten."""
OURS = {
    "absences", "account_keys", "accounts", "api_keys", "changes", "crm_feed", "decisions", "directory", "forms",
    "holds", "imports", "invites", "joint_cases", "joint_leads", "joint_reviews", "leave_feeds", "lookup_costs",
    "looks", "meetings", "migrations", "pace", "playbook_history", "playbook_signatures", "playbooks",
    "retention_runs", "round_days", "round_words", "sealed", "sessions", "settings", "shadow_progress", "start",
    "turns", "former_calendars", "unfinished_playbooks", "users", "changed", "revision",
}  # fmt: skip
"""Companies, our own people, what was agreed on, counts, and ids that lead nowhere once a lead is gone."""
WITH_TEXT = """
    select distinct table_name from information_schema.columns
    where table_schema = 'app' and (data_type in ('text', 'json', 'jsonb', 'ARRAY', 'tsvector'))
"""
EMAIL, NAME, PHONE = "eva.canary@quillfirm.example", "Evangelina Canaryson", "+351912345678"


async def test_each_table_with_text_is_known_to_hold_people_or_not(pool):
    found = {row[0] for row in await pool.fetch(WITH_TEXT)}
    assert found - FORGOTTEN - OURS == set()


@pytest.fixture
async def known(pool):
    """Somebody who is named in all that is about others too."""
    watched = await furnish(pool)
    (taken, other) = await send(
        pool,
        watched,
        submission(1, email=EMAIL, name=NAME, phone=PHONE, message=f"I am {NAME}", country="PT"),
        submission(2),
    )
    owner = await pool.fetchval("select owner from app.leads where id = $1", taken.lead_id)
    await act(pool, watched, taken.lead_id, TakeNote(by=owner, text=f"{NAME} said {PHONE}"))
    said = f'{{"says": "{NAME}, {EMAIL}, {PHONE}"}}'
    await pool.execute("update app.outbox set body = $2::text::json where lead_id = $1", other.lead_id, said)
    await pool.execute(
        "insert into app.computations (id, what, asked, asked_by, asked_at, state, result) "
        "values ('c', 'backtest', '{}', 'x', app.now(), 'done', $1::text::json)",
        said,
    )
    await pool.execute(
        "insert into app.findings (what, subject, says, found_at) values ('x', 'y', $1, app.now())", f"about {NAME}"
    )
    await keep_rounds(pool)
    await seal_all(pool)
    return watched, taken.lead_id


async def test_address_name_and_number_are_nowhere_any_more(pool, known):
    before = [len(await traces(pool, text)) for text in (EMAIL, NAME, PHONE)]
    await erase(pool, EMAIL)
    after = [await traces(pool, text) for text in (EMAIL, NAME, PHONE)]
    assert min(before) > 3
    assert after == [[], [], []]


async def test_the_weeks_count_what_they_counted_and_the_seals_hold(pool, known):
    asked = "select count(*), count(mql_at), count(routed_at), count(breached or null) from app.rounds"
    before = tuple(await pool.fetchrow(asked))
    await erase(pool, PHONE)
    await keep_rounds(pool)
    assert tuple(await pool.fetchrow(asked)) == before
    await seal_all(pool)
    assert (await verify(pool, known[0]))[1] == []


async def test_a_promise_that_ran_counts_as_neither_kept_nor_broken_in_reports(pool, known):
    await erase(pool, known[1])
    states = await pool.fetchval("select promises #>> '{first_touch,state}' from app.rounds where lead = $1", known[1])
    assert states == "closed"
