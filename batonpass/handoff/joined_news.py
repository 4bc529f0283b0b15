"""Who hears that two leads are one person now, and which news about either is none any more?"""

from __future__ import annotations

from .follow_up import FOLLOW_UP
from .lead import ASKED, Lead
from .moves import WHOSE_IT_WAS
from .notify import ACTIONS, ASKED_AGAIN, answers_for, tell
from .playbook import WORKED, Stage
from .setting import Setting
from .walk import Walk

OF_WHOSE_IT_WAS = (*WHOSE_IT_WAS, "breach", "handed_over", FOLLOW_UP)


def withdrawn_with_it(walk: Walk, left: Walk, *, going_on: Lead, loser: Lead) -> None:
    """What was still to be told of the lead that is gone is told no more, nor what is about the work that ends.

    That they asked again is news still to who has both.
    """
    left.withdraw(*OF_WHOSE_IT_WAS)
    ends = left if going_on.id == walk.lead.id else walk
    if ends is walk:
        walk.withdraw(*OF_WHOSE_IT_WAS)
    if loser.owner != going_on.owner:
        ends.withdraw(ASKED_AGAIN)


def heard_by_who_loses(walk: Walk, *, going_on: Lead, loser: Lead) -> None:
    """Whoever loses a lead hears who has it now."""
    if loser.owner and loser.owner != going_on.owner:
        why = _merged_with(going_on, going_on.owner or going_on.queue, walk.setting)
        walk.ask(tell("taken_away", loser.owner, walk.lead, walk.setting, why=why))


def heard_by_who_goes_on(walk: Walk, *, going_on: Lead, loser: Lead, promised: bool, by: str) -> None:
    """Whoever goes on hears of what they promise now, or else under which lead it stands from now on.

    What they were told of a lead that is gone names it, and its buttons do nothing; it may not have left yet either.
    `promised` says that the merge itself has begun a promise of theirs, or made it stricter.
    """
    lead, setting = walk.lead, walk.setting
    elsewhere = going_on.id != lead.id
    if promised or (going_on.stage in WORKED and (loser.clock or loser.running(ASKED))):
        again = f"also asked as {loser.name}: {loser.because}"
        if lead.owner:
            actions = ACTIONS if elsewhere and _undecided(lead) else ()
            walk.ask(tell(ASKED_AGAIN, lead.owner, lead, setting, why=again, actions=actions))
        elif lead.queue:
            walk.ask(tell("queued", answers_for(lead.queue, setting), lead, setting, why=again))
    elif elsewhere and lead.owner and lead.owner != by:
        why = _merged_with(loser, lead.owner, setting)
        if _undecided(lead):
            news = "handed_over" if lead.second and lead.second.waiting else "reassigned"
            walk.ask(tell(news, lead.owner, lead, setting, why=why, actions=ACTIONS))
        else:
            walk.ask(tell("notice", lead.owner, lead, setting, why=why))


def _merged_with(other: Lead, has: str | None, setting: Setting) -> str:
    return f"merged with {other.name}: {setting.directory.name_of(has)} has it now"


def _undecided(lead: Lead) -> bool:
    """Is its owner asked whether they take it?"""
    return lead.stage is Stage.MQL or bool(lead.second and lead.second.waiting)
