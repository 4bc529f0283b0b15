"""What became of it, and why?"""

from __future__ import annotations

from .cadence import still_to_make
from .facts import Disposed
from .lead import Lead
from .may import leader_of, must_own
from .people import Directory
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
    override, people = request.override.strip(), setting.directory
    if not override:
        must_own(lead, request.by, setting)
        return ""
    if request.by != _overrides(lead, people) or request.by not in people.reps:
        who = people.name_of(_overrides(lead, people))
        raise forbidden(f"only {who} may close this lead before enough was tried")
    return override


def _overrides(lead: Lead, people: Directory) -> str | None:
    """Who says that enough was tried: who leads the owner, or the owner whom nobody leads."""
    return leader_of(lead, people) or lead.owner


def _must_be_tried(lead: Lead, outcome: str, setting: Setting) -> None:
    needed, made, missing = still_to_make(lead, outcome)
    if made >= needed:
        return
    who = setting.directory.name_of(_overrides(lead, setting.directory))
    raise conflict(
        f"{outcome.replace('_', ' ')} takes {needed} touches in this round, and {made} were made; still to make: "
        f"{', '.join(missing)}. {who} may close it sooner by saying why (override)"
    )
