"""What else is going on with this company: whose account it is, and whom of it we know?"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import datetime

from .fold.second import second_of
from .lead import Lead
from .playbook import Stage
from .words import full_day, when, worth_said


def of_the_account(
    lead: Lead, *, name_of: Callable[[str | None], str], away: str = "", colleagues: Iterable[str] = ()
) -> Iterator[str]:
    """Whose account it is, that its owner is away if so, and what is known of the lead's colleagues."""
    if lead.account:
        owned = f", owned by {name_of(lead.account_owner)}" if lead.account_owner else ", owned by nobody"
        target = ", a target account" if lead.account_fields.get("target") == "true" else ""
        yield f"{lead.account_name or lead.account} is one of our accounts{owned}{target}"
    if away:
        yield away
    yield from colleagues


def colleague(other: Lead, *, at: datetime, name_of: Callable[[str | None], str]) -> str:
    """Somebody else of the same company: how far they are and with whom, or how their deal ended."""
    who = f"{other.name} of the same company"
    if other.stage in (Stage.WON, Stage.LOST) and other.ended_at:
        did = "bought" if other.stage is Stage.WON else "was lost"
        return f"{who} {did} on {full_day(other.ended_at)} ({other.because})"
    seen = max((one.at for one in other.activities), default=other.created_at)
    last = f", last seen {when(seen, at)}" if seen else ""
    owner = f", with {name_of(other.owner)}" if other.owner else ""
    return f"{who} is {other.stage.value}{_worth(other)}{owner}{last}"


def _worth(lead: Lead) -> str:
    deal = second_of(lead).deal if lead.stage is Stage.OPPORTUNITY else None
    return f" of {worth_said(deal.amount, deal.currency)}" if deal and deal.amount is not None else ""
