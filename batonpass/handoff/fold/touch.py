"""What does a touch that never arrived change about a lead?"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from batonpass.handoff.facts.touch import TouchBounced
from batonpass.handoff.follow_up import FollowUp, StepState
from batonpass.handoff.lead import FIRST_TOUCH, Clock, ClockState, Lead

from .cadence import with_clock


def touch_bounced(lead: Lead, fact: TouchBounced, _: str) -> Mapping[str, Any]:
    """One touch less; the promise it had kept runs again, and the planned touch it had done is to be made."""
    plan = _to_make_again(_of_its_round(lead.follow_up, fact), fact)
    clocks = tuple(_running_again(clock, fact) for clock in lead.clocks) if fact.reopens else lead.clocks
    return {
        "touches": max(0, lead.touches - 1) if fact.counted else lead.touches,
        "follow_up": plan,
        "clocks": with_clock(clocks, plan) if plan is not lead.follow_up else clocks,
        "changed_at": fact.at,
    }


def _of_its_round(plan: FollowUp | None, fact: TouchBounced) -> FollowUp | None:
    """What was told before this plan began is one less before it, not one less in it."""
    if plan is None or not fact.counted or fact.told_at is None or fact.told_at >= plan.started_at:
        return plan
    return replace(plan, touches_before=max(0, plan.touches_before - 1))


def _running_again(clock: Clock, fact: TouchBounced) -> Clock:
    if clock.promise != FIRST_TOUCH or clock.ended_at != fact.touched_at:
        return clock
    again = replace(clock, state=ClockState.RUNNING, ended_at=None, response_seconds=None, steps=fact.steps)
    return again if clock.breached_at else replace(again, breached_owner=None)


def _to_make_again(plan: FollowUp | None, fact: TouchBounced) -> FollowUp | None:
    if plan is None or not plan.running:
        return plan
    done = (StepState.DONE, fact.touched_at, fact.by)
    if done not in [(step.state, step.at, step.by) for step in plan.steps]:
        return plan
    again = [
        replace(s, state=StepState.OPEN, at=None, by="", because="") if (s.state, s.at, s.by) == done else s
        for s in plan.steps
    ]
    return replace(plan, steps=tuple(again))
