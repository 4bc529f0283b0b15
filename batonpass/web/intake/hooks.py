"""How does what another system tells us come in: proven, once, and never lost?"""

from __future__ import annotations

import asyncio
import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import parse_qsl, unquote

from starlette.responses import JSONResponse, Response

from batonpass.handoff.effects import FetchLead
from batonpass.store.arrival import Arrival, Kind, Outcome, State
from batonpass.store.in_force import in_force
from batonpass.store.mails import take_mail
from batonpass.store.outbox import ask
from batonpass.store.visitors import people_of_domain
from batonpass.web.body import Receive, length_of, read_body
from batonpass.web.counts import Counts
from batonpass.web.problem import Problem
from batonpass.web.wiring import Collaborators, Heard
from batonpass.written.mail import Mail

from .arrivals import arrival
from .asked import Asked
from .batch import CALLS
from .crm import TAKEN_UP, taken_up
from .deals import deal_told
from .events import Named, NotKept, Read, Unnamed, as_person, identify
from .fates import by_its_id_now, fate_told
from .reached import reached_told
from .visitors import Settled, Visitors, told

NO_SUCH = "no system is heard at this address; docs/connectors.md lists those there are"
FETCHED = "they told its id alone; it is asked for now, and comes in as soon as it is told"
FORGED = "the signature is missing, wrong, or too old; nothing was kept"
DOORS = {"hubspot": "hubspot", "salesforce": "salesforce", "clearbit": "enrichment/clearbit"}
"""Whose word on a field counts as verified: the CRM's and a data provider's, not that of a form they pass on."""
BY_THEMSELVES = ("deal", "fate", "reached")
Told = dict[str, Any]


@dataclass(slots=True)
class HookDoor:
    """Takes what other systems post to /hooks/{source}; each delivery is proven before a word of it is read."""

    given: Collaborators
    visitors: Visitors
    counts: Counts

    async def answer(self, asked: Asked, receive: Receive) -> Response:
        """Answer one delivery: 200 with what became of each part, 401 when it is not proven, 404 for nobody."""
        if self.given.hear is None:
            raise Problem("not-found", NO_SUCH)
        if asked.method not in ("GET", "HEAD", "POST"):
            raise Problem(
                "method-not-allowed", f"{asked.method} means nothing here; POST it", headers={"Allow": "POST"}
            )
        body = await read_body(receive, length_of(asked.content_length)) if asked.method == "POST" else b""
        heard, by = await self._heard(asked, body)
        if heard.refused:
            self.counts.hooked(heard.source or "unknown", heard.refused)
            raise _refused(heard)
        items = await self._take(heard, by=by, body=body)
        if heard.reply:
            return Response(heard.reply.body, heard.reply.status, media_type=heard.reply.media_type)
        return JSONResponse(_summed(items))

    async def _heard(self, asked: Asked, body: bytes) -> tuple[Heard, str]:
        assert self.given.hear  # noqa: S101 - whoever calls has looked
        name, _, token = unquote(asked.path).removeprefix("/hooks/").partition("/")
        at, world = await in_force(self.given.pool, self.given.watched)
        query = asked.query.decode("latin-1")
        heard = self.given.hear(
            name,
            method=asked.method,
            url=f"{self.given.base_url}{asked.path}{'?' + query if query else ''}",
            body=body,
            at=at,
            headers=asked.headers,
            query=dict(parse_qsl(query)),
            token=token,
            hooks=world.playbook.hooks,
        )
        return heard, f"hooks/{heard.source}"

    async def _take(self, heard: Heard, *, by: str, body: bytes) -> list[Told]:
        """Each part by itself: one that cannot be taken in is kept for a person, and never spoils the others (A08)."""
        mails = [item for item in heard.items if isinstance(item, Mail)]
        if mails:
            return [await self._mail(one, heard.source) for one in mails]
        own = hashlib.sha256(body).hexdigest()[:32]
        keys = [f"{item.key}" if getattr(item, "key", "") else f"{own}#{n}" for n, item in enumerate(heard.items)]
        reads = [await self._read(item, by=by, key=key) for item, key in zip(heard.items, keys, strict=True)]
        settled = await self._settle(reads)
        told = [
            await self._told_by_itself(item, f"{by}/{key}") or await self._became(item, one, by)
            for item, one, key in zip(heard.items, settled, keys, strict=True)
        ]
        for one in told:
            self.counts.hooked(heard.source, _outcome(one))
        return told

    async def _told_by_itself(self, item: Any, key: str) -> Told | None:
        """What became of a deal, of records over there, or of a touch; None of what goes the way of all events."""
        if hasattr(item, "deal"):
            return await deal_told(self.given, item, key=key)
        if hasattr(item, "fate"):
            return await fate_told(self.given, self.visitors, item)
        return await reached_told(self.given, item) if hasattr(item, "reached") else None

    async def _mail(self, mail: Mail, source: str) -> Told:
        """A mail that somebody wrote anyway: what it became is durable when they are answered."""
        became = await take_mail(self.given.pool, self.given.watched, mail)
        self.given.poke()
        told = {"kept": became.what not in ("automatic", "nothing"), "state": became.what, "because": became.because}
        self.counts.hooked(source, _outcome({**told, "replayed": became.what == "replayed"}))
        return {**told, "lead_id": next(iter(became.leads), None), "leads": became.leads}

    async def _settle(self, reads: Sequence[Read | Problem | list[Arrival]]) -> list[Settled]:
        """Events go the way of all events, submissions and what concerns several people straight in."""
        calls = [one for one in reads if not isinstance(one, list)]
        settled = iter(await self.visitors.take(calls))
        return [await self._straight(one) if isinstance(one, list) else next(settled) for one in reads]

    async def _straight(self, arrivals: list[Arrival]) -> Settled:
        outcomes = await asyncio.gather(*(self.visitors.flusher.put(one) for one in arrivals))
        return outcomes[0] if outcomes else NotKept(because="nobody of that company is known here yet")

    async def _read(self, item: Any, *, by: str, key: str) -> Read | Problem | list[Arrival]:
        kind, sent = getattr(item, "kind", ""), getattr(item, "sent", {})
        if any(hasattr(item, one) for one in BY_THEMSELVES):
            return NotKept(because="it is no event")
        if hasattr(item, "what"):
            return await self._wish(item, by)
        if await taken_up(self.given, by.rpartition("/")[2], item, key):
            return NotKept(because=TAKEN_UP)
        if not kind:
            return NotKept(because=getattr(item, "because", ""))
        if kind == "submission":
            held = item.held or _nobody(sent)
            return [arrival(Kind.SUBMISSION, sent, door=by, caller=by, idem_key=key, quarantine=held)]
        if "domain" in sent and "email" not in sent:
            people = await people_of_domain(self.given.pool, str(sent["domain"]).lower())
            told = [identify({**sent, **as_person(one)}, caller=by, key=f"{key}/{one}") for one in people]
            found = [_from(one, by) for one in told]
            return [one.arrival for one in found if isinstance(one, Named) and one.arrival]
        try:
            return _from(CALLS[kind](await by_its_id_now(self.given, sent), caller=by, key=key), by)
        except Problem as problem:
            return problem

    async def _wish(self, item: Any, by: str) -> NotKept:
        """They told us an id alone: the worker asks them for the rest, and what they say comes in as a lead."""
        to = by.rpartition("/")[2]
        await ask(self.given.pool, FetchLead(key=f"{by}/{item.id}", kind=item.what, to=to, id=item.id, form=item.form))
        self.given.poke()
        return NotKept(because=FETCHED)

    async def _became(self, item: Any, settled: Settled, by: str) -> Told:
        """What became of one part. What was refused is kept as it came, with the reason, for a person to look at."""
        why = settled.says if isinstance(settled, Problem) else ""
        if isinstance(settled, Outcome) and settled.refusal:
            why = settled.refusal.says
        if not why:
            return _plain(settled)
        as_came = arrival(Kind.SUBMISSION, dict(item.sent), door=by, caller=by, quarantine=why)
        await self.visitors.flusher.put(as_came)
        return {"kept": True, "state": State.QUARANTINED.value, "lead_id": None, "because": why}


