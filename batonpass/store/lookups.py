"""Under which domains and keys do we look for the accounts that a batch is about?"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import cast

from asyncpg import Record

from batonpass.handoff.identify import domains_above
from batonpass.handoff.names import key_of
from batonpass.store.arrival import Arrival
from batonpass.written.mail_domains import free_mail_domains

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


def _companies(sent: Mapping[str, object]) -> Iterator[str]:
    for holder in (sent, sent.get("fields"), sent.get("traits")):
        if isinstance(holder, (dict, Mapping)):  # a dict is told at once, any other mapping only by asking around
            name = cast("Mapping[str, object]", holder).get("company")
            if isinstance(name, str):
                yield name
