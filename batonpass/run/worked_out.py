"""What comes of a backtest, a calibration, a simulation or an import? Worked out in its own process, told as JSON."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Mapping
from datetime import datetime, timedelta
from functools import partial
from typing import Any, cast

import asyncpg

from batonpass.store import clock, past_rounds, snapshot
from batonpass.store.connection import Connection
from batonpass.store.held import loads_of
from batonpass.store.open import open_pool
from batonpass.store.trial import tallies_of
from batonpass.store.world import World, world_under
from batonpass.written.load import load
from batonpass.written.refused import Refused

DAYS = 365
RELIABILITY_BY = "account.country"


def worked_out(url: str, what: str, asked: Mapping[str, Any]) -> tuple[bool, str]:
    """Whether it could be worked out, and the result as JSON, or why not. The web's processes are not slowed by it."""
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    os.nice(10)
    try:
        return True, asyncio.run(_worked_out(url, what, asked))
    except Refused as refused:
        return False, str(refused)


async def _worked_out(url: str, what: str, asked: Mapping[str, Any]) -> str:
    pool = await open_pool(url, connections=2)
    try:
        return await work_out(pool, what, asked)
    finally:
        await pool.close()


async def work_out(pool: asyncpg.Pool, what: str, asked: Mapping[str, Any]) -> str:
    """The same on a pool that is open already. Refused with what is missing."""
    import msgspec

    from batonpass.run.worked_lists import imported, rehearsed

    works = {"backtest": _backtest, "calibration": _calibration, "simulation": _simulation}
    made = {**works, "rehearsal": rehearsed, "import": imported}[what]
    return msgspec.json.Encoder(decimal_format="number").encode(await made(pool, asked)).decode()


async def _backtest(pool: asyncpg.Pool, asked: Mapping[str, Any]) -> Any:
    from batonpass.learn.past import gathered_from
    from batonpass.learn.retried import retried

    now, before = await _under(pool, asked.get("against") or "active")
    _, after = await _under(pool, asked["version"])
    beside = {"accounts": await snapshot.all_accounts(pool), "turns": await tallies_of(pool)}
    settings = [world.setting(now, **beside, loads=await loads_of(pool)) for world in (before, after)]
    since = _since(asked, now)
    gathered = gathered_from(await past_rounds.past_rounds(pool, since))
    kept = await past_rounds.broken_by_rep(pool, since)
    promised = {rep: (one.promised, one.broken) for rep, one in kept.items()}
    return retried(gathered, settings[0], settings[1], kept=promised)


async def _calibration(pool: asyncpg.Pool, asked: Mapping[str, Any]) -> Any:
    import numpy as np

    from batonpass.learn.learned import Wish, learn
    from batonpass.learn.learned_data import as_data
    from batonpass.learn.past import SEED, gathered_from

    now, world = await _under(pool, "active")
    gathered = gathered_from(await past_rounds.past_rounds(pool, _since(asked, now)))
    wish = Wish(
        wanted={bar: float(share) for bar, share in asked.get("wanted", {}).items()},
        by=asked.get("by") or RELIABILITY_BY,
        predictive=bool(asked.get("predictive")),
        version=f"{world.playbook.version}-calibrated-{now:%Y%m%d}",
    )
    learned = learn(world.written, gathered, now, wish, chance=np.random.default_rng(SEED))
    return {**as_data(learned), "playbook": world.playbook.version, "says": gathered.says, "text": learned.draft.text}


async def _simulation(_pool: asyncpg.Pool, asked: Mapping[str, Any]) -> Any:
    import numpy as np

    from batonpass.learn.office import Stated, simulated
    from batonpass.learn.past import SEED

    stated = Stated(**{**asked, "tiers": tuple(asked["tiers"])})
    found = simulated(stated, np.random.default_rng(SEED))
    return {"stated": stated, "simulated": found.simulated, "change": found.change, "keepable": found.keepable}


async def _under(pool: asyncpg.Pool, version: str) -> tuple[datetime, World]:
    """A version with the people of today, and the instant."""
    from batonpass.store.playbooks import find, refuse_unknown_calendars

    found = await find(pool, version)
    written = await asyncio.to_thread(partial(load, found.text, found.version, kept=True))
    async with pool.acquire() as lent:
        connection = cast("Connection", lent)
        world = await world_under(connection, written)
        refuse_unknown_calendars(world, found.version)
        return await clock.now(connection), world


def _since(asked: Mapping[str, Any], now: datetime) -> datetime:
    said = asked.get("since")
    return datetime.fromisoformat(said) if said else now - timedelta(days=DAYS)
