"""When is an owner told again who says: not now?"""

from __future__ import annotations

from datetime import timedelta

from .facts.clock import Snoozed
from .lead import Lead
from .playbook import WORKED, Stage
from .refusal import conflict, forbidden, invalid
from .requests import Snooze
from .setting import Setting
from .words import local

LEAST, MOST = 5, 24 * 60
"""Minutes."""


def snooze(lead: Lead, request: Snooze, setting: Setting) -> Snoozed:
    """The owner hears again in so many minutes. The promise runs on, and so does its ladder.

    A wait beyond the due instant is cut to it, so that nobody sleeps through a promise.
    """
    if not LEAST <= request.minutes <= MOST:
        raise invalid(f"{request.minutes} minutes is no snooze; choose {LEAST} to {MOST}", field="minutes")
    if lead.owner != request.by:
        raise forbidden(f"this lead belongs to {setting.directory.name_of(lead.owner)}")
    if lead.stage is not Stage.MQL and lead.stage not in WORKED:
        raise conflict(f"there is nothing to be told of; this lead is {lead.stage.value}")
    until = setting.at + timedelta(minutes=request.minutes)
    clock = lead.clock
    if clock and clock.paused_at is None and setting.at < clock.due_at:
        until = min(until, clock.due_at)
    name = setting.directory.name_of(request.by)
    rep = setting.directory.reps.get(request.by)
    wall = local(until, setting.hours((rep.calendar,)).zone) if rep else f"{until:%Y-%m-%d %H:%M} UTC"
    return Snoozed(at=setting.at, by=request.by, until=until, because=f"{name} asked to be told again at {wall}")
