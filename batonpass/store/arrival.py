"""What came through a door, and what became of it?"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from batonpass.handoff.record import Record
from batonpass.handoff.refusal import Refusal
from batonpass.handoff.requests import Request
from batonpass.handoff.verified import vouches

WATCHED = "track"
"""The door of what somebody does on our pages."""
IMPORT = "import"
"""The door of files that somebody of ours imports; no stranger comes through it."""


class Kind(StrEnum):
    """The kinds of thing that arrive at a door."""

    SUBMISSION = "submission"
    EVENT = "event"
    TRAITS = "traits"


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrival:
    """Something that came through a door. `sent` is its content, `raw` the JSON text we keep.

    `idem_key` is the sender's own key within `caller`; `fingerprint` stands for the content where there is no key.
    `arrived_at` is set only by imports and replays of the past; otherwise it is the database's instant.
    `historic` arrivals are taken in as the past: they page nobody and start no promise.
    `quarantine` says why it must not be taken in until a person has looked.
    """

    door: str
    kind: Kind
    sent: Mapping[str, object]
    raw: str
    body_hash: bytes
    caller: str = ""
    idem_key: str | None = None
    fingerprint: bytes | None = None
    arrived_at: datetime | None = None
    historic: bool = False
    quarantine: str = ""

    @property
    def trusted(self) -> bool:
        """Does somebody of ours stand behind this door? Only there may a person be named by an id of another system."""
        return vouches(self.door)

    @property
    def is_watched(self) -> bool:
        """Is it what a page of ours saw somebody do?"""
        return self.door == WATCHED and self.kind is Kind.EVENT


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A person, a clock or a rule asks something of one lead; what is `silent` is told to nobody.

    Only whoever waits for an `answer` is given how the lead stands then.
    """

    lead_id: str
    request: Request
    silent: bool = False
    answer: bool = False


class State(StrEnum):
    """What became of an arrival."""

    TAKEN = "taken"
    REPLAYED = "replayed"
    REFUSED = "refused"
    KEY_REUSED = "key_reused"
    SET_ASIDE = "set_aside"
    QUARANTINED = "quarantined"
    UNKNOWN_LEAD = "unknown_lead"
    NOT_KEPT = "not_kept"


class Outcome(Record):
    """The answer to one arrival or request, durable when it is given. `answer` is JSON text."""

    state: State
    lead_id: str | None = None
    answer: str | None = None
    refusal: Refusal | None = None
    error: str = ""
