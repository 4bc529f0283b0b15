"""Which leads look like an account, or like another lead, and need a person to say so?"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from batonpass.handoff.refusal import Refusal
from batonpass.store import match
from batonpass.store.match import Match
from batonpass.tongue.spoken import later, say
from batonpass.web.parts import words
from batonpass.web.parts.frame import show
from batonpass.web.parts.house import house
from batonpass.web.parts.numbers import whole
from batonpass.web.parts.reader import Reader
from batonpass.web.parts.refused import PageRefused
from batonpass.web.parts.rights import must_tend
from batonpass.web.session import Form, Here

routes = APIRouter(include_in_schema=False)

WHO = later("Ask your manager or an administrator: they say who is who.")
BIGINT_MAX = 2**63 - 1
SHOWN = 25
"""So many a person answers in one sitting."""
SAID_IN_PERCENT = "% alike"
VERDICTS = {"accept": True, "decline": False}
DONE = {
    "accept": later("They are the same. Whoever comes from there next is recognised at once."),
    "decline": later("They are not the same. It will not be asked again."),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Side:
    """One of the two that look alike: what it is called, where it is opened, and what is known of it."""

    name: str
    href: str
    told: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """A lead beside what it looks like, how alike they are and why."""

    id: int
    question: str
    percent: int
    reasons: tuple[str, ...]
    lead: Side
    candidate: Side


@routes.get("/matches")
async def page(request: Request, reader: Here) -> Response:
    """What waits, the likeliest first."""
    return await _show(request, reader, done=DONE.get(request.query_params.get("did", ""), ""))


@routes.post("/matches/{match_id}/{verdict}")
async def settle(request: Request, reader: Here, _: Form, *, match_id: str, verdict: str) -> Response:
    """Carry out what the reader decided, and remember it."""
    must_tend(reader, WHO, acts=True)
    if verdict not in VERDICTS:
        raise PageRefused(404, say("No such answer"), say("Open the page again and choose one of its buttons."))
    home = house(request)
    try:
        await match.settle(
            home.pool, home.watched, whole(match_id, BIGINT_MAX) or 0, same=VERDICTS[verdict], by=reader.by
        )
    except Refusal as refusal:
        return await _show(request, reader, status=409, trouble=f"{words.sentence(words.told(refusal.says))}.")
    except LookupError:
        return await _show(request, reader, status=404, trouble=say("This match is no longer there."))
    home.poke()
    return RedirectResponse(f"/matches?did={verdict}", 303)


async def _show(request: Request, reader: Reader, *, status: int = 200, done: str = "", trouble: str = "") -> Response:
    must_tend(reader, WHO)
    found = await match.waiting(house(request).pool)
    pairs = [_pair(one, reader) for one in found[:SHOWN]]
    view = {
        "title": say("Matches to look at"),
        "pairs": pairs,
        "more": len(found) - SHOWN,
        "done": done,
        "trouble": trouble,
        "acts": reader.acts,
    }
    return await show(request, reader, "matches/page.html", here="matches", status=status, **view)


def _pair(one: Match, reader: Reader) -> Pair:
    is_account = one.kind == "account"
    return Pair(
        id=one.id,
        question=say("Is this their account?") if is_account else say("Are these two leads one person?"),
        percent=round(one.likeness * 100),
        reasons=tuple(words.told(reason) for reason in one.reasons if not reason.endswith(SAID_IN_PERCENT)),
        lead=Side(
            name=one.name,
            href=f"/leads/{one.lead_id}",
            told=_told(
                (say("Company"), one.company),
                (say("Address"), one.person),
                (say("Stage"), one.stage),
                (say("Owner"), _who(one.owner, reader)),
            ),
        ),
        candidate=Side(
            name=one.candidate_name,
            href="" if is_account else f"/leads/{one.candidate}",
            told=_account(one, reader) if is_account else _told((say("Owner"), _who(one.candidate_owner, reader))),
        ),
    )


def _account(one: Match, reader: Reader) -> tuple[tuple[str, str], ...]:
    held: dict[str, Any] = one.account or {}
    return _told(
        (say("Domain"), one.candidate),
        (say("Also"), ", ".join((*held.get("names", ()), *held.get("domains", ())))),
        (say("Country"), words.country(held.get("country") or "")),
        (say("Owner"), _who(one.candidate_owner, reader)),
    )


def _told(*pairs: tuple[str, str]) -> tuple[tuple[str, str], ...]:
    return tuple(pair for pair in pairs if pair[1])


def _who(rep: str | None, reader: Reader) -> str:
    return reader.agreed.directory.name_of(rep) if rep else ""
