"""What do people say of a follow-up: will a planned touch not be made, did the lead answer?"""

from __future__ import annotations

from .facts.cadence import Replied, StepSkipped
from .follow_up import StepState
from .lead import Lead
from .may import must_own_or_lead
from .refusal import conflict, invalid
from .requests import Reply, SkipStep
from .setting import Setting
from .stages import OPEN
from .touch import HUMAN, SKEW_MAX

REASON_MAX = 500


def skip(lead: Lead, request: SkipStep, setting: Setting) -> StepSkipped:
    """The owner, or who leads them, says why a planned touch will not be made."""
    running = lead.follow_up
    must_own_or_lead(lead, request.by, setting)
    if running is None or not running.running:
        raise conflict("no follow-up is running, so there is nothing to skip")
    if not 1 <= request.step <= len(running.steps):
        raise invalid(f"there is no step {request.step}; the plan has {len(running.steps)}", field="step")
    step = running.steps[request.step - 1]
    if step.state is not StepState.OPEN:
        raise conflict(f"{step.name} is {step.state.value.replace('_', ' ')} already")
    reason = request.reason.strip()
    if not reason:
        raise invalid("say why it is skipped, such as: no number that works", field="reason")
    if len(reason) > REASON_MAX:
        raise invalid(f"write at most {REASON_MAX} characters", field="reason")
    who = setting.directory.name_of(request.by)
    return StepSkipped(
        at=setting.at, step=request.step, by=request.by, because=f"{step.name} skipped by {who}: {reason}"
    )


def replied(lead: Lead, request: Reply, setting: Setting, *, given_up: bool) -> Replied:
    """Somebody of ours, or a system for them, says that the lead answered: one that is open, or was given up."""
    if request.kind not in HUMAN:
        raise invalid(f"{request.kind!r} is not a way to answer", field="kind", allowed=HUMAN)
    rep = setting.directory.reps.get(request.by)
    if rep is None or not rep.active:
        raise invalid(f"{request.by!r} is not one of our active people", field="by")
    if lead.stage not in OPEN and not given_up:
        raise conflict(f"this lead is not open: it is {lead.stage.value}")
    at = request.at or setting.at
    if at > setting.at + SKEW_MAX:
        raise invalid("a reply cannot lie in the future; log it when it has come", field="at")
    return Replied(
        at=min(at, setting.at), by=request.by, kind=request.kind, because=f"{lead.name} replied ({request.kind})"
    )
