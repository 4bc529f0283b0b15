"""Is a score shown as it has faded by now, while all that was decided by it stays?"""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

from batonpass.handoff import record
from batonpass.handoff.faded import faded
from tests.handoff.cast import PLAYBOOK, TUESDAY_TEN, event, minutes, submission, walk

DAY = timedelta(days=1)
LEAD = walk(submission("ebook", fields={"employees": "100"}), event("pricing")).lead
CHEAP = {**PLAYBOOK.models[-1].signals, "ebook": replace(PLAYBOOK.models[-1].signals["ebook"], points=Decimal(1))}
OTHER = replace(PLAYBOOK, models=(replace(PLAYBOOK.models[-1], signals=CHEAP),))


def test_points_are_what_is_left_of_them_and_still_add_up():
    score = faded(LEAD, PLAYBOOK, at=TUESDAY_TEN + 14 * DAY).score
    assert (LEAD.score.total, score.total, score.fit, score.behaviour) == (72, 66, 20, 46)
    assert sum(part.points for part in score.parts) == score.total


def test_fading_decides_nothing():
    later = faded(LEAD, PLAYBOOK, at=TUESDAY_TEN + 400 * DAY)
    assert record.replace(later, score=LEAD.score) == LEAD


def test_it_is_the_score_that_an_event_worth_nothing_would_give():
    later = walk(submission("ebook"), event("pricing"), event("nothing_agreed", at=minutes(60 * 24 * 5))).lead
    same = walk(submission("ebook"), event("pricing")).lead
    assert faded(same, PLAYBOOK, at=minutes(60 * 24 * 5)).score.parts == later.score.parts


def test_points_of_an_earlier_agreement_stay_as_they_were_recorded():
    assert faded(LEAD, OTHER, at=TUESDAY_TEN + 14 * DAY) is LEAD
