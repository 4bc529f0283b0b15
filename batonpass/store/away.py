"""How is leave from files and feeds added to what somebody's own entry says?"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

import asyncpg

from batonpass.handoff.people import Leave, Rep


def leave_in(row: asyncpg.Record) -> Leave:
    """The leave that a row tells of."""
    return Leave(**{name: row[name] for name in ("first", "last", "begins", "ends", "delegate")})


def with_absences(reps: Mapping[str, Rep], rows: Sequence[asyncpg.Record]) -> dict[str, Rep]:
    """The people with that leave beside their own; of people who are not there it says nothing."""
    told: dict[str, list[Leave]] = {}
    for row in rows:
        told.setdefault(row["rep"], []).append(leave_in(row))
    return {name: replace(rep, leave=(*rep.leave, *told[name])) if name in told else rep for name, rep in reps.items()}
