"""Which leads look like an account or like another lead, and what does a person make of it?"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import asyncpg

from batonpass.handoff.facts.match import AccountMatched
from batonpass.handoff.joining import belong
from batonpass.handoff.lead import Lead
from batonpass.handoff.match import PERHAPS, SURELY, likeness
from batonpass.handoff.names import key_of
from batonpass.handoff.people import Account
from batonpass.handoff.refusal import Refusal, conflict
from batonpass.store.account_keys import LABEL, beginnings, label_of, put_missing_keys
from batonpass.store.connection import Connection
from batonpass.store.directory import write_accounts
from batonpass.store.lookups import DOMAIN, NAME, lookups
from batonpass.store.merge import merge
from batonpass.store.open import in_one
from batonpass.store.readable import leads_in
from batonpass.store.shape import decode_json, decode_lead
from batonpass.store.statements import statements
from batonpass.store.stuck import STUCK, say_once
from batonpass.store.surround import About, batch_of
from batonpass.store.take import SQL as TAKE
from batonpass.store.world import Watched
from batonpass.written.mail_domains import free_mail_domains

SQL = statements(Path(__file__).with_suffix(".sql"))
SLICE, CANDIDATES_MOST, TWINS_MOST, SHOWN_MOST = 200, 50, 20, 200
OVERLAP = 200
"""Arrivals are numbered before they are committed: so many are looked at again, lest one that came late is missed."""
BY_RULE = "rule"
SAME_NUMBER = Decimal("0.8")
"""The same number under two addresses: a person looks, for a reception desk has one too."""
SAME_LABEL = 0.8
"""The same registered label under another top-level domain is worth a look, whatever the names say."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Likely:
    """An account that a lead may belong to, how alike they are, and what speaks for it and against it."""

    account: Account
    likeness: float
    reasons: tuple[str, ...]
    surely: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Match:
    """What waits for a person: a lead beside the account or lead it looks like."""

    id: int
    kind: str
    lead_id: str
    name: str
    person: str
    company: str
    owner: str | None
    stage: str
    candidate: str
    candidate_name: str
    candidate_owner: str | None
    account: dict[str, Any] | None
    likeness: float
    reasons: tuple[str, ...]
    found_at: datetime


async def find_some(pool: asyncpg.Pool, watched: Watched) -> int:
    """Look at the next leads that came in without an account, and make twins one; give how much there was to do."""
    async with pool.acquire() as connection, connection.transaction():
        await put_missing_keys(connection)
        done = await _look(connection, watched)
    return done + await _merge_twins(pool, watched)


async def waiting(pool: asyncpg.Pool, *, limit: int = SHOWN_MOST) -> tuple[Match, ...]:
    """What a person has to look at, the likeliest first."""
    return tuple(_match(row) for row in await pool.fetch(SQL.waiting, limit))


async def settle(pool: asyncpg.Pool, watched: Watched, match_id: int, *, same: bool, by: str) -> str:
    """Carry out what a person decided, and remember it; give the lead it was about.

    Raises Refusal when somebody else has decided it, or the two leads cannot be merged; LookupError for no such match.
    """

    async def once(connection: Connection) -> asyncpg.Record:
        row = await connection.fetchrow(SQL.hold, match_id)
        if row is None:
            raise LookupError(match_id)
        if row["state"] != "waiting":
            raise conflict(f"this match was {row['state']} already")
        if row["kind"] == "account":
            await _settle_account(connection, watched, row, same=same, by=by)
        await connection.execute(SQL.decide, match_id, "accepted" if same else "declined", by)
        return row

    row = await in_one(pool, once)
    if row["kind"] == "person" and same:
        return await merge(pool, watched, row["lead_id"], row["candidate"], by=by)
    return row["lead_id"]


async def _look(connection: Connection, watched: Watched) -> int:
    since = await connection.fetchval(SQL.cursor)
    if since is None:
        await connection.execute(SQL.put_cursor)
        since = await connection.fetchval(SQL.cursor)
    if since is None:  # another process has it in hand
        return 0
    last = await connection.fetchval(SQL.last_arrival, since, SLICE)
    if last is None:
        return 0
    rows = await connection.fetch(SQL.newcomers, max(0, since - OVERLAP), SLICE + OVERLAP)
    found: dict[str, Likely] = {}
    for row, lead in leads_in(rows):
        await _same_number(connection, lead)
        account = await _account_of(connection, lead) if row["nameless"] else None
        if account:
            found[lead.id] = account
    # All leads before the first turn, as every decision holds them: else two would wait for one another.
    await connection.execute(TAKE.leads_by_id, sorted(found))
    for lead_id, account in found.items():
        await _belong(connection, watched, lead_id, account, by=BY_RULE)
    await connection.execute(SQL.move_cursor, last)
    return 1


async def _same_number(connection: Connection, lead: Lead) -> None:
    """The same number under another address, or none, may be one person or one reception desk: somebody says which."""
    number = lead.value("phone")
    if not number.startswith("+"):
        return
    other = await connection.fetchval(SQL.same_number, number, lead.id)
    if other:
        addressed = lead.value("email") and await connection.fetchval(SQL.has_address, other)
        under = "under different addresses" if addressed else "one of them without an address"
        why = f"both gave the number {number}, {under}"
        await connection.execute(SQL.keep_person, lead.id, other, SAME_NUMBER, why)


