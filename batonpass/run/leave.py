"""How does leave take effect by itself: leads of whoever is away move on, and people's calendars are read again?"""

from __future__ import annotations

import asyncio
import logging
from datetime import datetime, timedelta
from typing import NoReturn

import asyncpg

from batonpass.connectors.leave.feed import Feeds, NotRead
from batonpass.connectors.leave.ics import Away, NoCalendar, PartlyRead, absences
from batonpass.handoff.people import Leave
from batonpass.run.carry_on import carry_on
from batonpass.run.wake import Wake
from batonpass.store import absences as store
from batonpass.store.absences import Feed
from batonpass.store.in_force import in_force
from batonpass.store.recovery import held
from batonpass.store.world import Watched, World

LOOK_SECONDS = 5.0
READ_EVERY = timedelta(hours=1)
log = logging.getLogger(__name__)


async def watch_leave(pool: asyncpg.Pool, watched: Watched, wake: Wake, feeds: Feeds) -> NoReturn:
    """Hand over what people away have promised, and read feeds every hour, for ever; any number of processes may."""
    while True:
        with carry_on(log, "watching leave failed"):
            while await store.hand_over_absent(pool, watched):
                wake.poke()
            await read_feeds(pool, watched, feeds)
        await asyncio.sleep(LOOK_SECONDS)


async def read_feeds(pool: asyncpg.Pool, watched: Watched, feeds: Feeds, *, every: timedelta = READ_EVERY) -> int:
    """Read the feeds that have not been read for so long; give how many. One that fails keeps what it told before."""
    known = await store.feeds(pool)
    if not known or await held(pool):
        return 0
    now, world = await in_force(pool, watched)
    due = [feed for feed in known if feed.read_at is None or feed.read_at + every <= now]
    for feed in due:
        await store.feed_read(pool, feed.rep, error=await _read(pool, feed, feeds, now=now, world=world))
    return len(due)


async def _read(pool: asyncpg.Pool, feed: Feed, feeds: Feeds, *, now: datetime, world: World) -> str | None:
    """Read one feed; give what went wrong, in words."""
    rep = world.directory.reps.get(feed.rep)
    if rep is None:
        return f"there is no person named {feed.rep}"
    zone = world.hours((rep.calendar,)).zone
    trouble = None
    try:
        text = await feeds.fetch(feed.url)
        # A stranger's text: others go on.
        away = await asyncio.to_thread(absences, text, zone=zone, now=now, whose=rep.email)
    except PartlyRead as error:
        away, trouble = error.away, str(error)
    except (NotRead, NoCalendar) as error:
        return str(error)
    await store.put_absences(pool, store.source_of(feed.rep), {feed.rep: [_leave(one, feed.delegate) for one in away]})
    return trouble


def _leave(away: Away, delegate: str | None) -> Leave:
    return Leave(first=away.first, last=away.last, begins=away.begins, ends=away.ends, delegate=delegate)


def since(at: datetime | None) -> str:
    """When something was, for a list; never when it was not."""
    return at.strftime("%Y-%m-%d %H:%M UTC") if at else "never"
