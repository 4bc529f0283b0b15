"""How does one process ring clocks and deliver, and answer nothing, until it is told to stop?"""

from __future__ import annotations

import asyncio
import signal

from batonpass.run.house import open_house
from batonpass.run.settings import Settings


async def work(settings: Settings) -> None:
    """Ring clocks and deliver messages, and answer nothing, until SIGINT or SIGTERM."""
    done = asyncio.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(number, done.set)
    async with open_house(settings):
        await done.wait()
