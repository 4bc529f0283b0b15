"""Does a step that was agreed in minutes come at its minute, whatever the window, the hours and the owner?"""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from batonpass.handoff.facts import Escalated
from batonpass.handoff.hours import due
from batonpass.handoff.ladder import lay
from batonpass.handoff.requests import Reassign, Ring
from batonpass.handoff.rungs import LadderStep, StepKind
from tests.handoff.cast import PLAYBOOK, TUESDAY_TEN, hours, minutes, submission, walk

MINUTE = 60
TOLD = LadderStep(percent=100, kind=StepKind.NOTIFY, who="manager")


def step(after: int, *, late: bool = False, kind: StepKind = StepKind.REMIND, who: str = "owner") -> LadderStep:
    return LadderStep(percent=0, kind=kind, who=who, after=after * MINUTE, late=late)


def laid(*ladder: LadderStep, form: str = "demo", at: datetime = TUESDAY_TEN):
    return walk(submission(form, at=at), playbook=replace(PLAYBOOK, ladder=ladder)).lead.clock.steps


def test_it_comes_so_long_after_the_start_and_so_long_after_the_end():
    evening = datetime(2027, 3, 2, 17, 40, tzinfo=UTC)
    found = laid(step(12), TOLD, step(30, late=True), at=evening)
    assert [(one.at, one.percent) for one in found] == [
        (evening + timedelta(minutes=12), 40),
        (datetime(2027, 3, 3, 9, 10, tzinfo=UTC), 100),
        (datetime(2027, 3, 3, 9, 40, tzinfo=UTC), 200),
    ]


@pytest.mark.parametrize(("form", "percents"), [("demo", [50, 66, 100]), ("ebook", [8, 50, 100])])
def test_steps_come_in_the_order_that_the_window_gives_them(form, percents):
    half = LadderStep(percent=50, kind=StepKind.REMIND, who="owner")
    assert [one.percent for one in laid(half, step(20), TOLD, form=form)] == percents


def test_minutes_that_are_the_whole_window_break_the_promise():
    ladder = (step(30, kind=StepKind.NOTIFY, who="manager"),)
    done = walk(
        submission(), (minutes(31), Ring(by="clock", promise="first_touch")), playbook=replace(PLAYBOOK, ladder=ladder)
    )
    assert [fact.percent for fact in done.facts if isinstance(fact, Escalated)] == [100]
    assert done.lead.clock.breached_at == minutes(30)


def test_a_hand_over_moves_it_by_no_second():
    done = walk(
        submission(),
        (minutes(7), Reassign(by="mara", to="astrid")),
        playbook=replace(PLAYBOOK, ladder=(step(20), TOLD)),
    )
    assert [(one.at, one.after) for one in done.lead.clock.steps] == [(minutes(20), 1200), (minutes(30), None)]


@given(budget=st.integers(1, 600), after=st.integers(1, 900), used=st.floats(0, 0.9))
def test_it_is_never_early_and_breaks_nothing_before_its_end(budget, after, used):
    week, seconds = hours(("lisbon",)), budget * MINUTE
    spent = min(after, budget) * MINUTE * used
    due_at = due(TUESDAY_TEN, timedelta(seconds=seconds - spent), week)
    (found,) = lay((step(after),), TUESDAY_TEN, due_at, budget=seconds, used=spent, hours=week)
    assert found.at >= due(TUESDAY_TEN, timedelta(seconds=int(after * MINUTE - spent)), week)
    assert (found.percent >= 100) == (after >= budget)
    assert (found.percent == 100) == (after == budget)
