"""Under which domains and keys may the accounts stand that a batch is about?"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TypeAlias, cast

from asyncpg import Record

from batonpass.handoff.identify import domains_above
from batonpass.handoff.names import key_of
from batonpass.handoff.people import Account
from batonpass.store.arrival import Arrival
from batonpass.written.mail_domains import free_mail_domains

Known: TypeAlias = tuple[Mapping[str, Account], Mapping[str, tuple[Account, ...]]]
"""Accounts by domain, and by what their names come down to."""
NAME, DOMAIN = "n:", "d:"
"""What the keys of accounts begin with: a name come down to one word (names.key_of), another domain."""


def lookups(people: Iterable[str], rows: Sequence[Record], names: Iterable[str] = ()) -> list[str]:
    """The domains above the addresses of people and leads, as domains and as keys; their accounts; names as keys."""
    domains = {person.rpartition("@")[2] for person in (*people, *(row["person"] for row in rows))} - {""}
    own = {above for domain in domains - free_mail_domains() for above in domains_above(domain)}
    held = {row["account"] for row in rows if row["account"]}
    return sorted({*own, *(DOMAIN + domain for domain in own), *held, *(NAME + name for name in names)})


def names_in(arrivals: Sequence[Arrival]) -> set[str]:
    """What the names of companies come down to that these arrivals give."""
    return {key for a in arrivals for name in _companies(a.sent) if (key := key_of(name))}


def known_accounts(agreed: Known, fetched: Mapping[str, Account]) -> Known:
    """The accounts by each of their domains and by what their names come down to; those fetched win."""
    if not fetched:
        return agreed
    known, named = {**agreed[0], **fetched}, {**agreed[1]}
    for account in fetched.values():
        for domain in account.domains:
            known.setdefault(domain, account)
        for name in {key_of(name) for name in (account.name, *account.names)} - {""}:
            others = (one for one in named.get(name, ()) if one.domain != account.domain)
            named[name] = (*others, account)
    return known, named


def _companies(sent: Mapping[str, object]) -> Iterator[str]:
    for holder in (sent, sent.get("fields"), sent.get("traits")):
        if isinstance(holder, (dict, Mapping)):  # a dict is told at once, any other mapping only by asking around
            name = cast("Mapping[str, object]", holder).get("company")
            if isinstance(name, str):
                yield name
