"""Who works here, when, and whose account is it?"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time
from enum import StrEnum


@dataclass(frozen=True, slots=True, kw_only=True)
class Leave:
    """Days away, both included, in the rep's own calendar; a delegate may stand in.

    `begins` and `ends` are there when it is told to the minute: half a day is half a day.
    """

    first: date
    last: date
    delegate: str | None = None
    begins: datetime | None = None
    ends: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Rep:
    """A person who can own leads, or lead those who do; `available` is the switch they turn off for an hour.

    `channels` are the ways they want to hear on, first the one they like best; `quiet` is when they want no message, on
    their own wall clock, and `quiet_off_hours` adds all hours outside their calendar; who has said nothing (None) hears
    of a new lead in their own hours, and of all else at once. `slack` and `teams` say where they are found there.
    """

    id: str
    name: str
    email: str
    calendar: str
    manager: str | None = None
    active: bool = True
    leave: tuple[Leave, ...] = ()
    available: bool = True
    channels: tuple[str, ...] = ()
    quiet: tuple[tuple[time, time], ...] = ()
    quiet_off_hours: bool | None = None
    slack: str = ""
    teams: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """A place in a pool: how many turns against the others; at most so many leads at once, and so many a day of theirs.

    `cap` counts leads that wait for their first touch; None is no cap.
    """

    rep: str
    weight: int = 1
    cap: int | None = None
    a_day: int | None = None


class Beyond(StrEnum):
    """Where a lead goes when everybody who could take it has had their fill."""

    NEXT_RUNG = "next_rung"
    OVER_CAP = "over_cap"
    QUEUE = "queue"
    POOL = "pool"


@dataclass(frozen=True, slots=True, kw_only=True)
class Overflow:
    """What happens beyond the caps: down the ladder, over the caps by turns, to a queue or to another pool."""

    kind: Beyond = Beyond.NEXT_RUNG
    name: str = ""


class Share(StrEnum):
    """How a pool shares: by turns, or to whom the fewest promised minutes are open."""

    TURNS = "turns"
    LOAD = "load"


@dataclass(frozen=True, slots=True, kw_only=True)
class Pool:
    """Reps who share leads by fair turns, in the order they are written."""

    name: str
    members: tuple[Member, ...]
    overflow: Overflow = Overflow()
    share: Share = Share.TURNS


@dataclass(frozen=True, slots=True, kw_only=True)
class Queue:
    """A named place where a lead waits with a clock until somebody claims it."""

    name: str
    calendar: str
    manager: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """A company we know, found by its domain; its team are those who work it beside the owner.

    `domains` and `names` are others it goes by; `parent` is the domain of the account it belongs to.
    """

    domain: str
    name: str
    owner: str | None = None
    industry: str | None = None
    employees: int | None = None
    country: str | None = None
    target: bool = False
    team: tuple[str, ...] = ()
    parent: str | None = None
    domains: tuple[str, ...] = ()
    names: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Directory:
    """Everybody and every account a decision may name, as they stood at that instant."""

    reps: Mapping[str, Rep] = field(default_factory=dict[str, Rep])
    pools: Mapping[str, Pool] = field(default_factory=dict[str, Pool])
    queues: Mapping[str, Queue] = field(default_factory=dict[str, Queue])
    accounts: Mapping[str, Account] = field(default_factory=dict[str, Account])
    free_mail: frozenset[str] = frozenset()
    named: Mapping[str, tuple[Account, ...]] = field(default_factory=dict[str, tuple[Account, ...]])
    """The accounts by what their names come down to (names.key_of); only those a decision may need."""

    @property
    def capped(self) -> bool:
        """Does any pool limit how many leads a rep holds, so that each hand-over can change the next?"""
        return any(member.cap is not None for pool in self.pools.values() for member in pool.members)

    def name_of(self, rep: str | None) -> str:
        """The name people know the rep by; the id when the rep is not in the directory."""
        known = self.reps.get(rep) if rep else None
        return known.name if known else (rep or "nobody")

    def owner_of(self, account: Account) -> str | None:
        """Who owns the account; a subsidiary without an owner of its own is its parent's owner's."""
        parent = self.accounts.get(account.parent or "")
        return account.owner or (parent.owner if parent else None)
