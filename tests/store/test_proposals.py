"""Does what the figures ask for reach people once, and do those whose leads it took hear what came of it?"""

from __future__ import annotations

import json
from datetime import UTC, datetime

import pytest

from batonpass.store import proposals
from batonpass.store.directory import apply
from batonpass.store.playbooks import Why, discard, draft
from batonpass.store.proposals import Evidence, Found
from batonpass.store.users import put_user
from batonpass.written.refused import Refused
from tests.store.office import STARTER, count, furnish
from tests.unheard import unheard

SAYS = "sales gave back 50 % of leads with source list, agreed were 30 %"
SINCE = datetime(2027, 1, 1, tzinfo=UTC)
TEXT = STARTER.read_text("utf-8")


@pytest.fixture
async def office(pool):
    watched = await furnish(pool)
    for email, role in (("mara@lumen.example", "manager"), ("maya@lumen.example", "marketing")):
        await put_user(pool, email=email, name=email[:4].title(), role=role, rep=None, password_hash="")
    return watched


def found(**more):
    leads = tuple(Evidence(lead=f"L{n}", rep="ana", reason="no_budget") for n in range(14))
    told = {
        "about": "rejections", "kind": "source", "segment": "list", "says": SAYS,
        "hits": 30, "of": 60, "low": 0.38, "high": 0.62, "wire": 0.2, "since": SINCE, "leads": leads,
    }  # fmt: skip
    return Found(**(told | more))


async def one_of(pool, about="rejections"):
    (one,) = await proposals.proposals(pool, [about])
    return one


async def drafted(pool, version="next", old="hot_exit_below: 60", new="hot_exit_below: 59"):
    first, _, rest = TEXT.partition("\nversion: ")
    text = f"{first}\nversion: {version}\n{rest.partition(chr(10))[2]}".replace(old, new)
    await draft(pool, text, where="p", why=Why(by="mara", note="because"))
    return text


async def receipts(pool):
    rows = await pool.fetch("select recipient, body::text as body from app.outbox where kind = 'receipt'")
    return [(row["recipient"], json.loads(row["body"])["because"]) for row in rows]


async def test_a_segment_over_the_wire_opens_one_proposal_and_not_a_second(pool, office):
    assert await proposals.open_proposals(pool, [found()]) == 1
    assert await proposals.open_proposals(pool, [found(hits=31)]) == 0
    assert await count(pool, "proposals") == 1


async def test_both_sides_leaders_are_told_once(pool, office):
    for _ in range(2):
        await proposals.open_proposals(pool, [found()])
    rows = await pool.fetch("select recipient from app.outbox where kind = 'proposal' order by 1")
    assert [row["recipient"] for row in rows] == ["mara@lumen.example", "maya@lumen.example"]
    assert await unheard(pool) == set()


@pytest.mark.parametrize("about", ["rejections", "calibration", "mix"])
async def test_the_mail_leads_to_where_it_is_answered(pool, office, about):
    await proposals.open_proposals(pool, [found(about=about)])
    one = await one_of(pool, about)
    told = await pool.fetchval("select body::text from app.outbox where kind = 'proposal' limit 1")
    assert f"/rejections#proposal-{one.id}" in told


async def test_the_leads_and_reasons_stay_with_it(pool, office):
    await proposals.open_proposals(pool, [found(reasons=(("no_budget", 30),))])
    one = await one_of(pool)
    assert len(one.found.leads) == 14
    assert one.found.reasons == (("no_budget", 30),)


async def test_a_rep_hears_once_what_their_rejections_changed(pool, office):
    await proposals.open_proposals(pool, [found()])
    text = await drafted(pool)
    await proposals.answer(pool, (await one_of(pool)).id, by="mara", says="higher bar", version="next")
    await apply(pool, text, where="p", by="mara")
    assert await proposals.follow_up(pool) == 1
    assert await proposals.follow_up(pool) == 0
    assert await receipts(pool) == [
        ("ana@lumen.example", "your 14 'no budget' changed rule hot_exit_below on 2 Mar 2027")
    ]


async def test_before_it_is_in_force_nobody_is_thanked(pool, office):
    await proposals.open_proposals(pool, [found()])
    await drafted(pool)
    await proposals.answer(pool, (await one_of(pool)).id, by="mara", says="higher bar", version="next")
    assert await proposals.follow_up(pool) == 0
    assert await receipts(pool) == []


async def test_an_answer_whose_draft_is_put_away_is_open_again(pool, office):
    await proposals.open_proposals(pool, [found()])
    await drafted(pool)
    await proposals.answer(pool, (await one_of(pool)).id, by="mara", says="higher bar", version="next")
    await discard(pool, "next", why=Why(by="mara", note="no"))
    await proposals.follow_up(pool)
    assert (await one_of(pool)).state == "open"


async def test_one_closed_without_a_change_says_why_and_thanks_nobody(pool, office):
    await proposals.open_proposals(pool, [found()])
    await proposals.answer(pool, (await one_of(pool)).id, by="mara", says="it was the fair", version=None)
    one = await one_of(pool)
    assert (one.state, one.closed_because) == ("closed", "it was the fair")
    assert await receipts(pool) == []


async def test_after_it_is_closed_the_segment_may_ask_again_from_then_on(pool, office):
    await proposals.open_proposals(pool, [found()])
    await proposals.answer(pool, (await one_of(pool)).id, by="mara", says="seen", version=None)
    assert set(await proposals.since_of(pool, "rejections")) == {("source", "list")}
    assert await proposals.open_proposals(pool, [found()]) == 1


@pytest.mark.parametrize(("says", "version"), [("", None), ("why", "nowhere")])
async def test_an_answer_needs_a_reason_and_a_draft_that_is_there(pool, office, says, version):
    await proposals.open_proposals(pool, [found()])
    with pytest.raises(Refused):
        await proposals.answer(pool, (await one_of(pool)).id, by="mara", says=says, version=version)


async def test_answered_twice_is_refused(pool, office):
    await proposals.open_proposals(pool, [found()])
    number = (await one_of(pool)).id
    await proposals.answer(pool, number, by="mara", says="seen", version=None)
    with pytest.raises(Refused, match="not open"):
        await proposals.answer(pool, number, by="maya", says="too late", version=None)
