"""Who is this, and whose account is it?"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import TypeAlias

from .facts import Identified
from .lead import Lead
from .match import by_name
from .names import key_of
from .people import Account, Directory
from .person import doubts_about

Known: TypeAlias = tuple[Mapping[str, Account], Mapping[str, tuple[Account, ...]]]
"""Accounts by domain, and by what their names come down to."""
NONE: Known = ({}, {})


def identify(lead: Lead, directory: Directory, *, at: datetime) -> Identified:
    """The person, and the account by the domain of the address, else by a company name that is surely the same.

    A free-mail or throw-away domain is nobody's account (A16), and its word on a company is not taken without a person
    who looks. An address that imitates another is flagged and gets no account by name either.
    """
    email = lead.value("email")
    domain = email.rpartition("@")[2]
    doubts = doubts_about(email)
    pinned = directory.accounts.get(lead.identity.account) if lead.identity and lead.identity.account else None
    if pinned:
        return _of(pinned, lead, directory, at=at, because=f"matched with {pinned.name}", doubts=doubts)
    if domain in directory.free_mail:
        because = f"free-mail domain {domain} ignored: it is nobody's account"
        return Identified(at=at, person=lead.person, free_mail=True, because=because, doubts=doubts)
    account = next((directory.accounts[d] for d in domains_above(domain) if d in directory.accounts), None)
    if account is not None:
        return _of(account, lead, directory, at=at, because=_has(account, domain), doubts=doubts)
    because = f"no account has the domain {domain}" if domain else "no e-mail address, so no account by domain"
    if directory.named and not doubts and domain and (company := lead.value("company")):
        found = by_name(company, lead.value("country"), directory.named)
        because = f"{because}; {found.because}" if found.because else because
        if found.account:
            return _of(found.account, lead, directory, at=at, because=because, doubts=doubts)
    return Identified(at=at, person=lead.person, because=because, doubts=doubts)


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


def domains_above(domain: str) -> tuple[str, ...]:
    """The domain and its parents down to two labels: mail.acme.example, acme.example."""
    if domain.count(".") < 2:  # noqa: PLR2004 - two labels have no parent
        return (domain,)
    labels = domain.split(".")
    return tuple(".".join(labels[n:]) for n in range(max(1, len(labels) - 1)))


def _has(account: Account, domain: str) -> str:
    if domain == account.domain or domain.endswith("." + account.domain):
        return f"{account.name} has the domain {account.domain}"
    return f"{account.name} has the domain {domain} beside {account.domain}"


def _of(
    account: Account, lead: Lead, directory: Directory, *, at: datetime, because: str, doubts: tuple[str, ...]
) -> Identified:
    """The account found. A subsidiary without an owner of its own is its parent's owner's (account data)."""
    parent = directory.accounts.get(account.parent or "")
    owner = directory.owner_of(account)
    if owner and parent and account.owner is None:
        because = f"{because}; {parent.name} is its parent, whose owner has it"
    return Identified(
        at=at,
        person=lead.person,
        account=account.domain,
        account_name=account.name,
        account_owner=owner,
        account_fields=_fields(account),
        because=because,
        doubts=doubts,
    )


def _fields(account: Account) -> dict[str, str]:
    told = {
        "industry": account.industry,
        "employees": None if account.employees is None else str(account.employees),
        "country": account.country,
        "target": "true" if account.target else None,
    }
    return {name: value for name, value in told.items() if value}
