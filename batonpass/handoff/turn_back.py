"""What comes back to a rep whom a turn brought nothing?"""

from __future__ import annotations

from .facts import TurnReturned
from .lead import Lead
from .setting import Setting
from .turn import give_back


def turn_back(dealt: Lead, turns: int, setting: Setting, *, because: str, rep: str = "") -> TurnReturned:
    """So many turns come back in the pool that dealt this lead: to its owner, or to the rep who had it.

    Less than zero are taken again. What was dealt on an earlier day of theirs leaves no more room on this one.
    """
    pool, whose = dealt.pool or "", rep or dealt.owner or ""
    tally = give_back(whose, setting.turns.get(pool, {}), turns, day=_day_dealt(dealt, whose, setting))
    return TurnReturned(at=setting.at, pool=pool, rep=whose, turns=turns, turn=tally, because=because)


def _day_dealt(lead: Lead, rep_id: str, setting: Setting) -> int | None:
    """The ordinal of this person's own day on which a turn brought the lead; None when none did."""
    rep = setting.directory.reps.get(rep_id)
    if rep is None or lead.dealt_at is None:
        return None
    return lead.dealt_at.astimezone(setting.hours((rep.calendar,)).zone).date().toordinal()
