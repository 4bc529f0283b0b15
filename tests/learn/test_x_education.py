"""Do points written in bands, and weighed by outcomes, order a real list as well as they should, and come true?"""

from __future__ import annotations

from datetime import UTC, datetime
from functools import cache
from pathlib import Path

import numpy as np
import pytest

from batonpass.learn.auc import area
from batonpass.learn.inputs import inputs_of
from batonpass.learn.many.read import many_of
from batonpass.learn.trial import tried
from batonpass.written.csv_file import look
from batonpass.written.load import load
from batonpass.written.outcomes import Asked, read_outcomes
from tests.learn.real import real

PLAYBOOK = Path(__file__).parents[2] / "bench" / "playbooks" / "x_education_bands.yaml"
AT = datetime(2027, 3, 2, 10, tzinfo=UTC)


@cache
def leads():
    path = real("x_education/Leads.csv")
    written = load(PLAYBOOK.read_text("utf-8"), PLAYBOOK.name)
    past = read_outcomes(look(path), written, Asked(empty=("Select",)), at=AT)
    won = np.array([bool(one.converted) for one in past.past])
    return inputs_of(many_of([one.lead for one in past.past], [written.playbook], at=AT), written.playbook), won


@cache
def trial():
    return tried(*leads(), np.random.default_rng(0))


def test_all_of_the_list_is_read_with_its_outcomes():
    inputs, won = leads()
    assert (len(inputs.rows), int(won.sum())) == (9_240, 3_561)


def test_a_marketers_first_points_already_order_it():
    inputs, won = leads()
    assert area(inputs.totals, won) == pytest.approx(0.867, abs=0.001)


def test_calibrated_points_order_leads_they_never_saw_at_least_as_well_as_the_best_scorecard():
    assert trial().auc.value >= 0.874


def test_what_they_say_of_those_leads_comes_true():
    assert trial().said.ece <= 0.02
