"""Why did a lead stand where it stood at an instant: worked out anew from its facts, under the playbook of that day?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from pathlib import Path
from typing import TypeAlias

import asyncpg

from batonpass.handoff.explain import Explainer, Explanation, before, explain, explainer, scored_then, seen_then
from batonpass.handoff.facts import Fact, Scored
from batonpass.handoff.refusal import conflict, invalid
from batonpass.store.connection import PoolOrConnection
from batonpass.store.shape import FACTS, decode_fact
from batonpass.store.statements import statements
from batonpass.written.load import Written, load

SQL = statements(Path(__file__).with_suffix(".sql"))
Told: TypeAlias = tuple[tuple[Fact, str], ...]
"""Facts in their order, each with the version of the playbook it was decided under."""
VERSIONS_KEPT = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class Explained:
    """A lead explained as of an instant, the score last recorded by then, and whether we find the same again.

    And with whom it was then: a person, a queue or nobody yet, as the last routing by then says.
    """

    lead_id: str
    explanation: Explanation
    recorded: Scored
    identical: bool
    owner: str | None
    queue: str | None
    routed_because: str


async def explained(asked: PoolOrConnection, who: str, at: datetime | None = None) -> Explained:
    """Explain the lead with this id or address as of an instant, or as of now.

    LookupError when there is no such lead; Refusal when nothing was known of it by then.
    """
    found = await asked.fetchrow(SQL.find_lead, who)
    if found is None:
        raise LookupError(who)
    when = found["now"] if at is None else at
    told = await facts_until(asked, found["id"], when)
    scored = next((n for n in range(len(told) - 1, -1, -1) if isinstance(told[n][0], Scored)), None)
    if scored is None:
        raise invalid(f"nothing was known of this lead by {when.isoformat()}; ask for a later instant", field="at")
    version = told[scored][1]
    by = _ready(await _words_of(asked, version), version)
    return explained_from(found["id"], told, scored, by, at=when)


def explained_from(lead_id: str, told: Told, scored: int, by: Explainer, *, at: datetime) -> Explained:
    """The same from facts in hand, of which the one at `scored` is the last score."""
    recorded = told[scored][0]
    assert isinstance(recorded, Scored)  # noqa: S101 - the caller has looked
    again = scored_then(told[:scored], lead_id, recorded, by.playbook)
    lead, arrived = before(told, lead_id)
    seen = seen_then(lead, arrived, by.playbook, at=at, others=recorded.others)
    return Explained(
        lead_id=lead_id,
        explanation=explain(lead, by, seen, at=at),
        recorded=recorded,
        identical=again == recorded,
        owner=lead.owner,
        queue=lead.queue,
        routed_because=lead.routed_because,
    )


async def facts_until(asked: PoolOrConnection, lead_id: str, at: datetime) -> Told:
    """The facts of a lead that were written by an instant; a kind that only a newer version knows is left out."""
    rows: Sequence[asyncpg.Record] = await asked.fetch(SQL.facts_until, lead_id, at)
    return tuple((decode_fact(row["kind"], row["body"]), row["playbook"]) for row in rows if row["kind"] in FACTS)


async def playbook_of(asked: PoolOrConnection, version: str) -> Written:
    """The playbook of a version as it was read then. Refusal for one whose words are not kept here."""
    return _read(await _words_of(asked, version), version)


async def _words_of(asked: PoolOrConnection, version: str) -> str:
    text = await asked.fetchval(SQL.playbook_of_version, version)
    if text is None:
        raise conflict(f"the words of playbook {version} are not kept here, so its decisions cannot be worked out anew")
    return text


@lru_cache(maxsize=VERSIONS_KEPT)
def _read(text: str, version: str) -> Written:
    return load(text, f"playbook {version}", kept=True)


@lru_cache(maxsize=VERSIONS_KEPT)
def _ready(text: str, version: str) -> Explainer:
    return explainer(_read(text, version).playbook)
