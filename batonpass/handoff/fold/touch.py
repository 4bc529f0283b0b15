"""What does a touch that never arrived change about a lead?"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from batonpass.handoff.facts import Touched
from batonpass.handoff.facts.touch import TouchBounced
from batonpass.handoff.follow_up import FINISHED, OUTCOME, FollowUp, StepState
from batonpass.handoff.lead import FIRST_TOUCH, Clock, ClockState, Lead
from batonpass.handoff.record import replace

from .cadence import with_clock


def touch_bounced(lead: Lead, fact: TouchBounced, _: str) -> Mapping[str, Any]:
    """One touch less; the promise it had kept runs again, and the planned touch it had done is to be made."""
    made = tuple(one for one in lead.made if (one.at, one.by) != (fact.touched_at, fact.by))
    of_it = len(made) < len(lead.made)
    plan = _to_make_again(_unheard(_of_its_round(lead.follow_up, fact, of_it=of_it), made), fact)
    clocks = tuple(_running_again(clock, fact) for clock in lead.clocks) if fact.reopens else lead.clocks
    return {
        "touches": max(0, lead.touches - 1) if fact.counted else lead.touches,
        "made": made,
        "follow_up": plan,
        "clocks": with_clock(clocks, plan) if plan is not lead.follow_up else clocks,
        "changed_at": fact.at,
    }


def _of_its_round(plan: FollowUp | None, fact: TouchBounced, *, of_it: bool) -> FollowUp | None:
    """What was told before this plan began, in an earlier round, is one less before it, not one less in it."""
    if plan is None or of_it or not fact.counted or fact.told_at is None or fact.told_at >= plan.started_at:
        return plan
    return replace(plan, touches_before=max(0, plan.touches_before - 1))


def _unheard(plan: FollowUp | None, made: tuple[Touched, ...]) -> FollowUp | None:
    """They heard from us last by the latest touch that did arrive."""
    return replace(plan, touched_at=max((one.at for one in made), default=None)) if plan else None


def _running_again(clock: Clock, fact: TouchBounced) -> Clock:
    if clock.promise != FIRST_TOUCH or clock.ended_at != fact.touched_at:
        return clock
    again = replace(clock, state=ClockState.RUNNING, ended_at=None, response_seconds=None, steps=fact.steps)
    return again if clock.breached_at else replace(again, breached_owner=None)


def _to_make_again(plan: FollowUp | None, fact: TouchBounced) -> FollowUp | None:
    over = plan is not None and plan.ended == FINISHED and plan.waits_for == OUTCOME and not plan.meets
    if plan is None or not (plan.running or (over and plan.heard_at is None)):
        return plan
    done = (StepState.DONE, fact.touched_at, fact.by)
    if done not in [(step.state, step.at, step.by) for step in plan.steps]:
        return plan
    again = [
        replace(s, state=StepState.OPEN, at=None, by="", because="") if (s.state, s.at, s.by) == done else s
        for s in plan.steps
    ]
    return replace(plan, steps=tuple(again), ended="", ended_at=None, waits_for="", waits_until=None, reminded=False)
