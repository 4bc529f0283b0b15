"""Where else is a person named, beside their own leads, and how does that name go?"""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

from batonpass.store.connection import Connection
from batonpass.store.statements import statements

SQL = statements(Path(__file__).with_suffix(".sql"))
NUMBER = "tel:"


async def traces_of(connection: Connection, leads: Sequence[str]) -> tuple[str, ...]:
    """By what the people of these leads can be recognised: addresses, numbers, ids elsewhere, names in full."""
    found = {row["trace"].removeprefix(NUMBER).lower() for row in await connection.fetch(SQL.traces_of, list(leads))}
    return tuple(sorted(found))


async def wipe(connection: Connection, leads: Sequence[str], traces: Sequence[str]) -> None:
    """Take them out of whatever is about others too; what counts stays as it is. Inside the caller's transaction."""
    for by_lead in (SQL.wipe_labels, SQL.wipe_shadow, SQL.end_rounds):
        await connection.execute(by_lead, list(leads))
    pattern = "|".join(re.escape(trace) for trace in traces)
    if not pattern:
        return
    for by_name in (SQL.wipe_computed, SQL.wipe_messages, SQL.wipe_findings, SQL.wipe_proposals, SQL.wipe_verdicts):
        await connection.execute(by_name, pattern)
