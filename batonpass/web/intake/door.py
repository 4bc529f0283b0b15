"""How are leads and events answered as fast as they come, and only once they are durable?"""

from __future__ import annotations

import logging
import secrets
from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import Any

import msgspec
from starlette.types import ASGIApp, Receive, Scope, Send

from batonpass.store.arrival import Arrival, Kind, Outcome, State
from batonpass.store.keys import Key
from batonpass.store.open import OF_DATABASE
from batonpass.store.take import take
from batonpass.web.body import Gone, length_of, must_be_json, read_body, read_object
from batonpass.web.counts import Counts
from batonpass.web.keys import Keyring
from batonpass.web.parts.headers import Guarded
from batonpass.web.problem import Problem, of_refusal, unavailable
from batonpass.web.wiring import Collaborators

from . import events
from .arrivals import arrival, idempotency_key
from .asked import Asked, asked
from .batch import take_batch
from .events import NotKept, Read
from .flusher import Flusher
from .form import FormDoor, refused
from .hooks import HookDoor
from .script import ScriptDoor
from .submissions import apart
from .visitors import Kept, Visitors

JSON = b"application/json"
SHIELDS = [(b"cache-control", b"no-store"), (b"x-content-type-options", b"nosniff")]
REPLAYED = [(b"idempotent-replayed", b"true")]
LATER = "it was kept as it came, but could not be decided at once; a person looks at it, and GET /v1/inbox shows it"
Said = tuple[int, bytes, Sequence[tuple[bytes, bytes]]]
PublicDoor = FormDoor | HookDoor | ScriptDoor
Way = Callable[[Asked, Key, dict[str, Any]], Awaitable[Said]]
log = logging.getLogger(__name__)