async def _account_of(connection: Connection, lead: Lead) -> Likely | None:
    """The account of a lead when it is surely that one alone; else a person is to look at what it may be."""
    found = await likely(connection, lead)
    sure = [one for one in found if one.surely]
    if len(sure) == 1 and len([one for one in found if one.likeness >= SURELY]) == 1:
        return sure[0]
    if found:
        rows = [(lead.id, one.account.domain, one.likeness, "\x1f".join(one.reasons)) for one in found]
        await connection.execute(SQL.keep_matches, *(list(column) for column in zip(*rows, strict=True)))
    return None


async def likely(connection: Connection, lead: Lead) -> list[Likely]:
    """The accounts that this lead may belong to, the likeliest first, by name and by the label of its domain."""
    company, domain = lead.value("company"), lead.value("email").rpartition("@")[2]
    label = "" if domain in free_mail_domains() else label_of(domain)
    keys = [*beginnings(company), *([LABEL + label] if label else [])]
    rows = await connection.fetch(SQL.candidates, keys, _memory(lead), CANDIDATES_MOST) if keys else []
    found = [_likely(lead, Account(domain=r["domain"], **decode_json(r["body"])), label) for r in rows]
    least = SURELY if lead.free_mail else PERHAPS
    return sorted((one for one in found if one.likeness >= least), key=lambda one: -one.likeness)


def _likely(lead: Lead, account: Account, label: str) -> Likely:
    company, country = lead.value("company"), lead.value("country")
    alike, name = max(((likeness(company, name), name) for name in (account.name, *account.names)), default=(0.0, ""))
    reasons = [f"{company} and {name} are {round(alike * 100)} % alike"]
    same_label = bool(label) and label in {label_of(domain) for domain in (account.domain, *account.domains)}
    if same_label:
        reasons.append(f"{label} is registered under {account.domain} too")
        alike = max(alike, SAME_LABEL)
    other_country = bool(country and account.country and country != account.country)
    if other_country:
        reasons.append(f"the lead is in {country}, the account in {account.country}")
    if lead.free_mail:
        reasons.append("the address is free mail: anybody may claim a company")
    doubts = lead.identity.doubts if lead.identity else ()
    surely = alike >= SURELY and not (other_country or lead.free_mail or doubts or not lead.value("email"))
    return Likely(account=account, likeness=round(alike, 4), reasons=(*reasons, *doubts), surely=surely)


async def _belong(connection: Connection, watched: Watched, lead_id: str, one: Likely, *, by: str) -> None:
    rows = await connection.fetch(TAKE.leads_by_id, [lead_id])
    batch = await batch_of(connection, watched, About(rows=rows, where=[*lookups((), rows), one.account.domain]))
    lead = batch.lead(lead_id)
    if lead is None or lead.merged_into:
        return
    domain, because = one.account.domain, "; ".join(one.reasons)
    fact = AccountMatched(at=batch.around.at, because=because, by=by, account=domain, likeness=one.likeness)
    batch.keep(lead, belong(lead, fact, batch.setting))
    await connection.execute(TAKE.write, *batch.turn_page())


async def _settle_account(
    connection: Connection, watched: Watched, row: asyncpg.Record, *, same: bool, by: str
) -> None:
    """The lead gets its account, and the account keeps the name and domain; or that name is never asked about again."""
    kept = await connection.fetchrow(SQL.account, row["candidate"])
    held = await connection.fetch(TAKE.leads_by_id, [row["lead_id"]])
    if kept is None or not held:
        raise conflict("the lead or the account is no longer there")
    account, lead = Account(domain=kept["domain"], **decode_json(kept["body"])), decode_lead(held[0]["state"])
    await connection.execute(SQL.remember, _memory(lead, with_domain=same), account.domain, same, by)
    if not same:
        return
    await write_accounts(connection, [account])
    reasons = (f"{by} says that {lead.value('company')} is {account.name}",)
    likely_one = Likely(account=account, likeness=float(row["likeness"]), reasons=reasons, surely=True)
    await _belong(connection, watched, lead.id, likely_one, by=by)
    await connection.execute(SQL.settle_others, lead.id, row["id"])


def _memory(lead: Lead, *, with_domain: bool = False) -> list[str]:
    """By what a decision about this lead is remembered for others: its company's name, its domain if it has its own."""
    domain = lead.value("email").rpartition("@")[2]
    name = key_of(lead.value("company"))
    keys = [NAME + name] if name else []
    return [*keys, DOMAIN + domain] if with_domain and domain and not lead.free_mail else keys


async def _merge_twins(pool: asyncpg.Pool, watched: Watched) -> int:
    """Leads that are one person by the rules become one; what cannot be merged any more is let go.

    Two that come to no answer hold up none of the others: they wait, and are tried again with the next look.
    """
    done, since = 0, 0
    while rows := await pool.fetch(SQL.twins, TWINS_MOST, since):
        for row in rows:
            done += await _merge_two(pool, watched, row)
        since = rows[-1]["id"]
    return done


async def _merge_two(pool: asyncpg.Pool, watched: Watched, row: asyncpg.Record) -> bool:
    """Whether there was anything that could be decided."""
    one, other, state = row["lead_id"], row["candidate"], "accepted"
    try:
        await merge(pool, watched, one, other, by=BY_RULE, because="; ".join(row["reasons"]))
    except STUCK as error:
        say_once(f"that {one} and {other} are one person", str(error))
        return False
    except (Refusal, LookupError):
        state = "gone"
    await pool.execute(SQL.decide, row["id"], state, BY_RULE)
    return True


def _match(row: asyncpg.Record) -> Match:
    body = decode_json(row["account"]) if row["account"] else None
    told = {name: row[name] for name in row.keys() if name not in ("account", "reasons", "likeness")}  # noqa: SIM118
    return Match(**told, account=body, reasons=tuple(row["reasons"]), likeness=float(row["likeness"]))
