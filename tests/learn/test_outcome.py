"""Is a lead that nobody worked unknown, and not lost?"""

from __future__ import annotations

import pytest

from batonpass.handoff.lead import Lead
from batonpass.handoff.playbook import Stage
from batonpass.learn.outcome import outcome_of
from tests.learn.crowd import AT


@pytest.mark.parametrize("stage", [Stage.SQL, Stage.OPPORTUNITY, Stage.WON])
def test_a_lead_that_went_on_converted(stage):
    assert outcome_of(Lead(id="L1", stage=stage, cycle_since=AT)) is True


@pytest.mark.parametrize("stage", [Stage.NURTURE, Stage.DISQUALIFIED])
def test_a_lead_that_sales_worked_and_gave_back_did_not(stage):
    assert outcome_of(Lead(id="L1", stage=stage, cycle_since=AT, ended_at=AT)) is False


@pytest.mark.parametrize("qualified", [True, False])
def test_an_opportunity_that_is_lost_in_the_end_was_ready_for_sales_all_the_same(qualified):
    assert outcome_of(Lead(id="L1", stage=Stage.LOST, cycle_since=AT, ended_at=AT), qualified=qualified) is qualified


@pytest.mark.parametrize("stage", [Stage.NEW, Stage.ENGAGED, Stage.NURTURE, Stage.DISQUALIFIED])
def test_a_lead_that_was_never_handed_over_is_unknown(stage):
    assert outcome_of(Lead(id="L1", stage=stage)) is None


@pytest.mark.parametrize("stage", [Stage.MQL, Stage.SAL])
def test_a_lead_still_in_work_is_unknown(stage):
    assert outcome_of(Lead(id="L1", stage=stage, cycle_since=AT)) is None
