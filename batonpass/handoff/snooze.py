"""When is an owner told again who says: not now?"""

from __future__ import annotations

from datetime import timedelta

from .facts.clock import Snoozed
from .lead import ClockState, Lead
from .may import must_own
from .playbook import WORKED, Stage
from .pledges import OF_SALES
from .refusal import conflict, invalid
from .requests import Snooze
from .setting import Setting
from .words import local

LEAST, MOST = 5, 24 * 60
"""Minutes."""


def snooze(lead: Lead, request: Snooze, setting: Setting) -> Snoozed:
    """The owner hears again in so many minutes. The promise runs on, and so does its ladder.

    A wait beyond the instant at which the first promise of sales is due is cut to it: nobody sleeps through one.
    """
    if not LEAST <= request.minutes <= MOST:
        raise invalid(f"{request.minutes} minutes is no snooze; choose {LEAST} to {MOST}", field="minutes")
    must_own(lead, request.by, setting)
    if lead.stage is not Stage.MQL and lead.stage not in WORKED:
        raise conflict(f"there is nothing to be told of; this lead is {lead.stage.value}")
    theirs = (one for one in lead.clocks if one.promise in OF_SALES and one.state is ClockState.RUNNING)
    dues = (one.due_at for one in theirs if one.paused_at is None and setting.at < one.due_at)
    until = min((setting.at + timedelta(minutes=request.minutes), *dues))
    rep = setting.directory.reps[request.by]
    wall = local(until, setting.hours((rep.calendar,)).zone)
    return Snoozed(at=setting.at, by=rep.id, until=until, because=f"{rep.name} asked to be told again at {wall}")
