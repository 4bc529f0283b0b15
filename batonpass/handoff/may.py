"""Who may act on a lead: its owner, who leads them, or who handed it over?"""

from __future__ import annotations

from .fold.second import second_of
from .lead import Lead
from .people import Directory
from .refusal import Refusal, conflict, forbidden, invalid
from .setting import Setting


def leader_of(lead: Lead, people: Directory) -> str | None:
    """Who leads the owner of the lead; nobody leads a queue here."""
    owner = people.reps.get(lead.owner or "")
    return owner.manager if owner else None


def owns_or_leads(lead: Lead, by: str | None, people: Directory) -> bool:
    """Is this the owner, or who leads them?"""
    return by is not None and by in (lead.owner, leader_of(lead, people))


def works_on(lead: Lead, by: str | None, people: Directory) -> bool:
    """Is this the owner, who handed the lead over to them, or who leads one of the two?"""
    hands = {one for one in (lead.owner, second_of(lead).sdr) if one}
    bosses = {people.reps[one].manager for one in hands if one in people.reps}
    return by is not None and by in hands | bosses


def must_be_ours(by: str, setting: Setting) -> None:
    """Refuse who is none of our people."""
    if by not in setting.directory.reps:
        raise invalid(f"{by!r} is not one of our people", field="by")


def must_be_active(by: str, setting: Setting) -> None:
    """Refuse who is none of our people, or has left."""
    must_be_ours(by, setting)
    rep = setting.directory.reps[by]
    if not rep.active:
        raise forbidden(f"{rep.name} is no longer active")


def must_own(lead: Lead, by: str, setting: Setting) -> None:
    """Refuse everybody but the owner."""
    must_be_active(by, setting)
    if lead.owner != by:
        raise _not_theirs(lead, setting)


def must_own_or_lead(lead: Lead, by: str, setting: Setting) -> None:
    """Refuse everybody but the owner and who leads them."""
    must_be_ours(by, setting)
    if not owns_or_leads(lead, by, setting.directory):
        raise _not_theirs(lead, setting)


def must_work_on(lead: Lead, by: str, setting: Setting) -> None:
    """Refuse everybody but the owner, who handed the lead over, and who leads them."""
    must_be_ours(by, setting)
    if not works_on(lead, by, setting.directory):
        raise _not_theirs(lead, setting)


def _not_theirs(lead: Lead, setting: Setting) -> Refusal:
    if lead.owner is None and lead.queue is not None:
        return conflict(f"this lead waits in {lead.queue}; claim it first")
    return forbidden(f"this lead belongs to {setting.directory.name_of(lead.owner)}")
