"""Is not a byte left of who is forgotten: sixty words, one in each text of each door, and they themselves (G02)?"""

from __future__ import annotations

import hashlib
import json

import pytest

from batonpass.handoff.requests import Reject, Touch
from batonpass.handoff.requests_second import TakeNote
from batonpass.store.arrival import Arrival, Kind
from batonpass.store.changes import note
from batonpass.store.erase import erase
from batonpass.store.export import held_about
from batonpass.store.imports import begin, take_rows
from batonpass.store.merge import merge
from batonpass.store.objection import object_to_marketing
from batonpass.store.rounds import keep_rounds
from batonpass.store.seals import seal_all
from batonpass.store.take import act
from batonpass.store.watch import verify
from tests.store.canaries import ABOUT_OTHERS, ANSWERS, FORM, PLANTS, SOURCE, TEXTS
from tests.store.imported import listed
from tests.store.office import TUESDAY_TEN, furnish, send, submission

EMAIL, TWIN, NAME = "eva@quillfirm.example", "eva.private@post.example", "Evangelina Canaryson"
SPELLED = (EMAIL, TWIN, NAME, "canaryson, EVANGELINA", "+351 912 345 678", "912-345-678", "00351912345678")
"""All the ways in which somebody writes whom they mean."""


async def dump(pool) -> dict[str, str]:
    """Every value of every column of every table, by table."""
    rows = [await pool.fetchrow(row[0]) for row in await pool.fetch(TEXTS)]
    return {row[0]: (row[1] or "").lower() for row in rows}


async def left(pool, words) -> dict[str, list[str]]:
    """Which of these words still stand, and where."""
    tables = await dump(pool)
    found = {word: [name for name, text in tables.items() if word.lower() in text] for word in words}
    return {word: names for word, names in found.items() if names}


def canary(place: str) -> str:
    return f"canary-{hashlib.sha256(place.encode()).hexdigest()[:12]}"


def event(kind: Kind, **sent: object) -> Arrival:
    raw = json.dumps(sent)
    return Arrival(
        door="hooks/hubspot", caller="h", kind=kind, sent=sent, raw=raw, body_hash=hashlib.sha256(raw.encode()).digest()
    )


def all_places() -> list[str]:
    answers = [f"answer {n}" for n in range(ANSWERS)]
    worked = ["call note", "next step", "rejection note", "twin", "trait", "event", "list note"]
    return [*FORM, *SOURCE, *answers, "name of answer", *worked, "consent", *PLANTS]


@pytest.fixture
async def known(pool, tmp_path):
    """Somebody who came through every door and is named in all that is about others, beside a colleague of theirs."""
    watched, said = await furnish(pool), canary
    answers = {f"answer {n}": said(f"answer {n}") for n in range(ANSWERS)} | {said("name of answer"): "yes"}
    mine, other, twin = await send(
        pool,
        watched,
        submission(
            1,
            email=EMAIL,
            name=NAME,
            phone="+351912345678",
            fields=answers,
            source={name: said(name) for name in SOURCE},
            consent={"marketing": said("consent")},
            **{name: said(name) for name in FORM},
        ),
        submission(2, email="olaf@quillfirm.example", name="Olaf Other", message=f"{NAME} sent me: {SPELLED[4]}"),
        submission(3, email=TWIN, name=NAME, message=said("twin")),
    )
    for arrival in (
        event(Kind.TRAITS, email=EMAIL, traits={"nickname": said("trait"), "phone": "+351912345678"}),
        event(Kind.EVENT, email=EMAIL, event="pricing_view", properties={"path": said("event")}),
    ):
        await send(pool, watched, arrival)
    plan, rows = listed(tmp_path, f"{EMAIL},Eva,Quill,{said('list note')}")
    await begin(pool, plan)
    await take_rows(pool, watched, plan, rows)
    owners = dict(await pool.fetch("select id, owner from app.leads"))
    for lead, request in (
        (mine, Touch(by=owners[mine.lead_id], kind="call")),
        (mine, TakeNote(by=owners[mine.lead_id], text=said("call note"), next_step=said("next step"))),
        (other, TakeNote(by=owners[other.lead_id], text=f"Ask {SPELLED[3]}\n{NAME}: {SPELLED[5]} or {EMAIL}")),
        (mine, Reject(by=owners[mine.lead_id], reason="other", note=said("rejection note"))),
    ):
        await act(pool, watched, lead.lead_id, request)
    await object_to_marketing(pool, watched, EMAIL, lead=mine.lead_id, by="ada", at=TUESDAY_TEN)
    await keep_rounds(pool)
    await seal_all(pool)
    await merge(pool, watched, mine.lead_id, twin.lead_id, by="mara")
    await pool.execute("insert into app.crm_records values ($1, 'hubspot', '77', null, 0)", mine.lead_id)
    for place, sql in PLANTS.items():
        await pool.execute(sql.format(c=said(place), e=EMAIL, lead=mine.lead_id))
    for sql in ABOUT_OTHERS:
        await pool.execute(sql, "of {}, {}, {} and {}".format(*SPELLED[:4]))
    async with pool.acquire() as connection:
        await note(connection, by="x", kind="account", name="quill", before=None, after={"contact": NAME})
    await held_about(pool, EMAIL, by="ada")
    return watched, mine.lead_id, other.lead_id, twin.lead_id


