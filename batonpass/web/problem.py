"""What do we answer when a request cannot be carried out, and what should its sender change (RFC 9457)?"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import msgspec
from starlette.responses import Response

from batonpass.handoff.refusal import Refusal, RefusalKind
from batonpass.web.drained import Drained
from batonpass.written.refused import Refused

MEDIA_TYPE = "application/problem+json"
SEND_AGAIN = (
    "the database does not answer at the moment, and whether it has kept this is not known; "
    "send it again in a few seconds, under the same Idempotency-Key if it had one, and it counts once"
)
"""Of a database that stands still."""
UNREAD = {"Connection": "close"}
"""Of an answer to a body that was not read to its end: the connection cannot be used for anything more."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """A kind of problem: its status, its name in a sentence, and what helps in general."""

    status: int
    title: str
    advice: str


KINDS: Mapping[str, Kind] = {
    "unreadable": Kind(
        status=400,
        title="The request cannot be read",
        advice="Send well-formed JSON in UTF-8, each name once in an object.",
    ),
    "key-needed": Kind(
        status=401,
        title="A valid key is needed",
        advice="Send `Authorization: Bearer bp_…` or `X-Api-Key: bp_…`, never a key in the address.",
    ),
    "not-allowed": Kind(
        status=403,
        title="This is not for you to do",
        advice="Use a key with the scope that is named, or let the owner of the lead do it.",
    ),
    "not-found": Kind(status=404, title="There is nothing here", advice="Check the address and the id in it."),
    "method-not-allowed": Kind(
        status=405,
        title="This cannot be done here",
        advice="Use one of the methods that the Allow header names.",
    ),
    "conflict": Kind(
        status=409,
        title="Things have moved on",
        advice="Read the lead again; somebody or something was there before you.",
    ),
    "too-large": Kind(status=413, title="The request is too large", advice="Send less at once, at most 1 MB."),
    "unsupported-media-type": Kind(
        status=415,
        title="The body is of a kind we do not take here",
        advice="Name what you send in Content-Type, and send what this address takes.",
    ),
    "invalid": Kind(
        status=422,
        title="Something in the request is wrong",
        advice="Mend the field that is named and send the request again.",
    ),
    "idempotency-key-reuse": Kind(
        status=422,
        title="This idempotency key was used for something else",
        advice="Send each thing under a key of its own; the same key again must bring the same content.",
    ),
    "confirmation-needed": Kind(
        status=422,
        title="Somebody has to say that this is meant",
        advice="Look at it once more; if it is meant, send it again with `?confirm=true`.",
    ),
    "too-many-requests": Kind(
        status=429,
        title="Too many requests",
        advice="Wait as long as the Retry-After header says, then send it again.",
    ),
    "failed": Kind(
        status=500,
        title="This is our mistake",
        advice="Nothing was changed. The number in the text finds the cause in our log.",
    ),
    "unavailable": Kind(
        status=503,
        title="We cannot keep anything at the moment",
        advice="Send it again after the time in the Retry-After header, under the same idempotency key.",
    ),
}


class Problem(Exception):
    """A request that is not carried out; `says` tells its sender what to change, `field` where."""

    def __init__(
        self,
        kind: str,
        says: str,
        *,
        field: str = "",
        allowed: Iterable[str] = (),
        problems: Iterable[Mapping[str, Any]] = (),
        headers: Mapping[str, str] | None = None,
    ) -> None:
        """Keep what to answer; `kind` is a name of KINDS, `problems` lists several at once."""
        super().__init__(says)
        self.kind, self.says, self.field = kind, says, field
        self.allowed, self.problems = tuple(allowed), tuple(problems)
        self.headers = dict(headers or {})

    @property
    def status(self) -> int:
        """The HTTP status."""
        return KINDS[self.kind].status

    def told(self) -> dict[str, Any]:
        """The problem as plain data; what does not apply is left out."""
        kind = KINDS[self.kind]
        told: dict[str, Any] = {
            "type": f"/problems/{self.kind}",
            "title": kind.title,
            "status": kind.status,
            "detail": _sentence(self.says, self.field),
        }
        more = {"field": self.field, "allowed": self.allowed, "problems": self.problems}
        return told | {name: value for name, value in more.items() if value}

    def body(self) -> bytes:
        """The problem as JSON."""
        return msgspec.json.encode(self.told())

    def response(self) -> Response:
        """The problem as an answer of the framework."""
        headers = {"Cache-Control": "no-store", **self.headers}
        told_as = Drained if UNREAD.items() <= headers.items() else Response
        return told_as(self.body(), self.status, headers=headers, media_type=MEDIA_TYPE)


OF_REFUSAL = {RefusalKind.INVALID: "invalid", RefusalKind.FORBIDDEN: "not-allowed", RefusalKind.CONFLICT: "conflict"}


def of_refusal(refusal: Refusal) -> Problem:
    """The handoff itself refused."""
    return Problem(OF_REFUSAL[refusal.kind], refusal.says, field=refusal.field, allowed=refusal.allowed)


def of_refused(refused: Refused) -> Problem:
    """Something written is unsound: all that is wrong with it, each with its place."""
    told = [{name: value for name, value in one.items() if value} for one in refused.as_dicts()]
    first = refused.problems[0]
    rest = len(told) - 1
    more = f" ({rest} more below)" if rest else ""
    says = " ".join(_sentence(part) for part in (first.says, first.instead) if part) + more
    return Problem("invalid", f"{first.path}: {says}" if first.path else says, field=first.path, problems=told)


def unavailable(says: str = "the database cannot be reached at the moment; nothing was taken in") -> Problem:
    """Nothing can be kept now; to be sent again."""
    return Problem("unavailable", says, headers={"Retry-After": "5"})


def unknown_lead(lead_id: str) -> Problem:
    """No lead has this id."""
    shown = "".join(c for c in lead_id[:40] if c.isprintable())
    return Problem("not-found", f"no lead has the id {shown!r}; GET /v1/leads lists those there are")


def _sentence(says: str, field: str = "") -> str:
    """As a sentence reads: a capital at its head, unless a field's name stands there, and a full stop at its end."""
    text = says.strip()
    opens = text.partition(" ")[0]
    plain = opens.isalpha() and opens.islower() and opens != field
    head = text[:1].upper() + text[1:] if plain else text
    return head if head.endswith((".", "!", "?", ")")) else head + "."
