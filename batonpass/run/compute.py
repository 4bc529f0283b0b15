"""Who works out what takes long, out of everybody's way?"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Mapping
from concurrent.futures import Executor, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import suppress
from functools import partial
from multiprocessing import get_context
from typing import Any, NoReturn

import asyncpg

from batonpass.run.carry_on import carry_on
from batonpass.run.worked_out import worked_out
from batonpass.store import computations
from batonpass.store.computations import TRIES_MOST, Taken

LOOK_SECONDS = 1.0
HOLD_SECONDS = 10.0
log = logging.getLogger(__name__)


async def compute(pool: asyncpg.Pool, url: str) -> NoReturn:
    """Work out what was asked for, one at a time, for ever; in a child, so that pages and promises go on."""
    while True:
        done = False
        with carry_on(log, "a computation could not be carried out"):
            done = await compute_next(pool, url)
        await asyncio.sleep(0 if done else LOOK_SECONDS)


async def compute_next(pool: asyncpg.Pool, url: str) -> bool:
    """Work out the next, if one waits. One whose worker died thrice is given up, and says so."""
    taken = await computations.take(pool)
    if taken is None:
        return False
    if taken.tries > TRIES_MOST:
        await computations.failed(pool, taken, f"whoever worked on it was lost {TRIES_MOST} times; ask for less")
        return True
    holding = asyncio.create_task(_hold(pool, taken))
    # A child of its own each time gives back the memory, and starts clean: a fork of ours would copy our sockets.
    child = ProcessPoolExecutor(1, mp_context=get_context("spawn"))
    try:
        found, told = await _in(child, url, taken.what, taken.asked)
    except BrokenProcessPool:
        # The child was killed: when its lease ends it is begun again, or goes on where an import stopped.
        log.warning("a %s lost the process that worked on it", taken.what)
        return True
    finally:
        holding.cancel()
        with suppress(asyncio.CancelledError):
            await holding
        child.shutdown(wait=False, cancel_futures=True)
    await (computations.done if found else computations.failed)(pool, taken, told)
    return True


async def _in(child: Executor, url: str, what: str, asked: Mapping[str, Any]) -> tuple[bool, str]:
    """What came of it; an error of ours is told without its innards, and logged with them."""
    try:
        return await asyncio.get_running_loop().run_in_executor(child, partial(worked_out, url, what, asked))
    except BrokenProcessPool:
        raise
    except Exception:
        log.exception("a %s failed", what)
        return False, "it failed by a fault of ours; the log of the program says more"


async def _hold(pool: asyncpg.Pool, taken: Taken) -> NoReturn:
    while True:
        await asyncio.sleep(HOLD_SECONDS)
        await computations.hold(pool, taken)