async def test_sixty_words_and_all_their_names_are_nowhere_any_more(pool, known):
    words = [*map(canary, all_places()), *SPELLED[:4]]
    assert len(words) >= 60
    there = await left(pool, words)
    assert [word for word in words if word not in there] == []
    await erase(pool, EMAIL, by="ada")
    assert await left(pool, [*words, *SPELLED]) == {}


async def test_who_asks_gets_their_merged_twins_too(pool, known):
    """S63."""
    said = json.dumps((await held_about(pool, EMAIL)).as_data()).lower()
    missing = [word for word in (canary("twin"), canary("message"), canary("call note"), TWIN) if word not in said]
    assert (missing, "olaf" in said) == ([], False)


async def test_what_is_about_others_still_stands_and_the_seals_hold(pool, known):
    watched, mine, other, twin = known
    gone = await erase(pool, twin)
    assert sorted(gone.leads) == sorted((mine, twin))
    note = await pool.fetchval("select body ->> 'text' from app.facts where kind = 'NoteTaken' and lead_id = $1", other)
    assert note == "Ask somebody forgotten\nsomebody forgotten: somebody forgotten or somebody forgotten"
    owner = await pool.fetchval("select owner from app.leads where id = $1", other)
    await act(pool, watched, other, TakeNote(by=owner, text="it goes on"))
    await seal_all(pool)
    report, wrong = await verify(pool, watched)
    assert ([one for one in wrong if one.what != "messages_about_nobody"], report["erased"]) == ([], 2)


async def test_a_fact_that_was_changed_by_right_is_guarded_again(pool, known):
    watched, _, other, _ = known
    await erase(pool, EMAIL)
    async with pool.acquire() as connection, connection.transaction():
        await connection.execute("set local batonpass.forget = 'on'")
        await connection.execute(
            "update app.facts set body = replace(body::text, 'Ask', 'Beg')::json where lead_id = $1", other
        )
    assert [(one.what, one.subject) for one in (await verify(pool, watched))[1]] == [("broken_facts", other)]


async def test_the_crm_is_asked_to_delete_its_record_and_hears_nothing_else_of_them(pool, known):
    await erase(pool, EMAIL)
    row = await pool.fetchrow("select recipient, body::text from app.outbox where kind = 'crm_erase'")
    assert (row[0], json.loads(row[1])["record"]) == ("hubspot", "77")


TOLD = "select lead_id from app.facts where kind = 'Captured' and body::text like $1"


async def test_namesakes_and_the_switchboard_are_left_alone(pool):
    watched = await furnish(pool)
    await send(pool, watched, submission(1, email=EMAIL, name=NAME, phone="+351210000000"))
    (same, near, longer) = await send(
        pool,
        watched,
        submission(2, name=NAME, phone="+351 210 000 000"),
        submission(3, name=f"{NAME}sdottir", message=f"l{EMAIL}"),
        submission(4, email=f"anna.{EMAIL}", message=f"my colleague is jo-{EMAIL}, our other house {EMAIL}.com"),
    )
    asked = "select md5(state) from app.leads where id = any ($1::text[]) order by id"
    others = [same.lead_id, near.lead_id, longer.lead_id]
    before = await pool.fetch(asked, others)
    await erase(pool, EMAIL)
    assert await pool.fetch(asked, others) == before
    assert longer.lead_id in [row[0] for row in await pool.fetch(TOLD, f"%anna.{EMAIL}%jo-{EMAIL}%")]


async def test_our_own_people_keep_their_names_when_they_tried_a_form_themselves(pool):
    watched = await furnish(pool)
    (other,) = await send(pool, watched, submission(2))
    await send(pool, watched, submission(1, email="ana@lumen.example", name="Ana"))
    before = await pool.fetch(
        "select recipient, body::text from app.outbox where lead_id = $1 order by key", other.lead_id
    )
    await erase(pool, "ana@lumen.example")
    assert before == await pool.fetch(
        "select recipient, body::text from app.outbox where lead_id = $1 order by key", other.lead_id
    )
