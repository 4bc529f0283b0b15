"""What stands round a page: whose installation, which pages, who reads?"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from batonpass.store import read
from batonpass.store.read import Tally
from batonpass.tongue.spoken import later, say
from batonpass.web import session

from . import words
from .bar import Section, bar_of
from .house import House, house
from .reader import Reader
from .rendered import rendered
from .shifts import shift_of
from .words_asked import note_of

ROLES = {
    "rep": later("Sales"),
    "manager": later("Sales lead"),
    "marketing": later("Marketing"),
    "admin": later("Administrator"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """The bar beside every page; `about` is until when a rep is at work, painted by `tone`, else their wall clock.

    `unheard` tells of a word in the address that the page does not know.
    """

    company: str
    sections: tuple[Section, ...]
    name: str
    about: str
    tone: str
    initials: str
    hue: int
    token: str
    unheard: str = ""


async def tally_of(request: Request, reader: Reader) -> Tally:
    """How much waits for this reader."""
    return await read.tally(house(request).pool, reader.owners)


async def show(
    request: Request,
    reader: Reader,
    template: str,
    *,
    here: str,
    status: int = 200,
    tally: Tally | None = None,
    **view: Any,
) -> Response:
    """The page with its frame; a session that was seen again is written down in the cookie."""
    counts = tally or await tally_of(request, reader)
    frame = replace(frame_of(reader, counts, house(request), here=here), unheard=note_of(request))
    response = rendered(template, status, frame=frame, token=reader.token, **view)
    again = request.state.session
    if again:
        session.keep(request, response, again)
    return response


def frame_of(reader: Reader, tally: Tally, home: House, *, here: str) -> Frame:
    """The bar for this reader: only pages they may open."""
    world = home.watched.world
    rep = reader.agreed.directory.reps.get(reader.user.rep or "")
    where = say(
        "{wall_time} in {city}", wall_time=words.wall_time(reader.now, reader.zone), city=words.city(reader.zone)
    )
    shift = shift_of(rep, reader) if rep and reader.user.role == "rep" else None
    return Frame(
        company=(world.written.file.company if world else None) or "Batonpass",
        sections=bar_of(reader, tally, home, here=here),
        name=reader.user.name,
        about=words.sentence(shift.says) if shift and " " in shift.says else where,
        tone=shift.tone if shift else "",
        initials=words.initials(reader.user.name),
        hue=words.hue(reader.user.name),
        token=reader.token,
    )
