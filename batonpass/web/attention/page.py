"""What has the program set aside for a person to look at?"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta

import asyncpg
from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from batonpass.handoff.refusal import Refusal
from batonpass.store import outbox, read
from batonpass.store.deal_steps import steps_told
from batonpass.store.named import named
from batonpass.store.read import Message, SetAside
from batonpass.store.recovery import NotHeld, PendingKind, held, pending_kinds, release_hold
from batonpass.store.release import release
from batonpass.store.shape import decode_json
from batonpass.store.watch import open_findings
from batonpass.tongue.heard import heard
from batonpass.tongue.spoken import later, say
from batonpass.web.attention.found import broken
from batonpass.web.attention.steps import early_steps
from batonpass.web.parts import called, words
from batonpass.web.parts.frame import show
from batonpass.web.parts.house import house
from batonpass.web.parts.numbers import whole
from batonpass.web.parts.reader import Reader
from batonpass.web.parts.rights import must_tend
from batonpass.web.session import Form, Here

routes = APIRouter(include_in_schema=False)

WHO = later("Ask your manager or an administrator: they see to what was set aside.")
BIGINT_MAX = 2**63 - 1
HOURS_MOST = 9_999
SAYS = {
    "set_aside": later("could not be taken in"),
    "quarantined": later("held back as suspicious"),
    "refused": later("refused"),
}
DONE = {
    "released": later("Taken in: the lead goes its way from now."),
    "replayed": later("It is on its way again."),
    "let-go": later("Messages leave again."),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Aside:
    """An arrival that needs a person, with what its sender wrote."""

    id: int
    whose: str
    came: str
    says: str
    error: str
    sent: str
    waits: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Dead:
    """A message that will not leave by itself."""

    key: str
    says: str
    lead_id: str
    at: str
    tries: int
    error: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """Nothing leaves since a restore: why, what the copy knows of, and what would leave."""

    because: str
    since: str
    many: int
    kinds: tuple[str, ...]


@routes.get("/attention")
async def page(request: Request, reader: Here) -> Response:
    """Arrivals set aside or quarantined, and messages that could not be sent."""
    return await _show(request, reader, done=DONE.get(request.query_params.get("did", ""), ""))


@routes.post("/attention/arrivals/{arrival_id}/release")
async def let_in(request: Request, reader: Here, _: Form, arrival_id: str) -> Response:
    """Take an arrival in after all."""
    must_tend(reader, WHO, acts=True)
    home = house(request)
    try:
        await release(home.pool, home.watched, whole(arrival_id, BIGINT_MAX) or 0, by=reader.user.email)
    except Refusal as refusal:
        return await _show(request, reader, status=409, trouble=words.sentence(words.told(refusal.says)))
    home.poke()
    return RedirectResponse("/attention?did=released", 303)


@routes.post("/attention/messages/replay")
async def send_again(request: Request, reader: Here, form: Form) -> Response:
    """Send a dead letter once more."""
    must_tend(reader, WHO, acts=True)
    home = house(request)
    async with home.pool.acquire() as connection:
        found = await outbox.replay(connection, form.get("key", ""), by=reader.user.email)
    if not found:
        return await _show(request, reader, status=409, trouble=say("This message no longer waits for anybody."))
    home.poke()
    return RedirectResponse("/attention?did=replayed", 303)


async def _show(request: Request, reader: Reader, *, status: int = 200, done: str = "", trouble: str = "") -> Response:
    must_tend(reader, WHO)
    pool = house(request).pool
    aside = _aside(await read.set_aside(pool), reader)
    dead = _dead(await read.messages(pool, state="dead"), reader)
    hold = await _held(pool, reader)
    found = broken(await open_findings(pool), reader)
    told = {"found": found, "hold": hold, "aside": aside, "dead": dead, "done": done, "trouble": trouble}
    early = await steps_told(pool)
    leads = await named(pool, [step.lead_id for step in early])
    called = {lead.id: ", ".join(one for one in (lead.name, lead.company) if one) for lead in leads}
    steps = early_steps(early, called, reader)
    view = {"title": say("Attention"), "acts": reader.acts, "steps": steps, **told}
    return await show(request, reader, "attention/page.html", here="attention", status=status, **view)


@routes.post("/attention/release")
async def let_go(request: Request, reader: Here, form: Form) -> Response:
    """Let messages leave again after a restore, but what is older than the hours that were given."""
    must_tend(reader, WHO, acts=True)
    home, hours = house(request), whole(form.get("hours", ""), HOURS_MOST)
    if hours is None:
        return await _show(
            request,
            reader,
            status=422,
            trouble=say("Write from how many hours on a message is too old to be sent, such as 1."),
        )
    try:
        await release_hold(home.pool, reader.user.email, skip_older_than=timedelta(hours=hours))
    except NotHeld:
        return await _show(
            request, reader, status=409, trouble=say("Nothing is held back: somebody else has let it go.")
        )
    home.poke()
    return RedirectResponse("/attention?did=let-go", 303)


async def _held(pool: asyncpg.Pool, reader: Reader) -> Held | None:
    hold = await held(pool)
    if hold is None:
        return None
    kinds = await pending_kinds(pool)
    return Held(
        because=words.sentence(words.told(hold.because)),
        since=words.moment(hold.since, zone=reader.zone, now=reader.now),
        many=sum(one.many for one in kinds),
        kinds=tuple(_kind(one, reader) for one in kinds),
    )


def _kind(one: PendingKind, reader: Reader) -> str:
    oldest = words.moment(one.oldest, zone=reader.zone, now=reader.now)
    return say(
        "{many} {plain} by {channel}, the oldest from {oldest}",
        many=one.many,
        plain=words.plain(one.kind),
        channel=one.channel,
        oldest=oldest,
    )


def _aside(found: Iterable[SetAside], reader: Reader) -> list[Aside]:
    return [
        Aside(
            id=one.id,
            whose=_whose(one.body),
            came=say(
                "{sentence} through {door}, {moment}",
                sentence=words.sentence(words.plain(one.kind)),
                door=one.door,
                moment=_moment(one, reader),
            ),
            says=SAYS.get(one.state, words.plain(one.state)),
            error=one.error or "",
            sent=one.body,
            waits=one.state != "refused",
        )
        for one in found
    ]


def _moment(one: SetAside, reader: Reader) -> str:
    return words.moment(one.arrived_at, zone=reader.zone, now=reader.now)


def _whose(body: str) -> str:
    """The address in the arrival, whatever shape the rest of it has."""
    sent = decode_json(body)
    email = sent.get("email") if isinstance(sent, dict) else None
    return email if isinstance(email, str) and email else say("Somebody without an e-mail address")


def _dead(found: Iterable[Message], reader: Reader) -> list[Dead]:
    return [
        Dead(
            key=one.key,
            says=say(
                "{sentence} to {recipient} by {channel}",
                sentence=called.message(one.kind),
                recipient=reader.agreed.directory.name_of(one.recipient),
                channel=one.channel,
            ),
            lead_id=one.lead_id or "",
            at=words.moment(one.created_at, zone=reader.zone, now=reader.now),
            tries=one.tries,
            error=heard(one.error or ""),
        )
        for one in found
    ]
