"""What can have happened to a lead? Past tense, dated, frozen."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal

from batonpass.handoff.hours import Days
from batonpass.handoff.off_shift import Held
from batonpass.handoff.playbook import Stage
from batonpass.handoff.record import Record, field
from batonpass.handoff.rungs import RungAt


class Fact(Record):
    """Something true of a lead since `at`, with the reason a rep can read."""

    at: datetime
    because: str = ""


class Source(Record):
    """Where a person came from."""

    campaign: str = ""
    medium: str = ""
    channel: str = ""
    page: str = ""


NOWHERE = Source()


class Captured(Fact):
    """A submission reached our door. `arrived_at` is when; `at` is when the person acted, never later than that."""

    arrived_at: datetime
    door: str
    form: str = ""
    signals: tuple[str, ...] = ()
    person: str = ""
    fields: Mapping[str, str] = field(default_factory=dict[str, str])
    source: Source = NOWHERE
    message: str = ""
    consent: Mapping[str, str] = field(default_factory=dict[str, str])
    historic: bool = False
    ids: Mapping[str, str] | None = None


class Observed(Fact):
    """The person did something we watch for (a page, an e-mail click, an event).

    `named` are the names that a list of those who came has for them.
    """

    arrived_at: datetime
    signal: str
    detail: str = ""
    person: str = ""
    email: str = ""
    historic: bool = False
    named: Mapping[str, str] = field(default_factory=dict[str, str])


class Learned(Fact):
    """Somebody else told us about the person or company (enrichment, CRM, identify)."""

    arrived_at: datetime
    source_name: str
    fields: Mapping[str, str]
    person: str = ""
    consent: Mapping[str, str] = field(default_factory=dict[str, str])
    ids: Mapping[str, str] | None = None


class Identified(Fact):
    """The person and the account were recognised, or not."""

    person: str
    account: str | None = None
    account_name: str = ""
    account_owner: str | None = None
    free_mail: bool = False
    account_fields: Mapping[str, str] = field(default_factory=dict[str, str])
    doubts: tuple[str, ...] = ()


class Part(Record):
    """One contribution to a score."""

    rule: str
    says: str
    points: Decimal
    kind: str


class Scored(Fact):
    """Fit and behaviour under one model; the parts add up to the total. `others`: what other people's doings gave."""

    fit: Decimal
    behaviour: Decimal
    total: Decimal
    model: str
    parts: tuple[Part, ...] = ()
    unknown: tuple[str, ...] = ()
    others: Mapping[str, Decimal] = field(default_factory=dict[str, Decimal])


class Qualified(Fact):
    """The definition was applied; `rule` is the place in it that decided."""

    stage: Stage
    tier: str | None = None
    band: str = ""
    cycle: int = 0
    starts_cycle: bool = False
    rule: str = ""


class Briefed(Fact):
    """The rep's brief as handed over, with what is missing from it."""

    lines: tuple[str, ...]
    missing: tuple[str, ...] = ()
    complete_percent: int = 100


class Routed(Fact):
    """The lead got an owner or a queue. `turn` is the pool's tally after it, `passed` who lost and why."""

    owner: str | None
    queue: str | None
    rung: str
    tried: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    pool: str | None = None
    turn: Mapping[str, int] = field(default_factory=dict[str, int])
    uncovered: bool = False
    passed: tuple[str, ...] = ()
    held: Held | None = None


class TurnReturned(Fact):
    """A lead that should never have been theirs gave the rep their turn back (less than zero: took it again)."""

    pool: str
    rep: str
    turns: int
    turn: Mapping[str, int] = field(default_factory=dict[str, int])


class ClockStarted(Fact):
    """A promise began to run, under the policy of this instant and no later one (T9)."""

    promise: str
    tier: str
    cycle: int
    due_at: datetime
    budget_seconds: int
    calendars: tuple[str, ...]
    steps: tuple[RungAt, ...] = ()
    call_not_before: datetime | None = None
    held: Held | None = None
    days: Days | None = None
    team: bool = False


class ClockMoved(Fact):
    """A running promise was laid out anew: tightened, or handed over. Never later but for a listed cause (T7).

    `no_later` is what a hand-over kept of other hours; `waived`, why it was let move later. `worked_seconds` is the
    time since the start, where `used_seconds` begins anew (None: it goes on). `team` as in Clock.
    """

    promise: str
    tier: str
    due_at: datetime
    budget_seconds: int
    used_seconds: float
    calendars: tuple[str, ...]
    steps: tuple[RungAt, ...] = ()
    call_not_before: datetime | None = None
    days: Days | None = None
    no_later: datetime | None = None
    worked_seconds: float | None = None
    waived: str = ""
    team: bool = False


class Escalated(Fact):
    """A step of the ladder was carried out, on whom it fell; after an outage no other follows before `steps_from`."""

    promise: str
    percent: int
    kind: str
    who: str
    step_at: datetime
    skipped: tuple[int, ...] = ()
    next_steps: tuple[RungAt, ...] = ()
    steps_from: datetime | None = None
    excuse: str = ""


class ClockStopped(Fact):
    """A promise ended: met, breached, or closed without a verdict."""

    promise: str
    state: str
    response_seconds: int | None = None
    raw_seconds: int | None = None


class AskedAgain(Fact):
    """A lead that somebody already works came back."""

    form: str


class Acknowledged(Fact):
    """The automatic answer to the lead was ordered."""

    to: str


class Touched(Fact):
    """A person of ours reached out to the lead."""

    by: str
    kind: str
    kept_late_seconds: int = 0
    earlier: bool = False
    """Made long before this round began, and told in it: it answers nothing that was asked since."""


class Accepted(Fact):
    """Sales took the lead on."""

    by: str


class Rejected(Fact):
    """Sales gave the lead back, saying why."""

    by: str
    reason: str
    note: str = ""
    then: Stage = Stage.NURTURE


class Disposed(Fact):
    """A worked lead came to an end."""

    by: str
    outcome: str
    reason: str = ""
    note: str = ""
    then: Stage = Stage.NURTURE
    override: str = ""


class Undone(Fact):
    """The last decision of a person was taken back within the grace."""

    by: str
    undone: str


class OwnerLost(Fact):
    """The owner can no longer work the lead (left, deactivated)."""

    owner: str
