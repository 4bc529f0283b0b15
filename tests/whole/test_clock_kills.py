"""Is every due step carried out once, none early, while workers are killed? Long run: tests/whole/clock_kills.py."""

from __future__ import annotations

import asyncio

import pytest

from tests.database import data_folder
from tests.whole.clock_kills import storm
from tests.whole.nursery import start

__all__ = ["data_folder"]


@pytest.mark.timeout(300)
def test_every_due_step_is_carried_out_once_while_workers_are_killed(data_folder):
    toll = asyncio.run(storm(data_folder, clocks=400, kills=6, workers=3, seconds=25, seed=5, to_start=4, begin=start))
    assert sum(toll.kills.values()) == 6
    assert toll.clean, toll
