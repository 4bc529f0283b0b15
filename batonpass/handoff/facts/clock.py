"""What can happen around a running promise besides ringing: it is paused, goes on, its owner wants to hear later?"""

from __future__ import annotations

from datetime import datetime

from batonpass.handoff.hours import Days

from . import Fact, RungAt


class ClockPaused(Fact):
    """A promise stands still for a reason the playbook allows, until somebody resumes it or, at the latest, `until`."""

    promise: str
    by: str
    reason: str
    used_seconds: float
    until: datetime
    steps: tuple[RungAt, ...] = ()


class ClockResumed(Fact):
    """A promise goes on: the time used before the pause stays used, the pause counts for nobody.

    One of days goes on as so many `days` that end with it.
    """

    promise: str
    by: str
    due_at: datetime
    used_seconds: float
    paused_seconds: int
    steps: tuple[RungAt, ...] = ()
    no_later: datetime | None = None
    days: Days | None = None


class Snoozed(Fact):
    """The owner wants to be told again at `until`; no promise moves by it."""

    by: str
    until: datetime
