"""What would the rows of a handoff cost, written the usual way: FastAPI, pydantic and the SQLAlchemy ORM, our tables?

Every request is one transaction: look the person up, score a few rules, choose a rep by turn under a row lock, insert
the same rows as we do, commit, answer. It knows one playbook, no calendars, and nothing of repeated requests;
`reference_orm_whole.py` does the whole of what we do.
"""

from __future__ import annotations

import hashlib
import os
import secrets
from collections.abc import AsyncGenerator
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Annotated, Any

from fastapi import Depends, FastAPI
from pydantic import BaseModel
from sqlalchemy import BigInteger, DateTime, Identity, select
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker, create_async_engine
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

NOW = datetime(2027, 3, 2, 14, 30, tzinfo=UTC)
POOLS = {
    "nordics": (("SE", "NO", "DK", "FI"), ("n1", "n2", "n3", "n4", "n5")),
    "dach": (("DE", "AT", "CH"), ("d1", "d2", "d3", "d4", "d5")),
    "british_isles": (("GB", "IE"), ("b1", "b2", "b3", "b4", "b5")),
    "americas": (("US", "CA", "MX", "BR"), ("a1", "a2", "a3", "a4", "a5")),
}


class Base(DeclarativeBase):
    type_annotation_map = {datetime: DateTime(timezone=True), dict[str, Any]: JSONB}  # noqa: RUF012 - SQLAlchemy's way


class Inbox(Base):
    __tablename__ = "inbox"
    id: Mapped[int] = mapped_column(BigInteger, Identity(), primary_key=True)
    door: Mapped[str]
    caller: Mapped[str]
    idem_key: Mapped[str | None]
    body_hash: Mapped[bytes]
    kind: Mapped[str]
    body: Mapped[dict[str, Any]]
    arrived_at: Mapped[datetime]
    state: Mapped[str]
    lead_id: Mapped[str | None]
    taken_at: Mapped[datetime | None]


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
    name: Mapped[str]
    company: Mapped[str]
    next_action: Mapped[str]
    next_due_at: Mapped[datetime | None]
    created_at: Mapped[datetime]
    changed_at: Mapped[datetime]
    state: Mapped[dict[str, Any]]


class Fact(Base):
    __tablename__ = "facts"
    lead_id: Mapped[str] = mapped_column(primary_key=True)
    seq: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str]
    at: Mapped[datetime]
    kept_at: Mapped[datetime]
    playbook: Mapped[str]
    body: Mapped[dict[str, Any]]


class Clock(Base):
    __tablename__ = "clocks"
    lead_id: Mapped[str] = mapped_column(primary_key=True)
    promise: Mapped[str] = mapped_column(primary_key=True)
    cycle: Mapped[int] = mapped_column(primary_key=True)
    tier: Mapped[str]
    owner: Mapped[str | None]
    state: Mapped[str]
    started_at: Mapped[datetime]
    due_at: Mapped[datetime]
    next_at: Mapped[datetime | None]


class Outbox(Base):
    __tablename__ = "outbox"
    key: Mapped[str] = mapped_column(primary_key=True)
    lead_id: Mapped[str]
    channel: Mapped[str]
    recipient: Mapped[str]
    kind: Mapped[str]
    effect: Mapped[str]
    body: Mapped[dict[str, Any]]
    created_at: Mapped[datetime]
    due_at: Mapped[datetime]


class Turn(Base):
    __tablename__ = "turns"
    pool: Mapped[str] = mapped_column(primary_key=True)
    tally: Mapped[dict[str, Any]]


class Source(BaseModel):
    campaign: str = ""
    medium: str = ""
    page: str = ""


class Submission(BaseModel):
    form: str
    email: str
    first_name: str = ""
    last_name: str = ""
    company: str = ""
    title: str = ""
    country: str = ""
    message: str = ""
    employees: int = 0
    industry: str = ""
    source: Source = Source()


class Answer(BaseModel):
    lead_id: str
    stage: str
    owner: str | None
    tier: str | None
    due_at: datetime | None
    total: int


engine = create_async_engine(
    os.environ.get("BENCH_ORM_URL", "postgresql+asyncpg://"),
    pool_size=int(os.environ.get("BENCH_ORM_POOL", "16")),
    connect_args={"server_settings": {"search_path": "app"}},
)
sessions = async_sessionmaker(engine, expire_on_commit=False)
app = FastAPI()


async def session() -> AsyncGenerator[AsyncSession]:
    async with sessions() as opened:
        yield opened


