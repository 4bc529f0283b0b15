"""Who has still to label a sample, and who hears that all labels are in?"""

from __future__ import annotations

import asyncpg

from batonpass.handoff.effects import TellLeader
from batonpass.handoff.words import month_of
from batonpass.store.connection import Connection
from batonpass.store.joint_review import REMIND_AFTER, SQL, Review
from batonpass.store.leaders import leaders, tell
from batonpass.store.world import World, read_world


async def invite(pool: asyncpg.Pool, name: str) -> None:
    """Tell both sides that there is a sample to label; once, however often it is asked for."""
    async with pool.acquire() as connection, connection.transaction():
        of = await leaders(connection, await read_world(connection))
        review = await _review(connection, name)
        news = TellLeader(
            key=f"joint/{name}/drawn",
            kind="joint_review",
            to="",
            name="",
            subject=f"{review.leads} leads to label together, {month_of(name)}",
            lines=(
                f"{review.leads} of {review.qualified} leads that became MQL in the last 30 days were drawn by lot.",
                "Say of each whether it was ready for sales, and why, in one sentence. It takes about ten minutes.",
                "Nobody sees the other side's answers, the score or the outcome before both sides are through.",
            ),
            path=f"/joint-review/{name}",
            button="Label the leads",
        )
        for side in ("sales", "marketing"):
            await tell(connection, of[side], news)


async def remind(pool: asyncpg.Pool, name: str) -> tuple[str, ...]:
    """Remind the sides that have not labelled every lead; gives which these are."""
    async with pool.acquire() as connection, connection.transaction():
        await connection.fetchrow(SQL.hold_review, name)
        return await _remind(connection, await read_world(connection), await _review(connection, name))


async def remind_due(pool: asyncpg.Pool) -> int:
    """Remind whoever has to be reminded by now; gives how many samples that were."""
    async with pool.acquire() as connection, connection.transaction():
        due = await connection.fetch(SQL.due_reminders)
        for row in due:
            await _remind(connection, await read_world(connection), await _review(connection, row["id"]))
        return len(due)


async def tell_all_in(pool: asyncpg.Pool, name: str) -> None:
    """Tell both sides that everything is shown now."""
    async with pool.acquire() as connection, connection.transaction():
        of = await leaders(connection, await read_world(connection))
        news = TellLeader(
            key=f"joint/{name}/in",
            kind="joint_review_in",
            to="",
            name="",
            subject=f"Joint review {month_of(name)}: both sides are through",
            lines=("See where you agree, and what each disagreement says about the definition.",),
            path=f"/joint-review/{name}",
            button="See the result",
        )
        for side in ("sales", "marketing"):
            await tell(connection, of[side], news)


async def _remind(connection: Connection, world: World, review: Review) -> tuple[str, ...]:
    of, late = await leaders(connection, world), list[str]()
    for side, given in (("sales", review.sales), ("marketing", review.marketing)):
        if given < review.leads and review.in_at is None:
            late.append(side)
            await tell(connection, of[side], _reminder(review, side, review.leads - given))
    await connection.execute(SQL.reminded, review.id, REMIND_AFTER)
    return tuple(late)


def _reminder(review: Review, side: str, missing: int) -> TellLeader:
    leads = f"{missing} lead{'s' if missing > 1 else ''}"
    return TellLeader(
        key=f"joint/{review.id}/reminder/{side}/{review.reminded + 1}",
        kind="joint_review_reminder",
        to="",
        name="",
        subject=f"{leads} still to label, {month_of(review.id)}",
        lines=(f"{side.capitalize()} has not labelled {leads} of the joint review. Nothing is shown before that.",),
        path=f"/joint-review/{review.id}",
        button="Label the leads",
    )


async def _review(connection: Connection, name: str) -> Review:
    row = await connection.fetchrow(SQL.reviews, name)
    if row is None:
        raise LookupError(name)
    return Review(**row)
