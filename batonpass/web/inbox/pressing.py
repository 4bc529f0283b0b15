"""How much does a lead press: in which group of the inbox does it stand?"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from batonpass.handoff.fold.second import is_asked
from batonpass.handoff.lead import Lead
from batonpass.handoff.playbook import Stage
from batonpass.tongue.spoken import later
from batonpass.web.parts.reader import Reader
from batonpass.web.parts.rows import Row
from batonpass.web.parts.words import HOUR

from .choice import Show

GROUPS = (
    (later("Late"), "late"),
    (later("Due within the hour"), "warn"),
    (later("Later today"), "ok"),
    (later("Follow-up to do"), "brand"),
    (later("Tomorrow or later"), "ok"),
    (later("Waiting for business hours"), ""),
    (later("Paused"), ""),
    (later("Waiting for you"), "brand"),
    (later("Follow-up planned"), ""),
)
LATE, SOON, TODAY, FOLLOW_UP, LATER, CLOSED, PAUSED, YOURS, PLANNED = range(len(GROUPS))
BY_TONIGHT = frozenset({LATE, SOON, TODAY, FOLLOW_UP})
TO_DO = BY_TONIGHT | {LATER}


@dataclass(frozen=True, slots=True, kw_only=True)
class Placed:
    """A lead with its line in the list, and the group that it stands in."""

    lead: Lead
    row: Row
    place: int
    tonight: bool = False
    """Whether its promise is due before the reader's day ends, though its clock may stand still now."""

    def presses(self, show: Show) -> bool:
        """Whether it is among what presses in this way."""
        match show:
            case Show.ALL:
                return True
            case Show.LATE:
                return self.place == LATE
            case Show.TODAY:
                return self.place in BY_TONIGHT or self.tonight
            case Show.ACCEPT:
                return self.lead.stage is Stage.MQL or is_asked(self.lead)


def placed(lead: Lead, one: Row, reader: Reader) -> Placed:
    """The lead in its group."""
    tonight = one.face is not None and not one.face.still and _by_tonight(one.face.due_at, reader)
    return Placed(lead=lead, row=one, place=place(one, reader), tonight=tonight)


def place(one: Row, reader: Reader) -> int:
    """In which group; rows keep the order of the query within it, the most pressing first."""
    if one.step_due is not None:
        return FOLLOW_UP if _by_tonight(one.step_due, reader) else PLANNED
    if one.face is None:
        return YOURS
    if one.face.late:
        return LATE
    if not one.face.opened:
        return PAUSED if one.face.still else CLOSED
    if one.face.left <= HOUR:
        return SOON
    return TODAY if _by_tonight(one.face.due_at, reader) else LATER


def _by_tonight(due_at: datetime, reader: Reader) -> bool:
    """Whether that is before the reader's day ends."""
    return due_at.astimezone(reader.zone).date() <= reader.now.astimezone(reader.zone).date()
