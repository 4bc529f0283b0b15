"""Had another playbook been in force: whom would it have handed over, to whom, and what would that have put at risk?"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from math import sqrt
from typing import Final

import numpy as np
import numpy.typing as npt

from batonpass.handoff.record import replace
from batonpass.handoff.setting import Setting
from batonpass.learn.backtest import Amount, Backtest, Load, backtest, loads
from batonpass.learn.intervals import Rate, Z, rate_of
from batonpass.learn.many import Truth
from batonpass.learn.many.conditions import NotInColumns
from batonpass.learn.many.qualify import judge_many
from batonpass.learn.many.route import route_many
from batonpass.learn.past import Gathered
from batonpass.learn.plan_look import OneByOne
from batonpass.written.check import world_of
from batonpass.written.load import Written

SHOWN: Final = 50
Codes = npt.NDArray[np.int32]


@dataclass(frozen=True, slots=True, kw_only=True)
class Flipped:
    """A lead that only one of two playbooks hands over, what became of it, and what it brought."""

    lead: str
    joins: bool
    outcome: int
    worth: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Retried:
    """Both playbooks on the same leads: differences, load by rep, the promises more that would break, who flips.

    `flipped` holds the first of them, `at_risk` is None where no rep's record says how promises were kept.
    """

    versions: tuple[str, str]
    backtest: Backtest
    loads: tuple[Load, ...]
    at_risk: Amount | None
    flipped: tuple[Flipped, ...]
    says: tuple[str, ...]


def retried(gathered: Gathered, before: Setting, after: Setting, *, kept: Mapping[str, tuple[int, int]]) -> Retried:
    """Compare two playbooks on past leads. `kept`: by rep, first touches promised and how many of them were broken."""
    (was, was_to, one), (becomes, becomes_to, other) = (handed(gathered, each) for each in (before, after))
    names = tuple(dict.fromkeys([*one, *other]))
    place = {name: n for n, name in enumerate(names)}
    shared = loads(_named(was_to, one, place), _named(becomes_to, other, place), names)
    return Retried(
        versions=(before.playbook.version, after.playbook.version),
        backtest=backtest(was, becomes, gathered.outcome, gathered.worth),
        loads=shared,
        at_risk=at_risk(shared, {rep: rate_of(broken, of, least=1) for rep, (of, broken) in kept.items()}),
        flipped=_flipped(gathered, was, becomes),
        says=gathered.says,
    )


def setting_of(written: Written, at: datetime) -> Setting:
    """A playbook with the people it names itself, as of an instant."""
    world = world_of(written)
    return Setting(at=at, playbook=world.playbook, directory=world.directory, hours=world.hours)


def handed(gathered: Gathered, setting: Setting) -> tuple[Truth, Codes, tuple[str, ...]]:
    """Who is handed over as if new, and to whom: codes of names, -1 for nobody."""
    at = setting.at
    try:
        judged = judge_many(gathered.as_new(setting.playbook, at), setting.playbook, setting.hours)
        rows = np.flatnonzero(judged.fresh).astype(np.int32)
        sent = route_many(judged.asked, rows, setting)
        to = np.full(len(judged.fresh), -1, dtype=np.int32)
        to[rows] = sent.to
        ready, places = judged.fresh, sent.places
    except NotInColumns:
        each = OneByOne(setting=setting, since=at)
        each.add([replace(lead, created_at=lead.created_at or at) for lead in gathered.leads])
        new = each.both().new
        ready, to, places = new.fresh, new.to, new.places
    return ready, to, tuple(owner or f"queue {queue}" for owner, queue in places)


def at_risk(shared: Sequence[Load], kept: Mapping[str, Rate]) -> Amount | None:
    """How many more first touches would come late, if each rep went on keeping as large a share as lately.

    The interval holds the chance in both: how many more leads each would get, and how well the share is known. Busier
    reps keep less; that is what the simulation of capacity is for.
    """
    known = [(one, kept[one.to]) for one in shared if one.to in kept and kept[one.to].rate is not None]
    if not known:
        return None
    value = spread = 0.0
    for load, rate in known:
        share, more = rate.rate or 0.0, load.more
        share_error = ((rate.high or 0.0) - (rate.low or 0.0)) / (2 * Z)
        more_error = (more.high - more.low) / (2 * Z)
        value += more.value * share
        spread += (more.value * share_error) ** 2 + (share * more_error) ** 2
    reach = Z * sqrt(spread)
    return Amount(value=value, low=value - reach, high=value + reach)


def _flipped(gathered: Gathered, was: Truth, becomes: Truth) -> tuple[Flipped, ...]:
    places: list[int] = np.flatnonzero(was != becomes)[-SHOWN:].tolist()
    return tuple(
        Flipped(
            lead=gathered.leads[n].id,
            joins=bool(becomes[n]),
            outcome=int(gathered.outcome[n]),
            worth=None if np.isnan(gathered.worth[n]) else float(gathered.worth[n]),
        )
        for n in reversed(places)
    )


def _named(codes: Codes, names: tuple[str, ...], place: dict[str, int]) -> Codes:
    own = np.array([place[name] for name in names] + [-1], dtype=np.int32)
    return own[codes]
