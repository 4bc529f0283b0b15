"""Who works here, when, and whose account is it?"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date


@dataclass(frozen=True, slots=True, kw_only=True)
class Leave:
    """Days away, both included, in the rep's own calendar; a delegate may stand in."""

    first: date
    last: date
    delegate: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Rep:
    """A person who can own leads, or lead those who do."""

    id: str
    name: str
    email: str
    calendar: str
    manager: str | None = None
    active: bool = True
    leave: tuple[Leave, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """A place in a pool: how many turns against the others, how many open leads at once (None: no cap)."""

    rep: str
    weight: int = 1
    cap: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Pool:
    """Reps who share leads by fair turns, in the order they are written."""

    name: str
    members: tuple[Member, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Queue:
    """A named place where a lead waits with a clock until somebody claims it."""

    name: str
    calendar: str
    manager: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """A company we know, found by its domain."""

    domain: str
    name: str
    owner: str | None = None
    industry: str | None = None
    employees: int | None = None
    country: str | None = None
    target: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Directory:
    """Everybody and every account a decision may name, as they stood at that instant."""

    reps: Mapping[str, Rep] = field(default_factory=dict[str, Rep])
    pools: Mapping[str, Pool] = field(default_factory=dict[str, Pool])
    queues: Mapping[str, Queue] = field(default_factory=dict[str, Queue])
    accounts: Mapping[str, Account] = field(default_factory=dict[str, Account])
    free_mail: frozenset[str] = frozenset()

    def name_of(self, rep: str | None) -> str:
        """The name people know the rep by; the id when the rep is not in the directory."""
        known = self.reps.get(rep) if rep else None
        return known.name if known else (rep or "nobody")
