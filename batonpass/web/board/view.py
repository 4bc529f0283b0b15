"""How does each one of a team stand: at work, with how much, and how much of it presses?"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import timedelta

from batonpass.handoff.people import Rep
from batonpass.store.board import Load
from batonpass.store.read import Held
from batonpass.tongue.spoken import say
from batonpass.web.parts import words
from batonpass.web.parts.reader import Reader, zone_of
from batonpass.web.parts.rights import leads
from batonpass.web.parts.rows import Row, row
from batonpass.web.parts.shifts import Shift, shift_of

BOARD_MAX = 600
CARDS_MAX = 25
SOON = timedelta(hours=1)
NOTHING = Load()


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """A lead on the board; `holder` is who had it when the board was drawn."""

    row: Row
    holder: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """One person with their leads; `filled` is the load against the fullest, in percent, `today` their own day."""

    id: str
    name: str
    shift: Shift | None
    load: Load
    filled: int
    at_risk: int
    late: int
    soon: int
    cards: tuple[Card, ...]
    more: int
    takes: bool
    leads: bool
    today: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Board:
    """The team: people in the order in which they need help, then the queues; and what all of them hold."""

    columns: tuple[Column, ...]
    queues: tuple[Column, ...]
    on_shift: int
    people: int
    total: Load
    at_risk: int
    late: int
    soon: int

    @property
    def targets(self) -> tuple[Column, ...]:
        return tuple(column for column in self.columns if column.takes)


def board_view(held: Iterable[Held], waiting: Iterable[Held], loads: Mapping[str, Load], reader: Reader) -> Board:
    """The board of everybody this reader leads, or of all."""
    theirs = _by_holder(held, reader)
    reps = [rep for rep in _team(reader) if rep.id in theirs or rep.id in loads or _shares(rep, reader)]
    most = max((loads.get(rep.id, NOTHING).minutes for rep in reps), default=0)
    columns = [_column(rep, theirs.get(rep.id, ()), loads.get(rep.id, NOTHING), reader, most=most) for rep in reps]
    columns.sort(key=_needs_help)
    queues = tuple(_queue(name, rows, reader) for name, rows in sorted(_by_holder(waiting, reader).items()))
    everything = (*columns, *queues)
    return Board(
        columns=tuple(columns),
        queues=queues,
        on_shift=sum(1 for one in columns if one.shift and one.shift.on),
        people=len(columns),
        total=_sum([one.load for one in everything]),
        at_risk=sum(one.at_risk for one in everything),
        late=sum(one.late for one in everything),
        soon=sum(one.soon for one in everything),
    )


def _needs_help(one: Column) -> tuple[int, int, bool, bool, str]:
    """Who has broken promises first, then who is about to; who holds nothing stands last."""
    return -one.late, -one.at_risk, not one.load.leads, not (one.shift and one.shift.on), one.name


def _by_holder(held: Iterable[Held], reader: Reader) -> dict[str, tuple[Row, ...]]:
    found: dict[str, list[Row]] = {}
    for one in held:
        found.setdefault(one.lead.owner or one.lead.queue or "", []).append(row(one, reader))
    return {name: tuple(sorted(rows, key=_presses)) for name, rows in found.items()}


def _presses(one: Row) -> tuple[bool, bool]:
    """Running promises first, late ones at their head; within each the order of the query holds."""
    return one.face is None, not (one.face and one.face.late)


def _team(reader: Reader) -> list[Rep]:
    owners = reader.owners
    reps = reader.agreed.directory.reps.values()
    return [rep for rep in reps if owners is None or rep.id in owners]


def _shares(rep: Rep, reader: Reader) -> bool:
    """Does somebody get leads by turns?"""
    pools = reader.agreed.directory.pools.values()
    return rep.active and any(member.rep == rep.id for pool in pools for member in pool.members)


def _column(rep: Rep, rows: tuple[Row, ...], load: Load, reader: Reader, *, most: int) -> Column:
    shift = shift_of(rep, reader)
    return Column(
        id=rep.id,
        name=rep.name,
        shift=shift,
        load=load,
        filled=round(100 * load.minutes / most) if most else 0,
        **_pressing(rows, reader),
        cards=tuple(Card(row=one, holder=rep.id) for one in rows[:CARDS_MAX]),
        more=max(load.leads, len(rows)) - min(len(rows), CARDS_MAX),
        takes=rep.active and shift.state != "away",
        leads=leads(reader, rep.id),
        today=reader.now.astimezone(zone_of(rep.id, reader.agreed)).date().isoformat(),
    )


def _queue(name: str, rows: tuple[Row, ...], reader: Reader) -> Column:
    return Column(
        id=name,
        name=say("Queue: {name}", name=words.plain(name)),
        shift=None,
        load=Load(leads=len(rows), promises=sum(1 for one in rows if one.face)),
        filled=0,
        **_pressing(rows, reader),
        cards=tuple(Card(row=one, holder=name) for one in rows[:CARDS_MAX]),
        more=max(0, len(rows) - CARDS_MAX),
        takes=False,
        leads=False,
        today="",
    )


def _pressing(rows: tuple[Row, ...], reader: Reader) -> dict[str, int]:
    """How many are late, how many have less than a quarter of their working time left, how many are due in an hour."""
    faces = [one.face for one in rows if one.face]
    return {
        "late": sum(1 for face in faces if face.late),
        "at_risk": sum(1 for face in faces if face.tone == "warn"),
        "soon": sum(1 for face in faces if not face.still and reader.now <= face.due_at <= reader.now + SOON),
    }


def _sum(loads: list[Load]) -> Load:
    names = ("leads", "promises", "minutes", "late", "soon")
    return Load(**{name: sum(getattr(load, name) for load in loads) for name in names})
