"""To whom would many leads go if all of them were handed over at one instant, in their order, turn by turn?"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import TypeAlias

import numpy as np
import polars as pl

from batonpass.handoff.lead import Lead
from batonpass.handoff.people import Share
from batonpass.handoff.playbook import Playbook, RungKind
from batonpass.handoff.route import route
from batonpass.handoff.setting import Setting

from . import Many, Small, Truth
from .asked import Asked
from .conditions import NotInColumns
from .numbers import SCORE
from .read import SIGNALS

KNOWN = frozenset({RungKind.ACCOUNT_OWNER, RungKind.NEEDS, RungKind.CASES, RungKind.SEND})
ROUND_MOST = 10_000
"""A pool whose turns do not repeat within so many is left to one lead at a time."""
Goes: TypeAlias = tuple[str | None, str | None]
"""An owner or a queue."""
Alike: TypeAlias = tuple[Lead, Mapping[str, object]]
"""A lead that stands for all of its kind, and what conditions see of it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sent:
    """Where each of some leads would go: `rows` are their places, `to` counts `places`."""

    rows: Small
    to: Small
    places: tuple[Goes, ...]


def route_many(asked: Asked, rows: Small, setting: Setting) -> Sent:
    """Route these leads one after the other as of the setting's instant, each seeing the turns that those before took.

    Leads of which every rung would say the same are alike; one of each kind is routed by `handoff.route`, and the turns
    of a pool are dealt until they repeat, or, where reps have caps, one lead after the other. Raises NotInColumns for
    rungs that make each lead a case of its own.
    """
    _refuse_unlike(setting)
    kinds, firsts = _kinds(asked, rows, setting.playbook)
    places: dict[Goes, int] = {}
    alike = _leads(asked, rows[firsts], setting.playbook)
    if setting.directory.capped:
        to = _in_order(alike, kinds, setting, places)
        return Sent(rows=rows, to=to, places=tuple(places))
    answers = [route(lead, setting, seen) for lead, seen in alike]
    to = np.full(len(rows), -1, dtype=np.int32)
    for n, answer in enumerate(answers):
        if answer.pool is None:
            to[kinds == n] = places.setdefault((answer.owner, answer.queue), len(places))
    for pool in dict.fromkeys(answer.pool for answer in answers if answer.pool):
        of = [n for n, answer in enumerate(answers) if answer.pool == pool]
        mine = np.flatnonzero(np.isin(kinds, of))
        to[mine] = _dealt(alike[of[0]], setting, count=len(mine), places=places)
    return Sent(rows=rows, to=to, places=tuple(places))


def _refuse_unlike(setting: Setting) -> None:
    if any(pool.share is not Share.TURNS for pool in setting.directory.pools.values()):
        raise NotInColumns("a pool shares by open minutes, so each handover changes the next")
    for rung in setting.playbook.routing:
        if rung.kind not in KNOWN:
            raise NotInColumns(f"the rung {rung.name} asks more of each lead than its fields")
        if any(case.postal for case in rung.cases):
            raise NotInColumns(f"the rung {rung.name} goes by postal codes")


def _in_order(alike: Sequence[Alike], kinds: Small, setting: Setting, places: dict[Goes, int]) -> Small:
    """One lead after the other, each standing for its kind, with the turns and loads that those before it left."""
    turns: dict[str, Mapping[str, int]] = dict(setting.turns)
    loads = dict(setting.loads)
    here = replace(setting, turns=turns, loads=loads)
    to = np.empty(len(kinds), dtype=np.int32)
    for n, kind in enumerate(kinds):
        lead, seen = alike[int(kind)]
        answer = route(lead, here, seen)
        if answer.pool:
            turns[answer.pool] = answer.turn
        if answer.owner:
            loads[answer.owner] = loads.get(answer.owner, 0) + 1
        to[n] = places.setdefault((answer.owner, answer.queue), len(places))
    return to


