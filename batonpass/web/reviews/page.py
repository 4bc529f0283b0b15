"""Which leads wait for marketing's yes, and what does marketing say to them?"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from fastapi import APIRouter
from starlette.requests import Request as Web
from starlette.responses import RedirectResponse, Response

from batonpass.handoff.refusal import Refusal, RefusalKind
from batonpass.handoff.requests import Approve, AskMore, Request, SendBack, Undo
from batonpass.store import reviews
from batonpass.store.take import act
from batonpass.tongue.spoken import later, say
from batonpass.web.lead.open import is_id
from batonpass.web.parts import words
from batonpass.web.parts.frame import show
from batonpass.web.parts.house import house
from batonpass.web.parts.reader import Reader
from batonpass.web.parts.refused import PageRefused, not_here
from batonpass.web.session import Form, Here

from .view import LATELY, answers_of, detail_of, row_of

routes = APIRouter(include_in_schema=False)
Fields = Mapping[str, str]

STATUS = {RefusalKind.INVALID: 422, RefusalKind.FORBIDDEN: 403, RefusalKind.CONFLICT: 409}
DONE = {
    "approve": later("Approved: sales has it, and the promise of a first touch runs from now."),
    "refuse": later("Sent back with your reason."),
    "ask": later("Asked. The promise runs on; you hear when more is known."),
    "undo": later("Taken back: it waits for marketing again, by the same promise."),
}
ASKS: Mapping[str, Callable[[Fields, str], Request]] = {
    "approve": lambda form, by: Approve(by=by, note=form.get("note", "")),
    "refuse": lambda form, by: SendBack(by=by, reason=form.get("reason", ""), note=form.get("note", "")),
    "ask": lambda form, by: AskMore(by=by, says=form.get("says", ""), of=form.get("of", "")),
    "undo": lambda _, by: Undo(by=by),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Trouble:
    """An answer that was not carried out: why, and what had been given."""

    action: str
    says: str
    given: Fields = field(default_factory=dict[str, str])


@routes.get("/reviews")
async def page(request: Web, reader: Here) -> Response:
    """What waits, the most pressing first, with the first one open beside the list where there is room."""
    return await _show(request, reader, "", done=DONE.get(request.query_params.get("did", ""), ""))


@routes.get("/reviews/{lead_id}")
async def one(request: Web, reader: Here, lead_id: str) -> Response:
    """One waiting lead; where it waits no longer, the list says what became of it."""
    return await _show(request, reader, lead_id)


@routes.post("/reviews/{lead_id}/{action}")
async def answer(request: Web, reader: Here, form: Form, *, lead_id: str, action: str) -> Response:
    """Carry the answer out; one that came too late, or lacks something, is told beside its form."""
    _must_review(reader)
    asks = ASKS.get(action)
    if asks is None or not is_id(lead_id):
        raise PageRefused(404, say("No such answer"), say("Open the page again and choose one of its buttons."))
    home = house(request)
    try:
        await act(home.pool, home.watched, lead_id, asks(form, reader.by))
    except Refusal as refusal:
        given = {name: value for name, value in form.items() if name != "token"}
        says = words.sentence(words.told(refusal.says)).rstrip(".") + "."
        trouble = Trouble(action=action, says=says, given=given)
        return await _show(request, reader, lead_id, trouble=trouble, status=STATUS[refusal.kind])
    except LookupError:
        raise not_here() from None
    home.poke()
    return RedirectResponse(f"/reviews?did={action}", 303)


async def _show(
    request: Web, reader: Reader, lead_id: str, *, status: int = 200, done: str = "", trouble: Trouble | None = None
) -> Response:
    _must_review(reader)
    pool = house(request).pool
    waiting = await reviews.waiting(pool)
    chosen = next((lead for lead in waiting if lead.id == lead_id), None if lead_id else next(iter(waiting), None))
    view = {
        "title": say("Review queue"),
        "rows": [row_of(lead, reader) for lead in waiting],
        "one": detail_of(chosen, reader) if chosen else None,
        "opened": bool(lead_id and chosen),
        "ended": answers_of(await reviews.answered(pool, reader.now - LATELY), reader),
        "done": done,
        "trouble": trouble,
    }
    return await show(request, reader, "reviews/page.html", here="reviews", status=status, **view)


def _must_review(reader: Reader) -> None:
    if not reader.reviews:
        raise PageRefused(403, say("Not for you"), say("Marketing decides here. Ask them, or an administrator."))
