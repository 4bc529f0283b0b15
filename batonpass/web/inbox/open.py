"""Where does a page get the inbox from?"""

from __future__ import annotations

from starlette.requests import Request

from batonpass.store import read
from batonpass.store.read import Tally
from batonpass.web.parts.house import house
from batonpass.web.parts.reader import Reader

from .view import Inbox, inbox_view


async def open_inbox(request: Request, reader: Reader, tally: Tally, *, selected: str = "") -> Inbox:
    """The reader's open leads, or their team's, read now."""
    found = await read.inbox(house(request).pool, reader.owners)
    return inbox_view(found, tally, reader, selected=selected)
