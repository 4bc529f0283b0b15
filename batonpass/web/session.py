"""Who is signed in? A signed cookie says so; the database says each time whether it is still true."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from typing import Annotated

from fastapi import Depends
from itsdangerous import BadData, URLSafeSerializer
from starlette.requests import Request
from starlette.responses import Response

from batonpass.store import users
from batonpass.tongue.spoken import speak
from batonpass.web.parts.forms import from_our_page, read_form
from batonpass.web.parts.house import House, house, is_secure
from batonpass.web.parts.reader import Reader, zone_of
from batonpass.web.parts.refused import SignInNeeded

IDLE = timedelta(hours=12)
LONGEST = timedelta(days=7)
RENEW_AFTER = timedelta(minutes=5)
FORM_COOKIE = "batonpass-form"
SECRET_LEAST = 32
TEXT_MOST = 2_000_000
"""Bytes of a form with a playbook in it; thousands of accounts may stand there."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Session:
    """What the cookie holds: whose it is, since when, when last seen (seconds since 1970), and the token of forms."""

    email: str
    since: int
    seen: int
    token: str


async def reader(request: Request) -> Reader:
    """Give the person before the page; raise SignInNeeded when nobody is, or nobody may be any more (S44, S45)."""
    home, session = house(request), opened(request)
    if session is None:
        raise SignInNeeded
    async with home.pool.acquire() as connection:
        found = await users.reader(connection, session.email, id_of(session))
        agreed = await home.watched.at_revision(connection, found.revision)
    if found.user is None or not holds(session, found.now):
        raise SignInNeeded
    request.state.session = renewed(session, found.now)
    if found.user.language:
        speak(found.user.language)
    zone = zone_of(found.user.rep, agreed)
    return Reader(user=found.user, now=found.now, zone=zone, agreed=agreed, token=session.token)


async def form_of(request: Request, who: Annotated[Reader, Depends(reader)]) -> Mapping[str, str]:
    """Give the fields of a form that the signed-in person sent from a page of ours."""
    form = await read_form(request)
    from_our_page(request, form, who.token)
    return form


async def text_of(request: Request, who: Annotated[Reader, Depends(reader)]) -> Mapping[str, str]:
    """Give the fields of a form that holds a whole playbook, whose text keeps its spaces and so its lines."""
    form = await read_form(request, most=TEXT_MOST, as_written="text")
    from_our_page(request, form, who.token)
    return {**form, "text": form.get("text", "").replace("\r\n", "\n")}


Here = Annotated[Reader, Depends(reader)]
Form = Annotated[Mapping[str, str], Depends(form_of)]
LongForm = Annotated[Mapping[str, str], Depends(text_of)]


def holds(session: Session, now: datetime) -> bool:
    """Has the session neither lain idle too long nor lasted too long? One of a time that has not come is none.

    It was made while the database's clock was ahead, and would outlast every other by as much.
    """
    at, idle = now.timestamp(), IDLE.total_seconds()
    return -idle <= at - session.seen <= idle and -idle <= at - session.since <= LONGEST.total_seconds()


def renewed(session: Session, now: datetime) -> Session | None:
    """The session as seen now, when that is worth a new cookie."""
    at = int(now.timestamp())
    if abs(at - session.seen) < RENEW_AFTER.total_seconds():
        return None
    return Session(email=session.email, since=min(session.since, at), seen=at, token=session.token)


def begun(email: str, now: datetime) -> Session:
    """A new session, with a token of its own, whatever cookie there was before (S44)."""
    at = int(now.timestamp())
    return Session(email=email, since=at, seen=at, token=secrets.token_urlsafe(24))


def id_of(session: Session) -> str:
    """The name under which the database knows the session: a fingerprint, so that its rows open nothing."""
    return hashlib.sha256(session.token.encode()).hexdigest()[:32]


def keep(request: Request, response: Response, session: Session) -> None:
    """Put the session into the answer's cookie."""
    signed = _signer(house(request)).dumps(asdict(session))
    _put(request, response, _name(request), signed if isinstance(signed, str) else signed.decode())


def end(request: Request, response: Response) -> None:
    """Take the cookie away."""
    response.delete_cookie(_name(request), httponly=True, secure=is_secure(request), samesite="lax")


def opened(request: Request) -> Session | None:
    """The session in the cookie, if we signed it."""
    signed = request.cookies.get(_name(request), "")
    try:
        return Session(**_signer(house(request)).loads(signed))
    except (BadData, TypeError):
        return None


def form_token(request: Request) -> str:
    """The token of forms for who has not signed in yet: from their cookie, or a new one."""
    return request.cookies.get(FORM_COOKIE, "") or secrets.token_urlsafe(24)


def keep_form_token(request: Request, response: Response, token: str) -> None:
    """Put the token into a cookie, which the form's own copy has to match."""
    _put(request, response, FORM_COOKIE, token)


def _put(request: Request, response: Response, name: str, value: str) -> None:
    response.set_cookie(name, value, httponly=True, secure=is_secure(request), samesite="lax", path="/")


def _name(request: Request) -> str:
    """Over https the name itself keeps other hosts of the domain from setting it."""
    return "__Host-batonpass" if is_secure(request) else "batonpass"


def _signer(home: House) -> URLSafeSerializer:
    if len(home.session_secret) < SECRET_LEAST:
        raise ValueError(
            f"the secret of sessions has {len(home.session_secret)} bytes; it needs {SECRET_LEAST} or more"
        )
    keys = {"key_derivation": "hmac", "digest_method": hashlib.sha256}
    return URLSafeSerializer(
        [*home.older_session_secrets, home.session_secret], salt="batonpass session", signer_kwargs=keys
    )
