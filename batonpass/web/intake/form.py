"""How does a plain HTML form, without a key and without JavaScript, become a lead?"""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any
from urllib.parse import parse_qsl, unquote

from starlette.responses import JSONResponse, RedirectResponse, Response

from batonpass.store import clock, forms
from batonpass.store.arrival import Arrival, Kind, Outcome, State
from batonpass.web.body import Receive, length_of, read_body
from batonpass.web.parts.rendered import rendered
from batonpass.web.problem import KINDS, Problem, of_refusal
from batonpass.web.wiring import Collaborators
from batonpass.written.form_file import AForm, target, usual

from .arrivals import arrival, idempotency_key
from .asked import Asked
from .fill_time import our_instant, their_instant, too_fast
from .form_fields import HONEYPOT, NEXT, RENDERED, Pairs, meaning, read_pairs
from .hosted import LAID, Written, of_problem, shown, wrong_in
from .limits import PerMinute, Proxies, forwarded_by
from .submissions import apart, proven
from .tried import try_out
from .try_mark import TEST, is_test
from .visitors import Visitors

FORM_NAME_MOST = 64
THANKS = "Thank you. We have your message and will get back to you."


class FormDoor:
    """Takes plain forms from anybody, and shows one to try it with."""

    def __init__(self, given: Collaborators, visitors: Visitors) -> None:
        """Stand at an installation; ValueError when its proxies are no addresses."""
        self._pool, self._secret, self._visitors = given.pool, given.session_secret, visitors
        self._watched = given.watched
        self._proxies = Proxies(given.trusted_proxies)
        self._limit = PerMinute(given.forms_per_minute)

    async def answer(self, asked: Asked, receive: Receive) -> Response:
        """Answer GET with a form and POST with thanks; a bot's post looks the same to the bot (S01)."""
        form = form_name(asked.path)
        if asked.method in ("GET", "HEAD"):
            trying = dict(parse_qsl(asked.query.decode("latin-1"))).get("test", "")
            return await self._show(form, Written(trying=self._trial(trying, form)), query=asked.query)
        if asked.method != "POST":
            raise Problem(
                "method-not-allowed", f"{asked.method} means nothing to a form; POST it", headers={"Allow": "GET, POST"}
            )
        self._not_too_often(asked)
        body = await read_body(receive, length_of(asked.content_length))
        pairs = await read_pairs(asked.content_type, body)
        if not {LAID, TEST} & dict(pairs).keys():
            return await self._take(form, pairs, asked)
        try:
            return await self._take_ours(form, pairs, asked)
        except Problem as problem:
            if problem.kind != "invalid" or not asked.wants_page:
                raise
            return await self._again(form, pairs, of_problem(problem))

    async def _take_ours(self, name: str, pairs: Pairs, asked: Asked) -> Response:
        """A form that we laid out: its own checks first, its words of consent as proof, its own thanks."""
        form = await self._laid(name)
        wrong = wrong_in(form, pairs)
        if wrong and asked.wants_page:
            return await self._again(name, pairs, wrong)
        if wrong:
            at, says = next(iter(wrong.items()))
            raise Problem("invalid", f"{at}: {says}", field=at)
        trying = self._trial(dict(pairs).get(TEST, ""), name)
        if not trying:
            return await self._take(name, pairs, asked, form)
        sent, _ = apart(self._with_proof(meaning(name, pairs), asked, form))
        tried = await try_out(self._pool, self._watched, await self._arrival(sent, pairs, asked))
        return rendered("intake/tried.html", tried=tried, form=name)

    async def _take(self, form: str, pairs: Pairs, asked: Asked, ours: AForm | None = None) -> Response:
        sent, aliases = apart(self._with_proof(meaning(form, pairs), asked, ours))
        one = await self._arrival(sent, pairs, asked)
        outcome = await self._visitors.flusher.put(one)
        if aliases and outcome.state is State.TAKEN:
            await self._visitors.met_by(one, aliases)
        if ours is None:
            return _answered(outcome, next_of(pairs), asked)
        return _answered(outcome, next_of(pairs) or target(ours.redirect), asked, thanks=ours.thanks)

    async def _laid(self, name: str) -> AForm:
        return await forms.find(self._pool, name) or usual(name)

    async def _again(self, name: str, pairs: Pairs, wrong: Mapping[str, str]) -> Response:
        given = dict(pairs)
        trying = self._trial(given.get(TEST, ""), name)
        return await self._show(name, Written(given=given, errors=wrong, trying=trying))

    async def _show(self, name: str, written: Written, *, query: bytes = b"") -> Response:
        form = await self._laid(name)
        return shown(form, at=datetime.now(UTC), secret=self._secret, written=written, query=query)

    def _trial(self, mark: str, form: str) -> str:
        """The mark, if it lets this form be tried; a form with any other is refused, or a test would become a lead."""
        if mark and not is_test(mark, form, datetime.now(UTC), self._secret):
            raise Problem("not-found", "this link to try the form is too old; open it again from the form's page")
        return mark

    def _with_proof(self, sent: dict[str, Any], asked: Asked, ours: AForm | None = None) -> dict[str, Any]:
        """A consent that came with the form keeps its words, its page and a hash of the address it came from."""
        if "consent" not in sent:
            return sent
        if ours and ours.consent:
            words = {"text": ours.consent, "text_version": str(ours.consent_version)}
            sent = sent | {"consent": {**sent["consent"], **words}}
        peer = self._proxies.peer(asked.peer, forwarded_by(asked.headers))
        page = sent.get("source", {}).get("page", "")
        return sent | {"consent": proven(sent["consent"], page=page, peer=peer, secret=self._secret)}

    async def _arrival(self, sent: Mapping[str, Any], pairs: Pairs, asked: Asked) -> Arrival:
        return arrival(
            Kind.SUBMISSION,
            sent,
            door="form",
            caller="form",
            idem_key=idempotency_key(asked.idempotency_key),
            folds=True,
            quarantine=await self._suspicion(dict(pairs)),
        )

    async def _suspicion(self, sent: dict[str, str]) -> str:
        """Why this was no person, or nothing. Our own stamp is held against the wall clock, theirs against ours."""
        if sent.get(HONEYPOT):
            return f"the input {HONEYPOT}, which people do not see, was filled in"
        said = next((sent[name].strip() for name in RENDERED if sent.get(name)), "")
        ours = our_instant(said, self._secret) if said else None
        if ours:
            return too_fast(ours, datetime.now(UTC))
        theirs = their_instant(said) if said else None
        if theirs is None:
            return ""
        async with self._pool.acquire() as connection:
            return too_fast(theirs, await clock.now(connection))

    def _not_too_often(self, asked: Asked) -> None:
        peer = self._proxies.peer(asked.peer, forwarded_by(asked.headers))
        wait = self._limit.wait(peer, asyncio.get_running_loop().time())
        if wait:
            says = f"too many forms came from your address; try again in {wait} s"
            raise Problem("too-many-requests", says, headers={"Retry-After": str(wait)})