def _kinds(asked: Asked, rows: Small, playbook: Playbook) -> tuple[Small, Small]:
    """Which leads every rung would answer alike, and the first of each kind."""
    columns = [column[rows] for column in _looked_at(asked, playbook)]
    if not columns:
        return np.zeros(len(rows), dtype=np.int32), np.zeros(min(1, len(rows)), dtype=np.int32)
    frame = pl.DataFrame([pl.Series(str(n), column) for n, column in enumerate(columns)])
    owner = asked.many.standing["account_owner"].gather(rows).alias("owner")
    names = frame.with_columns(owner).columns
    alike = frame.with_columns(owner).with_row_index("row").group_by(names, maintain_order=True).agg("row")["row"]
    kinds = np.empty(len(rows), dtype=np.int32)
    kinds[alike.explode().to_numpy()] = np.repeat(np.arange(len(alike)), alike.list.len().to_numpy())
    return kinds, alike.list.first().to_numpy().astype(np.int32)


def _looked_at(asked: Asked, playbook: Playbook) -> Iterator[Truth]:
    """All that the rungs look at, column by column."""
    for rung in playbook.routing:
        if rung.kind is RungKind.ACCOUNT_OWNER:
            yield asked.many.standing["account"].is_not_null().to_numpy()
        yield from (asked.known(path) for path in rung.needs)
        yield from (asked.holds(case.when) for case in rung.cases)


def _dealt(one: Alike, setting: Setting, *, count: int, places: dict[Goes, int]) -> Small:
    """The turns of one pool, dealt until its tally stands as at the beginning, then over again."""
    lead, seen = one
    turns: dict[str, Mapping[str, int]] = dict(setting.turns)
    dealt: list[int] = []
    stood = {_tally(turns.values()): 0}
    while len(dealt) < min(count, ROUND_MOST):
        answer = route(lead, replace(setting, turns=turns), seen)
        dealt.append(places.setdefault((answer.owner, answer.queue), len(places)))
        turns[answer.pool or ""] = answer.turn
        begins = stood.setdefault(_tally(turns.values()), len(dealt))
        if begins < len(dealt):
            return _over_again(dealt, begins, count)
    if len(dealt) < count:
        raise NotInColumns(f"the turns of a pool do not repeat within {ROUND_MOST}")
    return np.array(dealt, dtype=np.int32)


def _tally(turns: Iterable[Mapping[str, int]]) -> tuple[tuple[str, int], ...]:
    """How the turns stand, to be known again."""
    return tuple(sorted(pair for tally in turns for pair in tally.items()))


def _over_again(dealt: list[int], begins: int, count: int) -> Small:
    """The turns as dealt, then all from where the tally stood as it does at their end, again and again."""
    ring = dealt[begins:]
    return np.array([*dealt[:begins], *ring * (1 + count // len(ring))], dtype=np.int32)[:count]


def _leads(asked: Asked, rows: Small, playbook: Playbook) -> list[Alike]:
    """Some of the leads as the handoff asks about one, numbers and points exact again."""
    many = asked.many
    standing = many.standing[rows].select("account", "account_name", "account_owner").to_dicts()
    leads = [
        Lead(id=name, **{key: value for key, value in held.items() if value is not None})
        for name, held in zip(many.ids.gather(rows), standing, strict=True)
    ]
    ranked = {path for path in many.seen.columns if many.seen[path].dtype == pl.Int32}
    shown = [path for path in asked.frame.columns if not path.startswith(SIGNALS)]
    told = asked.frame.select(shown)[rows].to_dicts()
    seen = [
        {path: _exact(asked, ranked, path, value) for path, value in one.items() if value is not None} for one in told
    ]
    if any(SIGNALS in case.when.fields for rung in playbook.routing for case in rung.cases):
        for row, one in zip(rows, seen, strict=True):
            one[SIGNALS] = _signals(many, int(row))
    return list(zip(leads, seen, strict=True))


def _exact(asked: Asked, ranked: set[str], path: str, value: object) -> object:
    if isinstance(value, int) and path.startswith(SCORE):
        return Decimal(value).scaleb(-asked.places)
    return asked.many.ranks.known[value] if isinstance(value, int) and path in ranked else value


def _signals(many: Many, row: int) -> list[str]:
    acts = many.acts
    return [name for name in acts.names if (acts.rows[acts.of(name)] == row).any()]
