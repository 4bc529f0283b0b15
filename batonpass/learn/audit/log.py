"""How does a log with a row for each change become one row a lead, and how long did leads stay in each state?"""

from dataclasses import dataclass
from typing import Final

import polars as pl

from batonpass.learn.audit.columns import Columns
from batonpass.learn.audit.read import ROW
from batonpass.learn.audit.roles import DATES, Role

ROWS_A_LEAD: Final = 1.25
"""From so many rows a lead on, a file with an instant of change is a log."""
AT: Final = "at_{}"
DAY: Final = "day_{}"
_EVENT: Final = AT.format(Role.EVENT_AT)
_LAST: Final = (
    Role.STATUS, Role.WON, Role.KEPT, Role.AMOUNT, Role.OWNER, Role.TEAM, Role.REASON, Role.HANDOVERS, Role.TOUCHES,
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Log:
    """What a log says beyond its leads: rows read, its first state, and stays in states as (state, lead, seconds)."""

    rows: int
    first_state: str
    stays: pl.DataFrame


def is_log(rows: pl.DataFrame, columns: Columns) -> bool:
    """Whether leads come several times, each time with the instant of a change."""
    if not columns.of(Role.ID) or not columns.of(Role.EVENT_AT):
        return False
    leads = rows[columns.of(Role.ID)].drop_nulls().n_unique()
    return leads > 0 and rows.height / leads >= ROWS_A_LEAD


def fold(dated: pl.DataFrame, roles: frozenset[Role]) -> tuple[pl.DataFrame, Log]:
    """One row a lead from rows in the columns of their roles: what was first stays first, what changes is as it ended.

    The owner is assigned when one is first named; the first touch is the first change to another state.
    """
    ordered = dated.filter(pl.col(Role.ID).is_not_null()).sort(
        Role.ID, _EVENT, ROW, nulls_last=True, maintain_order=True
    )
    first_state = _first_state(ordered) if Role.STATUS in roles else ""
    leads = ordered.group_by(Role.ID, maintain_order=True).agg(*_folded(roles, first_state))
    stays = _stays(ordered) if Role.STATUS in roles else _no_stays()
    return leads, Log(rows=dated.height, first_state=first_state, stays=stays)


def _folded(roles: frozenset[Role], first_state: str) -> list[pl.Expr]:
    taken = [pl.col(ROW).first()]
    for role in sorted(roles - {Role.ID, Role.EVENT_AT}):
        at, day = AT.format(role), DAY.format(role)
        if role is Role.CREATED:
            taken += [pl.col(at).min(), pl.col(day).first()]
        elif role in DATES:
            taken += [pl.col(at).drop_nulls().last(), pl.col(day).last()]
        else:
            kept = pl.col(role).drop_nulls()
            taken.append((kept.last() if role in _LAST else kept.first()).alias(role))
    no_day = pl.lit(value=False)
    if Role.CREATED not in roles:
        taken += [pl.col(_EVENT).min().alias(AT.format(Role.CREATED)), no_day.alias(DAY.format(Role.CREATED))]
    if Role.OWNER in roles:
        named = pl.col(Role.OWNER).is_not_null()
        if Role.HANDOVERS not in roles:
            changes = pl.col(Role.OWNER).drop_nulls().rle_id().max()
            taken.append(changes.cast(pl.Float64).alias(Role.HANDOVERS))
        if Role.ASSIGNED not in roles:
            taken += [
                pl.col(_EVENT).filter(named).min().alias(AT.format(Role.ASSIGNED)),
                no_day.alias(DAY.format(Role.ASSIGNED)),
            ]
    if Role.STATUS in roles and Role.TOUCHED not in roles:
        moved = pl.col(Role.STATUS).is_not_null() & (pl.col(Role.STATUS) != first_state)
        taken += [
            pl.col(_EVENT).filter(moved).min().alias(AT.format(Role.TOUCHED)),
            no_day.alias(DAY.format(Role.TOUCHED)),
        ]
    return taken


def _first_state(ordered: pl.DataFrame) -> str:
    """The state in which most leads begin."""
    firsts = ordered.group_by(Role.ID, maintain_order=True).agg(pl.col(Role.STATUS).drop_nulls().first())
    counts = firsts[Role.STATUS].drop_nulls().value_counts(sort=True)
    return str(counts[Role.STATUS][0]) if counts.height else ""


def _stays(ordered: pl.DataFrame) -> pl.DataFrame:
    """How long each lead stayed in each state, in seconds, all its visits together; the last state has no end yet."""
    left = pl.col(_EVENT).shift(-1).over(Role.ID) - pl.col(_EVENT)
    return (
        ordered.select(Role.ID, Role.STATUS, left.dt.total_microseconds().alias("stay"))
        .filter(pl.col("stay").is_not_null() & pl.col(Role.STATUS).is_not_null())
        .group_by(Role.STATUS, Role.ID)
        .agg(pl.col("stay").sum() / 1e6)
    )


def _no_stays() -> pl.DataFrame:
    return pl.DataFrame(schema={Role.STATUS: pl.String, Role.ID: pl.String, "stay": pl.Float64})
