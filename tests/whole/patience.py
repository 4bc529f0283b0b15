"""How does a test wait for another process without sleeping through its own time?"""

from __future__ import annotations

import asyncio
import threading
import time
from collections.abc import Callable
from contextlib import suppress

LOOK_SECONDS = 0.05


def until(so: Callable[[], object], what: str, *, seconds: float = 60) -> None:
    """Look again and again until it is so; a test that waited in vain says for what."""
    give_up, never = time.monotonic() + seconds, threading.Event()
    while not so():
        assert time.monotonic() < give_up, f"waited {seconds:.0f} s in vain for {what}"
        never.wait(LOOK_SECONDS)


async def linger(seconds: float) -> None:
    """Let others go on for so long: between the blows of a storm, or one turn of the loop. No test waits for it."""
    with suppress(TimeoutError):
        async with asyncio.timeout(seconds):
            await asyncio.Event().wait()
