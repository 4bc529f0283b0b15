"""Which words of its address does a page understand, and what is told of one that it does not?

A page that silently left out what it was asked for would show everything as if it were the answer.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final

from starlette.requests import Request

from batonpass.tongue.spoken import say
from batonpass.written.nearest import nearest

FOR_ALL: Final = frozenset({"did"})
"""What was just done, said on the page that comes after."""
INBOX: Final = frozenset({"show", "sort", "tier", "source", "country", "selected"})
ROUTING: Final = frozenset(
    {"lead", "form", "at", "email", "company", "country", "title", "employees", "industry", "postal_code", "language"}
    | {"campaign", "product"}
)
WORDS: Final[Mapping[str, frozenset[str]]] = {
    "/": INBOX,
    "/inbox": INBOX,
    "/queue": frozenset({"routed"}),
    "/board": frozenset({"moved", "to", "left"}),
    "/search": frozenset({"q"}),
    "/people": frozenset({"q", "state", "pool", "told"}),
    "/people/{name}": frozenset({"preview", "to", "everything"}),
    "/pools": frozenset({"days"}),
    "/calendars/{name}": frozenset({"start", "budget", "end"}),
    "/routing": ROUTING,
    "/passed": frozenset({"days", "kind"}),
    "/changes": frozenset({"kind", "name", "before"}),
    "/outbox": frozenset({"state"}),
    "/imports": frozenset({"before"}),
    "/imports/{name}": frozenset({"after"}),
    "/privacy": frozenset({"who"}),
    "/connectors": frozenset({"mail"}),
    "/backtests": frozenset({"version"}),
    "/playbook/edit": frozenset({"from", "lead"}),
    "/playbook/edit/{number}": frozenset({"lead"}),
    "/start": frozenset({"step"}),
    "/sign-in": frozenset({"next", "language"}),
}
"""What each page is asked by its address, by the path of its route; the others are asked nothing."""
BY_THEMSELVES: Final = frozenset(
    {"/dashboard", "/seams", "/sla", "/leaks", "/funnel", "/campaigns", "/rejections", "/leads"}
)
"""Reports refuse a word that they do not know."""
PASSING: Final = frozenset(
    {"gclid", "gbraid", "wbraid", "fbclid", "msclkid", "li_fat_id", "ttclid", "twclid", "yclid", "dclid", "_ga", "_gl"}
)
PASSING_BEGIN: Final = ("utm_", "mc_", "hsa_", "_hs", "pk_", "mtm_")
SHOWN: Final = 40


def passing(word: str) -> bool:
    """Whether a program that counts visits wrote this word into the address: it asks nothing of a page."""
    return word.lower() in PASSING or word.lower().startswith(PASSING_BEGIN)


def unheard(path: str, words: Iterable[str]) -> tuple[str, ...]:
    """The words that the page of this route would leave unheard."""
    if path in BY_THEMSELVES:
        return ()
    known = WORDS.get(path, frozenset()) | FOR_ALL
    return tuple(word for word in dict.fromkeys(words) if word not in known and not passing(word))


def note_of(request: Request) -> str:
    """What to tell of the first word in the address that the page does not know; nothing where it knows them all."""
    path = str(getattr(request.scope.get("route"), "path", ""))
    missed = unheard(path, request.query_params)
    if not missed:
        return ""
    word = missed[0][:SHOWN]
    near = nearest(word, WORDS.get(path, ()))
    if near:
        return say(
            "This page does not know “{word}”, which stands in its address, and shows everything as if it were not "
            "there. Did you mean “{near}”?",
            word=word,
            near=near,
        )
    return say(
        "This page does not know “{word}”, which stands in its address, and shows everything as if it were not there.",
        word=word,
    )
