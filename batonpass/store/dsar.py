"""What do we keep about a person, why, from where, for how long, and who was told (G01)?"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from msgspec import DecodeError

from batonpass.handoff.explain import Explanation
from batonpass.handoff.playbook import Playbook
from batonpass.handoff.refusal import Refusal
from batonpass.store.connection import Connection
from batonpass.store.past import explained
from batonpass.store.shape import decode_json, encode
from batonpass.store.statements import statements
from batonpass.store.traces import pattern_of, traces_of
from batonpass.store.world import read_world

SQL = statements(Path(__file__).with_suffix(".sql"))
WORDS = re.compile(r"[\w.+-]+@[\w.-]+\w|\b[a-z]{0,3}_?[0-9a-z]{12,40}\b", re.IGNORECASE)
"""What may be an address or the id of a lead in a text."""
ELSE = "(somebody else)"
SHORT = 5
INSIDE = ("body", "state", "promises", "held", "fields")
"""Columns that hold JSON as text or in themselves, shown as what it says."""
PURPOSES = (
    "to answer what the person asked us, and to have the right one of us answer in the time that was agreed",
    "to judge how well what we offer fits their company and how urgent their interest is",
    "to measure, in counts without names, how well marketing and sales work together",
)
RIGHTS = (
    "to have it corrected, erased or restricted, to object, and to take it along",
    "to withdraw a consent at any time",
    "to have a person look at what a score decided",
    "to complain to a supervisory authority",
)


async def told_about(
    connection: Connection, leads: Sequence[str], strangers: Sequence[str] = ()
) -> tuple[dict[str, list[Any]], Mapping[str, Any]]:
    """Every row about the person of these leads, by table; and why, how long, from where, to whom, by which logic.

    Who has no lead is found by `strangers`, their addresses and numbers; with neither there is no row. Other people of
    the same company, or who look alike, are left out wherever they are named.
    """
    if not (leads or strangers):
        return {}, {}
    rows = await _rows(connection, leads, strangers)
    world = await read_world(connection)
    return rows, {
        "purposes": PURPOSES,
        "retention": _retention(world.playbook),
        "sources": _sources(rows),
        "recipients": _recipients(rows),
        "logic_of_the_score": [await _logic(connection, lead) for lead in leads],
        "rights": RIGHTS,
    }


async def _rows(connection: Connection, leads: Sequence[str], strangers: Sequence[str]) -> dict[str, list[Any]]:
    traces = await traces_of(connection, leads) if leads else tuple(one.lower() for one in strangers)
    pattern = "|".join(re.escape(one) for one in [*leads, *traces]) if leads else pattern_of(traces)
    found = await connection.fetch(SQL.about, list(leads), pattern)
    said = encode([(row["place"], _opened(decode_json(row["body"]))) for row in found])
    others = await connection.fetch(SQL.others, list(leads), sorted({one.lower() for one in WORDS.findall(said)}))
    names = {word for row in others for word in row.values() if word and len(word) >= SHORT}
    hidden = sorted(names - {trace.lower() for trace in traces} - set(traces), key=len, reverse=True)
    if hidden:
        said = re.sub("|".join(re.escape(one) for one in hidden), ELSE, said, flags=re.IGNORECASE)
    rows: dict[str, list[Any]] = {}
    for place, row in decode_json(said):
        rows.setdefault(place, []).append(row)
    return rows


def _opened(row: dict[str, Any]) -> dict[str, Any]:
    """JSON that is kept as text is shown as what it says."""
    return {name: _read(held) if name in INSIDE and isinstance(held, str) else held for name, held in row.items()}


def _read(text: str) -> Any:
    """JSON as what it says; an empty or other text as itself."""
    try:
        return decode_json(text)
    except DecodeError:
        return text


def _retention(playbook: Playbook) -> str:
    kept = playbook.privacy
    if kept is None:
        return "until the person asks for erasure: the agreement in force names no time"
    months = ", ".join(f"{kind} {count} months" for kind, count in kept.months.items())
    return f"counted from the last contact by the person: {months}"


def _sources(rows: Mapping[str, list[Any]]) -> list[Any]:
    arrived = [{"door": row["door"], "by": row["caller"], "at": row["arrived_at"]} for row in rows.get("inbox", [])]
    return arrived + [{"looked_up_at": row["provider"], "at": row["looked_at"]} for row in rows.get("lookups", [])]


def _recipients(rows: Mapping[str, list[Any]]) -> list[str]:
    told = {(row["channel"], row["recipient"]) for row in rows.get("outbox", []) if row["state"] == "sent"}
    records = {row["system"] for row in rows.get("crm_records", [])}
    return sorted({*(f"{recipient} by {channel}" for channel, recipient in told), *records})


async def _logic(connection: Connection, lead: str) -> Mapping[str, Any]:
    """How the score came about, rule by rule; or why there is none."""
    try:
        told: Explanation = (await explained(connection, lead)).explanation
    except Refusal as refusal:
        return {"lead": lead, "says": refusal.says}
    return {"lead": lead, "explanation": decode_json(encode(told))}
