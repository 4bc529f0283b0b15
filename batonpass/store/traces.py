"""Where else is a person named, beside their own leads, and how does that name go?"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from pathlib import Path

from batonpass.handoff.person import NUMBER
from batonpass.store.connection import Connection
from batonpass.store.statements import statements

SQL = statements(Path(__file__).with_suffix(".sql"))
NOTHING = r"x\A"
"""A pattern that no text holds."""
BEFORE, AFTER = r"(?:(?<![[:alnum:]])|(?<=\\[bfnrt]))", r"(?![[:alnum:]])"
"""Anna Li is not in Joanna Lindqvist; but a line may begin with her, which JSON writes as a backslash and an n."""
ADDRESS_BEFORE = r"(?:(?<![[:alnum:]._%+\-])|(?<=\\[bfnrt]))"
ADDRESS_AFTER = r"(?![[:alnum:]\-]|\.[[:alnum:]])"
"""berg@acme.example is not in anna.berg@acme.example, nor in berg@acme.example.com."""
APART = r"[\s().\-/]*"
DIGITS_LEAST, DIGITS_TOLD = 7, 9
"""A number is known by its last nine digits, however it is spaced and whatever stands before them."""


async def traces_of(connection: Connection, leads: Sequence[str]) -> tuple[str, ...]:
    """By what the people of these leads can be recognised: addresses, numbers, ids elsewhere, names in full."""
    found = {row["trace"].removeprefix(NUMBER).lower() for row in await connection.fetch(SQL.traces_of, list(leads))}
    return tuple(sorted(found))


async def theirs_alone(connection: Connection, leads: Sequence[str], traces: Sequence[str]) -> tuple[str, ...]:
    """Of these traces those that are nobody else's: no namesake's, no switchboard's, none of our own people."""
    shared = {row["trace"] for row in await connection.fetch(SQL.shared, list(leads), list(traces))}
    return tuple(trace for trace in traces if trace not in shared)


def pattern_of(traces: Sequence[str]) -> str:
    """A regular expression, for the database, that finds these addresses, ids, names and numbers and no more."""
    forms = sorted({form for trace in traces for form in _forms(trace)}, key=lambda form: (-len(form), form))
    return "|".join(forms) or NOTHING


async def wipe(connection: Connection, leads: Sequence[str], pattern: str) -> None:
    """Take them out of whatever is about others too; what counts stays as it is. Inside the caller's transaction.

    Facts of others that named them are sealed anew, so that a later change of those is found as before.
    """
    for by_lead in (SQL.wipe_labels, SQL.wipe_shadow, SQL.wipe_mails, SQL.end_rounds, SQL.wipe_lone_words):
        await connection.execute(by_lead, list(leads))
    for by_name in (SQL.wipe_verdicts, SQL.wipe_packs, SQL.amend_facts, SQL.wipe_texts):
        await connection.execute(by_name, pattern)


def _forms(trace: str) -> Iterator[str]:
    digits = re.sub(r"\D", "", trace)
    if re.fullmatch(r"[+\d\s().\-/]+", trace):
        if len(digits) >= DIGITS_LEAST:
            told = APART.join(digits[-DIGITS_TOLD:])
            yield rf"(?<![0-9+])\+?(?:[0-9]{APART}){{0,6}}{told}(?![0-9])"
        return
    if "@" in trace:
        yield ADDRESS_BEFORE + _escaped(trace) + ADDRESS_AFTER
        return
    words = trace.split()
    orders = [words, [f"{words[-1]},", *words[:-1]], [words[-1], *words[:-1]]] if len(words) > 1 else [words]
    for order in orders:
        yield BEFORE + r"\s+".join(map(_escaped, order)) + AFTER


def _escaped(word: str) -> str:
    return re.escape(json.dumps(word, ensure_ascii=False)[1:-1])
