"""How does whatever goes wrong reach its reader as one sentence about what to change?"""

from __future__ import annotations

import logging
import re
import secrets
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

import asyncpg
from fastapi import FastAPI
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Match

from batonpass.handoff.refusal import Refusal
from batonpass.store.open import OF_DATABASE, passes
from batonpass.tongue.spoken import later, say, speaking
from batonpass.web.body import Gone
from batonpass.web.parts import words
from batonpass.web.parts.frame import Frame
from batonpass.web.parts.language import wanted
from batonpass.web.parts.not_done import bar_around, refused_page, written_in
from batonpass.web.problem import KINDS, SEND_AGAIN, Problem, of_refusal, of_refused, unavailable
from batonpass.written.refused import Refused

OF_STATUS = {400: "unreadable", 401: "key-needed", 403: "not-allowed", 404: "not-found", 405: "method-not-allowed"}
_CHOICE = re.compile(r"\^\(([a-z|]+)\)\$")
PLACES = frozenset({"body", "query", "path", "header"})
AWAY = (
    OSError,
    asyncpg.PostgresConnectionError,
    asyncpg.InsufficientResourcesError,
    asyncpg.OperatorInterventionError,
    asyncpg.PostgresSystemError,
    asyncpg.ReadOnlySQLTransactionError,
)
"""What a database says that is full, is being stopped, or must not be written to for the moment."""
ON_PAGES: Mapping[str, tuple[str, str]] = {
    "not-found": (later("There is no such page"), later("Check its address, or go on from your inbox.")),
    "method-not-allowed": (
        later("There is no page to open here"),
        later("This address takes what a button of ours sends. Go back, and press it there."),
    ),
    "unreadable": (
        later("That could not be read"),
        later("Nothing was changed. Go back, load the page again, and send it once more."),
    ),
    "too-large": (later("That is too much at once"), ""),
    "conflict": (later("Things have moved on"), ""),
    "invalid": (later("Something in it is wrong"), ""),
    "not-allowed": (later("This is not for you to do"), ""),
    "too-many-requests": (later("Too many tries at once"), later("Wait a minute, then try again.")),
    "failed": (
        later("This is our mistake"),
        later("Nothing was changed. Try again; if it happens again, tell whoever runs this its number, {number}."),
    ),
    "unavailable": (
        later("We cannot keep anything at the moment"),
        later("Nothing of what you sent was kept. Try again in a minute; all that was taken in before is safe."),
    ),
    "not-known": (
        later("The database does not answer at the moment"),
        later(
            "Whether it has kept what you sent is not known. "
            "In a minute, look whether it is there, and send it again if not."
        ),
    ),
}
"""What a person reads of a problem: its title, and what to do where the words for programs would not help."""
WITH_BAR = frozenset({"not-found", "method-not-allowed", "unreadable", "conflict", "invalid", "not-allowed"})
"""After these somebody who is signed in goes on from the bar; while we fail ourselves nothing more is asked for it."""
log = logging.getLogger(__name__)


def problems(app: FastAPI) -> None:
    """Let the application answer everything that goes wrong with a problem; to a browser's page with a page."""
    _on(app, Problem, lambda problem, _: problem)
    _on(app, Refusal, lambda refusal, _: of_refusal(refusal))
    _on(app, Refused, lambda refused, _: of_refused(refused))
    _on(app, RequestValidationError, lambda error, _: _of_shape(error.errors()))
    _on(app, HTTPException, _of_http)
    _on(app, Gone, lambda _, __: Problem("unreadable", "the request broke off"))
    for down in OF_DATABASE:
        _on(app, down, _of_database)
    _on(app, Exception, lambda error, _: _mistake(error))


def _on(app: FastAPI, kind: type[Exception], meaning: Callable[[Any, Request], Problem]) -> None:
    async def handle(request: Request, error: Exception) -> Response:
        problem = meaning(error, request)
        frame = await bar_around(request) if for_a_page(request) and problem.kind in WITH_BAR else None
        return answer_of(request, problem, frame)

    app.add_exception_handler(kind, handle)


