"""How does one process hand in leads for its part of the clients, or have those that wait routed again?

Run by routing.py: `python -m bench.routing_client take|route|crowd URL PART OF LEADS`. It says `ready`, waits for a
line, does its part, says how many seconds of its own CPU that took, and stays until it is told to go.
"""

from __future__ import annotations

import asyncio
import os
import sys

from batonpass.handoff.requests import RouteAgain
from batonpass.run.event_loop import run
from batonpass.store.board import move_many
from batonpass.store.in_force import in_force
from batonpass.store.open import open_pool
from batonpass.store.side_by_side import AT_ONCE
from batonpass.store.take import take
from batonpass.store.world import Watched
from bench.crowd import arrivals, people
from bench.writer import warm_up

CLIENTS = 100
AGAIN = RouteAgain(by="mara")
WAITING = "select id from app.leads where owner is null and queue is not null order by id"


async def started(what: str, url: str, *, part: int, of: int, leads: int) -> asyncio.subprocess.Process:
    """A process that is ready for its part."""
    command = (sys.executable, "-m", "bench.routing_client", what, url, str(part), str(of), str(leads))
    piped = asyncio.subprocess.PIPE
    process = await asyncio.create_subprocess_exec(*command, stdin=piped, stdout=piped)
    await process.stdout.readline()
    return process


async def _work(what: str, url: str, *, part: int, of: int, leads: int) -> None:
    """What clients hand in at one time is one batch, as at the door; a queue is given out as its page does it.

    A crowd is all clients at once: each asks for its own part of the leads that wait, all of them at the same time.
    """
    pool, watched = await open_pool(url, connections=4), Watched()
    if what == "take":
        mine = arrivals(people(leads))[part::of]
    else:
        mine = [row["id"] for row in await pool.fetch(WAITING)][part::of]
    at, world = await in_force(pool, watched)
    warm_up(world, at)
    sys.stdout.write("ready\n")
    sys.stdout.flush()
    await asyncio.to_thread(sys.stdin.readline)
    begun = os.times()
    if what == "take":
        for batch in _parts(mine, CLIENTS // of):
            await take(pool, watched, batch)
    elif what == "route":
        for batch in _parts(mine, AT_ONCE):
            await move_many(pool, watched, batch, AGAIN)
    else:
        each = len(mine) * of // CLIENTS
        await asyncio.gather(*[move_many(pool, watched, batch, AGAIN) for batch in _parts(mine, each)])
    spent = os.times()
    sys.stdout.write(f"{spent.user + spent.system - begun.user - begun.system}\n")
    sys.stdout.flush()
    # The CPU of our connections' server processes is being read: none may end meanwhile, or what it took is missed.
    await asyncio.to_thread(sys.stdin.readline)
    await pool.close()


def _parts(things: list, size: int) -> list[list]:
    return [things[at : at + size] for at in range(0, len(things), size)]


if __name__ == "__main__":
    what, url, part, of, leads = sys.argv[1:]
    run(_work(what, url, part=int(part), of=int(of), leads=int(leads)))
