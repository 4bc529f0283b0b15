"""Which leads come first, and in which groups?"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from operator import itemgetter

from batonpass.learn.record import Record
from batonpass.store.read import LEADS_MAX, Held, Tally
from batonpass.tongue.spoken import later, say
from batonpass.web.parts import words
from batonpass.web.parts.reader import Reader
from batonpass.web.parts.rows import Row, row
from batonpass.web.parts.words import HOUR

from .record import Bar, bars_of

GROUPS = (
    (later("Late"), "late"),
    (later("Due within the hour"), "warn"),
    (later("Later today"), "ok"),
    (later("Follow-up to do"), "brand"),
    (later("Tomorrow or later"), "ok"),
    (later("Waiting for business hours"), ""),
    (later("Waiting for you"), "brand"),
    (later("Follow-up planned"), ""),
)
FIRST = "first"
"""Instead of a lead's id: the one at the head of the list."""
LATE, SOON, TODAY, FOLLOW_UP, LATER, PAUSED, YOURS, PLANNED = range(len(GROUPS))


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """Leads that press alike."""

    name: str
    tone: str
    note: str
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Near:
    """Where the open lead stands in the list: the how-manieth of how many, and the ids of those beside it."""

    nth: int
    of: int
    before: str
    after: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Inbox:
    """The list with the lead that is open beside it; `fresh` is where the groups are asked for again.

    `record` is how the reader stands with their own promises, drawn in `bars`; None where that says nothing. `unused`
    says that nobody has come in yet, to who can set things up.
    """

    title: str
    groups: tuple[Group, ...]
    total: int
    shown: int
    queued: int
    selected: str
    fresh: str
    record: Record | None = None
    bars: tuple[Bar, ...] = ()
    unused: bool = False

    @property
    def more(self) -> bool:
        return self.total > self.shown

    @property
    def near(self) -> Near | None:
        """Where the selected lead stands; None when it is not in the list."""
        ids = [one.id for group in self.groups for one in group.rows]
        if self.selected not in ids:
            return None
        nth = ids.index(self.selected)
        before, after = ids[nth - 1 : nth], ids[nth + 1 : nth + 2]
        return Near(nth=nth + 1, of=self.total, before="".join(before), after="".join(after))


def inbox_view(
    found: Iterable[Held], tally: Tally, reader: Reader, *, selected: str = "", record: Record | None = None
) -> Inbox:
    """The leads of this reader, or of their team, in the order in which they press."""
    rows = [row(held, reader, named=reader.leads_others) for held in found]
    placed = sorted(((_place(one, reader), one) for one in rows), key=itemgetter(0))
    selected = (placed[0][1].id if placed else "") if selected == FIRST else selected
    by_place = groupby(placed, key=itemgetter(0))
    groups = tuple(_group(place, tuple(one for _, one in some), reader) for place, some in by_place)
    return Inbox(
        title=say("Team inbox") if reader.leads_others else say("Inbox"),
        groups=groups,
        total=max(tally.inbox, len(rows)),
        shown=min(len(rows), LEADS_MAX),
        queued=tally.queued,
        selected=selected,
        fresh=f"/inbox/list?selected={selected}" if selected else "/inbox/list",
        record=record,
        bars=bars_of(record.days) if record else (),
    )


def _place(one: Row, reader: Reader) -> int:
    """In which group; rows keep the order of the query within it, the most pressing first."""
    if one.step_due is not None:
        return FOLLOW_UP if _by_tonight(one.step_due, reader) else PLANNED
    if one.face is None:
        return YOURS
    if one.face.late:
        return LATE
    if not one.face.opened:
        return PAUSED
    if one.face.left <= HOUR:
        return SOON
    return TODAY if _by_tonight(one.face.due_at, reader) else LATER


def _by_tonight(due_at: datetime, reader: Reader) -> bool:
    """Whether that is before the reader's day ends."""
    return due_at.astimezone(reader.zone).date() <= reader.now.astimezone(reader.zone).date()


def _group(number: int, rows: tuple[Row, ...], reader: Reader) -> Group:
    name, tone = GROUPS[number]
    return Group(name=name, tone=tone, note=_note(number, rows, reader), rows=rows)


def _note(number: int, rows: tuple[Row, ...], reader: Reader) -> str:
    """When something happens to the group by itself: its hours open, or the next lead of it moves on."""
    if number == PAUSED:
        opens = rows[0].face.opens if rows[0].face else ""
        return say("opens {opens}", opens=opens) if opens else ""
    moves = min((one.moves_at for one in rows if one.moves_at), default=None) if number == LATE else None
    return say("moves on {at}", at=words.moment(moves, zone=reader.zone, now=reader.now)) if moves else ""
