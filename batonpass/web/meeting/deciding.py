"""How is a decision kept, turned into a draft of the playbook, and judged when its day has come?"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from decimal import Decimal, InvalidOperation

import asyncpg

from batonpass.handoff.effects import TellLeader
from batonpass.handoff.instants import EPOCH
from batonpass.handoff.refusal import conflict, invalid
from batonpass.learn.expected import Expected, Judged, Verdict, judge
from batonpass.learn.figures import FIGURES
from batonpass.store import meetings, playbooks
from batonpass.store.leaders import leaders, tell
from batonpass.store.meetings import SQL, Meeting
from batonpass.store.playbooks import Why
from batonpass.store.rounds import keep_rounds
from batonpass.store.world import Watched, read_world
from batonpass.tongue.spoken import later, say
from batonpass.written.edit_places import edit_places, edited

from .counting import counts_between, counts_of, period_of

ITEMS = ("sla", "dispositions", "definition")
SAYS_LEAST, SAYS_MOST = 5, 300
MOST = 100
SAID = {
    Verdict.CAME_TRUE: later("came true"),
    Verdict.DID_NOT: later("did not come true"),
    Verdict.CANNOT_TELL: later("cannot be told yet"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Decided:
    """A decision as somebody made it: what is expected to move by when, and the value it changes, if any."""

    item: str
    says: str
    metric: str
    direction: str
    points: Decimal
    review_on: date
    place: str = ""
    value: str = ""


def read_decision(given: Mapping[str, str]) -> Decided:
    """Read a decision as a form or another program sends it. Raises Refusal naming the field."""
    item = _one_of(given, "item", ITEMS)
    says = " ".join(given.get("says", "").split())
    if not SAYS_LEAST <= len(says) <= SAYS_MOST:
        raise invalid(say("say in a sentence what was decided"), field="says")
    try:
        points = Decimal(given.get("points", ""))
        review_on = date.fromisoformat(given.get("review_on", ""))
    except (InvalidOperation, ValueError):
        says = say("say by how many percentage points, and on which day to look again (2027-05-04)")
        raise invalid(says, field="points") from None
    if not points.is_finite() or not 0 < points <= MOST:
        raise invalid(say("an expected effect is between 0 and 100 percentage points"), field="points")
    place, value = given.get("place", ""), given.get("value", "").strip()
    if place and not value:
        raise invalid(say("say what the value is to be"), field="value")
    return Decided(
        item=item,
        says=says,
        metric=_one_of(given, "metric", tuple(FIGURES)),
        direction=_one_of(given, "direction", ("up", "down")),
        points=points,
        review_on=review_on,
        place=place,
        value=value,
    )


async def decide(pool: asyncpg.Pool, held: Meeting, made: Decided, *, email: str, name: str) -> str:
    """Keep a decision; what it changes in the playbook becomes a draft. Gives the draft's version, or nothing.

    Raises Refusal before the meeting has begun or for a review date that is past; Refused when the playbook would not
    be sound with the changed value.
    """
    review_at = datetime.combine(made.review_on, time(), UTC)
    if held.frozen_at is None:
        raise conflict(say("the meeting has not begun: decisions are kept once its numbers stand still"))
    if review_at <= held.now:
        raise invalid(say("the day to look again must lie ahead"), field="review_on")
    version, before = "", ""
    if made.place:
        active = await playbooks.find(pool, "active")
        before = next((one.value for one in edit_places(active.text) if one.path == made.place), "")
        number = len(await meetings.decisions(pool, held.id)) + 1
        version = f"{active.version}-meeting-{held.id}.{number}"
        text = edited(active.text, made.place, made.value, version=version)
        expected = f"{FIGURES[made.metric][0]} {made.direction} by {made.points} points by {made.review_on}"
        note = f"Decision of the meeting of {held.id}: {made.says.rstrip('.')}. Expected: {expected}."
        await playbooks.draft(pool, text, where="playbook", why=Why(by=email, note=note))
    row = (
        made.item, made.says, email, name, made.metric, made.direction, made.points, review_at,
        made.place or None, before or None, made.value or None, version or None,
    )  # fmt: skip
    await meetings.decide(pool, held, row)
    return version


async def judge_due(pool: asyncpg.Pool, watched: Watched) -> int:
    """Judge every decision whose review date has come, and tell the leaders and who decided; give how many."""
    async with pool.acquire() as connection:
        waits = await connection.fetch(SQL.to_judge)
    if not waits:
        return 0
    while await keep_rounds(pool):
        pass
    found = {row["id"]: await _judged(pool, watched, row) for row in waits}
    async with pool.acquire() as connection, connection.transaction():
        rows = [row for row in await connection.fetch(SQL.to_judge) if row["id"] in found]
        for row in rows:
            one = found[row["id"]]
            await meetings.judged(connection, row["id"], one.verdict.value, told(one))
            await _tell(connection, row, one)
        return len(rows)


def told(found: Judged) -> str:
    """A verdict with its figures in words."""
    (hits, of), (since_hits, since_of) = found.before, found.after
    figures = f"{hits} of {of} before, {since_hits} of {since_of} since"
    if found.change is None or found.low is None or found.high is None:
        return f"{SAID[found.verdict]}: {found.because} ({figures})"
    span = f"{found.change:+.1f} points, {found.low:+.1f} to {found.high:+.1f}"
    return f"{SAID[found.verdict]}: {found.because} ({figures}; {span})"


async def _judged(pool: asyncpg.Pool, watched: Watched, row: asyncpg.Record) -> Judged:
    """A figure of the leads that the meeting looked at, beside that of the leads since the change; none is in both."""
    begins = row["applied_at"] if row["version"] else row["at"]
    held = await meetings.meeting(pool, row["meeting"])
    was = (0, 0)
    if held:
        looked_at = (await period_of(pool, watched, held)).now
        was = counts_of(looked_at.between(EPOCH, begins) if begins else looked_at)[row["metric"]]
    if begins is None:
        says = f"draft {row['version']} was never put in force"
        return Judged(
            verdict=Verdict.CANNOT_TELL, before=was, after=(0, 0), change=None, low=None, high=None, because=says
        )
    since = await counts_between(pool, watched, begins, row["review_at"])
    return judge(Expected(up=row["direction"] == "up", points=float(row["points"])), was, since[row["metric"]])


async def _tell(connection: asyncpg.pool.PoolConnectionProxy, row: asyncpg.Record, found: Judged) -> None:
    of = await leaders(connection, await read_world(connection))
    whom = {one.email: one for one in (*of.get("sales", ()), *of.get("marketing", ()))}
    news = TellLeader(
        key=f"decision/{row['id']}/judged",
        kind="judged",
        to="",
        name="",
        subject=f"What was decided on {row['meeting']} {SAID[found.verdict]}",
        lines=(
            row["says"],
            f"Expected: {FIGURES[row['metric']][0]} {row['direction']} by {row['points'].normalize():f} points.",
            f"{told(found).capitalize()}.",
            "This says that the figure moved or did not; it does not say why.",
        ),
        path=f"/meeting/{row['meeting']}",
        button="Open the meeting",
    )
    await tell(connection, tuple(whom.values()), news)


def _one_of(given: Mapping[str, str], name: str, allowed: tuple[str, ...]) -> str:
    value = given.get(name, "")
    if value not in allowed:
        raise invalid(
            say("{name} must be one of {join}", name=name, join=", ".join(allowed)), field=name, allowed=allowed
        )
    return value
