"""What do the rounds of the database say of the funnel, campaigns and rejections, and which leads stand behind it?"""

from __future__ import annotations

import asyncio
from datetime import datetime
from typing import Final

import asyncpg
import numpy as np

from batonpass.learn.answered import segments_in
from batonpass.learn.columns_of import FUNNEL, chosen, got_there, groups_of, months_of, reached_at
from batonpass.learn.funnel import Step, cohorts_table, groups_table, maturities
from batonpass.learn.many import NEVER
from batonpass.learn.rejections import rejections_table
from batonpass.learn.table import Table
from batonpass.store.round_days import Columns, read_columns

from .asked import Asked

SEGMENTS: Final = ("source", "campaign", "form", "region", "band", "segment", "persona")
DECIDED: Final = ("historic", "accepted_at", "rejected_at", "reject_reason")
LISTED: Final = 500


async def funnel(pool: asyncpg.Pool, asked: Asked, now: datetime) -> tuple[Table, ...]:
    """How far each group got, and the months of entry."""
    rounds = await read_columns(pool, *asked.span, sorted({*FUNNEL, asked.by, *asked.where}))
    return await asyncio.to_thread(_funnel, rounds, asked, now)


async def campaigns(pool: asyncpg.Pool, asked: Asked, _now: datetime) -> tuple[Table, ...]:
    """The same by campaign."""
    rounds = await read_columns(pool, *asked.span, sorted({*FUNNEL, "campaign", *asked.where}))
    return await asyncio.to_thread(_campaigns, rounds, asked)


async def rejections(pool: asyncpg.Pool, asked: Asked, wire: float, words: dict[str, str]) -> tuple[Table, ...]:
    """How often each kind of leads was given back, against the wire."""
    rounds = await read_columns(pool, *asked.span, sorted({*DECIDED, *SEGMENTS, *asked.where}))
    return await asyncio.to_thread(_rejections, rounds, asked, wire, words)


async def leads_behind(pool: asyncpg.Pool, asked: Asked) -> tuple[int, tuple[str, ...]]:
    """How many leads stand behind a figure, and the latest of them."""
    got_to = (f"{one}_at" for one in (Step if asked.reached in set(Step) else (asked.reached,)) if one)
    names = sorted({"lead", "arrived_at", "accepted_at", "rejected_at", *got_to, *asked.where})
    rounds = await read_columns(pool, *asked.span, names)
    return await asyncio.to_thread(_behind, rounds, asked)


def _funnel(rounds: Columns, asked: Asked, now: datetime) -> tuple[Table, ...]:
    here = chosen(rounds, asked.where)
    groups = groups_of(rounds, asked.by, here)
    mature = maturities(got_there(rounds, now))
    return (
        groups_table(groups, by=asked.by, opens=asked.opens),
        cohorts_table(months_of(rounds, here), mature, now=now, opens=asked.opens_between),
    )


def _campaigns(rounds: Columns, asked: Asked) -> tuple[Table, ...]:
    groups = groups_of(rounds, "campaign", chosen(rounds, asked.where))
    return (groups_table(groups, by="campaign", opens=asked.opens, title="Campaigns"),)


def _rejections(rounds: Columns, asked: Asked, wire: float, words: dict[str, str]) -> tuple[Table, ...]:
    segments = segments_in(rounds, SEGMENTS, chosen(rounds, asked.where))
    return (rejections_table(segments, wire=wire, words=words, opens=asked.opens),)


def _behind(rounds: Columns, asked: Asked) -> tuple[int, tuple[str, ...]]:
    here = chosen(rounds, asked.where)
    arrays = rounds.arrays
    if asked.answered:
        here &= (arrays["rejected_at"] != NEVER) | (arrays["accepted_at"] != NEVER)
    if asked.reached in set(Step):
        here &= reached_at(rounds, Step(asked.reached)) != NEVER
    elif asked.reached:
        here &= arrays[f"{asked.reached}_at"] != NEVER
    places = np.flatnonzero(here)[np.argsort(-arrays["arrived_at"][here], kind="stable")]
    leads = tuple(dict.fromkeys(rounds.leads[places].tolist()))
    return len(leads), leads[:LISTED]
