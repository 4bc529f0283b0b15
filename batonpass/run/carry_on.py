"""What becomes of a round that goes wrong, when the next is to be tried all the same?"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from logging import Logger

from batonpass.store.open import passes


@contextmanager
def carry_on(log: Logger, failed: str) -> Iterator[None]:
    """Let nothing out of a round that goes on for ever; what does not pass by itself is logged under these words."""
    try:
        yield
    except Exception as error:
        if not passes(error):
            log.exception(failed)
