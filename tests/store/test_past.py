"""Is a lead explained from its facts under the playbook of that day, whatever has changed since?"""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

import pytest

from batonpass.handoff.refusal import Refusal
from batonpass.store.directory import apply
from batonpass.store.past import explained
from tests.store.office import STARTER, TUESDAY_TEN, forward, furnish, send, submission

SECOND = STARTER.read_text("utf-8").replace('version: "1"', 'version: "2"').replace("points: 5\n", "points: 7\n", 1)
READER = "p1@firm1.example"


async def two_versions(pool):
    """A reader of the newsletter under version 1, and of the white paper nobody has under version 2, a day later."""
    watched = await furnish(pool)
    await send(pool, watched, submission(form="newsletter"))
    await forward(pool, hours=12)
    await apply(pool, SECOND, where="second.yaml", by="test")
    await forward(pool, hours=12)
    return watched


async def test_a_new_version_changes_nothing_that_was_decided(pool):
    await two_versions(pool)
    found = await explained(pool, READER)
    assert (found.explanation.playbook, found.explanation.scored.total, found.identical) == ("1", Decimal(5), True)


async def test_the_next_decision_is_explained_by_the_new_version_and_the_last_by_the_old_one(pool):
    watched = await two_versions(pool)
    await send(pool, watched, submission(form="nothing"))
    now, then = await explained(pool, READER), await explained(pool, READER, TUESDAY_TEN + timedelta(hours=1))
    assert (now.explanation.playbook, now.recorded.total, now.identical) == ("2", Decimal(7), True)
    assert (then.explanation.playbook, then.recorded.total, then.identical) == ("1", Decimal(5), True)


async def test_a_lead_is_found_by_id_and_by_address_in_any_case(pool):
    watched = await furnish(pool)
    (outcome,) = await send(pool, watched, submission())
    assert (await explained(pool, READER.upper())).lead_id == outcome.lead_id
    assert (await explained(pool, outcome.lead_id)).lead_id == outcome.lead_id


async def test_who_is_not_there_is_not_explained(pool):
    await furnish(pool)
    with pytest.raises(LookupError):
        await explained(pool, "nobody@firm.example")


async def test_before_anything_was_known_there_is_nothing_to_explain(pool):
    watched = await furnish(pool)
    await send(pool, watched, submission())
    with pytest.raises(Refusal, match="nothing was known"):
        await explained(pool, READER, TUESDAY_TEN - timedelta(days=1))
