"""What became of it, and why?"""

from __future__ import annotations

from .facts import Disposed
from .lead import Lead
from .playbook import Stage
from .refusal import conflict, forbidden, invalid
from .requests import Dispose
from .setting import Setting

OPEN = (Stage.MQL, Stage.SAL, Stage.SQL, Stage.OPPORTUNITY)


def dispose(lead: Lead, request: Dispose, setting: Setting) -> Disposed:
    """The owner says how the lead ended, with a reason where the playbook asks for one."""
    outcomes = setting.playbook.outcomes
    outcome = outcomes.get(request.outcome)
    if outcome is None:
        says = f"{request.outcome!r} is not an outcome; choose one of: {', '.join(outcomes)}"
        raise invalid(says, field="outcome", allowed=tuple(outcomes))
    if outcome.reasons and request.reason not in outcome.reasons:
        says = f"{outcome.name} needs its reason; choose one of: {', '.join(outcome.reasons)}"
        raise invalid(says, field="reason", allowed=outcome.reasons)
    if lead.owner != request.by:
        raise forbidden(f"this lead belongs to {setting.directory.name_of(lead.owner)}")
    if lead.stage not in OPEN:
        raise conflict(f"this lead is not open: it is {lead.stage.value}")
    name = setting.directory.name_of(request.by)
    why = f" ({request.reason.replace('_', ' ')})" if request.reason else ""
    return Disposed(
        at=setting.at,
        by=request.by,
        outcome=outcome.name,
        reason=request.reason,
        note=request.note,
        then=outcome.then,
        because=f"{name}: {outcome.name.replace('_', ' ')}{why}; goes to {outcome.then.value}",
    )
