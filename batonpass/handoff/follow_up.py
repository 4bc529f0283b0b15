"""How does the follow-up of a lead stand: which touch is planned when, which are done, skipped or left out?"""

from __future__ import annotations

from datetime import datetime, timedelta
from enum import StrEnum

from .playbook.cadence import Span
from .record import Record

FOLLOW_UP = "follow_up"
"""The promise whose clock goes from one planned touch to the next."""
HANDED_OVER = "handed_over"
"""How a plan ends that may go on: an account executive was asked, and may give the lead back."""
FINISHED, MEETING = "finished", "meeting"
"""How a plan ends when no touch is left, and when a meeting is booked."""
PROMISE, AWAY = "promise", "away"
"""Why a plan stands still: the promise of a first touch is paused, or the lead says that they are away."""
ANSWER, OUTCOME, REBOOK = "answer", "outcome", "rebook"
"""What a lead waits for once its planned touches are over: that we answer a reply, say what became of it, or find
another time for a meeting that was called off."""

WAITING = {ANSWER: "answer their reply", OUTCOME: "say what became of it", REBOOK: "find another time to meet"}


class StepState(StrEnum):
    """How a planned touch stands. Left out: the lead does not want to be reached that way."""

    OPEN = "open"
    DONE = "done"
    SKIPPED = "skipped"
    LEFT_OUT = "left_out"


class PlannedStep(Record):
    """One planned touch: not before `opens_at`, by `due_at`, which is `seconds` of working time later.

    `after` and `within` are what the playbook said when it was planned; `reminded` once its owner has heard that it is
    late.
    """

    name: str
    kind: str
    opens_at: datetime
    due_at: datetime
    seconds: int
    after: Span
    within: Span | None = None
    counts: tuple[str, ...] = ()
    says: str = ""
    state: StepState = StepState.OPEN
    at: datetime | None = None
    by: str = ""
    because: str = ""
    reminded: bool = False


class FollowUp(Record):
    """A cadence on its way through one round of a lead, as the playbook stood when it began (T9).

    `touches_before` are those of earlier rounds; `waits_for` is what the lead waits for after the end. `heard_at` is
    when we heard from them last, `touched_at` when they last did from us; `meets` while a meeting is booked. While it
    stands still, `still` says why, `still_since` since when, and `still_until` when it goes on at the latest.
    """

    cadence: str
    cycle: int
    tier: str
    started_at: datetime
    calendars: tuple[str, ...]
    steps: tuple[PlannedStep, ...]
    playbook: str = ""
    least: int = 0
    least_for: tuple[str, ...] = ()
    replies: tuple[str, ...] = ()
    meetings: tuple[str, ...] = ()
    answer_seconds: int = 0
    decide_days: int = 0
    touches_before: int = 0
    ended: str = ""
    ended_at: datetime | None = None
    waits_for: str = ""
    waits_until: datetime | None = None
    reminded: bool = False
    away_seconds: int = 0
    heard_at: datetime | None = None
    touched_at: datetime | None = None
    meets: bool = False
    still: str = ""
    still_since: datetime | None = None
    still_until: datetime | None = None

    @property
    def begun_at(self) -> datetime:
        """From when its touches are reckoned: the start, later by as long as it stood still or somebody was asked."""
        return self.started_at + timedelta(seconds=self.away_seconds)

    @property
    def running(self) -> bool:
        """Is there a touch to come?"""
        return self.ended_at is None

    @property
    def live(self) -> bool:
        """Does it still say what is next: a touch, an answer or an outcome?"""
        return self.running or bool(self.waits_for)

    @property
    def open(self) -> tuple[PlannedStep, ...]:
        """The touches to come, in their order; none after the end."""
        return tuple(step for step in self.steps if step.state is StepState.OPEN) if self.running else ()

    @property
    def numbered(self) -> enumerate[PlannedStep]:
        """All its touches with their numbers, from 1."""
        return enumerate(self.steps, start=1)

    @property
    def next_words(self) -> str:
        """What the owner does next, in a few words; empty when nothing is left, or the plan waits for its promise."""
        if self.still and self.running:
            return "wait until they are back" if self.still == AWAY else ""
        if self.open:
            step = self.open[0]
            return f"{step.name} (late)" if step.reminded else step.name
        late = " (late)" if self.reminded else ""
        words = WAITING.get(self.waits_for, "")
        return words and words + late
