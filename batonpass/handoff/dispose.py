"""What became of it, and why?"""

from __future__ import annotations

from .cadence import still_to_make
from .facts import Disposed
from .lead import Lead
from .playbook import WORKED, Stage
from .refusal import conflict, forbidden, invalid
from .requests import Dispose
from .setting import Setting
from .stages import OPEN


def dispose(lead: Lead, request: Dispose, setting: Setting) -> Disposed:
    """The owner says how the lead ended, with a reason where the playbook asks for one.

    An outcome for which the playbook asks a number of touches is refused before they were made, unless who leads the
    owner says why it must be so.
    """
    outcomes = setting.playbook.outcomes
    outcome = outcomes.get(request.outcome)
    if outcome is None:
        says = f"{request.outcome!r} is not an outcome" if request.outcome else "say what became of it"
        raise invalid(f"{says}; choose one of: {', '.join(outcomes)}", field="outcome", allowed=tuple(outcomes))
    if outcome.reasons and request.reason not in outcome.reasons:
        says = f"{outcome.name} needs its reason; choose one of: {', '.join(outcome.reasons)}"
        raise invalid(says, field="reason", allowed=outcome.reasons)
    if lead.stage not in OPEN:
        raise conflict(f"this lead is not open: it is {lead.stage.value}")
    override = _override(lead, request, setting)
    if not override:
        _must_be_tried(lead, request.outcome, setting)
    if setting.playbook.second and outcome.then in WORKED and lead.stage in (Stage.MQL, Stage.SAL):
        raise conflict("this lead goes on by the second handoff: hand it over to an account executive")
    name = setting.directory.name_of(request.by)
    why = f" ({request.reason.replace('_', ' ')})" if request.reason else ""
    return Disposed(
        at=setting.at,
        by=request.by,
        outcome=outcome.name,
        reason=request.reason,
        note=request.note,
        then=outcome.then,
        override=override,
        because=f"{name}: {outcome.name.replace('_', ' ')}{why}; goes to {lead.left_as(outcome.then).value}"
        + (f"; before enough was tried, because {override}" if override else ""),
    )


def _override(lead: Lead, request: Dispose, setting: Setting) -> str:
    """The manager's reason to close a lead early; without one only the owner closes it."""
    override, owner = request.override.strip(), setting.directory.reps.get(lead.owner or "")
    above = owner.manager if owner else None
    if override and request.by in setting.directory.reps and request.by == (above or lead.owner):
        return override
    if override:
        who = setting.directory.name_of(above or lead.owner)
        raise forbidden(f"only {who} may close this lead before enough was tried")
    if lead.owner != request.by:
        raise forbidden(f"this lead belongs to {setting.directory.name_of(lead.owner)}")
    return ""


def _must_be_tried(lead: Lead, outcome: str, setting: Setting) -> None:
    needed, made, missing = still_to_make(lead, outcome)
    if made >= needed:
        return
    owner = setting.directory.reps.get(lead.owner or "")
    who = setting.directory.name_of(owner.manager if owner and owner.manager else lead.owner)
    raise conflict(
        f"{outcome.replace('_', ' ')} takes {needed} touches in this round, and {made} were made; still to make: "
        f"{', '.join(missing)}. {who} may close it sooner by saying why (override)"
    )