@app.post("/v1/submissions", status_code=201)
async def submit(sent: Submission, db: Annotated[AsyncSession, Depends(session)]) -> Answer:
    person = sent.email.strip().lower()
    lead = (await db.execute(select(Lead).where(Lead.person == person).with_for_update())).scalar_one_or_none()
    fit, parts = score(sent)
    total = fit + 60
    if lead is None:
        lead = new_lead(sent, person)
    pool = next((name for name, (countries, _) in POOLS.items() if sent.country in countries), "nordics")
    turn = (await db.execute(select(Turn).where(Turn.pool == pool).with_for_update())).scalar_one()
    owner = min(POOLS[pool][1], key=lambda rep: turn.tally.get(rep, 0))
    turn.tally = {**turn.tally, owner: turn.tally.get(owner, 0) + 1}
    due_at = NOW + timedelta(minutes=30)
    lead.stage, lead.band, lead.tier, lead.owner = "MQL", "hot" if total >= 70 else "mql", "urgent", owner
    lead.fit, lead.behaviour, lead.total = Decimal(fit), Decimal(60), Decimal(total)
    lead.next_action, lead.next_due_at = f"{owner}: first touch", due_at
    facts = told(sent, parts, owner, due_at)
    first, lead.seq = lead.seq, lead.seq + len(facts)
    lead.state = {"facts": facts[-1], "parts": parts, "brief": brief(sent, total), "source": sent.source.model_dump()}
    db.add_all((lead, arrived(sent, lead.id)))
    db.add_all(
        Fact(lead_id=lead.id, seq=first + n, kind=one["kind"], at=NOW, kept_at=NOW, playbook="1", body=one)
        for n, one in enumerate(facts, 1)
    )
    db.add(clock(lead, due_at))
    db.add_all(messages(lead, sent, due_at))
    await db.commit()
    return Answer(lead_id=lead.id, stage=lead.stage, owner=owner, tier="urgent", due_at=due_at, total=total)


def score(sent: Submission) -> tuple[int, list[dict[str, Any]]]:
    rules = (
        ("right_size", 50 <= sent.employees < 1000, 20),
        ("large", sent.employees >= 1000, 10),
        ("industry", sent.industry in ("software", "finance", "retail"), 10),
        ("decides", sent.title in ("Head of Operations", "CTO", "COO"), 8),
        ("private_mail", sent.email.endswith(("@gmail.com", "@outlook.com")), -10),
    )
    parts = [{"rule": name, "points": points, "kind": "fit"} for name, holds, points in rules if holds]
    return sum(part["points"] for part in parts), parts


def new_lead(sent: Submission, person: str) -> Lead:
    return Lead(
        id="L" + secrets.token_hex(9),
        person=person,
        seq=0,
        name=f"{sent.first_name} {sent.last_name}",
        company=sent.company,
        created_at=NOW,
        changed_at=NOW,
    )


def brief(sent: Submission, total: int) -> list[str]:
    return [
        f"{sent.first_name} {sent.last_name}, {sent.title}, at {sent.company} ({sent.country})",
        f"Came from campaign {sent.source.campaign}, {sent.source.medium}, page {sent.source.page}",
        "What they did: asked for a demo (just now)",
        f"Company: {sent.company}, {sent.industry}, {sent.employees} people, {sent.country}",
        f"Score {total}",
        f"They wrote: {sent.message}",
    ]


def told(sent: Submission, parts: list[dict[str, Any]], owner: str, due_at: datetime) -> list[dict[str, Any]]:
    at, due = NOW.isoformat(), due_at.isoformat()
    return [
        {"kind": "Captured", "at": at, "because": "demo through api", "fields": sent.model_dump(exclude={"message"})},
        {"kind": "Identified", "at": at, "because": "no account has the domain"},
        {"kind": "Scored", "at": at, "parts": parts, "because": "by the base model"},
        {"kind": "Qualified", "at": at, "stage": "MQL", "tier": "urgent", "because": "hand raised"},
        {"kind": "Briefed", "at": at, "lines": brief(sent, 0)},
        {"kind": "Routed", "at": at, "owner": owner, "because": f"{owner}'s turn"},
        {"kind": "ClockStarted", "at": at, "due_at": due, "steps": [{"at": due, "percent": p} for p in (50, 100, 200)]},
        {"kind": "Acknowledged", "at": at, "to": sent.email},
    ]


def arrived(sent: Submission, lead_id: str) -> Inbox:
    raw = sent.model_dump_json().encode()
    return Inbox(
        door="api",
        caller="bench",
        idem_key=secrets.token_hex(12),
        body_hash=hashlib.sha256(raw).digest(),
        kind="submission",
        body=sent.model_dump(),
        arrived_at=NOW,
        state="taken",
        lead_id=lead_id,
        taken_at=NOW,
    )


def clock(lead: Lead, due_at: datetime) -> Clock:
    return Clock(
        lead_id=lead.id,
        promise="first_touch",
        cycle=lead.seq,
        tier="urgent",
        owner=lead.owner,
        state="running",
        started_at=NOW,
        due_at=due_at,
        next_at=NOW + timedelta(minutes=15),
    )


def messages(lead: Lead, sent: Submission, due_at: datetime) -> list[Outbox]:
    to_rep = {"to": lead.owner, "lines": brief(sent, 0), "due_at": due_at.isoformat(), "actions": ["accept", "reject"]}
    to_lead = {"to": sent.email, "subject": "We have your request", "words": "Thank you. A person will contact you."}
    return [
        Outbox(
            key=f"{lead.id}/{lead.seq}/{kind}",
            lead_id=lead.id,
            channel="email",
            recipient=body["to"],
            kind=kind,
            effect=effect,
            body=body,
            created_at=NOW,
            due_at=NOW,
        )
        for kind, effect, body in (("assigned", "TellRep", to_rep), ("ack", "AcknowledgeLead", to_lead))
    ]
