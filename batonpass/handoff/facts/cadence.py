"""What can happen to the follow-up of a lead: planned, a touch done or skipped or late, answered, ended?"""

from __future__ import annotations

from datetime import datetime

from batonpass.handoff.follow_up import FollowUp
from batonpass.handoff.record import Record

from . import Fact


class Replied(Fact):
    """The lead answered one of our touches."""

    by: str
    kind: str


class FollowUpStarted(Fact):
    """The touches of a round were planned, under the policy of this instant and no later one (T9)."""

    plan: FollowUp


class StepDone(Fact):
    """A touch did the planned one; steps count from 1."""

    step: int
    by: str
    kind: str
    in_time: bool = True


class StepSkipped(Fact):
    """A planned touch will not be made: somebody says why, or the lead does not want to be reached that way."""

    step: int
    by: str
    left_out: bool = False


class FollowUpLate(Fact):
    """Planned touches were not made by their due instant (none named: the answer or outcome that is waited for)."""

    steps: tuple[int, ...] = ()


class Window(Record):
    """When one planned touch opens and is due from now on; `seconds` of working time lie between."""

    step: int
    opens_at: datetime
    due_at: datetime
    seconds: int


class StepsWanted(Fact):
    """The lead may be reached that way again: touches that were left out are planned again, at these times."""

    windows: tuple[Window, ...]


class FollowUpRelaid(Fact):
    """The touches to come were laid out on other hours; by a hand-over none of them is due later (T7)."""

    calendars: tuple[str, ...]
    windows: tuple[Window, ...]


class FollowUpPaused(Fact):
    """The plan stands still, and goes on by that instant at the latest."""

    why: str
    until: datetime | None = None


class FollowUpResumed(Fact):
    """The plan goes on with the touches that were left; all in all it stood still, or was away, for so many seconds."""

    calendars: tuple[str, ...]
    windows: tuple[Window, ...]
    away_seconds: int


class FollowUpEnded(Fact):
    """No planned touch is to come any more; the lead waits for an answer or an outcome, or for nothing.

    `heard_at` is when they answered, if that is what ended it.
    """

    ended: str
    waits_for: str = ""
    waits_until: datetime | None = None
    heard_at: datetime | None = None
