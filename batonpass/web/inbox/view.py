"""Which leads come first, and in which groups?"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby
from operator import attrgetter

from batonpass.learn.record import Record
from batonpass.store.read import LEADS_MAX, Held, Tally
from batonpass.tongue.spoken import say
from batonpass.web.parts import words
from batonpass.web.parts.reader import Reader
from batonpass.web.parts.rows import Row, row

from .choice import Choice, Order
from .narrowed import ORDERS, Narrowed, narrowed
from .pressing import CLOSED, GROUPS, LATE, TO_DO, Placed, placed
from .record import Bar, bars_of

EVERYTHING = Choice()
FIRST = "first"
"""Instead of a lead's id: the one at the head of the list."""


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
    says that nobody has come in yet, to who can set things up. `chosen` is what the reader wants to see of it.
    `next_up` heads the list and wants something done, when it is another lead than the open one.
    """

    title: str
    groups: tuple[Group, ...]
    next_up: Row | None = None
    total: int
    shown: int
    queued: int
    selected: str
    fresh: str
    record: Record | None = None
    bars: tuple[Bar, ...] = ()
    unused: bool = False
    chosen: Narrowed

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
        of = self.chosen.found if self.chosen.choice.narrows else self.total
        return Near(nth=nth + 1, of=of, before="".join(before), after="".join(after))


def inbox_view(
    found: Iterable[Held],
    tally: Tally,
    reader: Reader,
    *,
    selected: str = "",
    record: Record | None = None,
    choice: Choice = EVERYTHING,
) -> Inbox:
    """The chosen leads of this reader, or of their team, in the order in which they press or are asked for."""
    shown, chosen = narrowed([_placed(held, reader) for held in found], choice)
    selected = (shown[0].row.id if shown else "") if selected == FIRST else selected
    return Inbox(
        title=say("Team inbox") if reader.leads_others else say("Inbox"),
        groups=_groups(shown, choice.sort, reader),
        next_up=_next_up(shown, selected),
        total=max(tally.inbox, chosen.of),
        shown=min(chosen.of, LEADS_MAX),
        queued=tally.queued,
        selected=selected,
        fresh=choice.address("/inbox/list", **({"selected": selected} if selected else {})),
        record=record,
        bars=bars_of(record.days) if record else (),
        chosen=chosen,
    )


def _next_up(shown: tuple[Placed, ...], selected: str) -> Row | None:
    head = next((one for one in shown if one.place in TO_DO), None)
    return head.row if head and head.row.id != selected else None


def _placed(held: Held, reader: Reader) -> Placed:
    line = row(held, reader, named=reader.leads_others)
    return placed(held.lead, line, reader)


def _groups(shown: tuple[Placed, ...], order: Order, reader: Reader) -> tuple[Group, ...]:
    """As they press, in groups; in any other order as one."""
    if order is Order.DUE:
        by_place = groupby(shown, key=attrgetter("place"))
        return tuple(_group(number, tuple(one.row for one in some), reader) for number, some in by_place)
    rows = tuple(one.row for one in shown)
    return (Group(name=ORDERS[order], tone="", note="", rows=rows),) if rows else ()


def _group(number: int, rows: tuple[Row, ...], reader: Reader) -> Group:
    name, tone = GROUPS[number]
    return Group(name=name, tone=tone, note=_note(number, rows, reader), rows=rows)


def _note(number: int, rows: tuple[Row, ...], reader: Reader) -> str:
    """When something happens to the group by itself: its hours open, or the next lead of it moves on."""
    if number == CLOSED:
        opens = rows[0].face.opens if rows[0].face else ""
        return say("opens {opens}", opens=opens) if opens else ""
    moves = min((one.moves_at for one in rows if one.moves_at), default=None) if number == LATE else None
    return say("reassigned at {at}", at=words.moment(moves, zone=reader.zone, now=reader.now)) if moves else ""
