"""How does a company read: who is there, what have they done, what may come of it?"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta

from batonpass.handoff.lead import Activity, Lead
from batonpass.handoff.people import Account
from batonpass.store.account_page import Company
from batonpass.store.read import Held
from batonpass.tongue.spoken import say
from batonpass.tongue.written_out import numeral
from batonpass.web.parts import words
from batonpass.web.parts.reader import Reader
from batonpass.web.parts.rows import Row, row, signal_says

LATELY = timedelta(days=90)
DONE_MOST = 40


@dataclass(frozen=True, slots=True, kw_only=True)
class Done:
    """Something a person of the company did."""

    who: str
    href: str
    says: str
    at: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Deal:
    """What may come of a lead of the company, or came of it."""

    name: str
    href: str
    stage: str
    amount: str
    close_on: str
    owner: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountView:
    """The page: what we hold, who we know, what they did, deals, and how many people are with colleagues."""

    domain: str
    name: str
    target: bool
    facts: tuple[tuple[str, str], ...]
    people: tuple[Row, ...]
    hidden: tuple[tuple[str, int], ...]
    done: tuple[Done, ...]
    deals: tuple[Deal, ...]
    below: tuple[tuple[str, str], ...]


def account_view(domain: str, account: Account | None, company: Company, reader: Reader) -> AccountView:
    """What this reader may see of the company."""
    seen = [held for held in company.people if reader.sees(held.lead)]
    return AccountView(
        domain=domain,
        name=_name(domain, account, company.people),
        target=bool(account and account.target),
        facts=tuple(_facts(account, reader)),
        people=tuple(row(held, reader, named=True) for held in seen),
        hidden=tuple(_hidden(company.people, reader)),
        done=_done([held.lead for held in seen], reader),
        deals=tuple(_deals([held.lead for held in seen], reader)),
        below=company.below,
    )


def _name(domain: str, account: Account | None, people: Sequence[Held]) -> str:
    written = (held.lead.account_name or held.lead.value("company") for held in people)
    return (account.name if account else "") or next(filter(None, written), domain)


def _facts(account: Account | None, reader: Reader) -> Iterator[tuple[str, str]]:
    if account is None:
        return
    name_of = reader.agreed.directory.name_of
    told = (
        (say("Owner"), name_of(account.owner) if account.owner else say("nobody")),
        (say("Team"), ", ".join(name_of(one) for one in account.team)),
        (say("Industry"), account.industry or ""),
        (say("People"), numeral(f"{account.employees:,}") if account.employees else ""),
        (say("Country"), words.country(account.country) if account.country else ""),
        (say("Other domains"), ", ".join(account.domains)),
        (say("Also called"), ", ".join(account.names)),
    )
    yield from ((name, value) for name, value in told if value)


def _hidden(people: Sequence[Held], reader: Reader) -> Iterator[tuple[str, int]]:
    """Who else talks to the company: a rep should know whom to ask, and no more."""
    name_of = reader.agreed.directory.name_of
    others = Counter(held.lead.owner for held in people if not reader.sees(held.lead))
    for owner, number in others.most_common():
        yield (name_of(owner) if owner else say("nobody at present")), number


def _done(leads: Sequence[Lead], reader: Reader) -> tuple[Done, ...]:
    since = reader.now - LATELY
    acts = [(act, lead) for lead in leads for act in lead.activities if since < act.at <= reader.now]
    acts.sort(key=lambda pair: pair[0].at, reverse=True)
    return tuple(
        Done(
            who=lead.name,
            href=f"/leads/{lead.id}",
            says=_says(act, reader),
            at=words.moment(act.at, zone=reader.zone, now=reader.now),
        )
        for act, lead in acts[:DONE_MOST]
    )


def _says(act: Activity, reader: Reader) -> str:
    said = words.sentence(signal_says(act.signal, reader.agreed.playbook))
    return f"{said}: {act.detail}" if act.detail else said


def _deals(leads: Sequence[Lead], reader: Reader) -> Iterator[Deal]:
    for lead in leads:
        deal = lead.second.deal if lead.second else None
        if deal is None:
            continue
        yield Deal(
            name=lead.name,
            href=f"/leads/{lead.id}",
            stage=lead.stage.value,
            amount=numeral(f"{deal.amount:,.0f} {deal.currency}").strip()
            if deal.amount is not None
            else say("amount not known"),
            close_on=deal.close_on.isoformat() if deal.close_on else "",
            owner=reader.agreed.directory.name_of(lead.owner) if lead.owner else "",
        )
