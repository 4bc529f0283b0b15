"""Does the week that is run by hand still run, and is all as it should be after its first day?"""

from __future__ import annotations

import pytest

from tests.database import data_folder
from tests.whole.nursery import start
from tests.whole.week import week

__all__ = ["data_folder"]


@pytest.mark.timeout(400)
def test_a_day_of_leads_with_a_kill_now_and_then_leaves_nothing_wrong(data_folder):
    evenings, wrong, counts = week(data_folder, leads=48, kills=3, seed=4, days=1, start=start)
    assert not any(wrong.values()), wrong
    assert [evening.day for evening in evenings] == [1]
    assert evenings[-1].leads >= 40
    assert counts["sent 201"] == 48
    assert sum(n for name, n in counts.items() if name.startswith("killed")) == 3
