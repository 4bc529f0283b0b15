"""Who is this, and whose account is it?"""

from __future__ import annotations

from datetime import datetime

from .facts import Identified
from .lead import Lead
from .people import Account, Directory


def identify(lead: Lead, directory: Directory, *, at: datetime) -> Identified:
    """The person and the account by the domain of the address; a free-mail domain is nobody's account (A16)."""
    domain = lead.value("email").rpartition("@")[2]
    if not domain:
        return Identified(at=at, person=lead.person, because="no e-mail address, so no account by domain")
    if domain in directory.free_mail:
        because = f"free-mail domain {domain} ignored: it is nobody's account"
        return Identified(at=at, person=lead.person, free_mail=True, because=because)
    account = next((directory.accounts[d] for d in domains_above(domain) if d in directory.accounts), None)
    if account is None:
        return Identified(at=at, person=lead.person, because=f"no account has the domain {domain}")
    return Identified(
        at=at,
        person=lead.person,
        account=account.domain,
        account_name=account.name,
        account_owner=account.owner,
        account_fields=_fields(account),
        because=f"{account.name} has the domain {account.domain}",
    )


def domains_above(domain: str) -> tuple[str, ...]:
    """The domain and its parents down to two labels: mail.acme.example, acme.example."""
    labels = domain.split(".")
    return tuple(".".join(labels[n:]) for n in range(max(1, len(labels) - 1)))


def _fields(account: Account) -> dict[str, str]:
    told = {
        "industry": account.industry,
        "employees": None if account.employees is None else str(account.employees),
        "country": account.country,
        "target": "true" if account.target else None,
    }
    return {name: value for name, value in told.items() if value}
