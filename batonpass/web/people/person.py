"""How do a person's leave and places in pools read?"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import tzinfo

from batonpass.handoff.people import Leave, Rep
from batonpass.handoff.pools import take_turn
from batonpass.handoff.setting import Setting
from batonpass.tongue.spoken import later, say
from batonpass.web.parts import words
from batonpass.web.parts.candidates import Candidate, candidates
from batonpass.web.parts.reader import Reader

DONE = {
    "added": later("{name} works here now. Put them into a pool so that they get leads by turns."),
    "leave": later("The leave is known. From its first day on, leads that wait for a first touch go to somebody else."),
    "no_leave": later("The leave is taken back."),
    "on": later("{name} gets leads again."),
    "off": later("{name} gets no leads until this is switched on again. Leads they hold stay with them."),
    "preferences": later("From the next message on it is as chosen. No promise is silenced by it."),
    "feed": later("The calendar is read within the hour, and every hour from then on."),
    "no_feed": later("The calendar is read no more, and what it told is forgotten."),
    "facts": later("Kept."),
    "left": later("{name} is no longer active. {count} open leads have another owner; no clock was reset."),
    "back": later("{name} works here again."),
    "handed": later("{count} leads have another owner. No clock was reset."),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class LeaveLine:
    """One leave in words; `own` ones were entered here and can be taken back."""

    says: str
    delegate: str
    source: str
    own: bool
    first: str
    last: str
    begins: str
    now: bool
    past: bool


def leaves(rep: Rep, told: Iterable[tuple[str, Leave]], reader: Reader) -> tuple[LeaveLine, ...]:
    """Every leave of somebody with where we know it from, what is to come first; what is over last."""
    elsewhere = [(leave, source) for source, leave in told]
    known = [leave for leave, _ in elsewhere]
    own = [(leave, "") for leave in rep.leave if leave not in known]
    lines = [_line(leave, source, rep, reader) for leave, source in (*own, *elsewhere)]
    return tuple(sorted(lines, key=lambda one: (one.past, one.first, one.begins)))


def _line(leave: Leave, source: str, rep: Rep, reader: Reader) -> LeaveLine:
    hours = reader.hours((rep.calendar,))
    zone = hours.zone if hours else reader.zone
    today = reader.now.astimezone(zone).date()
    return LeaveLine(
        says=_says(leave, zone, reader),
        delegate=reader.agreed.directory.name_of(leave.delegate) if leave.delegate else "",
        source=source,
        own=not source,
        first=leave.first.isoformat(),
        last=leave.last.isoformat(),
        begins=leave.begins.isoformat() if leave.begins else "",
        now=leave.first <= today <= leave.last,
        past=leave.last < today,
    )


def _says(leave: Leave, zone: tzinfo, reader: Reader) -> str:
    if leave.begins and leave.ends:
        begins, ends = (words.moment(at, zone=zone, now=reader.now) for at in (leave.begins, leave.ends))
        return say("{first}: {begins} to {ends}", first=words.day(leave.first), begins=begins, ends=ends)
    first, last = words.day(leave.first), words.day(leave.last)
    return first if leave.first == leave.last else say("{first} to {last}", first=first, last=last)


def places(rep: Rep, setting: Setting) -> tuple[tuple[str, Candidate], ...]:
    """The pools somebody shares in, each with how they stand there before the next lead."""
    found: list[tuple[str, Candidate]] = []
    for name, pool in sorted(setting.directory.pools.items()):
        if name == "*" or not any(member.rep == rep.id for member in pool.members):
            continue
        chosen = take_turn([pool], setting, frozenset(), why="now").owner
        found += [(name, one) for one in candidates(pool, setting, chosen) if one.rep == rep.id]
    return tuple(found)
