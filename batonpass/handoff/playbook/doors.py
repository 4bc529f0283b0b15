"""Who may tell us things, and who may be followed?"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

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
