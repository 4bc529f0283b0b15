"""Which rows does a handoff read and write? The tables are ours; indexes and constraints stand on them already."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import BigInteger, Identity
from sqlalchemy.dialects.postgresql import BYTEA, JSON
from sqlalchemy.orm import Mapped, mapped_column

from bench.orm_whole.base import Base, JsonText


class ApiKey(Base):
    __tablename__ = "api_keys"
    id: Mapped[str] = mapped_column(primary_key=True)
    hash: Mapped[bytes] = mapped_column(BYTEA)
    scopes: Mapped[list[str]]
    expires_at: Mapped[datetime | None]
    revoked_at: Mapped[datetime | None]


class Revision(Base):
    __tablename__ = "revision"
    number: Mapped[int] = mapped_column(BigInteger, primary_key=True)


class Inbox(Base):
    __tablename__ = "inbox"
    id: Mapped[int] = mapped_column(BigInteger, Identity(), primary_key=True)
    door: Mapped[str]
    caller: Mapped[str]
    idem_key: Mapped[str | None]
    body_hash: Mapped[bytes] = mapped_column(BYTEA)
    fingerprint: Mapped[bytes | None] = mapped_column(BYTEA)
    kind: Mapped[str]
    body: Mapped[dict[str, Any]]
    arrived_at: Mapped[datetime]
    state: Mapped[str]
    lead_id: Mapped[str | None]
    answer: Mapped[str | None]
    taken_at: Mapped[datetime | None]


class PersonKey(Base):
    __tablename__ = "identities"
    key: Mapped[str] = mapped_column(primary_key=True)
    lead_id: Mapped[str]
    kept_at: Mapped[datetime]


class Account(Base):
    __tablename__ = "accounts"
    domain: Mapped[str] = mapped_column(primary_key=True)
    name: Mapped[str]
    owner: Mapped[str | None]
    body: Mapped[dict[str, Any]]


class AccountKey(Base):
    __tablename__ = "account_keys"
    key: Mapped[str] = mapped_column(primary_key=True)
    domain: Mapped[str] = mapped_column(primary_key=True)


class Lead(Base):
    __tablename__ = "leads"
    id: Mapped[str] = mapped_column(primary_key=True)
    person: Mapped[str]
    seq: Mapped[int]
    stage: Mapped[str]
    band: Mapped[str]
    tier: Mapped[str | None]
    owner: Mapped[str | None]
    queue: Mapped[str | None]
    fit: Mapped[Decimal | None]
    behaviour: Mapped[Decimal | None]
    total: Mapped[Decimal | None]
    account: Mapped[str | None]
    name: Mapped[str]
    company: Mapped[str]
    next_action: Mapped[str]
    next_due_at: Mapped[datetime | None]
    created_at: Mapped[datetime]
    changed_at: Mapped[datetime]
    state: Mapped[dict[str, Any]] = mapped_column(JsonText)


class Fact(Base):
    __tablename__ = "facts"
    lead_id: Mapped[str] = mapped_column(primary_key=True)
    seq: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str]
    at: Mapped[datetime]
    kept_at: Mapped[datetime]
    playbook: Mapped[str]
    body: Mapped[dict[str, Any]] = mapped_column(JSON)


class Clock(Base):
    __tablename__ = "clocks"
    lead_id: Mapped[str] = mapped_column(primary_key=True)
    promise: Mapped[str] = mapped_column(primary_key=True)
    cycle: Mapped[int] = mapped_column(primary_key=True)
    tier: Mapped[str]
    owner: Mapped[str | None]
    queue: Mapped[str | None]
    state: Mapped[str]
    started_at: Mapped[datetime]
    due_at: Mapped[datetime]
    next_at: Mapped[datetime | None]
    budget_seconds: Mapped[int | None]


class Outbox(Base):
    __tablename__ = "outbox"
    key: Mapped[str] = mapped_column(primary_key=True)
    lead_id: Mapped[str | None]
    channel: Mapped[str]
    recipient: Mapped[str]
    kind: Mapped[str]
    effect: Mapped[str]
    body: Mapped[dict[str, Any]] = mapped_column(JSON)
    created_at: Mapped[datetime]
    due_at: Mapped[datetime]


class Turn(Base):
    __tablename__ = "turns"
    pool: Mapped[str] = mapped_column(primary_key=True)
    tally: Mapped[dict[str, Any]]
