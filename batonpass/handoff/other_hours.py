"""What becomes of a running promise when other hours count for it: they have changed, or others do by now?"""

from __future__ import annotations

from . import clock as promises
from .follow_up import FOLLOW_UP
from .following import relay
from .lead import Clock
from .pledges import OF_SALES
from .requests import Relay
from .walk import Walk
from .worked import used_by


def relaid(walk: Walk, request: Relay) -> None:
    """Hours have changed: what was used stays used, the rest is laid out again (T8). What stands still is not laid."""
    if request.promise == FOLLOW_UP:
        relay(walk, request.why)
        return
    running = walk.lead.running(request.promise)
    if running and running.paused_at is None:
        ours = running.promise in OF_SALES
        calendars = promises.as_agreed(walk.lead, running, walk.setting) if ours else running.calendars
        _lay_again(walk, running, calendars, used=request.used_seconds, why=request.why)


def follow_hours(walk: Walk, why: str) -> None:
    """Other hours may count for the first touch by now: its owner's, or those in which its lead may be called (T6).

    What is left is laid out again by them (T8). One that is late already is not made less so.
    """
    lead, setting, running = walk.lead, walk.setting, walk.lead.clock
    if running is None or running.paused_at is not None or running.due_at < setting.at:
        return
    used = used_by(running, setting.at, setting.hours(running.calendars))
    _lay_again(walk, running, promises.as_agreed(lead, running, setting), used=used, why=why)


def _lay_again(walk: Walk, running: Clock, calendars: tuple[str, ...], *, used: float, why: str) -> None:
    moved = promises.lay_again(walk.lead, running, walk.setting, used=used, calendars=calendars, why=why)
    if promises.differs(running, moved, walk.setting):
        walk.keep(moved)
