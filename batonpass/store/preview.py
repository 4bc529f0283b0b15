"""Who would have somebody's leads if they left? Decided by the live path, on paper: nothing is written."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import asyncpg

from batonpass.handoff.answer import answer
from batonpass.handoff.facts import Routed
from batonpass.handoff.lead import FIRST_TOUCH, Lead
from batonpass.handoff.pledges_second import AE_ACCEPT
from batonpass.handoff.refusal import Refusal
from batonpass.handoff.requests import LoseOwner
from batonpass.handoff.setting import Setting
from batonpass.store.trial import setting_now
from batonpass.store.world import Watched

WAITS_FOR = (FIRST_TOUCH, AE_ACCEPT)


@dataclass(frozen=True, slots=True, kw_only=True)
class Would:
    """Where a lead would go, or went, and why; neither owner nor queue where it would stay."""

    lead: Lead
    owner: str | None
    queue: str | None
    because: str


async def hand_over_preview(
    pool: asyncpg.Pool, watched: Watched, rep: str, leads: Sequence[Lead], *, to: str | None = None
) -> tuple[Would, ...]:
    """Where these leads would go one after the other, each turn counted, if their owner were no longer active.

    With `to` their owner stays, and hands them to whom it names, or by the ladder when it names nobody.
    """
    setting = await setting_now(pool, watched, [lead.person for lead in leads])
    setting = _without(rep, setting) if to is None else setting
    would: list[Would] = []
    for lead in leads:
        one, setting = _moved(lead, rep, setting, to=to or "")
        would.append(one)
    return tuple(would)


def waits_for_them(lead: Lead) -> bool:
    """Does it wait for its owner to touch it first, or to take it over?"""
    return any(lead.running(promise) for promise in WAITS_FOR)


def _without(rep: str, setting: Setting) -> Setting:
    people = setting.directory
    gone = {**people.reps, rep: replace(people.reps[rep], active=False)}
    return replace(setting, directory=replace(people, reps=gone), reckoned={})


def _moved(lead: Lead, rep: str, setting: Setting, *, to: str) -> tuple[Would, Setting]:
    try:
        step = answer(lead, LoseOwner(by=rep, owner=rep, to=to, why="hands on" if to else ""), setting)
    except Refusal as refusal:
        return Would(lead=lead, owner=None, queue=None, because=refusal.says), setting
    routed = next((fact for fact in step.facts if isinstance(fact, Routed)), None)
    if routed and routed.pool:
        setting = replace(setting, turns={**setting.turns, routed.pool: routed.turn})
    if step.lead.owner:
        held = setting.loads.get(step.lead.owner, 0) + 1
        setting = replace(setting, loads={**setting.loads, step.lead.owner: held})
    because = routed.because if routed else ""
    return Would(lead=lead, owner=step.lead.owner, queue=step.lead.queue, because=because), setting