def _from(read: Read, by: str) -> Read:
    """The same event, known by who told it: what a CRM holds of a person is its own word, not a stranger's."""
    door = DOORS.get(by.rpartition("/")[2], by)
    if isinstance(read, Named) and read.arrival:
        return replace(read, arrival=replace(read.arrival, door=door))
    if isinstance(read, Unnamed):
        return replace(read, waits=tuple(replace(one, door=door) for one in read.waits))
    return read


def _nobody(sent: Mapping[str, Any]) -> str:
    if sent.get("email") or sent.get("phone"):
        return ""
    return (
        "no answer in it is an e-mail address or a phone number; name the one that is, under `hooks:` in the playbook"
    )


def _plain(settled: Settled) -> Told:
    if isinstance(settled, NotKept) and settled.because == FETCHED:
        return {"kept": True, "state": "asked_for", "lead_id": None, "because": FETCHED}
    if isinstance(settled, Outcome) and settled.state in (State.QUARANTINED, State.SET_ASIDE):
        because = settled.error or "a person looks at it first"
        return {"kept": True, "state": settled.state.value, "lead_id": None, "because": because}
    if isinstance(settled, Outcome) and settled.state is State.KEY_REUSED:
        return {"kept": False, "because": "an event of this id came before, with other content"}
    return told(settled)


def _outcome(one: Told) -> str:
    if not one.get("kept"):
        return "not_kept"
    return "duplicate" if one.get("replayed") else one.get("state") or "taken"


def _summed(items: Sequence[Told]) -> Told:
    """One part is the answer itself; of several the answer says what became of each."""
    if len(items) == 1:
        return dict(items[0])
    return {"kept": any(one.get("kept") for one in items), "items": list(items)}


def _refused(heard: Heard) -> Problem:
    match heard.refused:
        case "forged":
            return Problem("key-needed", FORGED)
        case "unreadable":
            return Problem("unreadable", heard.says)
        case _ if heard.source:
            return Problem(
                "method-not-allowed", f"{heard.source} is heard here by POST alone", headers={"Allow": "POST"}
            )
        case _:
            return Problem("not-found", NO_SUCH)
