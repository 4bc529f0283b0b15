"""Who was passed over and why, and which promises stand still?"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from batonpass.store import board
from batonpass.store.board import PassedOver, Pause
from batonpass.tongue.spoken import later, say
from batonpass.web.parts import words
from batonpass.web.parts.frame import show
from batonpass.web.parts.house import house
from batonpass.web.parts.numbers import whole
from batonpass.web.parts.reader import Reader
from batonpass.web.parts.rights import must
from batonpass.web.session import Here

routes = APIRouter(include_in_schema=False)
WINDOWS = (1, 7, 30)
EVERYBODY = "*"
"""The pool of all pools, where a ladder ends."""
PAUSES_BACK = timedelta(days=90)
KINDS = {
    "": later("All but turns"),
    "away": later("Away"),
    "full": later("Over their caps"),
    "off": later("Off shift"),
    "switched": later("Switched off"),
    "left": later("No longer active"),
    "turn": later("Not their turn"),
}
SIGNS = {
    "away": ("is away",),
    "full": ("is full", "has had"),
    "off": ("not at work",),
    "switched": ("switched leads off",),
    "left": ("no longer active", "not one of our people"),
    "turn": ("not the turn of",),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Turn:
    """A lead that went past somebody."""

    lead_id: str
    name: str
    company: str
    at: str
    goes: str
    pool: str
    why: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Still:
    """A promise that stands still, or did."""

    lead_id: str
    name: str
    since: str
    until: str
    because: str
    now: bool


@routes.get("/passed")
async def page(request: Request, reader: Here) -> Response:
    """Turns that passed somebody over, with the reason, and pauses, with theirs."""
    must(reader.tends, say("your manager"))
    pool, sent = house(request).pool, request.query_params
    days = asked if (asked := whole(sent.get("days", ""), WINDOWS[-1])) in WINDOWS else 7
    kind = sent.get("kind", "") if sent.get("kind", "") in KINDS else ""
    found = await board.passed_over(pool, reader.now - timedelta(days=days))
    turns = [turn for one in found if (turn := _turn(one, reader, kind)).why]
    pauses = [
        _still(one, reader) for one in await board.pauses(pool, reader.now - PAUSES_BACK) if reader.sees(one.lead)
    ]
    view = {
        "title": say("Passed over"),
        "turns": turns,
        "pauses": sorted(pauses, key=lambda one: not one.now),
        "days": days,
        "windows": WINDOWS,
        "kind": kind,
        "kinds": KINDS,
    }
    return await show(request, reader, "passed/page.html", here="passed", **view)


def kind_of(why: str) -> str:
    """Which kind of reason a sentence gives; empty for one of another kind."""
    return next((kind for kind, signs in SIGNS.items() if any(sign in why for sign in signs)), "")


def _turn(one: PassedOver, reader: Reader, kind: str) -> Turn:
    routed, people = one.routed, reader.agreed.directory
    why = tuple(words.told(w) for w in routed.passed if (kind_of(w) == kind if kind else kind_of(w) != "turn"))
    return Turn(
        lead_id=one.lead_id,
        name=one.name,
        company=one.company,
        at=words.moment(one.at, zone=reader.zone, now=reader.now),
        goes=people.name_of(routed.owner) if routed.owner else say("queue {queue}", queue=routed.queue),
        pool=say("everybody") if routed.pool == EVERYBODY else words.plain(routed.pool or routed.rung),
        why=why,
    )


def _still(one: Pause, reader: Reader) -> Still:
    paused = any(clock.paused_at == one.fact.at and clock.ended_at is None for clock in one.lead.clocks)
    return Still(
        lead_id=one.lead.id,
        name=one.lead.name,
        since=words.moment(one.fact.at, zone=reader.zone, now=reader.now),
        until=words.moment(one.fact.until, zone=reader.zone, now=reader.now),
        because=words.told(one.fact.because),
        now=paused,
    )
