"""What comes to no answer holds up none of the others: what is such, and who learns of it?

It stays as it is and is tried again, for another version may know what to do with it.
"""

from __future__ import annotations

import logging
from functools import lru_cache
from typing import Final

from batonpass.store.decide import CannotDecide
from batonpass.store.readable import UNREADABLE
from batonpass.store.take import UNWRITABLE

STUCK: Final = (CannotDecide, *UNREADABLE, *UNWRITABLE)
"""How one lead, or what is told of it, goes wrong by itself."""
log = logging.getLogger(__name__)


@lru_cache(maxsize=1_000)
def say_once(what: str, why: str) -> None:
    """Into the log, once a process: it is tried every few seconds."""
    log.error("%s comes to no answer, and the others go on: %s", what, why)
