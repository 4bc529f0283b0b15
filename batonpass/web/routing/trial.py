"""Where would this lead go, and what does each rung say? Asked of the live path, and nothing is written."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

import asyncpg

from batonpass.handoff.capture import capture, person_in
from batonpass.handoff.lead import Lead
from batonpass.handoff.path import advance
from batonpass.handoff.refusal import invalid
from batonpass.handoff.setting import Setting
from batonpass.store import read
from batonpass.store.trial import setting_now
from batonpass.store.world import Watched
from batonpass.tongue.spoken import say
from batonpass.web.lead.open import is_id
from batonpass.web.parts.reader import Reader
from batonpass.written.countries import country_names
from batonpass.written.trial import Trial, tried_on

from .asked import Asked, instant, submission

TRIAL = "trial"


@dataclass(frozen=True, slots=True, kw_only=True)
class Tried:
    """The trial, the setting it was decided in, and whether the lead is one we have (which keeps its own owner)."""

    trial: Trial
    setting: Setting
    known: bool


async def try_on(pool: asyncpg.Pool, watched: Watched, asked: Asked, reader: Reader) -> Tried:
    """Try the lead. Raises Refusal naming the field that is wrong."""
    at = instant(asked, reader)
    return await (_existing if asked.lead else _described)(pool, watched, asked, reader, at=at)


async def _existing(pool: asyncpg.Pool, watched: Watched, asked: Asked, reader: Reader, *, at: datetime) -> Tried:
    """What the ladder says of a lead as it stands; its own facts are not decided anew."""
    held = await read.lead(pool, asked.lead) if is_id(asked.lead) else None
    if held is None or not reader.sees(held.lead):
        raise invalid(say("there is no such lead, or it is not yours to see"), field="lead")
    setting = _at(await setting_now(pool, watched, [held.lead.person]), at)
    return Tried(trial=tried_on(held.lead, setting), setting=setting, known=True)


async def _described(pool: asyncpg.Pool, watched: Watched, asked: Asked, _: Reader, *, at: datetime) -> Tried:
    """A lead decided as if it came now, from somebody we do not know yet."""
    sent = submission(asked)
    setting = _at(await setting_now(pool, watched, [person_in(sent)]), at)
    fact = capture(sent, door=TRIAL, arrived_at=setting.at, playbook=setting.playbook, countries=country_names())
    lead = advance(Lead(id=TRIAL, person=fact.person), fact, setting).lead
    return Tried(trial=tried_on(lead, setting), setting=setting, known=False)


def _at(setting: Setting, at: datetime) -> Setting:
    """The same people, tallies and loads at another instant."""
    return setting if at == setting.at else replace(setting, at=at, reckoned={})
