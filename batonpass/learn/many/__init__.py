"""How do many leads lie side by side: who they are, what they did, where they stand?"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, Protocol, TypeAlias

import numpy as np
import numpy.typing as npt

from batonpass.handoff.instants import NEVER
from batonpass.handoff.playbook import Stage

from .numbers import Ranks

if TYPE_CHECKING:
    import polars as pl

Whole: TypeAlias = npt.NDArray[np.int64]
Small: TypeAlias = npt.NDArray[np.int32]
Truth: TypeAlias = npt.NDArray[np.bool_]

STAGES = tuple(Stage)
STAGE_AT = {stage: n for n, stage in enumerate(STAGES)}
BANDS = ("", "nurture", "mql", "hot")


class Word(Protocol):
    """What is held of one field."""

    @property
    def value(self) -> str: ...


class Act(Protocol):
    """Something the person did; instants as datetimes or as RFC 3339 text in UTC."""

    @property
    def signal(self) -> str: ...
    @property
    def at(self) -> object: ...
    @property
    def arrived_at(self) -> object: ...


class From(Protocol):
    """Where a person came from."""

    @property
    def campaign(self) -> str: ...
    @property
    def medium(self) -> str: ...
    @property
    def channel(self) -> str: ...
    @property
    def page(self) -> str: ...


class Row(Protocol):
    """As much of a lead as a playbook looks at; a `Lead` is one, and so is a lighter copy of it."""

    @property
    def id(self) -> str: ...
    @property
    def known(self) -> Mapping[str, Word]: ...
    @property
    def source(self) -> From: ...
    @property
    def forms(self) -> Sequence[str]: ...
    @property
    def activities(self) -> Sequence[Act]: ...
    @property
    def account(self) -> str | None: ...
    @property
    def account_name(self) -> str: ...
    @property
    def account_owner(self) -> str | None: ...
    @property
    def account_fields(self) -> Mapping[str, str]: ...
    @property
    def free_mail(self) -> bool: ...
    @property
    def stage(self) -> Stage: ...
    @property
    def band(self) -> str: ...
    @property
    def tier(self) -> str | None: ...
    @property
    def owner(self) -> str | None: ...
    @property
    def queue(self) -> str | None: ...
    @property
    def cycle(self) -> int: ...
    @property
    def cycle_since(self) -> object: ...
    @property
    def ended_at(self) -> object: ...
    @property
    def ended_why(self) -> str: ...
    @property
    def consent(self) -> Mapping[str, str]: ...
    @property
    def ended_in(self) -> str: ...
    @property
    def created_at(self) -> object: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Acts:
    """Everything that was done: signal by signal, in each the leads in order, in each lead by time.

    `starts[n]` to `starts[n + 1]` is where `names[n]` stands; `rows` are places of leads.
    """

    names: tuple[str, ...]
    starts: Whole
    rows: Small
    at: Whole
    arrived: Whole

    def of(self, name: str) -> slice:
        """Where a signal stands; nowhere if nobody gave it."""
        if name not in self.names:
            return slice(0, 0)
        n = self.names.index(name)
        return slice(int(self.starts[n]), int(self.starts[n + 1]))


@dataclass(frozen=True, slots=True, kw_only=True)
class Many:
    """Many leads. `seen` holds a column for each field a condition reads; `tiers` names what `tier` counts.

    `at` is the instant of the decision on each. `hand_since` is from when on a hand that was raised counts (NEVER:
    none does). `owner`, `queue` and `account_owner` are text, or null.
    """

    ids: pl.Series
    seen: pl.DataFrame
    ranks: Ranks
    acts: Acts
    stage: Small
    band: Small
    tier: Small
    tiers: tuple[str, ...]
    cycle_since: Whole
    ended_at: Whole
    created_at: Whole
    hand_since: Whole
    at: Whole
    standing: pl.DataFrame
    worked_out: dict[object, npt.NDArray[Any]] = field(default_factory=dict[object, npt.NDArray[Any]])
    """What was found out about these leads at these instants already, for the next playbook that asks the same."""

    def __len__(self) -> int:
        """How many leads there are."""
        return len(self.ids)

    def raised(self, signals: Iterable[str]) -> Truth:
        """Whose hand is up: they gave one of these signals since their `hand_since`."""
        up = np.zeros(len(self), dtype=np.bool_)
        for name in signals:
            where = self.acts.of(name)
            rows = self.acts.rows[where]
            since = self.hand_since[rows]
            up[rows[(since != NEVER) & (self.acts.arrived[where] >= since)]] = True
        return up

    def did(self, signal: str) -> Truth:
        """Who ever gave this signal."""
        done = np.zeros(len(self), dtype=np.bool_)
        done[self.acts.rows[self.acts.of(signal)]] = True
        return done

    def as_new(self) -> Many:
        """The same people, each as if new with their latest act, having done all the others before."""
        count = len(self)
        last = self.created_at.copy()
        np.maximum.at(last, self.acts.rows, self.acts.arrived)
        never = np.full(count, NEVER)
        new = np.full(count, STAGE_AT[Stage.NEW], dtype=np.int32)
        return replace(
            self,
            stage=new,
            band=np.zeros(count, dtype=np.int32),
            tier=np.full(count, -1, dtype=np.int32),
            cycle_since=never,
            ended_at=never,
            hand_since=last,
            at=last,
            worked_out={},
        )
