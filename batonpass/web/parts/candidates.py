"""Who of a pool could take a lead now, how do they stand in their turns, and why not the others?"""

from __future__ import annotations

from dataclasses import dataclass

from batonpass.handoff.available import absent, at_work, full, opens_next, today_of
from batonpass.handoff.people import Member, Pool
from batonpass.handoff.setting import Setting
from batonpass.handoff.turn import OWED, TURN, had_on
from batonpass.tongue.spoken import say
from batonpass.tongue.written_out import numeral, wall

from . import words

CLOSE = 0.05
"""Less than this part of a turn is neither ahead nor behind."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """A member of a pool before the next lead. `balance` tells how far the ledger has them ahead or behind."""

    rep: str
    name: str
    says: str
    tone: str
    weight: int
    share: int
    cap: str
    held: int
    balance: str
    owed: str
    next: bool


def candidates(pool: Pool, setting: Setting, chosen: str | None) -> tuple[Candidate, ...]:
    """Everybody in the pool, in its order, each with how they stand."""
    total = sum(member.weight for member in pool.members) or 1
    return tuple(_candidate(member, pool, setting, chosen=chosen, total=total) for member in pool.members)


def _candidate(member: Member, pool: Pool, setting: Setting, *, chosen: str | None, total: int) -> Candidate:
    tally = setting.turns.get(pool.name, {})
    says, tone = _says(member, pool, setting, chosen)
    return Candidate(
        rep=member.rep,
        name=setting.directory.name_of(member.rep),
        says=says,
        tone=tone,
        weight=member.weight,
        share=round(100 * member.weight / total),
        cap=_caps(member, pool, setting),
        held=setting.loads.get(member.rep, 0),
        balance=balance(tally.get(member.rep, 0)),
        owed=_turns(tally.get(OWED + member.rep, 0)),
        next=member.rep == chosen,
    )


def balance(parts: int) -> str:
    """A tally in words: 0.4 turns behind, 0.6 ahead, even. Behind is good for whoever is: theirs comes sooner."""
    turns = parts / TURN
    if abs(turns) < CLOSE:
        return say("even")
    turned = numeral(f"{abs(turns):.1f}")
    return say("{turns} behind", turns=turned) if turns > 0 else say("{turns} ahead", turns=turned)


def _turns(parts: int) -> str:
    turns = parts / TURN
    return numeral(f"{turns:.1f}".removesuffix(".0")) if abs(turns) >= CLOSE else ""


def _says(member: Member, pool: Pool, setting: Setting, chosen: str | None) -> tuple[str, str]:
    name = setting.directory.name_of(member.rep)
    if member.rep == chosen:
        return say("next"), "ok"
    why = absent(member.rep, setting)
    if why:
        return _without(name, why), "warn"
    fill = full(member, pool.name, setting)
    if fill:
        return _without(name, fill), "late"
    if not at_work(member.rep, setting):
        return say("off shift until {opens_next}", opens_next=wall(opens_next(member.rep, setting))), ""
    return say("on shift, not their turn"), ""


def _without(name: str, says: str) -> str:
    """The sentence without the name that stands beside it."""
    return words.told(says).removeprefix(name).strip()


def _caps(member: Member, pool: Pool, setting: Setting) -> str:
    held = setting.loads.get(member.rep, 0)
    parts = [say("{held} of {cap} open", held=held, cap=member.cap)] if member.cap is not None else []
    if member.a_day is not None:
        had = had_on(today_of(member.rep, setting), member.rep, setting.turns.get(pool.name, {}))
        parts.append(say("{had} of {a_day} today", had=had, a_day=member.a_day))
    return ", ".join(parts)
