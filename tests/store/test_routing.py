"""Is routing exact when many processes route at once, and does it remember what it must?"""

from __future__ import annotations

import asyncio
from collections import Counter

import pytest

from batonpass.handoff.requests import Accept, Reject, Touch
from batonpass.handoff.turn import OWED, TURN
from batonpass.store.directory import apply, put_accounts, put_calendar, put_pool, put_rep
from batonpass.store.shape import decode_effect, decode_json
from batonpass.store.take import act
from batonpass.store.trial import setting_now
from batonpass.store.world import Watched
from batonpass.web.playbook.planned import ask
from batonpass.written.load import load
from tests.store.office import STARTER, count, furnish, person, send, submission

FIVE = ("ana", "bruno", "cleo", "dora", "emil")


async def ladder(pool, version: str, *changes: tuple[str, str]) -> None:
    text = STARTER.read_text("utf-8").replace('version: "1"', f'version: "{version}"')
    for old, new in changes:
        assert old in text
        text = text.replace(old, new)
    await apply(pool, text, where="p.yaml", by="test")


async def owners(pool) -> Counter[str]:
    return Counter(row["owner"] for row in await pool.fetch("select owner from app.leads"))


async def test_weighted_turns_are_exact_under_many_clients_and_processes(pool):
    await furnish(pool, *FIVE)
    weights = dict(zip(FIVE, (3, 1, 1, 2, 1), strict=True))
    await put_pool(pool, "emea", {"members": [{"rep": r, "weight": w} for r, w in weights.items()]}, by="test")
    processes = [Watched() for _ in range(4)]
    await asyncio.gather(*(send(pool, processes[n % 4], submission(n)) for n in range(96)))
    assert await owners(pool) == {rep: 12 * weight for rep, weight in weights.items()}


async def test_nobody_is_flooded_after_leave_and_a_pool_edit(pool):
    watched = await furnish(pool, *FIVE[:3])
    away = [{"first": "2027-03-01", "last": "2027-03-05"}]
    await put_rep(pool, watched, "ana", person("ana", leave=away), by="test")
    await send(pool, watched, *[submission(n) for n in range(30)])
    await put_rep(pool, watched, "ana", person("ana"), by="test")
    await put_pool(pool, "emea", {"members": [{"rep": rep} for rep in ("cleo", "ana", "bruno")]}, by="test")
    await send(pool, watched, *[submission(n) for n in range(30, 60)])
    assert await owners(pool) == {"ana": 10, "bruno": 25, "cleo": 25}


async def test_a_company_hears_one_voice_however_its_people_arrive(pool):
    watched = await furnish(pool)
    await ladder(pool, "2", ("  - account_owner\n", "  - same_company\n"))
    pairs = [submission(f"{n}-{who}", email=f"{who}@firm{n}.example") for n in range(20) for who in "ab"]
    await asyncio.gather(*(send(pool, watched if n % 2 else Watched(), one) for n, one in enumerate(pairs)))
    split = "select split_part(person, '@', 2) from app.leads group by 1 having count(distinct owner) > 1"
    assert await pool.fetch(split) == []
    assert await owners(pool) == {"ana": 20, "bruno": 20}


async def test_the_team_of_an_account_is_kept_and_takes_turns(pool):
    watched = await furnish(pool, *FIVE)
    await ladder(pool, "2", ("  - account_owner\n", "  - account_team\n"))
    await put_accounts(pool, {"acme.example": {"name": "Acme", "team": ["dora", "emil"]}})
    await send(pool, watched, *[submission(n, email=f"p{n}@acme.example") for n in range(6)])
    assert await owners(pool) == {"dora": 3, "emil": 3}


async def test_a_pool_may_share_by_open_minutes(pool):
    watched = await furnish(pool)
    await put_pool(pool, "emea", {"members": [{"rep": "ana"}, {"rep": "bruno"}], "share": "load"}, by="test")
    await ladder(pool, "2", ('  - pool: "*"\n', "  - pool: emea\n"))
    await send(pool, watched, submission(1, form="ebook"), *[submission(n) for n in range(2, 10)])
    assert await owners(pool) == {"ana": 1, "bruno": 8}


