"""Under which keys is an account found besides its domain?"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import cache
from pathlib import Path

from publicsuffixlist import PublicSuffixList

from batonpass.handoff.legal_forms import COMMON
from batonpass.handoff.names import key_of, words_of
from batonpass.handoff.people import Account
from batonpass.store.connection import Connection
from batonpass.store.lookups import DOMAIN, NAME
from batonpass.store.shape import decode_json
from batonpass.store.statements import statements

SQL = statements(Path(__file__).with_suffix(".sql"))
LABEL, BEGINNING = "l:", "b:"
"""The label that a company registered under any top-level domain; how a telling word of its name begins."""
LETTERS = 4
AT_ONCE = 1_000
SELF = "a:"
"""Every account has this key, even one whose name says nothing."""


def keys_of(account: Account) -> set[str]:
    """All keys of an account: its names, its other domains, the labels of its domains, and how its words begin."""
    names = (account.name, *account.names)
    domains = (account.domain, *account.domains)
    found = {NAME + key for name in names if (key := key_of(name))}
    found |= {DOMAIN + domain for domain in account.domains}
    found |= {LABEL + label for domain in domains if (label := label_of(domain))}
    return found | {key for name in names for key in beginnings(name)} | {SELF}


def beginnings(name: str) -> set[str]:
    """How the telling words of a name begin: names that share none are not compared."""
    return {BEGINNING + word[:LETTERS] for word in words_of(name) if word not in COMMON}


@cache
def _suffixes() -> PublicSuffixList:
    return PublicSuffixList()


def label_of(domain: str) -> str:
    """The label a company registered: acme of mail.acme.co.uk and of acme.com. Empty for a bare suffix."""
    return (_suffixes().privatesuffix(domain) or "").partition(".")[0]


async def put_keys(connection: Connection, accounts: Sequence[Account]) -> None:
    """Let these accounts be found under all their keys, and no longer under those they had."""
    rows = [(key, account.domain) for account in accounts for key in sorted(keys_of(account))]
    if rows:
        await connection.execute(SQL.put_keys, [account.domain for account in accounts], *_columns(rows))


async def with_learned(connection: Connection, accounts: Sequence[Account]) -> list[Account]:
    """The accounts with the names and domains that people accepted as theirs, whatever a CRM sends later."""
    learned: dict[str, set[str]] = {account.domain: set() for account in accounts}
    for row in await connection.fetch(SQL.learned, list(learned)):
        learned[row["domain"]].add(row["key"])
    return [_taught(account, learned[account.domain]) for account in accounts]


def _taught(account: Account, keys: Iterable[str]) -> Account:
    names = sorted(key.removeprefix(NAME) for key in keys if key.startswith(NAME))
    domains = sorted(key.removeprefix(DOMAIN) for key in keys if key.startswith(DOMAIN))
    if not names and not domains:
        return account
    return replace(
        account,
        names=tuple(dict.fromkeys((*account.names, *names))),
        domains=tuple(dict.fromkeys((*account.domains, *domains))),
    )


async def put_missing_keys(connection: Connection) -> None:
    """Give keys to accounts that have none, AT_ONCE of them."""
    rows = await connection.fetch(SQL.without_keys, AT_ONCE)
    await put_keys(connection, [Account(domain=row["domain"], **decode_json(row["body"])) for row in rows])


def _columns(rows: Iterable[tuple[str, str]]) -> tuple[list[str], list[str]]:
    keys, domains = zip(*rows, strict=True)
    return list(keys), list(domains)
