"""Which leads and accounts does somebody mean who remembers a piece of a name, an address or a number?"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import asyncpg

from batonpass.store.connection import Connection, PoolOrConnection
from batonpass.store.planned import fetch_planned
from batonpass.store.statements import statements

SQL = statements(Path(__file__).with_suffix(".sql"))
FOUND_MOST = 20
MANY = 1_000
"""So many leads that hold the words are looked at, each of them; beyond that the latest and those in hand are."""
WORDS_MOST = 8
WORD = re.compile(r"[^\W_]+")
DIGITS = re.compile(r"\D+")
PHONE_LEAST = 6
NUMBER_ENDS = (9, 7)
LETTERS_APART = str.maketrans(
    {"ß": "ss", "ø": "o", "æ": "ae", "đ": "d", "ł": "l", "þ": "th", "\N{LATIN SMALL LETTER DOTLESS I}": "i"}
)
"""Letters that Unicode does not take apart into a plain one and its mark."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundLead:
    """A lead that holds the words."""

    id: str
    name: str
    company: str
    person: str
    stage: str
    owner: str | None
    queue: str | None
    account: str | None
    next_action: str
    changed_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundLeads:
    """What was found; `many` when more hold the words than were looked at."""

    leads: tuple[FoundLead, ...]
    many: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundAccount:
    """An account that holds the words."""

    domain: str
    name: str
    owner: str | None


async def keep_names(connection: Connection, leads: Sequence[str]) -> None:
    """Work out anew by which words these leads are found."""
    rows = await connection.fetch(SQL.of_leads, leads)
    await connection.execute(SQL.put_names, leads, [row["id"] for row in rows], [_said(row) for row in rows])


async def find_leads(
    asked: PoolOrConnection, said: str, owners: Iterable[str] | None, *, limit: int = FOUND_MOST
) -> tuple[FoundLead, ...]:
    """Give the leads of these owners (None: of everybody) and in queues that hold each word, or begin one with it."""
    return (await search_leads(asked, said, owners, limit=limit)).leads


async def search_leads(
    asked: PoolOrConnection,
    said: str,
    owners: Iterable[str] | None,
    *,
    limit: int = FOUND_MOST,
    many: int = MANY,
) -> FoundLeads:
    """The same, with whether more than `many` leads of anybody hold the words: then not all of them were looked at."""
    query, names = query_of(said), None if owners is None else sorted(owners)
    if not query:
        return FoundLeads(leads=(), many=False)
    rows = [dict(row) for row in await fetch_planned(asked, SQL.find_leads, query, names, limit, many)]
    more = any([row.pop("many") for row in rows])  # noqa: C419 - taken out of each row, not only up to the first
    return FoundLeads(leads=tuple(FoundLead(**row) for row in rows if row["id"] is not None), many=more)


async def find_accounts(asked: PoolOrConnection, said: str) -> tuple[FoundAccount, ...]:
    """Give the accounts whose name or domain holds each word, or the beginning of one."""
    query = query_of(said)
    rows = await asked.fetch(SQL.find_accounts, query, FOUND_MOST) if query else ()
    return tuple(FoundAccount(**row) for row in rows)


def words_of(*said: str | None) -> list[str]:
    """The words of these texts, small, without marks, each once: Müller-Lüdenscheidt gives muller, ludenscheidt."""
    return list(dict.fromkeys(word for text in said if text for word in WORD.findall(plain(text))))


def plain(text: str) -> str:
    """The text in small letters without accents, as it is searched for."""
    small = unicodedata.normalize("NFKD", text).casefold().translate(LETTERS_APART)
    apart = unicodedata.normalize("NFKD", small)
    return "".join(letter for letter in apart if not unicodedata.combining(letter))


def query_of(said: str) -> str:
    """What PostgreSQL looks for: all words, each as a beginning; a number as its digits. Empty for no word."""
    number = _number(said) if re.fullmatch(r"[\d\s()+./-]+", said) else ""
    words = [number] if number else words_of(said)[:WORDS_MOST]
    return " & ".join(f"'{word}':*" for word in words)


def _said(row: asyncpg.Record) -> str:
    """Everything one lead is found by; its number also as people dial it at home, without the country."""
    number = _number(row["phone"])
    numbers = (number, *(number[-some:] for some in NUMBER_ENDS)) if number else ()
    known = (row["name"], row["company"], row["person"], row["account"], row["account_name"])
    return " ".join((row["id"].casefold(), *words_of(*known), *numbers))


def _number(text: str | None) -> str:
    """The digits of a telephone number; empty for what is too short to be one."""
    digits = DIGITS.sub("", text or "").lstrip("0")
    return digits if len(digits) >= PHONE_LEAST else ""