def for_a_page(request: Request) -> bool:
    """Does somebody look at pages here, and no program?"""
    return "text/html" in request.headers.get("accept", "") and not request.url.path.startswith("/v1/")


def answer_of(request: Request, problem: Problem, frame: Frame | None = None) -> Response:
    """A page for who looks at pages, in the `frame` of who is signed in; a problem for programs."""
    if not for_a_page(request):
        return problem.response()
    kind = "not-known" if problem.says == SEND_AGAIN else problem.kind
    title, says = ON_PAGES.get(kind, (KINDS[problem.kind].title, ""))
    says = say(says, number=problem.says.rpartition(" ")[2]) if says else words.told(problem.told()["detail"])
    answer = refused_page(problem.status, say(title), says, written=written_in(request), frame=frame)
    answer.headers.update(problem.headers)
    return answer


def answer_before_pages(request: Request, problem: Problem) -> Response:
    """The same from whoever stands before the pages, where no language is spoken yet."""
    with speaking(wanted(request)):
        return answer_of(request, problem)


def _of_http(error: HTTPException, request: Request) -> Problem:
    match error.status_code:
        case 404:
            return Problem(
                "not-found", f"there is nothing at {request.url.path[:200]}; /openapi.json lists what there is"
            )
        case 405:
            allowed = _methods(request.app.router.routes, request)
            says = f"{request.method} means nothing here; use {' or '.join(allowed) or 'another method'}"
            return Problem("method-not-allowed", says, headers={"Allow": ", ".join(allowed)})
        case status:
            return Problem(OF_STATUS.get(status, "invalid"), str(error.detail))


def _methods(routes: Iterable[BaseRoute], request: Request) -> list[str]:
    """Every method that some route at this address takes; an included router's routes are its own."""
    found: set[str] = set()
    for route in routes:
        included = getattr(route, "original_router", None)
        inner = included.routes if included else (route,)
        for one in inner:
            if one.matches(request.scope)[0] is not Match.NONE:
                found |= set(getattr(one, "methods", None) or ())
    return sorted(found)


def _of_shape(errors: Sequence[Any]) -> Problem:
    """What does not fit the description: all of it, the first in the sentence."""
    told = [{"path": _path(error["loc"]), "says": _says(error)} for error in errors]
    first = told[0]
    says = f"{first['path']}: {first['says']}" if first["path"] else first["says"]
    return Problem("invalid", says, field=first["path"], problems=told if len(told) > 1 else ())


def _path(location: Sequence[str | int]) -> str:
    steps = location[1:] if location and location[0] in PLACES else location
    return ".".join(str(step) for step in steps)


def _says(error: Any) -> str:
    match error["type"]:
        case "missing":
            return "is missing; send it" if len(error["loc"]) > 1 else "the body is missing; send one JSON object"
        case "string_pattern_mismatch":
            words = _CHOICE.fullmatch(error["ctx"]["pattern"])
            return (
                f"should be {' or '.join(words[1].split('|'))}" if words else "holds characters that cannot stand here"
            )
        case "model_attributes_type" | "model_type" | "dict_type":
            return "send one JSON object: { … }" if len(error["loc"]) == 1 else "should be a JSON object"
        case kind if kind.startswith("datetime"):
            return "is not an instant; write it like 2027-03-02T10:00:00Z"
        case _:
            return str(error["msg"]).removeprefix("Value error, ").removeprefix("Input ")


def _of_database(error: Exception, _: Request) -> Problem:
    """A database that is away comes back; a value it cannot hold is the sender's to change."""
    if isinstance(error, asyncpg.DataError):
        return Problem("invalid", "something in the request cannot be kept; send plain text and sensible numbers")
    if passes(error) or isinstance(error, AWAY):
        return unavailable()
    return _mistake(error)


def _mistake(error: Exception) -> Problem:
    number = secrets.token_hex(4)
    log.error("request failed, number %s", number, exc_info=error)
    return Problem("failed", f"something went wrong here. Its number is {number}")
