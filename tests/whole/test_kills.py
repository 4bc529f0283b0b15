"""Is nothing lost, doubled or left alone when processes die at random?"""

from __future__ import annotations

import pytest

from tests.database import data_folder
from tests.whole.kills import storm
from tests.whole.nursery import start

__all__ = ["data_folder"]


@pytest.mark.timeout(400)
def test_no_acknowledged_lead_is_lost_or_doubled_when_anything_is_killed(data_folder):
    toll = storm(data_folder, submissions=400, kills=12, seed=7, begin=start)
    assert toll.acknowledged == 400
    assert sum(toll.kills.values()) >= 8
    assert toll.clean, toll
