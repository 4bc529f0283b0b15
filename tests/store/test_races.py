"""Does one of them win, and only one, when two want the same lead at one instant? Long run: tests/whole/races.py."""

from __future__ import annotations

from random import Random

from tests.store.office import furnish
from tests.whole.races import Wrong, eight_at_one_clock, touch_against_step, two_at_one_lead


async def test_a_touch_and_a_step_never_both_win(pool):
    wrong = await touch_against_step(pool, await furnish(pool), races=250, chance=Random(4))
    assert wrong == Wrong()


async def test_eight_workers_carry_a_step_out_once(pool):
    assert await eight_at_one_clock(pool, await furnish(pool), races=15) == Wrong()


async def test_of_two_reps_one_has_the_lead(pool):
    assert await two_at_one_lead(pool, await furnish(pool), races=60) == Wrong()
