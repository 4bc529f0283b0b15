"""How does a test wait for another process without sleeping through its own time?"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable

LOOK_SECONDS = 0.05


def until(so: Callable[[], object], what: str, *, seconds: float = 60) -> None:
    """Look again and again until it is so; a test that waited in vain says for what."""
    give_up, never = time.monotonic() + seconds, threading.Event()
    while not so():
        assert time.monotonic() < give_up, f"waited {seconds:.0f} s in vain for {what}"
        never.wait(LOOK_SECONDS)