def form_name(path: str) -> str:
    """The form's name in the address; a Problem when it cannot be one."""
    name = unquote(path.removeprefix("/f/"))
    plain = name.replace("-", "").replace("_", "").replace(".", "")
    if not (plain.isascii() and plain.isalnum()) or len(name) > FORM_NAME_MOST:
        raise Problem("not-found", "a form's name has letters, digits, - and _ only: /f/demo")
    return name


def next_of(pairs: Sequence[tuple[str, str]]) -> str:
    """Where to send the browser afterwards: a path of this site alone, for anything else is a trap for its user."""
    said = next((value.strip() for name, value in pairs if name == NEXT), "")
    ours = said.startswith("/") and not said.startswith(("//", "/\\")) and "\\" not in said
    return said if ours and said.isascii() and said.isprintable() else ""


def refused(problem: Problem, asked: Asked) -> Response:
    """The problem as its reader can use it: a page for a person, data for a program."""
    if not asked.wants_page:
        return problem.response()
    kind = KINDS[problem.kind]
    page = rendered("intake/answer.html", kind.status, title=kind.title, says=problem.told()["detail"], back=True)
    page.headers.update(problem.headers)
    return page


def _answered(outcome: Outcome, following: str, asked: Asked, *, thanks: str = "") -> Response:
    if outcome.refusal:
        raise of_refusal(outcome.refusal)
    if outcome.state is State.KEY_REUSED:
        raise Problem("idempotency-key-reuse", "this Idempotency-Key came before with another form")
    received: dict[str, Any] = {"received": True, "message": thanks or THANKS}
    if asked.wants_json:
        return JSONResponse(received)
    if following:
        return RedirectResponse(following, 303)
    return rendered("intake/answer.html", title="We have your message", says=thanks or THANKS, back=False)
