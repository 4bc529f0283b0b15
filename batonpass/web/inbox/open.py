"""Where does a page get the inbox from?"""

from __future__ import annotations

from dataclasses import replace

from starlette.requests import Request

from batonpass.store import read
from batonpass.store.read import Tally
from batonpass.store.start import is_empty
from batonpass.web.parts.house import house
from batonpass.web.parts.reader import Reader
from batonpass.web.parts.rights import steers

from .choice import chosen
from .record import own_record
from .view import Inbox, inbox_view


async def open_inbox(request: Request, reader: Reader, tally: Tally, *, selected: str = "") -> Inbox:
    """The reader's open leads, or their team's, read now; those that the address, or this browser, asks for."""
    pool = house(request).pool
    found = await read.inbox(pool, reader.owners)
    record, choice = await own_record(request, reader), chosen(request)
    view = inbox_view(found, tally, reader, selected=selected, record=record, choice=choice)
    return view if found else replace(view, unused=steers(reader) and await is_empty(pool))
