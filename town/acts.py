"""What is somebody of the town about to ask of the handoff, and when?"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from batonpass.handoff.requests import Request


@dataclass(frozen=True, slots=True, kw_only=True)
class Act:
    """A rep will ask this of the handoff at that instant."""

    at: datetime
    request: Request
