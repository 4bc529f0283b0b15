"""Does a person who asks get everything that is kept about them, and nothing about anybody else (G01)?"""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from batonpass.handoff.requests import Touch
from batonpass.handoff.requests_second import TakeNote
from batonpass.store.changes import changes
from batonpass.store.erase import erase
from batonpass.store.export import held_about
from batonpass.store.rounds import keep_rounds
from batonpass.store.take import act
from tests.store.office import furnish, send, submission

EMAIL, PHONE = "eva@quillfirm.example", "+351912345678"
PLANTS = {
    "unclaimed": """insert into app.unclaimed (alias, door, caller, kind, body, arrived_at)
        values ('{c}', 'd', 'c', 'event', '{{"email": "{e}"}}', app.now())""",
    "aliases": "insert into app.aliases values ('{c}', '{e}', app.now())",
    "lookups": """insert into app.lookups values ('p', '{e}', '{{"x": "{c}"}}', 0, app.now())""",
    "inbox": """insert into app.inbox (door, caller, body_hash, kind, body, arrived_at, state, error)
        values ('d', 'c', '', 'submission', '{{"email": "{e}"}}', app.now(), 'quarantined', '{c}')""",
    "import_errors": "insert into app.import_errors values ('i', 1, null, 'says', array['{e}', '{c}'])",
    "identities": "insert into app.identities values ('{c}', '{lead}', app.now())",
    "deals": "insert into app.deals values ('{c}', '{lead}', app.now())",
    "outbox": "update app.outbox set error = '{c}' where lead_id = '{lead}'",
    "shadow": """insert into app.shadow values
        ('v', '{lead}', 1, app.now(), 's', null, null, null, 0, 'v', 's', null, null, null, 0, '{c}', true)""",
    "legal_holds": "insert into app.legal_holds values ('{lead}', '{c}', 'ada', app.now())",
}


async def export(pool, who: str):
    held = await held_about(pool, who)
    return held and held.as_data()


@pytest.fixture
async def asked(pool):
    """Everything of somebody with a canary in each place, beside a colleague at the same company."""
    watched = await furnish(pool)
    fields = {f"answer_{n}": f"canary-field-{n}" for n in range(30)}
    mine, other = await send(
        pool,
        watched,
        submission(
            1, email=EMAIL, name="Eva Canaryson", message="canary-message", phone="+351912345678", fields=fields
        ),
        submission(2, email="olaf@quillfirm.example", name="Olaf Strangerson", message="not-hers"),
    )
    owner = await pool.fetchval("select owner from app.leads where id = $1", mine.lead_id)
    for n in range(10):
        await act(
            pool, watched, mine.lead_id, TakeNote(by=owner, text=f"canary-note-{n}, heard of olaf@quillfirm.example")
        )
    await act(pool, watched, mine.lead_id, Touch(by=owner, kind="call"))
    for place, sql in PLANTS.items():
        await pool.execute(sql.format(c=f"canary-{place}", e=EMAIL, lead=mine.lead_id))
    await keep_rounds(pool)
    return mine.lead_id, other.lead_id, fields


async def test_every_canary_is_in_the_archive(pool, asked):
    _, _, fields = asked
    said = json.dumps(await export(pool, EMAIL))
    wanted = [
        *fields.values(),
        "canary-message",
        *(f"canary-note-{n}" for n in range(10)),
        *(f"canary-{p}" for p in PLANTS),
    ]
    assert [one for one in [*wanted, "912345678", "Eva Canaryson", '"call"'] if one not in said] == []


async def test_it_says_why_from_where_to_whom_how_long_and_how_the_score_came_about(pool, asked):
    told = await export(pool, EMAIL)
    assert all(told[part] for part in ("purposes", "rights", "retention", "sources"))
    assert told["recipients"] == []
    assert told["logic_of_the_score"][0]["explanation"]


async def test_nobody_else_is_in_it(pool, asked):
    said = json.dumps(await export(pool, EMAIL))
    assert [one for one in ("olaf@", "Strangerson", "not-hers") if one in said] == []


async def test_it_is_found_by_number_and_by_id_and_nobody_is_nobody(pool, asked):
    by_id = await export(pool, asked[0])
    assert by_id["leads"] == [asked[0]]
    assert await export(pool, "nobody@else.example") is None


async def test_who_was_only_ever_taken_for_a_robot_is_given_what_is_held_too(pool):
    watched = await furnish(pool)
    robots = [replace(submission(n), quarantine="a bot") for n in (1, 11)]
    await send(pool, watched, *robots)
    await pool.execute("insert into app.import_errors values ('i', 1, null, 'says', array['p1@firm1.example'])")
    told = await export(pool, "P1@firm1.example")
    assert (told["person"], told["leads"]) == (["p1@firm1.example"], [])
    said = told["held"]
    assert [len(said[name]) for name in ("sent by or about them", "unread rows of lists", "leads")] == [1, 1, 0]
    assert "p11@firm11.example" not in json.dumps(told)
    assert (await erase(pool, "P1@firm1.example", by="ada")).waiting == 2
    assert await export(pool, "P1@firm1.example") is None
    (noted,) = await changes(pool, kinds=["person"])
    assert (noted.by, noted.after) == ("ada", {"forgotten": 2})
