"""How would one lead stand under the old text and the new, and what would it and its rep read?"""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from decimal import Decimal

import asyncpg

from batonpass.handoff.brief_full import Around, full_brief, in_words
from batonpass.handoff.clock import start
from batonpass.handoff.effects import AcknowledgeLead
from batonpass.handoff.facts import Acknowledged, Scored
from batonpass.handoff.fold import fold
from batonpass.handoff.hours import NeverOpens, OutOfRange
from batonpass.handoff.lead import Lead
from batonpass.handoff.notify import of_acknowledgement
from batonpass.handoff.playbook import Stage
from batonpass.handoff.record import replace
from batonpass.handoff.setting import Setting
from batonpass.handoff.words import plain
from batonpass.learn.one_by_one import look_at_new
from batonpass.store import read
from batonpass.store.search import find_leads
from batonpass.tongue.spoken import say
from batonpass.web.lead.open import is_id
from batonpass.web.parts.reader import Reader
from batonpass.web.playbook.planned import Asked


@dataclass(frozen=True, slots=True, kw_only=True)
class Stand:
    """Where the lead would stand under one text, and why."""

    stage: str
    tier: str
    total: str
    fit: str
    behaviour: str
    model: str
    goes: str
    because: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Point:
    """A reason of the score with its points on both sides; empty where it gives none."""

    says: str
    was: str
    now: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Mail:
    """The first answer as the lead would read it."""

    sender: str
    to: str
    subject: str
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Pinned:
    """One lead under both texts, judged as it came; the brief and the answer are by the new one."""

    id: str
    name: str
    was: Stand
    now: Stand
    points: tuple[Point, ...]
    brief: tuple[str, ...]
    mail: Mail | None


@dataclass(frozen=True, slots=True, kw_only=True)
class _Judged:
    lead: Lead
    scored: Scored
    because: str


async def pin(pool: asyncpg.Pool, said: str, asked: Asked, reader: Reader) -> Pinned | None:
    """The lead of that number, or the first that is found by these words; None when this reader sees no such lead."""
    lead = await _lead(pool, said, reader)
    if lead is None:
        return None
    was, now = (_judged(lead, setting) for setting in (asked.before, asked.after))
    return Pinned(
        id=lead.id,
        name=lead.name,
        was=_stand(was, asked.before),
        now=_stand(now, asked.after),
        points=_points(was.scored, now.scored),
        brief=_brief(now.lead, asked.after),
        mail=_mail(now.lead, asked.after),
    )


async def _lead(pool: asyncpg.Pool, said: str, reader: Reader) -> Lead | None:
    held = await read.lead(pool, said) if is_id(said) else None
    if held is None:
        found = await find_leads(pool, said, reader.owners, limit=1)
        held = await read.lead(pool, found[0].id) if found else None
    return held.lead if held is not None and reader.sees(held.lead) else None


def _judged(lead: Lead, setting: Setting) -> _Judged:
    """The lead as the text makes it; its promise begins now, if it is handed over and the hours ever come."""
    looked = look_at_new(lead, setting)
    routed = looked.routed
    stands = replace(
        lead,
        stage=looked.stage,
        tier=looked.tier,
        band=looked.band,
        score=looked.scored,
        owner=routed.owner if routed else None,
        queue=routed.queue if routed else None,
        clocks=(),
        because=looked.because,
    )
    if looked.stage is Stage.MQL and looked.tier:
        with suppress(NeverOpens, OutOfRange, KeyError):
            stands = fold(stands, start(stands, setting))
    return _Judged(lead=stands, scored=looked.scored, because=looked.because)


def _stand(one: _Judged, setting: Setting) -> Stand:
    lead, scored = one.lead, one.scored
    owner = setting.directory.name_of(lead.owner) if lead.owner else ""
    return Stand(
        stage=lead.stage.value,
        tier=lead.tier or "",
        total=plain(scored.total),
        fit=plain(scored.fit),
        behaviour=plain(scored.behaviour),
        model=scored.model,
        goes=owner or (say("queue {name}", name=lead.queue) if lead.queue else say("nobody yet")),
        because=one.because,
    )


def _points(was: Scored, now: Scored) -> tuple[Point, ...]:
    """Every reason once, those that give other points first."""
    told: list[dict[str, Decimal]] = [{}, {}]
    for side, scored in zip(told, (was, now), strict=True):
        for part in scored.parts:
            side[part.says] = side.get(part.says, Decimal(0)) + part.points
    before, after = told
    points = [
        Point(says=says, was=_number(before.get(says)), now=_number(after.get(says))) for says in {**after, **before}
    ]
    return tuple(sorted(points, key=lambda one: one.was == one.now))


def _number(points: Decimal | None) -> str:
    return "" if points is None else plain(points)


def _brief(lead: Lead, setting: Setting) -> tuple[str, ...]:
    around = Around(at=setting.at, name_of=setting.directory.name_of)
    return tuple(in_words(full_brief(lead, setting.playbook, around)))


def _mail(lead: Lead, setting: Setting) -> Mail | None:
    """The first answer, when the playbook has one and the lead an address; whether it is due is another matter."""
    if setting.playbook.acknowledge is None or not lead.value("email"):
        return None
    answered = Acknowledged(at=setting.at, to=lead.value("email"), because="a look at it")
    effect = next(one for one in of_acknowledgement(lead, answered, setting) if isinstance(one, AcknowledgeLead))
    blanks = {
        "{name}": lead.value("first_name") or "there",
        "{promise}": effect.by_local or "soon",
        "{company}": effect.company,
    }
    subject, words = effect.subject, effect.words
    for blank, value in blanks.items():
        subject, words = subject.replace(blank, value), words.replace(blank, value)
    return Mail(sender=effect.sender, to=effect.to, subject=subject, words=words)
