"""What would a text have made of the leads that came last, and who of them would stand elsewhere?"""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import asyncpg

from batonpass.handoff.words import plain
from batonpass.store import snapshot
from batonpass.store.named import Named, named
from batonpass.store.shape import decode_lead
from batonpass.tongue.spoken import say
from batonpass.web.parts.reader import Reader
from batonpass.web.playbook.planned import Asked

if TYPE_CHECKING:
    from batonpass.learn.plan import Standing
    from batonpass.learn.what_if import WhatIf

LEADS_MOST = 1_000
ONE_BY_ONE_MOST = 200
"""So many are asked when columns cannot answer, for each by itself takes a hundred times as long."""
SHOWN = 25


@dataclass(frozen=True, slots=True, kw_only=True)
class Flip:
    """A lead that would stand elsewhere; `href` is empty for one whom this reader may not open."""

    name: str
    href: str
    was: str
    would: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Sampled:
    """What came of the sample; `slow` says why fewer leads were asked."""

    what_if: WhatIf
    flips: tuple[Flip, ...]
    slow: str = ""


async def sample(pool: asyncpg.Pool, asked: Asked, reader: Reader) -> Sampled:
    """Judge the leads that came last under both playbooks; nothing is written."""
    states = await snapshot.latest(pool, LEADS_MOST)
    found, slow = await asyncio.to_thread(_compared, states, asked)
    names = {one.id: one for one in await named(pool, [flip.lead for flip in found.flips])}
    who = asked.after.directory.name_of
    flips = tuple(
        Flip(
            name=_name(names.get(flip.lead), flip.lead, reader),
            href=f"/leads/{flip.lead}" if _opens(names.get(flip.lead), reader) else "",
            was=_stands(flip.before, who(flip.before.owner) if flip.before.owner else ""),
            would=_stands(flip.after, who(flip.after.owner) if flip.after.owner else ""),
        )
        for flip in found.flips
    )
    return Sampled(what_if=found, flips=flips, slow=slow)


def _compared(states: Sequence[str], asked: Asked) -> tuple[WhatIf, str]:
    """Side by side as columns where they can answer, else each lead by itself."""
    from batonpass.learn.many.conditions import NotInColumns  # noqa: PLC0415 - only plans need Polars
    from batonpass.learn.plan_look import OneByOne, reader_of  # noqa: PLC0415
    from batonpass.learn.what_if import compared, sample_of, what_if  # noqa: PLC0415

    playbooks, at = (asked.before.playbook, asked.after.playbook), asked.before.at
    try:
        gathered = reader_of(playbooks, at, segments=(), deep=True)
        gathered.add([snapshot.glance_of(state) for state in states])
        return what_if(sample_of(gathered.finish(), asked.before), asked.after, shown=SHOWN), ""
    except NotInColumns as unlike:
        slow = str(unlike)
    leads = [decode_lead(state) for state in states[-ONE_BY_ONE_MOST:]]
    gathered = reader_of(playbooks, at, segments=(), deep=False)
    gathered.add(leads)
    lookers = [OneByOne(setting, at, tiers=gathered.tiers) for setting in (asked.before, asked.after)]
    for looker in lookers:
        looker.add(leads)
    people = (asked.before.directory, asked.after.directory)
    return compared(gathered.finish(), lookers[0].both(), lookers[1].both(), people, shown=SHOWN), slow


def _opens(one: Named | None, reader: Reader) -> bool:
    owners = reader.owners
    return one is not None and (owners is None or one.owner in owners or (one.owner is None and one.queue is not None))


def _name(one: Named | None, lead: str, reader: Reader) -> str:
    """A lead that is not theirs to open is told by its number alone."""
    return (one.name or lead) if one and _opens(one, reader) else lead


def _stands(one: Standing, owner: str) -> str:
    to = owner or (say("queue {queue}", queue=one.queue) if one.queue else "")
    return ", ".join(part for part in (f"{one.stage} {one.tier or ''}".strip(), plain(one.total), to) if part)
