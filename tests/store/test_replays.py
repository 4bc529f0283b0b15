"""Does what was decided come out the same when it is decided again? The long run: tests/whole/replays.py."""

from __future__ import annotations

from random import Random

from batonpass.store.open import open_pool
from tests.database import fresh, template
from tests.whole.replays import replay


async def test_the_same_arrivals_are_decided_alike_whatever_the_batch(pool, postgres):
    other = fresh(template())
    second = await open_pool(next(other), connections=4)
    found = await replay((pool, second), leads=150, chance=Random(11))
    await second.close()
    assert next(other, None) is None
    assert (found.same, found.leads) == (True, 150), found
