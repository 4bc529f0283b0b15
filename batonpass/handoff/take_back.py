"""Who may have a lead back that was handed over to account executives?"""

from __future__ import annotations

from dataclasses import dataclass

from .fold.second import is_asked, second_of
from .lead import Lead
from .people import Directory
from .playbook import Stage
from .refusal import Refusal, forbidden
from .requests import Reassign
from .requests_second import SecondRequest

FOR_EXECUTIVES = (Stage.SQL, Stage.OPPORTUNITY)
CALLED_BACK = "called_back"
"""The reason of a return that whoever leads them decided, and no account executive."""


def is_executives(lead: Lead) -> bool:
    """Has an account executive the lead, or been asked to take it?"""
    return is_asked(lead) or lead.stage in FOR_EXECUTIVES


def handed_by(lead: Lead) -> str | None:
    """Who handed the lead over, while it is with account executives; nobody for every other lead."""
    return second_of(lead).sdr if lead.second is not None and is_executives(lead) else None


def may_claim(lead: Lead, rep: str, people: Directory) -> bool:
    """May this person take it out of its queue? Who handed it over may not, unless they decide for others too."""
    return handed_by(lead) != rep or _decides(rep, lead, people)


def must_not_claim(lead: Lead, rep: str, people: Directory) -> None:
    """Refuse a claim by who handed the lead over."""
    if not may_claim(lead, rep, people):
        raise _not_theirs(lead, people)


@dataclass(frozen=True, slots=True, kw_only=True)
class CallBack(SecondRequest):
    """Give a lead that waits for an account executive back to who handed it over, as whoever leads them decides."""


def called_back(lead: Lead, request: Reassign) -> CallBack | None:
    """A reassignment to who handed it over, while nobody has taken it over, is the end of that hand-over."""
    ends = is_asked(lead) and request.to == handed_by(lead) != lead.owner
    return CallBack(by=request.by) if ends else None


def may_give(lead: Lead, by: str, to: str, people: Directory) -> bool:
    """May `by` give the lead to this person or queue by hand? Everything that was not handed over, yes.

    To who handed it over only for whom it is to decide; and once it was taken over, who handed it over gives it on to
    nobody.
    """
    sdr = handed_by(lead)
    if sdr is None or _decides(by, lead, people):
        return True
    return to != sdr and (by != sdr or is_asked(lead))


def must_not_take_back(lead: Lead, request: Reassign, people: Directory) -> None:
    """Refuse a hand-over by hand that would take the lead from account executives."""
    if may_give(lead, request.by, request.to, people):
        return
    if request.by == lead.owner and lead.stage is not Stage.OPPORTUNITY:
        raise forbidden(f"{people.name_of(handed_by(lead))} handed this lead over; give it back with a reason instead")
    raise _not_theirs(lead, people)


def _decides(by: str, lead: Lead, people: Directory) -> bool:
    """Do they lead who handed it over, its owner or its queue; or work no leads themselves, as whoever runs this?"""
    sdr = handed_by(lead)
    works = any(member.rep == by for pool in people.pools.values() for member in pool.members)
    if not works and by != sdr:
        return True
    queue = people.queues.get(lead.queue or "")
    return bool(queue and queue.manager == by) or by in _above(sdr, people) | _above(lead.owner, people)


def _above(rep: str | None, people: Directory) -> frozenset[str]:
    """Everybody whom this person reports to, over however many steps."""
    found, one = set[str](), people.reps.get(rep or "")
    while one and one.manager and one.manager not in found:
        found.add(one.manager)
        one = people.reps.get(one.manager)
    return frozenset(found)


def _not_theirs(lead: Lead, people: Directory) -> Refusal:
    sdr = people.reps.get(handed_by(lead) or "")
    boss = people.name_of(sdr.manager) if sdr and sdr.manager else "a manager"
    who = people.name_of(handed_by(lead))
    return forbidden(f"{who} handed this lead over: an account executive gives it back, or {boss} decides so")
