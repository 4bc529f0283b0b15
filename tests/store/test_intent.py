"""Is what the other people of an account did read, and read only when a playbook asks?"""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from batonpass.handoff.playbook.features import Feature, FeatureKind
from batonpass.store.directory import apply, put_accounts
from batonpass.store.intent import looks_back, others_of
from batonpass.store.shape import decode_lead
from batonpass.written.load import load
from tests.store.office import STARTER, TUESDAY_TEN, forward, furnish, send, submission

ASKING = (
    STARTER.read_text("utf-8")
    .replace('version: "1"', 'version: "2"')
    .replace(
        "\nsignals:\n",
        "\n  busy: {when: feature.people > 1, points: 25, says: several people are looking}\n\n"
        "features:\n  people: {people: account, within: 14d}\n\nsignals:\n",
        1,
    )
)


async def newest(pool):
    row = await pool.fetchrow("select state::text as state from app.leads order by created_at desc, id desc limit 1")
    return decode_lead(row["state"])


async def test_the_second_person_of_an_account_is_seen_with_the_first(pool):
    watched = await furnish(pool)
    await apply(pool, ASKING, where="asking.yaml", by="test")
    await put_accounts(pool, {"acme.example": {"name": "Acme"}})
    await send(pool, watched, submission(form="newsletter", email="a@acme.example"))
    assert (await newest(pool)).score.fit == 0
    await forward(pool, days=1)
    await send(pool, watched, submission(form="newsletter", email="b@acme.example"))
    second = await newest(pool)
    assert (second.score.fit, second.score.others) == (25, {"feature.people": 2})


async def test_who_was_active_long_ago_is_not_counted(pool):
    watched = await furnish(pool)
    await apply(pool, ASKING, where="asking.yaml", by="test")
    await put_accounts(pool, {"acme.example": {"name": "Acme"}})
    await send(pool, watched, submission(form="newsletter", email="a@acme.example"))
    await forward(pool, days=15)
    await send(pool, watched, submission(form="newsletter", email="b@acme.example"))
    assert (await newest(pool)).score.fit == 0


async def test_what_was_done_at_an_account_is_read_by_lead(pool):
    watched = await furnish(pool)
    await put_accounts(pool, {"acme.example": {"name": "Acme"}})
    outcomes = await send(pool, watched, *[submission(n, email=f"p{n}@acme.example") for n in range(2)])
    async with pool.acquire() as connection:
        found = await others_of(connection, ["acme.example", "none.example"], TUESDAY_TEN - timedelta(days=1))
    assert found == {"acme.example": {o.lead_id: (("demo_request", TUESDAY_TEN),) for o in outcomes}}


def test_a_playbook_that_asks_of_nobody_else_looks_back_not_at_all():
    starter = load(STARTER.read_text("utf-8"), "starter").playbook
    own = Feature(name="own", kind=FeatureKind.COUNT, within=timedelta(days=7))
    assert looks_back(starter) == looks_back(replace(starter, features=(own,))) == timedelta(0)
    assert looks_back(load(ASKING, "asking").playbook) == timedelta(days=14)
