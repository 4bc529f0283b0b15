"""What is a lead? What its facts add up to, and nothing else."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from enum import StrEnum

from . import facts as f
from .follow_up import FollowUp
from .hours import Days
from .off_shift import Held
from .playbook import Stage
from .playbook.review import Waiting
from .record import Record, field
from .second import Second
from .stages import OPEN

ACTIVITIES_MAX = 1_000
"""The state keeps this many activities; the facts keep them all."""

FIRST_TOUCH = "first_touch"
"""The promise that a person of ours reaches out."""
ACCEPT, DISPOSE = "accept", "dispose"
"""The promises that sales answers, and that it says what became of the lead."""

ASKED = "answer"
"""The promise that who raises a hand while sales works them, and was reached before, is answered."""
REST = "rest"
"""The clock of a lead that sales wanted left alone and that became ready meanwhile: when it rings, it is looked at."""

MADE_MAX = 100
"""The state keeps so many touches of a round; the facts keep them all."""
LIES_AT_MOST = timedelta(days=14)
"""An open lead that nothing is promised about is shown as due after this long; no clock rings for it."""


class ClockState(StrEnum):
    """How a promise stands. Closed is neither met nor breached (merged, rejected unseen, erased)."""

    RUNNING = "running"
    MET = "met"
    BREACHED = "breached"
    CLOSED = "closed"


class Known(Record):
    """What we hold of one field: the value, since when it is true, and who told us."""

    value: str
    at: datetime
    by: str


class Activity(Record):
    """Something the person did."""

    signal: str
    at: datetime
    arrived_at: datetime
    detail: str = ""


class Stretch(Record):
    """From `since` on a promise ran by these hours, or by none stood still; so much had been worked by then."""

    since: datetime
    worked_seconds: float
    calendars: tuple[str, ...] = ()


class Clock(Record):
    """A promise to this lead with the policy it started under (T9).

    `breached_owner` held the lead when it broke; with an `excuse` the breach is ours. `held_steps` wait while
    it is paused, and after its end for a touch that comes back.
    `days` are those of a promise that counts days. `no_later` is the instant that a
    hand-over kept (T7), and `stretches` is how it ran since its start, once that was not by the same hours throughout.
    `steps_from` is when its ladder goes on after an outage (T12). Hours of the `team` stay whoever has the lead (T6).
    """

    promise: str
    tier: str
    cycle: int
    state: ClockState
    started_at: datetime
    laid_at: datetime
    due_at: datetime
    budget_seconds: int
    used_seconds: float = 0.0
    calendars: tuple[str, ...] = ()
    steps: tuple[f.RungAt, ...] = ()
    breached_at: datetime | None = None
    ended_at: datetime | None = None
    response_seconds: int | None = None
    call_not_before: datetime | None = None
    playbook: str = ""
    team: bool = False
    breached_owner: str | None = None
    excuse: str = ""
    paused_at: datetime | None = None
    paused_seconds: int = 0
    paused_wall_seconds: int = 0
    held_steps: tuple[f.RungAt, ...] = ()
    held: Held | None = None
    days: Days | None = None
    no_later: datetime | None = None
    stretches: tuple[Stretch, ...] = ()
    steps_from: datetime | None = None

    @property
    def ran(self) -> tuple[Stretch, ...]:
        """How it ran since its start; an older record knows no more than how it runs now."""
        by = self.calendars if self.paused_at is None else ()
        now = Stretch(since=self.laid_at, worked_seconds=self.used_seconds, calendars=by)
        return self.stretches or (now,)

    @property
    def waits_until(self) -> datetime | None:
        """When it is due; while it stands still, when it goes on by itself, and None if only somebody lets it."""
        if self.paused_at is None:
            return self.due_at
        return self.steps[0].at if self.steps else None


class Stood(Record):
    """What stood before the last human decision, so that it can be taken back (F05)."""

    what: str
    by: str
    at: datetime
    stage: Stage
    owner: str | None
    queue: str | None
    clocks: tuple[Clock, ...]
    review: Waiting | None = None
    follow_up: FollowUp | None = None
    asked: bool = False
    """An account executive had been asked, and had not answered."""
    touched_at: datetime | None = None
    """The first touch since then, which counts whatever becomes of the decision (T13)."""
    tier: str | None = ""
    """How fast an answer was promised last; an older record does not say."""
    cycle: int | None = None
    """The round in which it was decided; an older record does not say, and it is the one that goes on."""


class Identity(Record):
    """What is out of the ordinary about who this is; most leads have none of it.

    `also`: other keys this person is recognised by; `merged`: leads taken into this one, the latest last;
    `merged_into`: the lead this one lives on in; `said`: what a form claims where we hold a verified value (S09);
    `doubts`: what about the address a person should look at; `ids`: this person's ids in other systems;
    `account`: the domain of the account somebody matched the lead with.
    """

    also: tuple[str, ...] = ()
    merged: tuple[str, ...] = ()
    merged_into: str = ""
    said: Mapping[str, Known] = field(default_factory=dict[str, Known])
    doubts: tuple[str, ...] = ()
    ids: Mapping[str, str] = field(default_factory=dict[str, str])
    account: str = ""


NOBODY_ELSE = Identity()


class Lead(Record):
    """One person on the way from marketing to sales, as known after `seq` facts."""

    id: str
    seq: int = 0
    person: str = ""
    known: Mapping[str, Known] = field(default_factory=dict[str, Known])
    source: f.Source = f.NOWHERE
    last_source: f.Source = f.NOWHERE
    message: str = ""
    consent: Mapping[str, str] = field(default_factory=dict[str, str])
    consented_at: Mapping[str, datetime] = field(default_factory=dict[str, datetime])
    """When each of these words was said; a word kept before this was noted has no instant."""
    forms: tuple[str, ...] = ()
    activities: tuple[Activity, ...] = ()
    account: str | None = None
    account_name: str = ""
    account_owner: str | None = None
    account_fields: Mapping[str, str] = field(default_factory=dict[str, str])
    free_mail: bool = False
    score: f.Scored | None = None
    stage: Stage = Stage.NEW
    band: str = ""
    tier: str | None = None
    cycle: int = 0
    cycle_since: datetime | None = None
    brief: tuple[str, ...] = ()
    briefed_at: datetime | None = None
    """When the brief was written: its "just now" is of then."""
    brief_missing: tuple[str, ...] = ()
    owner: str | None = None
    queue: str | None = None
    routed_because: str = ""
    pool: str | None = None
    dealt_at: datetime | None = None
    """When a turn of that pool brought it to its owner."""
    turn_returned: bool = False
    because: str = ""
    clocks: tuple[Clock, ...] = ()
    touches: int = 0
    made: tuple[f.Touched, ...] = ()
    """The touches of this round that arrived, as far as one keeps them in mind."""
    accepted_at: datetime | None = None
    acknowledged_at: datetime | None = None
    ended_at: datetime | None = None
    ended_why: str = ""
    customer: bool = False
    """They had bought when this round began."""
    ended_in: str = ""
    """The calendar of who held it when it ended: days of rest are days of theirs (T11)."""
    undo: Stood | None = None
    created_at: datetime | None = None
    changed_at: datetime | None = None
    route_missing: tuple[str, ...] = ()
    review: Waiting | None = None
    identity: Identity | None = None
    follow_up: FollowUp | None = None
    second: Second | None = None

    @property
    def waiting(self) -> Waiting | None:
        """The wait for marketing's yes, while it lasts."""
        return self.review if self.review and not self.review.verdict else None

    def left_as(self, stage: Stage) -> Stage:
        """Where it stands once a round has ended so: a customer stays one, whatever becomes of what they ask."""
        return Stage.WON if self.customer and stage not in OPEN and stage is not Stage.MERGED else stage

    @property
    def merged_into(self) -> str:
        """The lead this one was merged into; empty for one that lives by itself."""
        return self.identity.merged_into if self.identity else ""

    @property
    def clock(self) -> Clock | None:
        """The first-touch clock that runs now, if one does."""
        return self.running(FIRST_TOUCH)

    def running(self, promise: str) -> Clock | None:
        """The running clock of this promise, if one does."""
        for clock in self.clocks:
            if clock.promise == promise and clock.state is ClockState.RUNNING:
                return clock
        return None

    @property
    def next_due_at(self) -> datetime | None:
        """When the first of all running promises is due; for an open lead without any, when it has lain too long.

        What stands still is due for nobody until it goes on.
        """
        running = (c.waits_until for c in self.clocks if c.state is ClockState.RUNNING)
        first = min((at for at in running if at), default=None)
        if first is None and self.stage in OPEN and self.changed_at:
            return self.changed_at + LIES_AT_MOST
        return first

    @property
    def kept_in(self) -> str:
        """The calendar that the last promise to it runs in, the first touch before others; empty if there was none."""
        first = (c for c in reversed(self.clocks) if c.promise == FIRST_TOUCH)
        return next((c.calendars[0] for c in (*first, *reversed(self.clocks)) if c.calendars), "")

    @property
    def why(self) -> str:
        """Why it stands where it does, and why with whom; nobody's lead says nothing of whose it was."""
        held = self.routed_because if self.owner or self.queue else ""
        return "; ".join(part for part in (self.because, held) if part)

    @property
    def name(self) -> str:
        """The person's name, or the best we have."""
        first, last = self.value("first_name"), self.value("last_name")
        return f"{first} {last}".strip() or self.value("email") or self.person

    def before(self, what: str, *, by: str, at: datetime) -> Stood:
        """What stands now, to be put back if what somebody decides is taken back."""
        return Stood(what=what, by=by, at=at, stage=self.stage, owner=self.owner, queue=self.queue, clocks=self.clocks)

    def value(self, name: str) -> str:
        """What we hold of a field, empty when nothing."""
        known = self.known.get(name)
        return known.value if known else ""
