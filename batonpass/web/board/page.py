"""How does the team stand, who needs help, and who takes what?"""

from __future__ import annotations

from collections.abc import Mapping

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from batonpass.store import board as store
from batonpass.store import read
from batonpass.tongue.spoken import later, say
from batonpass.web.parts import words
from batonpass.web.parts.frame import show
from batonpass.web.parts.house import house
from batonpass.web.parts.numbers import whole
from batonpass.web.parts.reader import Reader
from batonpass.web.parts.rendered import rendered
from batonpass.web.parts.rights import leads_anybody, must
from batonpass.web.parts.shifts import shift_of
from batonpass.web.session import Form, Here

from .moved import Moved, move
from .view import BOARD_MAX, Board, board_view

routes = APIRouter(include_in_schema=False)
CHOSEN = "lead."
WHOM = later("your manager")


@routes.get("/board")
async def page(request: Request, reader: Here) -> Response:
    """Everybody this reader leads, those who need help first."""
    asked = request.query_params
    return await show_board(request, reader, done=_done(asked, reader), left=asked.get("left", ""))


@routes.get("/board/team")
async def team(request: Request, reader: Here) -> Response:
    """The columns alone, for a page that brings itself up to date."""
    must(reader.tends, WHOM)
    return rendered(
        "board/team.html", board=await _board(request, reader), token=reader.token, may_move=leads_anybody(reader)
    )


@routes.post("/board/reassign")
async def reassign(request: Request, reader: Here, form: Form) -> Response:
    """Hand the chosen leads to one person or queue; what cannot move is told, lead by lead, and stays."""
    must(leads_anybody(reader), WHOM)
    chosen = {name.removeprefix(CHOSEN): holder for name, holder in form.items() if name.startswith(CHOSEN)}
    to = form.get("to", "")
    moved = await move(request, reader, chosen, to)
    if moved.trouble:
        return await show_board(
            request, reader, moved=moved, chosen=chosen, to=to, status=409 if chosen and to else 422
        )
    house(request).poke()
    return RedirectResponse(f"/board?moved={moved.count}&to={to}", 303)


async def show_board(
    request: Request,
    reader: Reader,
    *,
    moved: Moved | None = None,
    chosen: Mapping[str, str] | None = None,
    to: str = "",
    done: str = "",
    left: str = "",
    status: int = 200,
) -> Response:
    """The page, with what was done or could not be; `left` is whose leave was entered."""
    must(reader.tends, WHOM)
    board = await _board(request, reader)
    away = _is_away(left, reader)
    view = {
        "title": say("Board"),
        "board": board,
        "left": left,
        "stays": next((one.load.leads for one in board.columns if one.id == left and away), 0),
        "may_move": leads_anybody(reader),
        "queues": sorted(reader.agreed.directory.queues),
        "moved": moved,
        "chosen": chosen or {},
        "to": to,
        "done": done,
    }
    return await show(request, reader, "board/page.html", here="board", status=status, **view)


async def _board(request: Request, reader: Reader) -> Board:
    pool = house(request).pool
    held = await read.inbox(pool, reader.owners, limit=BOARD_MAX)
    return board_view(held, await read.queue(pool), await store.loads(pool), reader)


def _is_away(left: str, reader: Reader) -> bool:
    rep = reader.agreed.directory.reps.get(left)
    return rep is not None and shift_of(rep, reader).state == "away"


def _done(asked: Mapping[str, str], reader: Reader) -> str:
    count, to = whole(asked.get("moved", ""), BOARD_MAX), asked.get("to", "")
    left = asked.get("left", "")
    if left in reader.agreed.directory.reps:
        away = later("{name_of} is away. What waited for a first touch has moved on.")
        soon = later("The leave of {name_of} is known. What waits for a first touch moves on when it begins.")
        return say(away if _is_away(left, reader) else soon, name_of=reader.agreed.directory.name_of(left))
    if count is None or not to:
        return ""
    people = reader.agreed.directory
    whom = people.name_of(to) if to in people.reps else say("the queue {plain}", plain=words.plain(to)[:80])
    leads = say("1 lead is") if count == 1 else say("{count} leads are", count=count)
    return say("{leads} with {whom} now. The clocks ran on: no promise was reset.", leads=leads, whom=whom)
