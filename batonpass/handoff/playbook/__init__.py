"""What did marketing and sales agree on? The written playbook, as typed data with a version."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from decimal import Decimal

from batonpass.handoff.condition import Condition
from batonpass.handoff.rungs import Case, LadderStep, Rung, RungKind, StepKind, Target
from batonpass.handoff.stages import WORKED, Stage

from .bursts import Burst
from .cadence import Cadence
from .commitments import Commitments
from .crm import Crm
from .doors import Hook, Tracking
from .enrichment import Enrichment
from .features import Feature
from .matrix import Matrix
from .meetings import Meetings
from .messaging import Messaging
from .privacy import Privacy
from .review import Review
from .second import Question, SecondHandoff

__all__ = [
    "WORKED", "Acknowledgement", "Case", "Definition", "Disqualifier", "FitRule", "LadderStep", "Model", "Outcome",
    "PauseReason", "Playbook", "Reason", "Rung", "RungKind", "Signal", "Stage", "StepKind", "Target", "Tier", "Webhook",
]  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class FitRule:
    """Points for what a company or person is."""

    name: str
    when: Condition
    points: Decimal
    says: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Signal:
    """Points for something a person did; they halve every half-life and count at most `times` within `within`."""

    name: str
    points: Decimal
    says: str
    half_life: timedelta | None = None
    times: int | None = None
    within: timedelta | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Model:
    """A region's or segment's own points, already laid over the base model."""

    name: str
    when: Condition | None
    fit: tuple[FitRule, ...]
    signals: Mapping[str, Signal]


@dataclass(frozen=True, slots=True, kw_only=True)
class Disqualifier:
    """A plain no, apart from any points."""

    name: str
    when: Condition
    says: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Definition:
    """What sales-ready means: thresholds on the total and on the pair, hand-raisers, disqualifiers."""

    mql_from: Decimal
    hot_from: Decimal
    hot_exit_below: Decimal
    fit_at_least: Decimal | None = None
    behaviour_at_least: Decimal | None = None
    hand_raisers: frozenset[str] = frozenset()
    hand_raisers_need_fit: Decimal | None = None
    disqualifiers: tuple[Disqualifier, ...] = ()
    mql_exit_below: Decimal | None = None
    matrix: Matrix | None = None
    review: Review | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Tier:
    """How fast: the first tier whose condition holds; working time until the first human touch and until acceptance.

    `dispose` is in days of the owner (T11). `team` names the calendar by which it runs whoever has the lead; without
    one it is the owner's, or that and the lead's contact window (T6).
    """

    name: str
    when: Condition | None
    first_touch: timedelta
    both_hours: bool = False
    team: str = ""
    accept: timedelta | None = None
    dispose: timedelta | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Reason:
    """A reason code, what it means, and the stage it leads to; `tell` is who hears of it, to do something about it.

    With `review` such a lead goes back to marketing's review; with `merge` into the lead that it is a duplicate of.
    """

    code: str
    says: str
    then: Stage
    review: bool = False
    merge: bool = False
    needs_note: bool = False
    turn_back: bool = False
    tell: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PauseReason:
    """Why a promise may stand still, and how long at most, by the clock on the wall."""

    code: str
    says: str
    at_most: timedelta


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """A way a worked lead can end, with its reasons (none: no reason asked) and what they mean, where that is said."""

    name: str
    then: Stage
    reasons: tuple[str, ...] = ()
    says: Mapping[str, str] = field(default_factory=dict[str, str])


@dataclass(frozen=True, slots=True, kw_only=True)
class Acknowledgement:
    """The automatic first answer to the lead: for which signals, at most once in how long, in which words."""

    signals: frozenset[str]
    at_most_every: timedelta = timedelta(hours=24)
    within: timedelta = timedelta(seconds=60)
    sender: str = ""
    subject: str = ""
    words: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Webhook:
    """An outside address that hears of chosen events; the secret is named, never written here."""

    name: str
    url: str
    events: frozenset[str]
    secret_setting: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Playbook:
    """The whole agreement, immutable; every decision names its version."""

    name: str
    version: str
    company: str = ""
    models: tuple[Model, ...]
    definition: Definition
    tiers: tuple[Tier, ...]
    ladder: tuple[LadderStep, ...]
    min_step_gap: timedelta
    routing: tuple[Rung, ...]
    default_queue: str
    signals_of_forms: Mapping[str, tuple[str, ...]] = field(default_factory=dict[str, "tuple[str, ...]"])
    brief_needs: tuple[str, ...] = ()
    labels: Mapping[str, str] = field(default_factory=dict[str, str])
    numbers: frozenset[str] = frozenset()
    asked: Mapping[str, Mapping[str, str]] = field(default_factory=dict[str, Mapping[str, str]])
    """The declared fields, of a choice with its answers by how they read without capitals."""
    contact_windows: Mapping[str, str] = field(default_factory=dict[str, str])
    notify: Mapping[str, tuple[str, ...]] = field(default_factory=dict[str, "tuple[str, ...]"])
    notify_then: Mapping[str, tuple[str, ...]] = field(default_factory=dict[str, "tuple[str, ...]"])
    """The channels, one after the other, for when none of those in `notify` has proven that it arrived."""
    rejections: Mapping[str, Reason] = field(default_factory=dict[str, Reason])
    outcomes: Mapping[str, Outcome] = field(default_factory=dict[str, Outcome])
    acknowledge: Acknowledgement | None = None
    webhooks: tuple[Webhook, ...] = ()
    pauses: Mapping[str, PauseReason] = field(default_factory=dict[str, PauseReason])
    brief_within: timedelta | None = None
    brief_by: str | None = None
    undo_grace: timedelta = timedelta(minutes=15)
    requalify_after: timedelta = timedelta(days=30)
    waits: Mapping[str, timedelta] = field(default_factory=dict[str, timedelta])
    tags_everywhere: bool = False
    trip_wire: int = 20
    """Of how many in a hundred leads of one kind sales may give back before the figures ask for a change."""
    hooks: Mapping[str, Hook] = field(default_factory=dict[str, Hook])
    tracking: Tracking = field(default_factory=Tracking)
    enrichment: Enrichment | None = None
    messaging: tuple[Messaging, ...] = ()
    meetings: Meetings | None = None
    privacy: Privacy | None = None
    checklist: tuple[str, ...] = ()
    commitments: Commitments = field(default_factory=Commitments)
    bursts: tuple[Burst, ...] = ()
    features: tuple[Feature, ...] = ()
    questions: Mapping[str, Question] = field(default_factory=dict[str, Question])
    """What an SDR finds out, by name."""
    second: SecondHandoff | None = None
    """The handoff to an account executive; None where one person does both."""
    cadences: tuple[Cadence, ...] = ()
    """The first that is for a lead plans the touches it gets; none: nobody plans them."""
    crm: Crm | None = None
    """What is kept alike in a CRM; None where there is none."""
    reads: frozenset[str] = frozenset()
    """Every field that a condition of this playbook reads: what nobody reads need not be worked out."""
