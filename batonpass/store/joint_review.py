"""Which leads do both sides label this month, and what has each side said of them?"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Protocol

import asyncpg

from batonpass.handoff.explain import before
from batonpass.handoff.lead import Lead
from batonpass.handoff.refusal import conflict, forbidden, invalid
from batonpass.store.connection import Connection
from batonpass.store.open import in_one, with_retry
from batonpass.store.shape import FACTS, decode_fact
from batonpass.store.statements import statements

SQL = statements(Path(__file__).with_suffix(".sql"))
RECENT = timedelta(days=30)
REMIND_AFTER = timedelta(days=3)
WHY_LEAST, WHY_MOST = 3, 300
LABELS = ("ready", "not_ready", "cannot_tell")
SIDE_OF = {"rep": "sales", "manager": "sales", "marketing": "marketing"}
"""For which side a role labels; an administrator looks on."""


class Pick(Protocol):
    """A lead of the sample: by its fact `seq` it became an MQL; `stratum` says what kind of lead it is."""

    @property
    def lead(self) -> str:
        """Its id."""
        ...

    @property
    def seq(self) -> int:
        """The fact that made it an MQL."""
        ...

    @property
    def stratum(self) -> str:
        """What kind of lead it is."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Recent:
    """A lead that became an MQL lately, and its kind."""

    lead: str
    seq: int
    band: str
    segment: str
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Review:
    """A month's sample, how many of its leads each side has labelled, and since when everything is shown."""

    id: str
    seed: int
    drawn_at: datetime
    drawn_by: str
    since: datetime
    qualified: int
    playbook: str
    remind_at: datetime | None
    reminded: int
    in_at: datetime | None
    leads: int
    sales: int
    marketing: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Sampled:
    """A lead of the sample and how it stands now; not for the eyes of who has still to label."""

    place: int
    lead_id: str
    seq: int
    stratum: str
    name: str
    company: str
    stage: str
    owner: str | None
    queue: str | None
    total: object


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """What a side says of a lead, in whose words."""

    place: int
    side: str
    label: str
    why: str
    by: str
    name: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Cased:
    """A disagreement that became an example or counter-example in a draft."""

    place: int
    kind: str
    version: str
    by: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Labeller:
    """Who labels: their address, name and role, and which of our people they are, if any."""

    email: str
    name: str
    role: str
    rep: str | None = None


Draw = Callable[[Sequence[Recent], int], Sequence[Pick]]


async def draw(pool: asyncpg.Pool, draw_by: Draw, *, seed: int, by: str) -> str:
    """Draw this month's sample with this seed, unless it is drawn already; give its name.

    Raises Refusal when no lead has become an MQL in the last 30 days.
    """
    made: list[str] = []

    async def once() -> None:
        made.clear()
        async with pool.acquire() as connection, connection.transaction():
            await connection.execute(SQL.hold_reviews)
            (month,) = await connection.fetch(SQL.this_month, RECENT)
            made.append(month["id"])
            if await connection.fetch(SQL.reviews, month["id"]):
                return
            recent = [Recent(**row) for row in await connection.fetch(SQL.recent_mqls, month["since"])]
            if not recent:
                raise conflict("no lead has become an MQL in the last 30 days: there is nothing to look at together")
            picks = draw_by(recent, seed)
            row = (month["id"], seed, by, month["since"], len(recent), REMIND_AFTER)
            await connection.execute(SQL.put_review, *row)
            places, kinds = list(range(1, len(picks) + 1)), [one.stratum for one in picks]
            drawn = ([one.lead for one in picks], [one.seq for one in picks])
            await connection.execute(SQL.put_leads, month["id"], places, *drawn, kinds)

    await with_retry(once)
    return made[0]


async def reviews(pool: asyncpg.Pool) -> tuple[Review, ...]:
    """All samples, the latest first."""
    return tuple(Review(**row) for row in await pool.fetch(SQL.reviews, None))


async def review(pool: asyncpg.Pool, name: str) -> Review | None:
    """One sample; None when none has this name."""
    return next((Review(**row) for row in await pool.fetch(SQL.reviews, name)), None)


async def sampled(pool: asyncpg.Pool, name: str) -> tuple[Sampled, ...]:
    """The leads of a sample in the order in which they are shown."""
    return tuple(Sampled(**row) for row in await pool.fetch(SQL.leads, name))


