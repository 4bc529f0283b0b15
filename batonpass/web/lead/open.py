"""Where does a page get a lead from, and may this reader see it?"""

from __future__ import annotations

from dataclasses import replace

from starlette.requests import Request

from batonpass.store import read
from batonpass.store.briefs import read_brief
from batonpass.store.read import Held
from batonpass.web.parts import words
from batonpass.web.parts.house import house
from batonpass.web.parts.reader import Reader
from batonpass.web.parts.refused import not_here
from batonpass.web.parts.shifts import setting_of

from .offers import Refused
from .view import LeadView, lead_view

ID_MOST = 64


async def find_lead(request: Request, reader: Reader, lead_id: str) -> Held:
    """The lead, if there is one and this reader may see it; PageRefused in the same words for both."""
    found = await read.lead(house(request).pool, lead_id) if is_id(lead_id) else None
    if found is None or not reader.sees(found.lead):
        raise not_here()
    return found


async def open_lead(
    request: Request, reader: Reader, lead_id: str, *, done: str = "", refused: Refused | None = None
) -> LeadView:
    """The page of a lead, read now; PageRefused when it is not there for this reader."""
    held, pool = await find_lead(request, reader, lead_id), house(request).pool
    kept, messages = await read.timeline(pool, lead_id), await read.messages(pool, lead_id=lead_id)
    brief = await read_brief(pool, held.lead, kept, setting=setting_of(reader))
    view = lead_view(held, kept, messages, reader, done=done, refused=refused)
    return replace(view, full=brief, told=words.told_shortly(brief.told))


def is_id(text: str) -> bool:
    """May this be a lead's id at all? What the database could not even compare is none."""
    return text.isascii() and text.isalnum() and len(text) <= ID_MOST
