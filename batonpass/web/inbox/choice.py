"""Which of the leads does the reader want to see, and in which order?"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from enum import StrEnum
from typing import TypeVar
from urllib.parse import parse_qsl, urlencode

from starlette.requests import Request
from starlette.responses import Response

from batonpass.web.parts.house import is_secure

COOKIE = "batonpass-inbox"
LONGEST = 300
"""No tier, source or country of a lead's is longer; more in an address is a slip or an attack."""
NOT_TOLD = "-"
"""Asks for the leads of which we do not know it."""


class Show(StrEnum):
    """What presses: everything, what is late, what is due by tonight, what sales has not answered yet."""

    ALL = "all"
    LATE = "late"
    TODAY = "today"
    ACCEPT = "accept"


class Order(StrEnum):
    """What comes first: what presses most, the highest score, who came in last."""

    DUE = "due"
    SCORE = "score"
    NEWEST = "newest"


Word = TypeVar("Word", Show, Order)


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """What is asked for; an empty text lets everything through, and "-" those of which it is not known."""

    show: Show = Show.ALL
    tier: str = ""
    source: str = ""
    country: str = ""
    sort: Order = Order.DUE

    @property
    def asked(self) -> Mapping[str, str]:
        """What differs from the inbox as it is without a choice."""
        every = {one.name: (getattr(self, one.name), one.default) for one in fields(self)}
        return {name: str(value) for name, (value, usual) in every.items() if value != usual}

    @property
    def narrows(self) -> bool:
        """Whether leads are left out; another order alone leaves none."""
        return bool(self.asked.keys() - {"sort"})

    def address(self, path: str = "/", **other: str) -> str:
        """Where the inbox is seen like this, with these changes; one that says so even when nothing is chosen."""
        asked = {"show": Show.ALL, **self.asked, **other}
        return f"{path}?{urlencode({name: value for name, value in asked.items() if value})}"


NAMES = frozenset(one.name for one in fields(Choice))


def chosen(request: Request) -> Choice:
    """What the address asks for; if it says nothing, what this browser chose last. Unknown words ask nothing."""
    said = dict(request.query_params)
    if not NAMES & said.keys():
        said = dict(parse_qsl(request.cookies.get(COOKIE, "")))
    texts = {name: _text(said.get(name, "")) for name in ("tier", "source", "country")}
    return Choice(show=_of(Show, said.get("show", "")), sort=_of(Order, said.get("sort", "")), **texts)


def keep_choice(request: Request, response: Response, choice: Choice) -> None:
    """Put the choice into a cookie that ends with the browser, so that it holds from lead to lead."""
    secure = is_secure(request)
    if not choice.asked:
        response.delete_cookie(COOKIE, httponly=True, secure=secure, samesite="lax")
        return
    response.set_cookie(COOKIE, urlencode(choice.asked), httponly=True, secure=secure, samesite="lax", path="/")


def _text(said: str) -> str:
    return said.strip() if len(said) <= LONGEST and "\0" not in said else ""


def _of(kind: type[Word], said: str) -> Word:
    """The word that was said; the first of its kind for one that is none."""
    every = tuple(kind)
    return kind(said) if said in every else every[0]