class IntakeDoor:
    """A bare ASGI application for what comes by the thousand; everything else goes on to `rest`."""

    def __init__(self, given: Collaborators, *, keys: Keyring, counts: Counts, rest: ASGIApp) -> None:
        """Stand before the rest of an installation."""

        async def taken(arrivals: Sequence[Arrival]) -> list[Outcome]:
            return await take(given.pool, given.watched, arrivals)

        self._keys, self._rest, self._base_url = keys, rest, given.base_url
        self._flusher = Flusher(taken, poke=given.poke, counts=counts)
        self._visitors = Visitors(given=given, flusher=self._flusher)
        self._forms = FormDoor(given, self._visitors)
        self._hooks = HookDoor(given, self._visitors, counts)
        self._scripts = ScriptDoor(given, self._visitors)
        self._ways: Mapping[str, Way] = {
            "/v1/submissions": self._submission,
            "/v1/track": self._one_event(events.track),
            "/v1/page": self._one_event(events.page),
            "/v1/identify": self._one_event(events.identify),
            "/v1/group": self._one_event(events.group),
            "/v1/alias": self._one_event(events.alias),
            "/v1/batch": self._batch,
        }

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request, or pass it on."""
        path = scope.get("path", "")
        way = self._ways.get(path)
        if way and scope["type"] == "http":
            await self._answer(way, scope, receive, send)
        elif path.startswith("/f/") and scope["type"] == "http":
            await self._public(self._forms, scope, receive, send)
        elif path.startswith("/hooks/") and scope["type"] == "http":
            await self._public(self._hooks, scope, receive, send)
        elif path in ("/t", "/t.js") and scope["type"] == "http":
            await self._public(self._scripts, scope, receive, send)
        else:
            await self._rest(scope, receive, send)

    async def _answer(self, way: Way, scope: Scope, receive: Receive, send: Send) -> None:
        try:
            status, body, more = await self._said(way, scope, receive)
        except Problem as problem:
            response = problem.response()
            response.headers["X-Content-Type-Options"] = "nosniff"
            await response(scope, receive, send)
        except Gone:
            return
        else:
            await _send(send, status, body, more)

    async def _said(self, way: Way, scope: Scope, receive: Receive) -> Said:
        head = asked(scope)
        if head.method != "POST":
            says = f"{head.method} means nothing here; POST it"
            raise Problem("method-not-allowed", says, headers={"Allow": "POST"})
        try:
            key = await self._keys.holder(scope, "intake")
            must_be_json(head.content_type, head.content_encoding)
            return await way(head, key, read_object(await read_body(receive, length_of(head.content_length))))
        except OF_DATABASE:
            raise unavailable() from None
        except (Problem, Gone):
            raise
        except Exception as error:
            raise _mistake(error) from error

    async def _submission(self, head: Asked, key: Key, sent: dict[str, Any]) -> Said:
        caller, idem = key.id, idempotency_key(head.idempotency_key)
        bare, aliases = apart(sent)
        one = arrival(Kind.SUBMISSION, bare, door="api", caller=caller, idem_key=idem, folds=True)
        said = _durable(await self._flusher.put(one), 201)
        if aliases:
            await self._visitors.met_by(one, aliases)
        return said

    def _one_event(self, read: Callable[..., Read]) -> Way:
        async def way(head: Asked, key: Key, sent: dict[str, Any]) -> Said:
            if events.refuses(head.consent):
                return 204, b"", ()
            one = read(sent, caller=key.id, key=idempotency_key(head.idempotency_key))
            (settled,) = await self._visitors.take([one])
            if isinstance(settled, Outcome):
                return _durable(settled, 200)
            if isinstance(settled, Problem):
                raise settled
            if isinstance(settled, NotKept) and settled.denied:
                return 204, b"", ()
            told = {"kept": isinstance(settled, Kept), "lead_id": None, "because": settled.because}
            return 202, msgspec.json.encode(told), ()

        return way

    async def _batch(self, head: Asked, key: Key, sent: dict[str, Any]) -> Said:
        if events.refuses(head.consent):
            return 204, b"", ()
        told = await take_batch(sent, self._visitors, caller=key.id, key=idempotency_key(head.idempotency_key))
        return 200, msgspec.json.encode(told), ()

    async def _public(self, door: PublicDoor, scope: Scope, receive: Receive, send: Send) -> None:
        head = asked(scope)
        try:
            response = await door.answer(head, receive)
        except Problem as problem:
            response = refused(problem, head)
        except Gone:
            return
        except OF_DATABASE:
            response = refused(unavailable(), head)
        except Exception as error:  # noqa: BLE001 - whatever goes wrong, its sender reads a sentence
            response = refused(_mistake(error), head)
        await Guarded(response, base_url=self._base_url)(scope, receive, send)


def _durable(outcome: Outcome, status: int) -> Said:
    """What was written, in the words of the transaction that wrote it."""
    if outcome.refusal:
        raise of_refusal(outcome.refusal)
    match outcome.state:
        case State.TAKEN if outcome.answer:
            return status, outcome.answer.encode(), ()
        case State.REPLAYED if outcome.answer:
            return status, outcome.answer.encode(), REPLAYED
        case State.KEY_REUSED:
            raise Problem("idempotency-key-reuse", "this key came before with other content; nothing was taken in")
        case State.NOT_KEPT:
            return 200, msgspec.json.encode({"lead_id": None, "kept": False, "because": outcome.error}), ()
        case state:
            told = {"lead_id": None, "state": state.value, "because": LATER, "replayed": False}
            return 202, msgspec.json.encode(told), ()


def _mistake(error: Exception) -> Problem:
    """Our own fault: the sender gets a number, the log the cause."""
    number = secrets.token_hex(4)
    log.error("request failed, number %s", number, exc_info=error)
    return Problem("failed", f"something went wrong here; nothing was changed. Its number is {number}")


async def _send(send: Send, status: int, body: bytes, more: Sequence[tuple[bytes, bytes]]) -> None:
    headers = [*SHIELDS, *more]
    if status != 204:  # noqa: PLR2004 - no content has no type and no length
        headers += [(b"content-type", JSON), (b"content-length", str(len(body)).encode())]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": body})
