"""Who works here, in which teams and pools, on shift or not, and with how much?"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import groupby

from batonpass.handoff.people import Rep
from batonpass.store.board import Load
from batonpass.tongue.spoken import later, say
from batonpass.web.parts.reader import Reader
from batonpass.web.parts.rights import may_change
from batonpass.web.parts.shifts import Shift, shift_of

STATES = {
    "on": later("On shift"),
    "off": later("Off shift"),
    "away": later("Away"),
    "switched_off": later("Switched off"),
    "left": later("No longer active"),
}
NOBODY = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """One line of the list."""

    id: str
    name: str
    email: str
    shift: Shift
    calendar: str
    pools: tuple[str, ...]
    load: Load
    active: bool
    available: bool
    may: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Team:
    """Who reports to one person."""

    boss: str
    name: str
    people: tuple[Person, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What the list is narrowed to; the address of the page holds it."""

    q: str = ""
    state: str = ""
    pool: str = ""


def teams(loads: Mapping[str, Load], asked: Asked, reader: Reader) -> tuple[Team, ...]:
    """Everybody who fits, by who leads them; those nobody leads last."""
    people = reader.agreed.directory
    found = [(rep.manager or NOBODY, _person(rep, loads, reader)) for rep in people.reps.values()]
    fitting = [(boss, one) for boss, one in found if _fits(one, asked)]
    fitting.sort(key=lambda pair: (pair[0] == NOBODY, people.name_of(pair[0]), pair[1].name))
    return tuple(
        Team(
            boss=boss,
            name=say("Led by {name_of}", name_of=people.name_of(boss)) if boss else say("Led by nobody"),
            people=tuple(one for _, one in pairs),
        )
        for boss, pairs in groupby(fitting, key=lambda pair: pair[0])
    )


def counts(every: Iterable[Team]) -> Mapping[str, int]:
    """How many are in each state."""
    found = dict.fromkeys(STATES, 0)
    for team in every:
        for one in team.people:
            found[one.shift.state] += 1
    return found


def pools_of(rep: str, reader: Reader) -> tuple[str, ...]:
    """The pools somebody shares in, but for the one that holds everybody."""
    pools = reader.agreed.directory.pools
    return tuple(sorted(n for n, pool in pools.items() if n != "*" and any(m.rep == rep for m in pool.members)))


def _person(rep: Rep, loads: Mapping[str, Load], reader: Reader) -> Person:
    return Person(
        id=rep.id,
        name=rep.name,
        email=rep.email,
        shift=shift_of(rep, reader),
        calendar=rep.calendar,
        pools=pools_of(rep.id, reader),
        load=loads.get(rep.id, Load()),
        active=rep.active,
        available=rep.available,
        may=may_change(reader, rep.id),
    )


def _fits(one: Person, asked: Asked) -> bool:
    found = asked.q.casefold() in f"{one.name} {one.email} {one.id}".casefold()
    return found and asked.state in ("", one.shift.state) and (not asked.pool or asked.pool in one.pools)
