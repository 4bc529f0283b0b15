"""What should the CRM hold of a lead, and does a decision change it?"""

from __future__ import annotations

from datetime import UTC

from .effects import WriteCrm
from .lead import Lead
from .playbook.crm import DUE, OWNER, SCORE, STAGE, STATUS, Crm, CrmField
from .stages import WORKED, Stage
from .walk import Advanced
from .words import plain

EARLY = frozenset({Stage.NEW, Stage.ENGAGED})
CRM_KIND = "crm"


def wanted(lead: Lead, crm: Crm) -> dict[str, str]:
    """Each field by our name, in the CRM's own words; a field about which nothing can be said is left out."""
    said = {name: _said(name, lead, crm) for name in crm.fields}
    return {name: _theirs(value, crm.fields[name]) for name, value in said.items() if value is not None}


def with_crm(before: Lead, step: Advanced, crm: Crm) -> Advanced:
    """The same step, with one write for all that it changes over there; none for a lead that sales never had."""
    lead = step.lead
    if lead.merged_into or not (lead.cycle or lead.stage is Stage.DISQUALIFIED):
        return step
    old, new = wanted(before, crm), wanted(lead, crm)
    changed = {name: value for name, value in new.items() if old.get(name) != value}
    if not changed:
        return step
    wish = WriteCrm(
        key=f"{lead.id}/{lead.seq}/{CRM_KIND}",
        kind=CRM_KIND,
        because=f"{', '.join(changed)} changed",
        to=crm.system,
        fields={crm.fields[name].to: value for name, value in changed.items()},
    )
    return Advanced(lead=lead, facts=step.facts, effects=(*step.effects, wish))


def _said(name: str, lead: Lead, crm: Crm) -> str | None:
    match name:
        case _ if name == OWNER:
            return crm.owners.get(lead.owner or "")
        case _ if name == STAGE:
            return lead.stage.value
        case _ if name == STATUS:
            return _status(lead)
        case _ if name == SCORE:
            return plain(lead.score.total) if lead.score else None
        case _ if name == DUE:
            return f"{lead.next_due_at.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}" if lead.next_due_at else ""
        case _:
            return None


def _status(lead: Lead) -> str:
    """How far the work on it is: new, contacted, working or closed."""
    if lead.stage in WORKED:
        return "working"
    if lead.stage is Stage.MQL:
        return "contacted" if lead.clock is None else "new"
    return "new" if lead.stage in EARLY else "closed"


def _theirs(value: str, one: CrmField) -> str:
    return one.values.get(value, value)
