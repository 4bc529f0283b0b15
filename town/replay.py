"""How does a year happen once more, in order, through the same transaction that takes real leads?

The database's clock stands at each moment in turn: leads arrive, clocks ring, people answer, and whatever the handoff
decides is what they work with next. Nothing is written beside the real decisions.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from hashlib import sha256
from heapq import heappop, heappush
from itertools import count
from pathlib import Path
from random import Random

import asyncpg

from batonpass.handoff.follow_up import FOLLOW_UP
from batonpass.handoff.hours import Hours
from batonpass.handoff.playbook import Stage
from batonpass.handoff.qualify import RESTING
from batonpass.handoff.requests import Ring
from batonpass.handoff.requests_second import GiveBack, HandOver
from batonpass.store import clock
from batonpass.store.arrival import Arrival, Asked, Kind, Outcome, State
from batonpass.store.shape import decode_lead
from batonpass.store.statements import statements
from batonpass.store.take import answer_on, take_on
from batonpass.store.world import Watched, World

from .acts import Act
from .executives import asks_again, closes
from .held import Held, Planned
from .leads import SUBMISSION, Moment
from .reps import Promise, answers, hands_out, planned_touch, works
from .truth import chance
from .visitors import Visitor

SQL = statements(Path(__file__).with_suffix(".sql"))
STEPS_A_COMMIT = 50
DELIVERED_WITHIN = timedelta(seconds=5)
DOOR, CALLER = "website", "town"
PLANS_KEPT_FOR = timedelta(days=35)
"""Planned touches are made, and missed, in the last weeks alone: what is older is over, and the town opens sooner."""


class Replay:
    """Moments, promises and people's acts in one queue, ordered by time."""

    def __init__(self, connection: asyncpg.Connection, watched: Watched, seed: object, *, until: datetime) -> None:
        """Begin with nothing to come; nobody else uses the connection meanwhile. `until` is when the year ends."""
        self.plans_from = until - PLANS_KEPT_FOR
        self.connection, self.watched, self.seed = connection, watched, seed
        self.queue: list[tuple[datetime, int, Moment | Planned]] = []
        self.numbers = count()
        self.leads: dict[str, Held] = {}
        self.visitors: dict[int, Visitor] = {}
        self.lag: Random = chance("lag", seed)
        self.done = self.refused = 0

    def expect(self, moments: Iterable[Moment], visitors: Iterable[Visitor] = ()) -> None:
        """Queue what will reach our doors. A moment without a visitor is worked by nobody: it is left to be seen."""
        self.visitors |= {who.number: who for who in visitors}
        for moment in moments:
            self._push(moment.at, moment)

    async def run(self, until: datetime) -> None:
        """Let everything happen up to that instant; what is planned for later never does."""
        while self.queue and self.queue[0][0] <= until:
            async with self.connection.transaction():
                await self._some(until)

    async def deliver(self, before: datetime) -> None:
        """Mark what was asked of the world before that instant as sent: the past does not write to anybody now."""
        await self.connection.execute(SQL.left_by_now, before)

    async def _some(self, until: datetime) -> None:
        """A few dozen steps, kept together, in no hurry to reach the disk: a town cut short is loaded anew."""
        await self.connection.execute(SQL.in_no_hurry)
        await self.deliver(self.queue[0][0] - DELIVERED_WITHIN)
        for _ in range(STEPS_A_COMMIT):
            if not self.queue or self.queue[0][0] > until:
                return
            at, _, item = heappop(self.queue)
            await (self._arrives(at, item) if isinstance(item, Moment) else self._is_asked(at, item))

    async def _arrives(self, at: datetime, moment: Moment) -> None:
        await clock.set_now(self.connection, at + timedelta(seconds=self.lag.uniform(0.1, 2)), backwards=True)
        (outcome,) = await take_on(self.connection, self.watched, [arrival_of(moment)])
        await self._follow(outcome, moment)
        await self._keep_plan(at, outcome)
        await self._answer(outcome)

    async def _is_asked(self, at: datetime, planned: Planned) -> None:
        held = self.leads[planned.lead_id]
        if planned.plan != held.plan or (isinstance(planned.request, Ring) and at != held.rings_at(planned.request)):
            return
        # A step is due at the first instant after its own (T4).
        await clock.set_now(self.connection, at + timedelta(milliseconds=250), backwards=True)
        if held.told:
            await self.deliver(at - DELIVERED_WITHIN)
        asked = Asked(lead_id=planned.lead_id, request=planned.request, answer=True)
        (outcome,) = await answer_on(self.connection, self.watched, [asked])
        held.told = ()
        await self._follow(outcome, None)
        await self._keep_plan(at, outcome)
        if held.waits_since:
            await self._answer(outcome)
        if outcome.state is State.TAKEN:
            await self._go_onward(planned, held)

    async def _follow(self, outcome: Outcome, moment: Moment | None) -> None:
        """Read what was promised now, and let whoever holds the lead plan anew if that has changed."""
        self.done += 1
        self.refused += outcome.state is State.REFUSED
        if outcome.state is not State.TAKEN or outcome.lead_id is None:
            return
        held = self.leads.setdefault(
            outcome.lead_id, Held(visitor=self.visitors.get(moment.visitor) if moment else None)
        )
        answer = json.loads(outcome.answer or "{}")
        told = (answer["owner"], answer["queue"], answer["due_at"]) if answer["due_at"] else ()
        if told and told == held.told:
            return
        held.told = told
        if answer["stage"] in RESTING:
            await self._ring_the_others(outcome.lead_id, held)
        row = await self.connection.fetchrow(SQL.running, outcome.lead_id) if told else None
        if row is None:
            held.next_at = None
            return
        self._plan(outcome.lead_id, held, row)
        next_at: datetime | None = row["next_at"]
        if next_at and next_at != held.next_at:
            ring = Ring(by="clock", promise=row["promise"])
            self._push(next_at, Planned(lead_id=outcome.lead_id, request=ring, plan=held.plan))
        held.next_at = next_at

    async def _keep_plan(self, at: datetime, outcome: Outcome) -> None:
        """Let whoever works an accepted lead make the next planned touch, and let its clock ring if they do not."""
        held = self.leads.get(outcome.lead_id or "")
        if at < self.plans_from or held is None or held.visitor is None or outcome.lead_id is None:
            return
        row = await self.connection.fetchrow(SQL.planned, outcome.lead_id)
        held.follow_at, before = (row["next_at"], held.follow_at) if row else (None, held.follow_at)
        if row is None:
            return
        if held.follow_at and held.follow_at != before:
            ring = Ring(by="clock", promise=FOLLOW_UP)
            self._push(held.follow_at, Planned(lead_id=outcome.lead_id, request=ring, plan=held.plan))
        lead = decode_lead(row["state"])
        step = lead.follow_up.open[0] if lead.follow_up and lead.follow_up.open else None
        if lead.stage is Stage.SAL and lead.owner and step and held.step != (step.name, step.due_at):
            held.step = (step.name, step.due_at)
            desk = self._desk(lead.owner)
            act = planned_touch(self.seed, held.visitor, step, owner=lead.owner, now=row["now"], desk=desk)
            self._push(act.at, Planned(lead_id=outcome.lead_id, request=act.request, plan=held.plan))

    async def _answer(self, outcome: Outcome) -> None:
        """Let whoever works a lead answer when it raises a hand once more, and the promise of that ring meanwhile."""
        held = self.leads.get(outcome.lead_id or "")
        if held is None or held.visitor is None or outcome.lead_id is None:
            return
        row = await self.connection.fetchrow(SQL.asked, outcome.lead_id)
        held.waits_since, before = (row["started_at"] if row else None), held.waits_since
        if row is None:
            return
        await self._ring_the_others(outcome.lead_id, held)
        if held.waits_since != before:
            owner, desk = row["owner"], self._desk(row["owner"])
            act = answers(self.seed, held.visitor, owner=owner, since=row["started_at"], by=row["due_at"], desk=desk)
            self._push(act.at, Planned(lead_id=outcome.lead_id, request=act.request, plan=held.plan))

    async def _go_onward(self, planned: Planned, held: Held) -> None:
        """Let whoever is asked in the second half plan what they do, and its promises ring where they do not."""
        handed = isinstance(planned.request, HandOver)
        held.asked += handed
        if not held.asked:
            return
        lead_id = planned.lead_id
        await self._ring_the_others(lead_id, held)
        row = await self.connection.fetchrow(SQL.holder, lead_id)
        assert row is not None  # noqa: S101 - the lead was worked a moment ago
        if held.visitor and row["owner"] and (handed or isinstance(planned.request, GiveBack)):
            self._pass_on(planned, held, owner=row["owner"], now=row["now"])

    async def _ring_the_others(self, lead_id: str, held: Held) -> None:
        """Let every promise but the first touch and the plan ring when it is due."""
        rows = await self.connection.fetch(SQL.others, lead_id)
        held.others, before = {row["promise"]: row["next_at"] for row in rows if row["next_at"]}, held.others
        for promise, next_at in held.others.items():
            if next_at != before.get(promise):
                self._push(next_at, Planned(lead_id=lead_id, request=Ring(by="clock", promise=promise), plan=held.plan))

    def _pass_on(self, planned: Planned, held: Held, *, owner: str, now: datetime) -> None:
        """Whoever has it from now on plans anew; what somebody else had planned is overtaken."""
        assert held.visitor is not None  # noqa: S101 - only those who are worked are passed on
        desk, who = self._desk(owner), held.visitor
        acts = (
            closes(self.seed, who, owner=owner, asked=held.asked, since=now, desk=desk)
            if isinstance(planned.request, HandOver)
            else asks_again(who, owner=owner, since=now, desk=desk)
        )
        for act in acts:
            self._push(act.at, Planned(lead_id=planned.lead_id, request=act.request, plan=held.plan))

    def _plan(self, lead_id: str, held: Held, row: asyncpg.Record) -> None:
        holder = row["owner"] or row["queue"]
        if (held.cycle, held.holder) == (row["cycle"], holder):
            return
        first = held.cycle != row["cycle"]
        held.cycle, held.holder, held.plan, held.next_at = row["cycle"], holder, held.plan + 1, None
        if held.visitor:
            since = row["started_at"] if first else self._now(row)
            for act in self._acts(held.visitor, row, since):
                self._push(act.at, Planned(lead_id=lead_id, request=act.request, plan=held.plan))

    def _acts(self, who: Visitor, row: asyncpg.Record, since: datetime) -> Sequence[Act]:
        world = self.watched.world
        assert world is not None  # noqa: S101 - a lead has been taken, so the world was read
        if row["owner"] is None:
            queue = world.directory.queues[row["queue"]]
            return (hands_out(self.seed, who, queued_at=since, desk=world.hours((queue.calendar,))),)
        desk = self._desk(row["owner"])
        promise = Promise(
            owner=row["owner"], started_at=since, budget=budget_of(world, row["tier"]), hours=desk, cycle=row["cycle"]
        )
        return works(self.seed, who, promise, desk)

    def _desk(self, rep: str) -> Hours:
        """When that person works."""
        world = self.watched.world
        assert world is not None  # noqa: S101 - a lead has been taken, so the world was read
        return world.hours((world.directory.reps[rep].calendar,))

    def _now(self, row: asyncpg.Record) -> datetime:
        return max(row["started_at"], row["now"])

    def _push(self, at: datetime, item: Moment | Planned) -> None:
        heappush(self.queue, (at, next(self.numbers), item))


def budget_of(world: World, tier: str) -> timedelta:
    """Give the working time that a tier promises."""
    return next(one.first_touch for one in world.playbook.tiers if one.name == tier)


def arrival_of(moment: Moment) -> Arrival:
    """Write a moment as its door would have handed it on; a form has no key of its own, only its content."""
    raw = json.dumps(moment.body, ensure_ascii=False)
    digest = sha256(raw.encode()).digest()
    form = moment.kind == SUBMISSION
    return Arrival(
        door=DOOR,
        kind=Kind.SUBMISSION if form else Kind.EVENT,
        sent=moment.body,
        raw=raw,
        body_hash=digest,
        caller=CALLER,
        idem_key=None if form else moment.key,
        fingerprint=digest if form else None,
        arrived_at=moment.at,
    )
