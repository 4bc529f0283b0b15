"""What may stand in a playbook file, under which names, with which defaults?"""

from typing import Annotated, Any, Final, TypeAlias

from pydantic import BeforeValidator, Field

from batonpass.handoff.playbook import Stage
from batonpass.written.schema.cadence import CadenceFile
from batonpass.written.schema.commitments import CommitmentsFile
from batonpass.written.schema.crm import CrmFile
from batonpass.written.schema.doors import EnrichmentFile, HookFile, MessagingFile, TrackingFile
from batonpass.written.schema.given_back import GivenTo
from batonpass.written.schema.kinds import (
    AnyStage,
    Day,
    Days,
    EMail,
    Length,
    Line,
    Moment,
    Name,
    Names,
    Number,
    Often,
    Percent,
    Section,
    Text,
    Whole,
    Word,
    WorkingTime,
    YesNo,
    one_of,
    or_alone,
)
from batonpass.written.schema.meetings import MeetingsFile
from batonpass.written.schema.people import AccountFile, PersonFile, PoolFile, QueueFile, RungFile
from batonpass.written.schema.points import BurstFile, FeatureFile, MatrixFile
from batonpass.written.schema.privacy import PrivacyFile
from batonpass.written.schema.review import ReviewSaid
from batonpass.written.schema.second import QuestionFile, SecondFile, StepFile
from batonpass.written.schema.told import NotifyFile

MESSAGES: Final = (
    "handed_over", "taken_over", "returned",
    "assigned", "reminder", "breach", "reassigned", "asked_again", "queued", "taken_away", "corrected", "uncovered",
    "snoozed", "follow_up", "review", "review_late",
)  # fmt: skip
EVENTS: Final = (
    "assigned", "queued", "breached", "reassigned", "accepted", "rejected", "disposed", "handed_over", "taken_over",
    "returned", "opportunity", "won", "lost",
)  # fmt: skip


class FieldFile(Section):
    type: Annotated[str, BeforeValidator(one_of("text", "number", "choice"))] = "text"
    label: Line | None = None
    of: list[Line] = []


class FitFile(Section):
    when: Text
    points: Number
    says: Line


class CapFile(Section):
    times: Whole
    within: Length | None = None


class SignalFile(Section):
    points: Number
    says: Line
    forms: Names = []
    sent_by: Line | None = None
    half_life: Length | None = None
    cap: CapFile | None = None
    once: YesNo = False


class FitChange(Section):
    when: Text | None = None
    points: Number | None = None
    says: Line | None = None


class SignalChange(Section):
    points: Number | None = None
    says: Line | None = None
    forms: Names | None = None
    sent_by: Line | None = None
    half_life: Length | None = None
    cap: CapFile | None = None


class ModelFile(Section):
    when: Text
    fit: dict[Word, FitChange] = {}
    signals: dict[Word, SignalChange] = {}


class DisqualifierFile(Section):
    when: Text
    says: Line


class DidFile(Section):
    signal: Name
    ago: Length | None = None
    times: Often = 1


class ExpectFile(Section):
    stage: AnyStage | None = None
    not_: AnyStage | None = Field(None, alias="not")
    band: Annotated[str, BeforeValidator(one_of("nurture", "mql", "hot"))] | None = None
    tier: Name | None = None
    model: Name | None = None
    total: Number | None = None
    fit: Number | None = None
    behaviour: Number | None = None
    owner: Name | None = None
    queue: Name | None = None


Message: TypeAlias = Annotated[str, BeforeValidator(one_of(*MESSAGES))]
Event: TypeAlias = Annotated[str, BeforeValidator(one_of(*EVENTS))]
Did: TypeAlias = Annotated[DidFile, BeforeValidator(or_alone("signal"))]


class CaseOfDefinition(Section):
    """An example or a counter-example: who they are, what they did, what we expect, who says so and since when."""

    name: Line
    lead: dict[Name, Any] = {}
    did: list[Did] = []
    expect: ExpectFile
    by: Line | None = None
    on: Day | None = None
    at: Moment | None = None
    why: Line | None = None


