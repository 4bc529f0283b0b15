"""How does a follow-up plan read as data?"""

from __future__ import annotations

from batonpass.handoff.follow_up import PlannedStep, StepState
from batonpass.handoff.lead import Lead
from batonpass.web.api.shapes_follow_up import PlanOut, StepOut


def plan_out(lead: Lead) -> PlanOut | None:
    """The plan of the last round that had one."""
    plan = lead.follow_up
    if plan is None:
        return None
    return PlanOut(
        cadence=plan.cadence,
        playbook=plan.playbook,
        cycle=plan.cycle,
        state="running" if plan.running else "ended",
        started_at=plan.started_at,
        ended_at=plan.ended_at,
        ended=plan.ended,
        waits_for=plan.waits_for,
        waits_until=plan.waits_until,
        still=plan.still,
        still_until=plan.still_until,
        touches=lead.touches - plan.touches_before,
        least=plan.least,
        least_for=plan.least_for,
        acknowledged_at=lead.acknowledged_at,
        steps=tuple(_step(number, step) for number, step in plan.numbered),
    )


def _step(number: int, step: PlannedStep) -> StepOut:
    late = step.state is StepState.OPEN and step.reminded
    return StepOut(
        step=number,
        name=step.name,
        kind=step.kind,
        counts=step.counts,
        says=step.says,
        opens_at=step.opens_at,
        due_at=step.due_at,
        state="late" if late else step.state.value,
        at=step.at,
        by=step.by,
        because=step.because,
    )
