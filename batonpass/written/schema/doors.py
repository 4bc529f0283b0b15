"""What may stand in a playbook about hooks, tracking, enrichment and messaging?"""

from typing import Annotated

from pydantic import BeforeValidator

from batonpass.handoff.playbook.doors import ASKED
from batonpass.written.schema.kinds import Length, Line, Name, Number, Section, Text, one_of

PROVIDERS = ("json", "csv", "clearbit", "apollo")


class HookFile(Section):
    secret: Line | None = None
    forms: dict[Line, Name] = {}
    fields: dict[Line, Line] = {}
    stages: dict[Line, Annotated[str, BeforeValidator(one_of("opportunity", "won", "lost", "ignored"))]] = {}


class TrackingFile(Section):
    consent: Annotated[str, BeforeValidator(one_of(ASKED, "given_elsewhere"))] = ASKED
    sites: list[Line] = []


class ProviderFile(Section):
    kind: Annotated[str, BeforeValidator(one_of(*PROVIDERS))]
    url: Line | None = None
    file: Name | None = None
    secret: Line | None = None
    header: Line | None = None
    fields: dict[Line, Line] = {}
    cost: Number | None = None
    within: Length | None = None
    by: Annotated[str, BeforeValidator(one_of("domain", "email"))] | None = None


class MostFile(Section):
    per_day: Number | None = None
    per_month: Number | None = None


class EnrichmentFile(Section):
    wants: list[Line]
    providers: dict[Name, ProviderFile]
    most: MostFile = MostFile()
    keep: Length | None = None


class MessagingFile(Section):
    when: Text | None = None
    pains: list[Line] = []
    proof: list[Line] = []
    opener: Line | None = None
    ask: Line | None = None
    checklist: list[Line] = []