class DefinitionFile(Section):
    mql_from: Number
    hot_from: Number
    hot_exit_below: Number
    fit_at_least: Number | None = None
    behaviour_at_least: Number | None = None
    hand_raisers: Names = []
    mql_exit_below: Number | None = None
    matrix: MatrixFile | None = None
    review: ReviewSaid | None = None
    hand_raisers_need_fit: Number | None = None
    disqualifiers: dict[Word, DisqualifierFile] = {}
    examples: list[CaseOfDefinition] = []
    counter_examples: list[CaseOfDefinition] = []
    removed: dict[Line, Line] = {}


class TierFile(Section):
    when: Text | None = None
    first_touch: WorkingTime
    accept: WorkingTime | None = None
    dispose: Days | None = None
    hours: Annotated[str, BeforeValidator(one_of("owner", "team", "both"))] = "owner"
    calendar: Name | None = None


class EscalationFile(Section):
    min_gap: WorkingTime
    steps: list[StepFile]


class PauseFile(Section):
    says: Line | None = None
    at_most: Length


class BriefFile(Section):
    needs: Names = []
    complete_within: WorkingTime | None = None
    by: Name | None = None
    checklist: list[Line] = []


class AcknowledgeFile(Section):
    signals: Names
    from_: EMail = Field(alias="from")
    subject: Line
    words: Text
    at_most_every: Length | None = None
    within: Length | None = None


class WebhookFile(Section):
    url: Line
    events: list[Event]
    secret: Line


class RejectionFile(Section):
    says: Line | None = None
    then: GivenTo = Stage.NURTURE
    needs_note: YesNo = False
    turn_back: YesNo = False
    tell: Name | None = None
    wait: Length | None = None


class OutcomeFile(Section):
    then: AnyStage
    reasons: list[Word] = []
    says: dict[Word, Line] = {}
    wait: Length | None = None
    waits: dict[Word, Length] = {}


class IdentityFile(Section):
    """Who is taken for one person: name+tag@ is name@ at known_providers only, or everywhere."""

    plus_addresses: Annotated[str, BeforeValidator(one_of("known_providers", "everywhere"))] = "known_providers"


class PlaybookFile(Section):
    """The whole file. People, pools and the like that are left out are kept elsewhere: they can be set over the API."""

    playbook: Name
    version: Line
    company: Line | None = None
    fields: dict[Word, FieldFile] = {}
    fit: dict[Word, FitFile] = {}
    signals: dict[Word, SignalFile]
    bursts: dict[Word, BurstFile] = {}
    features: dict[Word, FeatureFile] = {}
    models: dict[Name, ModelFile] = {}
    definition: DefinitionFile
    tiers: dict[Name, TierFile]
    escalation: EscalationFile
    calendars: dict[Name, Any] = {}
    contact_windows: dict[Line, Name] = {}
    people: dict[Name, PersonFile] = {}
    queues: dict[Name, QueueFile] = {}
    pools: dict[Name, PoolFile] = {}
    accounts: dict[Line, AccountFile] = {}
    routing: list[RungFile]
    brief: BriefFile = BriefFile()
    notify: dict[Message, NotifyFile] = {}
    acknowledge: AcknowledgeFile | None = None
    webhooks: dict[Name, WebhookFile] = {}
    rejections: dict[Word, RejectionFile] = {}
    cadences: dict[Word, CadenceFile] = {}
    outcomes: dict[Word, OutcomeFile] = {}
    pauses: dict[Word, PauseFile] = {}
    undo_grace: Length | None = None
    requalify_after: Length | None = None
    trip_wire: Percent = 20
    qualification: dict[Word, QuestionFile] = {}
    second_handoff: SecondFile | None = None
    identity: IdentityFile = IdentityFile()
    hooks: dict[Name, HookFile] = {}
    tracking: TrackingFile = TrackingFile()
    enrichment: EnrichmentFile | None = None
    commitments: CommitmentsFile = CommitmentsFile()
    briefs: dict[Name, MessagingFile] = {}
    meetings: MeetingsFile | None = None
    crm: CrmFile | None = None
    privacy: PrivacyFile | None = None
