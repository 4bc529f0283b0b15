"""What did the other people of an account do lately?"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from pathlib import Path

from batonpass.handoff.features import Others
from batonpass.handoff.playbook import Playbook
from batonpass.handoff.playbook.features import FeatureKind
from batonpass.store.connection import Connection
from batonpass.store.statements import statements

SQL = statements(Path(__file__).with_suffix(".sql"))
NOT_ASKED = timedelta(0)


def looks_back(playbook: Playbook) -> timedelta:
    """How far back the features of a playbook look at other people; zero when none does, and then nothing is read."""
    spans = (one.within for one in playbook.features if one.kind is FeatureKind.PEOPLE)
    return max((span for span in spans if span), default=NOT_ASKED)


async def others_of(connection: Connection, accounts: Iterable[str], since: datetime) -> Others:
    """What everybody of these accounts did since an instant, by account and lead."""
    found: dict[str, dict[str, list[tuple[str, datetime]]]] = {}
    for row in await connection.fetch(SQL.done_at_accounts, sorted(accounts), since):
        done = found.setdefault(row["account"], {}).setdefault(row["id"], [])
        done.append((row["signal"], row["at"]))
    return {account: {lead: tuple(done) for lead, done in people.items()} for account, people in found.items()}
