"""Does a traveller through time keep to what the operator has set?"""

from __future__ import annotations

from datetime import timedelta

import pytest

from batonpass.run.travel import Traveller
from tests.store.office import TUESDAY_TEN, furnish, send, submission
from tests.web.doors import Post


@pytest.mark.parametrize(("above", "letters"), [(2, 3), (5, 6), (9, 8)])
async def test_so_many_single_messages_and_then_one_as_the_operator_has_set(pool, above, letters):
    watched, post = await furnish(pool, "ana"), Post()
    await send(pool, watched, *(submission(n) for n in range(8)))
    await Traveller(pool=pool, watched=watched, channels={"email": post}, singles=above).to(
        TUESDAY_TEN + timedelta(minutes=2)
    )
    assert len([one for one in post.sent if one.recipient == "ana@lumen.example"]) == letters
