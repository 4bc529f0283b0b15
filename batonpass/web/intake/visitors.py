"""How do the earlier visits of a browser find the person that it turns out to be?"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import msgspec

from batonpass.store import visitors
from batonpass.store.arrival import Arrival, Outcome, State
from batonpass.store.in_force import in_force
from batonpass.store.met import person_of
from batonpass.store.open import OF_DATABASE
from batonpass.web.problem import Problem
from batonpass.web.wiring import Collaborators

from .events import NO_CONSENT, Named, NotKept, Read, Unnamed, claim
from .flusher import Flusher

LINKS_MOST = 100_000
WAITS = "only an id is known so far; it is kept, and joins the lead when that id turns out to be somebody"
ELSEWHERE = "given_elsewhere"
log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """It waits until we know whose it is."""

    because: str = WAITS


Settled = Outcome | NotKept | Kept | Problem


@dataclass(slots=True, kw_only=True)
class Visitors:
    """Takes events in, with the ids that they bring; remembers which ids it has noted already."""

    given: Collaborators
    flusher: Flusher
    linked: dict[str, str] = field(default_factory=dict[str, str])

    async def take(self, reads: Sequence[Read | Problem]) -> list[Settled]:
        """Take each in by itself, in one commit if they fit: noted ids first, so that order in a batch is no matter."""
        waiting = await self._link(reads)
        known = await self._known(reads)
        assumed = await self._assumed(reads, known)
        settled = [self._settle(one, known, assumed=assumed) for one in reads]
        await visitors.keep(self.given.pool, _to_keep(reads, settled))
        forgotten = {alias for one in settled if isinstance(one, NotKept) for alias in one.forget}
        if forgotten:
            await visitors.forget(self.given.pool, forgotten)
        futures = [self.flusher.put(one) if isinstance(one, Arrival) else None for one in settled]
        outcomes = iter(await asyncio.gather(*(one for one in futures if one)))
        await self._tell_wishes(reads)
        await self.join_if_possible(waiting)
        return [next(outcomes) if isinstance(one, Arrival) else one for one in settled]

    async def met(self, aliases: Iterable[str], person: str) -> None:
        """Somebody said who they are under these ids: what waits of them becomes theirs."""
        await self.join_if_possible(await self._note([(alias, person) for alias in aliases]))

    async def met_by(self, submission: Arrival, aliases: Iterable[str]) -> None:
        """The same for a form that was sent: earlier visits of its browser join the lead."""
        person = person_of(submission) if aliases else ""
        if person:
            await self.met(aliases, person)

    async def join_if_possible(self, aliases: Iterable[str]) -> None:
        """Join them now if that can be done: who is answered has been taken in, and a later look joins the rest."""
        try:
            await self.join(aliases)
        except (Problem, *OF_DATABASE) as error:
            log.warning("earlier visits could not be joined yet: %s", type(error).__name__)

    async def join(self, aliases: Iterable[str]) -> None:
        """Take in what waits under ids whose person is known; whatever is lost on the way is joined by a later look."""
        people = await visitors.who(self.given.pool, aliases)
        while people and (some := await visitors.waiting(self.given.pool, people)):
            claims = [claim(one, people[one.alias]) for one in some]
            outcomes = await asyncio.gather(*(self.flusher.put(one) for one in claims))
            refused = [(one, told.refusal.says) for one, told in zip(claims, outcomes, strict=True) if told.refusal]
            held = [replace(one, idem_key=None, quarantine=says) for one, says in refused]
            await asyncio.gather(*(self.flusher.put(one) for one in held))
            await visitors.claimed(self.given.pool, some)

    async def _tell_wishes(self, reads: Iterable[Read | Problem]) -> None:
        """Their lead is told who refuses to be followed or objects; nobody becomes one by a refusal alone (S61)."""
        said = [(one, one.wishes) for one in reads if isinstance(one, NotKept | Named) and one.wishes]
        if not said:
            return
        ids = [one.forget if isinstance(one, NotKept) else () for one, _ in said]
        behind = await visitors.who(self.given.pool, {alias for some in ids for alias in some})
        people = [
            one.person or next((behind[alias] for alias in some if alias in behind), "")
            for (one, _), some in zip(said, ids, strict=True)
        ]
        leads = await visitors.who_are_leads(self.given.pool, people)
        claims = [
            claim(wishes, person)
            for (one, wishes), person in zip(said, people, strict=True)
            if person and (person in leads or (isinstance(one, NotKept) and one.more))
        ]
        await asyncio.gather(*(self.flusher.put(one) for one in claims))

    async def _link(self, reads: Iterable[Read | Problem]) -> set[str]:
        named = [one for one in reads if isinstance(one, Named) and one.person]
        return await self._note([(alias, one.person) for one in named for alias in one.aliases])

    async def _note(self, pairs: Iterable[tuple[str, str]]) -> set[str]:
        fresh = [(alias, person) for alias, person in pairs if self.linked.get(alias) != person]
        if len(self.linked) > LINKS_MOST:
            self.linked.clear()
        waiting = await visitors.link(self.given.pool, fresh)
        self.linked |= dict(fresh)
        return waiting

    async def _known(self, reads: Iterable[Read | Problem]) -> dict[str, str]:
        return await visitors.who(
            self.given.pool, {a for one in reads if isinstance(one, Unnamed) for a in one.aliases}
        )

    async def _assumed(self, reads: Iterable[Read | Problem], known: dict[str, str]) -> bool:
        """Does the playbook say that whoever sends us events has asked for consent already?"""
        silent = any(isinstance(r, Unnamed) and r.agreed is None and not {*r.aliases} & {*known} for r in reads)
        if not silent:
            return False
        _, world = await in_force(self.given.pool, self.given.watched)
        return world.playbook.tracking.consent == ELSEWHERE

    def _settle(
        self, read: Read | Problem, known: dict[str, str], *, assumed: bool
    ) -> Arrival | NotKept | Kept | Problem:
        if isinstance(read, Named):
            return read.arrival or Kept(because="noted")
        if not isinstance(read, Unnamed):
            return read
        person = next((known[alias] for alias in read.aliases if alias in known), "")
        if person and read.waits:
            return claim(read.waits[0], person)
        if read.waits and (read.agreed or (read.agreed is None and assumed)):
            return Kept()
        return NotKept(because=NO_CONSENT)


def told(settled: Settled) -> dict[str, Any]:
    """What became of one event, as its sender reads it."""
    match settled:
        case Problem():
            return {"error": settled.told()}
        case NotKept():
            return {"kept": False, "because": settled.because}
        case Kept():
            return {"kept": True, "lead_id": None, "because": settled.because}
        case Outcome(state=State.NOT_KEPT):
            return {"kept": False, "because": settled.error}
        case Outcome(state=State.KEY_REUSED):
            says = "this message id came before with other content"
            return {"error": Problem("idempotency-key-reuse", says).told()}
        case _:
            return {"kept": True, **(msgspec.json.decode(settled.answer) if settled.answer else {"lead_id": None})}


def _to_keep(reads: Sequence[Read | Problem], settled: Sequence[object]) -> Iterable[visitors.Unclaimed]:
    for read, became in zip(reads, settled, strict=True):
        if isinstance(read, Unnamed) and isinstance(became, Kept):
            yield from read.waits
