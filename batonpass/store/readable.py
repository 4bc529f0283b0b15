"""Which stored leads can be read, so that one that cannot be read breaks no page for everybody?

Its promises are put off and set aside for a person by whoever keeps them; here it is left out, and the log says which.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Callable, Iterable, Iterator
from typing import Final, TypeVar

import asyncpg
import msgspec

from batonpass.handoff.lead import Lead
from batonpass.store.shape import decode_lead

UNREADABLE: Final = (msgspec.MsgspecError, ValueError, KeyError, TypeError)
"""How what is stored turns out to be nothing that this version knows."""
ID: Final = re.compile(r'"id":\s*"([^"]*)"')
log = logging.getLogger(__name__)
Read = TypeVar("Read")


def leads_in(
    rows: Iterable[asyncpg.Record], read: Callable[[str], Lead] = decode_lead
) -> Iterator[tuple[asyncpg.Record, Lead]]:
    """The rows whose `state` can be read, each with its lead."""
    for row in rows:
        state = row["state"]
        named = ID.search(state)
        lead = readable(f"lead {named[1] if named else '?'}", lambda state=state: read(state))
        if lead is not None:
            yield row, lead


def readable(what: str, read: Callable[[], Read]) -> Read | None:
    """What is read of a lead or a message; None, and a line in the log, where that cannot be done."""
    try:
        return read()
    except UNREADABLE as error:
        log.error("what is stored of %s cannot be read, and it is left out: %s", what, error)  # noqa: TRY400 - the place says nothing
        return None