async def test_daily_turns_are_kept_across_processes(pool):
    await furnish(pool)
    limits = {"members": [{"rep": "ana", "a_day": 2}, {"rep": "bruno"}], "overflow": "next_rung"}
    await put_pool(pool, "emea", limits, by="test")
    await ladder(pool, "2", ('  - pool: "*"\n', "  - pool: emea\n"))
    await asyncio.gather(*(send(pool, Watched(), submission(n)) for n in range(12)))
    assert await owners(pool) == {"ana": 2, "bruno": 10}


async def test_a_turn_that_comes_back_is_kept_in_the_tally_and_in_the_facts(pool):
    watched = await furnish(pool)
    await ladder(pool, "2", ("then: disqualified}\n  bad_fit", "then: disqualified, turn_back: true}\n  bad_fit"))
    (taken,) = await send(pool, watched, submission())
    await act(pool, watched, taken.lead_id, Reject(by="ana", reason="duplicate"))
    tally = decode_json(await pool.fetchval("select tally::text from app.turns where pool = '*'"))
    assert tally[OWED + "ana"] == TURN
    assert await count(pool, "facts", "kind = 'TurnReturned'") == 1


async def test_a_plan_counts_what_a_rep_holds_as_routing_does(pool):
    """A lead that was accepted has another promise running; the caps of a pool count first touches alone."""
    watched = await furnish(pool)
    first, _ = await send(pool, watched, submission(1), submission(2))
    (owner,) = await pool.fetchrow("select owner from app.leads where id = $1", first.lead_id)
    await act(pool, watched, first.lead_id, Touch(by=owner, kind="call"))
    await act(pool, watched, first.lead_id, Accept(by=owner))
    assert await count(pool, "clocks", "state = 'running'") == 2
    planned = await ask(pool, watched, load(STARTER.read_text("utf-8"), "p.yaml"), 90)
    assert planned.before.loads == (await setting_now(pool, watched)).loads
    assert owner not in planned.before.loads


@pytest.mark.parametrize(
    ("each", "says"), [(6, "6 open leads have another owner"), (1, "1 open lead has another owner")]
)
async def test_when_somebody_leaves_the_manager_gets_one_summary(pool, each, says):
    """Scenario C03: all leads move on in the same transaction, and the manager hears once."""
    watched = await furnish(pool)
    await send(pool, watched, *[submission(n) for n in range(2 * each)])
    assert await put_rep(pool, watched, "ana", person("ana", active=False), by="test") == each
    assert await owners(pool) == {"bruno": 2 * each}
    (row,) = await pool.fetch("select effect, body::text from app.outbox where recipient = 'mara@lumen.example'")
    told = decode_effect(row["effect"], row["body"])
    assert told.because == f"Ana is no longer active; {says}"
    assert told.lead_name == ("1 lead of Ana" if each == 1 else "6 leads of Ana")
    assert len(told.lines) == each


async def test_what_is_held_goes_at_once_to_who_comes_into_its_pool_at_work(pool):
    watched = await furnish(pool)
    await put_calendar(
        pool, "night", {"tz": "America/New_York", "days": ["Sat"], "hours": ["22:00", "23:00"]}, by="test"
    )
    await put_rep(pool, watched, "nina", person("nina", calendar="night"), by="test")
    await put_pool(pool, "far", {"members": [{"rep": "nina"}]}, by="test")
    rungs = "  - pool: far\n    off_shift: {hold: triage, at_most: 2h, then: emea}\n"
    await ladder(pool, "2", ('  - pool: "*"\n', rungs))
    await send(pool, watched, submission(1))
    found = []
    for members in ((), ("nina",), ("nina", "bruno")):
        if members:
            await put_pool(pool, "far", {"members": [{"rep": rep} for rep in members]}, by="test")
        found.append(tuple(await pool.fetchrow("select owner, queue from app.leads")))
    assert found == [(None, "triage"), (None, "triage"), ("bruno", None)]