async def labels(pool: asyncpg.Pool, name: str) -> tuple[Said, ...]:
    """Everything that was said of a sample; only one whose labels are all in may be shown to others."""
    return tuple(Said(**row) for row in await pool.fetch(SQL.labels, name))


async def cases(pool: asyncpg.Pool, name: str) -> tuple[Cased, ...]:
    """Which disagreements of a sample became examples."""
    return tuple(Cased(**row) for row in await pool.fetch(SQL.cases, name))


async def labels_of_all(pool: asyncpg.Pool) -> Sequence[asyncpg.Record]:
    """Review, place, side and label of every sample whose labels are all in."""
    return await pool.fetch(SQL.labels_of_all)


async def put_label(pool: asyncpg.Pool, name: str, place: int, *, who: Labeller, label: str, why: str) -> bool:
    """Let a side say what it thinks of a lead; True when this was the last label of the sample.

    The first of a side who labels a lead speaks for it and may change their mind until all labels are in. Raises
    Refusal for who is of neither side, for a colleague's lead, for a label that is none, and for no reason.
    """
    side = side_of(who.role)
    if label not in LABELS:
        raise invalid(f"{label!r} is not something to say of a lead", field="label", allowed=LABELS)
    if not WHY_LEAST <= len(why.strip()) <= WHY_MOST:
        raise invalid(f"say why in one sentence of at most {WHY_MOST} letters", field="why")
    ended: list[bool] = []

    async def once(connection: Connection) -> None:
        held = await connection.fetchrow(SQL.hold_review, name)
        if held is None or not 1 <= place <= held["leads"]:
            raise LookupError(f"{name}/{place}")
        if held["in_at"]:
            raise conflict("all labels of this review are in; nothing in it changes any more")
        before = await connection.fetchrow(SQL.label_of, name, place, side)
        if before and before["by"] != who.email:
            raise conflict(f"{before['name']} has labelled this lead for {side} already: one label a side")
        row = (name, place, side, label, why.strip(), who.email, who.name)
        await connection.execute(SQL.put_label, *row)
        ended[:] = [await connection.fetchval(SQL.all_in, name) is not None]

    await in_one(pool, once)
    return ended[0]


def side_of(role: str) -> str:
    """The side for which somebody labels. Raises Refusal for an administrator: they are of neither."""
    if role not in SIDE_OF:
        raise forbidden("reps and managers label for sales, marketing for marketing; an administrator looks on")
    return SIDE_OF[role]


async def as_it_was(pool: asyncpg.Pool, lead_id: str, seq: int) -> tuple[Lead, str]:
    """The lead as it stood when its fact `seq` made it an MQL, and the version it was decided under."""
    rows = await pool.fetch(SQL.facts_upto, lead_id, seq)
    told = [(decode_fact(row["kind"], row["body"]), row["playbook"]) for row in rows if row["kind"] in FACTS]
    return before(told, lead_id)[0], rows[-1]["playbook"] if rows else ""


async def outcome(pool: asyncpg.Pool, lead_id: str, seq: int) -> str:
    """What sales has made of a lead since, in a word; empty when nothing yet."""
    row = await pool.fetchrow(SQL.outcome, lead_id, seq)
    return " ".join(part for part in (row["outcome"] or row["kind"].lower(), row["reason"]) if part) if row else ""


async def put_case(
    pool: asyncpg.Pool, name: str, place: int, *, kind: str, version: str, instead_of: str, by: str
) -> None:
    """Keep that a disagreement became an example in a draft, which takes the place of the one before."""
    async with pool.acquire() as connection, connection.transaction():
        await connection.execute(SQL.move_cases, name, version, instead_of)
        await connection.execute(SQL.put_case, name, place, kind, version, by)


async def labeller(pool: asyncpg.Pool, email: str) -> Labeller | None:
    """Who signs in with this address; None for nobody."""
    row = await pool.fetchrow(SQL.person, email.strip().lower())
    return Labeller(**row) if row else None


async def role_of(pool: asyncpg.Pool, rep: str) -> str | None:
    """As what one of our people signs in; None for who does not."""
    return await pool.fetchval(SQL.role_of, rep)
