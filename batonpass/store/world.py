"""What is agreed and who works here, as every decision of this process sees it?"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from functools import lru_cache
from pathlib import Path

from batonpass.handoff.hours import Hours, both
from batonpass.handoff.identify import NONE, Known, known_accounts
from batonpass.handoff.people import Account, Directory, Member, Pool
from batonpass.handoff.playbook import Playbook
from batonpass.handoff.setting import Setting
from batonpass.store.away import with_absences
from batonpass.store.connection import Connection
from batonpass.store.shape import decode_json
from batonpass.store.side_by_side import Line
from batonpass.store.statements import statements
from batonpass.written.calendars import always_open, read_calendar
from batonpass.written.countries import country_named, country_names
from batonpass.written.entries import read_pool, read_queue, read_rep
from batonpass.written.load import Written, load
from batonpass.written.mail_domains import free_mail_domains
from batonpass.written.refused import Problem, Refused

SQL = statements(Path(__file__).with_suffix(".sql"))
EVERYBODY = "*"


NO_HOURS = ""
"""The hours of a queue that the playbook names and nobody has set yet."""


@dataclass(frozen=True, slots=True, kw_only=True)
class World:
    """One revision of the playbook and the directory; accounts are looked up for each batch."""

    revision: int
    written: Written
    directory: Directory
    calendars: Mapping[str, Hours]
    former: Mapping[str, Hours] = field(default_factory=dict[str, Hours])
    """Calendars of earlier versions: promises still run on them, and nobody is given them any more (T9)."""
    shared: dict[tuple[str, ...], Hours] = field(default_factory=dict[tuple[str, ...], Hours])
    agreed: list[Known] = field(default_factory=list[Known])
    """The playbook's own accounts by domain and name, worked out when they are first asked for."""

    @property
    def playbook(self) -> Playbook:
        """The active agreement."""
        return self.written.playbook

    def hours(self, names: tuple[str, ...]) -> Hours:
        """The hours in which all the named calendars are open; KeyError for a name nobody knows.

        Where nobody has said which hours count, every hour does: no lead waits without a clock.
        """
        known = self.shared.get(names)
        if known is None:
            known = self._calendar(names[0])
            for name in names[1:]:
                known = both(known, self._calendar(name))
            self.shared[names] = known
        return known

    def _calendar(self, name: str) -> Hours:
        if name == NO_HOURS:
            return always_open()
        return self.calendars[name] if name in self.calendars else self.former[name]

    def setting(
        self,
        at: datetime,
        *,
        accounts: Mapping[str, Account],
        turns: Mapping[str, Mapping[str, int]],
        loads: Mapping[str, int],
    ) -> Setting:
        """All that a decision at that instant depends on besides the lead."""
        if not self.agreed:
            self.agreed.append(known_accounts(NONE, self.written.directory.accounts))
        known, named = known_accounts(self.agreed[0], accounts)
        return Setting(
            at=at,
            playbook=self.playbook,
            directory=replace(self.directory, accounts=known, named=named),
            hours=self.hours,
            turns=turns,
            loads=loads,
            countries=country_names(),
            country_named=country_named(),
        )


@lru_cache(maxsize=2)
def _read_once(text: str) -> Written:
    """The playbook in force; a change of the directory alone need not read it again."""
    return load(text, "the active playbook", kept=True)


async def read_world(connection: Connection) -> World:
    """The active playbook with what was set over the API laid over it. Refused where none is in force yet."""
    # The number first: what is put in force while the rest is read then has a higher one, and is read at once.
    revision = await connection.fetchval(SQL.revision)
    text = await connection.fetchval(SQL.active_playbook)
    if text is None:
        raise none_in_force()
    return await _world(connection, revision, _read_once(text), left={})


def none_in_force() -> Refused:
    """There is no playbook yet to work by."""
    instead = "Start `batonpass serve`, which begins with one, or put yours in force: batonpass apply FILE"
    return Refused([Problem(where="playbook", says="none is in force here yet", instead=instead)])


async def warned_of(connection: Connection) -> tuple[str, ...]:
    """What is odd in the playbook in force, each with its line; what new texts are asked for since is among it."""
    text = await connection.fetchval(SQL.active_playbook)
    return tuple(str(one) for one in _read_once(text).warnings) if text else ()


async def world_under(connection: Connection, written: Written) -> World:
    """The same directory under another playbook, as if it were in force; hours that it names no more are known still.

    Whether anybody works by those is for `refuse_unknown_calendars` to say.
    """
    revision = await connection.fetchval(SQL.revision)
    text = await connection.fetchval(SQL.active_playbook)
    left = {name: one.hours for name, one in _read_once(text).calendars.items()} if text else {}
    return await _world(connection, revision, written, left=left)


async def _world(connection: Connection, revision: int, written: Written, *, left: Mapping[str, Hours]) -> World:
    calendars = {name: calendar.hours for name, calendar in written.calendars.items()}
    reps, pools = dict(written.directory.reps), dict(written.directory.pools)
    queues = dict(written.directory.queues)
    for kind, name, body in await connection.fetch(SQL.directory):
        data = decode_json(body)
        if kind == "calendar":
            calendars[name] = read_calendar(data, f"calendar {name}")
        elif kind == "rep":
            reps[name] = read_rep(name, data)
        elif kind == "pool":
            pools[name] = read_pool(name, data)
        else:
            queues[name] = read_queue(name, data)
    reps = with_absences(reps, await connection.fetch(SQL.absences))
    pools[EVERYBODY] = Pool(name=EVERYBODY, members=_everybody(pools))
    directory = Directory(reps=reps, pools=pools, queues=queues, free_mail=free_mail_domains())
    rows = await connection.fetch(SQL.former_calendars)
    former = {row["name"]: read_calendar(decode_json(row["body"]), f"calendar {row['name']}") for row in rows}
    return World(
        revision=revision, written=written, directory=directory, calendars=calendars, former={**former, **left}
    )


def _everybody(pools: Mapping[str, Pool]) -> tuple[Member, ...]:
    """The members of every pool, once each, in the order they are first named."""
    first: dict[str, Member] = {}
    for pool in pools.values():
        for member in pool.members:
            first.setdefault(member.rep, member)
    return tuple(first.values())


@dataclass(slots=True, kw_only=True)
class Watched:
    """The world this process knows, renewed whenever the database says it has moved on."""

    world: World | None = None
    line: Line = field(default_factory=Line)
    """Where what this process asks of many leads waits for each other."""

    async def at_revision(self, connection: Connection, revision: int) -> World:
        """The world of that revision; read anew when ours is another."""
        if self.world is None or self.world.revision != revision:
            self.world = await read_world(connection)
        return self.world


FOLD_WITHIN = timedelta(minutes=10)
"""The same form content from the same door within this time is one submission (A02)."""
