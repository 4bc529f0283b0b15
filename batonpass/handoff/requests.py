"""What may a person of ours ask to do with a lead?"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """Somebody wants something done; `by` is a rep's id or another name for who asks."""

    by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Touch(Request):
    """Log that somebody reached out; `at` is when it happened (None: now).

    `warned` are those whom word that the promise was broken has reached; None where nobody keeps such messages.
    `left_at` is when who reached out left us, if they have and it is known.
    """

    kind: str
    at: datetime | None = None
    warned: tuple[str, ...] | None = None
    left_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply(Request):
    """Log that the lead answered; `at` is when (None: now)."""

    kind: str = "email"
    at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Away(Request):
    """Tell that the lead's mailbox said when they are back, by an automatic reply; they have not answered."""

    back_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class TouchBack(Request):
    """A touch never reached the lead; `others` are when the touches were made that did, as far as they are known.

    `told_at` is when we heard of the touch; `counted` says whether it counted in the round it was told in.
    """

    touched_at: datetime
    told_at: datetime | None = None
    counted: bool = True
    others: tuple[datetime, ...] = ()
    why: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class MoveRecord(Request):
    """A CRM, `by` name, merged its record of the person into another."""

    record: str
    into: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LoseRecord(Request):
    """A CRM, `by` name, deleted its record of the person."""

    record: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SkipStep(Request):
    """Leave a planned touch out, saying why; steps count from 1."""

    step: int
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Accept(Request):
    """Take the lead on."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reject(Request):
    """Give the lead back, with a reason code of the playbook; a duplicate with the lead that it duplicates."""

    reason: str = ""
    note: str = ""
    duplicate_of: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Dispose(Request):
    """Say what became of the lead; with `override` a manager says why before enough was tried."""

    outcome: str
    reason: str = ""
    note: str = ""
    override: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reassign(Request):
    """Hand the lead to another rep or to a queue.

    With `waive` who leads the owner says why the promise may move later, to the hours of who gets the lead (T7).
    """

    to: str
    waive: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim(Request):
    """Take a lead out of a queue."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RouteAgain(Request):
    """Ask the ladder anew for whom a lead is that waits in a queue."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Undo(Request):
    """Take the last decision back, within the grace."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ring(Request):
    """A clock's step may be due; `excuse` says why a breach would be ours (nothing told the owner)."""

    promise: str
    excuse: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Pause(Request):
    """Let the promise of a first touch stand still, for a reason of the playbook."""

    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Resume(Request):
    """Let it go on."""

    why: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Snooze(Request):
    """Tell me again in so many minutes; no promise moves by it."""

    minutes: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Relay(Request):
    """The hours of a running promise have changed; so much of its working time was used under the old ones."""

    used_seconds: float
    why: str
    promise: str = "first_touch"


@dataclass(frozen=True, slots=True, kw_only=True)
class Approve(Request):
    """Marketing lets a lead that waits for its review go to sales."""

    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SendBack(Request):
    """Marketing does not let it go, with a reason code of the playbook's review."""

    reason: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class AskMore(Request):
    """Marketing wants to know more first; `of` is the person of ours who is asked."""

    says: str
    of: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class LoseOwner(Request):
    """The owner can no longer work; find another, or hand the lead to `to`. `why` says what came between."""

    owner: str
    to: str = ""
    why: str = ""
