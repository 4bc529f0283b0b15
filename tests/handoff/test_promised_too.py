"""Does a hand that was raised wait for its answer still when its lead turns out to be one person with another?"""

from __future__ import annotations

import pytest

from batonpass.handoff.effects import TellRep
from batonpass.handoff.joining import join
from batonpass.handoff.lead import ASKED, ClockState
from batonpass.handoff.playbook import Stage
from batonpass.handoff.record import replace
from batonpass.handoff.requests import Accept, Dispose, Touch
from tests.handoff.cast import event, minutes, setting, submission, walk

CALLED, TAKEN = (minutes(5), Touch(by="ana", kind="call")), (minutes(6), Accept(by="ana"))
AGAIN = event("demo_request", at=minutes(60))


def worked(*steps):
    """Somebody whom Ana reached and took on."""
    return walk(submission(), CALLED, TAKEN, *steps).lead


def sql(*steps):
    """Their twin, further on: whose work goes on."""
    twin = worked((minutes(20), Dispose(by="ana", outcome="converted")), *steps)
    return replace(twin, id="L2", person="e@firm.example")


def merged(one, other, at):
    return join(one, other, setting(minutes(at)), by="mara")


def running(both):
    return [
        (c.promise, c.due_at) for c in both.lead.lead.clocks if c.promise == ASKED and c.state is ClockState.RUNNING
    ]


@pytest.mark.parametrize("keeps", [0, 1])
def test_the_twins_raised_hand_is_answered_by_when_it_was_promised(keeps):
    pair = (sql(), worked(AGAIN))
    both = merged(pair[keeps], pair[1 - keeps], 70)
    assert (both.lead.lead.stage, running(both)) == (Stage.SQL, [(ASKED, minutes(90))])
    assert [c.promise for c in both.other.lead.clocks if c.state is ClockState.RUNNING] == []
    assert any(isinstance(one, TellRep) and one.kind == "asked_again" for one in both.lead.effects)


def test_of_two_raised_hands_the_stricter_promise_holds():
    late = event("demo_request", at=minutes(75))
    assert running(merged(sql(late), worked(AGAIN), 80)) == [(ASKED, minutes(90))]
    assert running(merged(sql(AGAIN), worked(late), 80)) == [(ASKED, minutes(90))]


def test_one_that_nobody_answered_in_time_is_answered_as_fast_as_a_new_one():
    assert running(merged(sql(), worked(AGAIN), 100)) == [(ASKED, minutes(130))]


def test_a_hand_raised_on_a_lead_that_nobody_has_touched_yet_is_answered_too():
    fresh = replace(walk(submission("demo", at=minutes(60), email="f@firm.example")).lead, id="L3")
    assert running(merged(worked(), fresh, 70)) == [(ASKED, minutes(90))]


def test_nothing_less_than_a_raised_hand_promises_an_answer():
    quiet = replace(walk(submission("ebook", at=minutes(60), email="f@firm.example")).lead, id="L3")
    assert running(merged(worked(), quiet, 70)) == []


@pytest.mark.parametrize("keeps", [0, 1])
@pytest.mark.parametrize(("asked", "goes_on", "open_"), [(10, "L1", 0), (40, "L2", 1)])
def test_a_call_counts_for_the_twin_that_had_asked_by_then(keeps, asked, goes_on, open_):
    called = walk(submission(), (minutes(20), Touch(by="ana", kind="call"))).lead
    twin = replace(walk(submission("demo", at=minutes(asked), email="f@firm.example")).lead, id="L2")
    pair = (called, twin)
    both = merged(pair[keeps], pair[1 - keeps], 45)
    on = {"L1": called, "L2": twin}[goes_on]
    assert (both.lead.lead.stage, both.lead.lead.owner) == (Stage.MQL, on.owner)
    assert [c.due_at for c in both.lead.lead.clocks if c.state is ClockState.RUNNING] == [minutes(asked + 30)] * open_
    assert not any(c.state is ClockState.RUNNING for c in both.other.lead.clocks)


def test_a_hand_that_was_raised_before_the_call_has_its_answer():
    fresh = replace(walk(submission("demo", at=minutes(3), email="f@firm.example")).lead, id="L3")
    assert running(merged(worked(), fresh, 70)) == []
