"""What was agreed on about who may tell us things, who may be followed and asked, and what reps say to whom?"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from decimal import Decimal

from batonpass.handoff.condition import Condition

ASKED = "asked"


@dataclass(frozen=True, slots=True, kw_only=True)
class Hook:
    """How one other system is understood: its forms, fields and stages of a deal by our names; its secret is named."""

    secret_setting: str = ""
    forms: Mapping[str, str] = field(default_factory=dict[str, str])
    fields: Mapping[str, str] = field(default_factory=dict[str, str])
    stages: Mapping[str, str] = field(default_factory=dict[str, str])


@dataclass(frozen=True, slots=True, kw_only=True)
class Tracking:
    """Who may be followed: `consent` is asked (each event says so) or given_elsewhere; `sites` may load our script."""

    consent: str = ASKED
    sites: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Provider:
    """Somebody who knows more about people or companies, in which shape, by what, at what price."""

    name: str
    kind: str
    url: str = ""
    file: str = ""
    secret_setting: str = ""
    header: str = ""
    fields: Mapping[str, str] = field(default_factory=dict[str, str])
    cost: Decimal = Decimal(0)
    within: timedelta = timedelta(seconds=5)
    by: str = "domain"


@dataclass(frozen=True, slots=True, kw_only=True)
class Enrichment:
    """Which fields are looked up when they are missing, with whom in which order, for how much, kept for how long."""

    wants: tuple[str, ...]
    providers: tuple[Provider, ...]
    per_day: Decimal | None = None
    per_month: Decimal | None = None
    keep: timedelta = timedelta(days=90)


@dataclass(frozen=True, slots=True, kw_only=True)
class Messaging:
    """What to say to whom: the pains they have, the proof we have, how to open, what to ask for, what to find out."""

    name: str
    when: Condition | None = None
    pains: tuple[str, ...] = ()
    proof: tuple[str, ...] = ()
    opener: str = ""
    ask: str = ""
    checklist: tuple[str, ...] = ()
