"""On which event loop does a process of ours run?"""

from __future__ import annotations

import asyncio
import gc
from collections.abc import Coroutine
from typing import Any

try:
    from uvloop import new_event_loop
except ImportError:  # not made for every system; the standard loop does the same, slower
    from asyncio import new_event_loop

YOUNG = 50_000
"""So many new objects before the collector looks for rings among them. Decisions make none and end within a page, so
that looking every 700, the usual number, finds nothing and takes a quarter of a batch's time."""


def run(work: Coroutine[Any, Any, None]) -> None:
    """Run a process's work to its end on the fastest loop there is. What was imported is not collected again."""
    gc.freeze()
    gc.set_threshold(YOUNG, 20, 50)
    with asyncio.Runner(loop_factory=new_event_loop) as runner:
        runner.run(work)
