"""Which fields may be looked up when they are missing, with whom, for how much?"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from decimal import Decimal


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
