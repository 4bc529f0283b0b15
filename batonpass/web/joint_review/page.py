"""Do both sides mean the same by a lead that is ready? They label the same leads, and see nothing before both have."""

from __future__ import annotations

from collections.abc import Mapping

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from batonpass.handoff.refusal import Refusal, RefusalKind
from batonpass.store import joint_review
from batonpass.store.joint_reminders import remind, tell_all_in
from batonpass.store.joint_review import SIDE_OF, Labeller, Review
from batonpass.tongue.spoken import later, say
from batonpass.web.parts import words
from batonpass.web.parts.frame import show
from batonpass.web.parts.house import house
from batonpass.web.parts.numbers import whole
from batonpass.web.parts.reader import Reader
from batonpass.web.parts.refused import PageRefused
from batonpass.web.parts.rights import must_tend
from batonpass.web.session import Form, Here
from batonpass.written.refused import Refused

from . import view
from .case import make_case
from .drawing import draw_sample

routes = APIRouter(include_in_schema=False)
WHO = later("Managers, marketing and administrators draw samples and change rules.")
WRONG = 409
PLACES_MOST = 9_999
"""No sample is as long."""
DONE = {
    "drawn": later("Drawn. Both sides are invited by mail."),
    "label": later("Kept. You may change it until both sides are through."),
    "in": later("That was the last label. Everything is shown now."),
    "remind": later("Reminded by mail."),
}


@routes.get("/joint-review")
async def page(request: Request, reader: Here) -> Response:
    """All samples, and how agreement has gone from month to month."""
    return await _list(request, reader)


@routes.post("/joint-review")
async def draw(request: Request, reader: Here, _: Form) -> Response:
    """Draw this month's sample."""
    must_tend(reader, WHO)
    try:
        name = await draw_sample(house(request).pool, by=reader.user.email)
    except Refusal as refusal:
        return await _list(request, reader, trouble=words.told(refusal.says))
    house(request).poke()
    return RedirectResponse(f"/joint-review/{name}?did=drawn", 303)


@routes.get("/joint-review/{name}")
async def one(request: Request, reader: Here, name: str) -> Response:
    """One sample: blind while labels are missing, open once all are in."""
    return await _show(request, reader, await _review(request, name))


@routes.post("/joint-review/{name}/remind")
async def send_reminder(request: Request, reader: Here, _: Form, *, name: str) -> Response:
    """Remind who has not labelled."""
    must_tend(reader, WHO)
    await _review(request, name)
    await remind(house(request).pool, name)
    house(request).poke()
    return RedirectResponse(f"/joint-review/{name}?did=remind", 303)


@routes.post("/joint-review/{name}/{place}/label")
async def label(request: Request, reader: Here, form: Form, *, name: str, place: str) -> Response:
    """Say what one thinks of a lead."""
    review, pool = await _review(request, name), house(request).pool
    user = reader.user
    who = Labeller(email=user.email, name=user.name, role=user.role)
    try:
        said = {"label": form.get("label", ""), "why": form.get("why", "")}
        last = await joint_review.put_label(pool, name, _number(place), who=who, **said)
    except Refusal as refusal:
        at = _number(place) if refusal.kind is RefusalKind.INVALID else 0
        return await _show(request, reader, review, trouble=words.told(refusal.says), at=at, given=form)
    except LookupError:
        raise _gone() from None
    if last:
        await tell_all_in(pool, name)
        house(request).poke()
    after = _number(place) + 1
    return RedirectResponse(f"/joint-review/{name}?did={'in' if last else 'label'}#lead-{after}", 303)


@routes.post("/joint-review/{name}/{place}/{kind}")
async def to_case(request: Request, reader: Here, _: Form, *, name: str, place: str, kind: str) -> Response:
    """Turn a disagreement into an example or counter-example of a draft."""
    must_tend(reader, WHO)
    review, user = await _review(request, name), reader.user
    try:
        version = await make_case(
            house(request).pool, review, _number(place), kind=kind, name=user.name, email=user.email
        )
    except Refusal as refusal:
        return await _show(request, reader, review, trouble=words.told(refusal.says))
    except Refused as refused:
        return await _show(request, reader, review, trouble=str(refused))
    except LookupError:
        raise _gone() from None
    return RedirectResponse(f"/playbook/{version}?did=draft", 303)


async def _list(request: Request, reader: Reader, *, trouble: str = "") -> Response:
    pool = house(request).pool
    shown = {
        "title": say("Joint review"),
        "reviews": await joint_review.reviews(pool),
        "trend": await view.trend(pool),
        "measure": view.measure,
        "told": view.told,
        "moment": _moment(reader),
        "steers": reader.tends,
        "month": f"{reader.now:%Y-%m}",
        "trouble": trouble,
    }
    status = WRONG if trouble else 200
    return await show(request, reader, "joint_review/page.html", here="joint-review", status=status, **shown)


async def _show(
    request: Request,
    reader: Reader,
    review: Review,
    *,
    trouble: str = "",
    at: int = 0,
    given: Mapping[str, str] | None = None,
) -> Response:
    pool = house(request).pool
    shown = {
        "title": say("Joint review {id}", id=review.id),
        "review": review,
        "side": SIDE_OF.get(reader.user.role, ""),
        "steers": reader.tends,
        "done": DONE.get(request.query_params.get("did", ""), "") if not trouble else "",
        "trouble": trouble,
        "at": at,
        "given": {"label": "", "why": "", **(given or {})},
        "moment": _moment(reader),
        "labels": view.WORDS,
        "name_of": reader.agreed.directory.name_of,
    }
    status = WRONG if trouble else 200
    if review.in_at is None:
        leads = await view.blind(pool, review, email=reader.user.email, role=reader.user.role)
        return await show(
            request, reader, "joint_review/blind.html", here="joint-review", status=status, leads=leads, **shown
        )
    leads, result = await view.opened(pool, review)
    shown |= {"leads": leads, "result": result, "told": view.told, "measure": view.measure}
    shown["rows"] = view.table_rows(result)
    return await show(request, reader, "joint_review/open.html", here="joint-review", status=status, **shown)


async def _review(request: Request, name: str) -> Review:
    found = await joint_review.review(house(request).pool, name)
    if found is None:
        raise _gone()
    return found


def _moment(reader: Reader):  # noqa: ANN202 - a template's way to say an instant
    return lambda at: words.moment(at, zone=reader.zone, now=reader.now)


def _number(text: str) -> int:
    return whole(text, PLACES_MOST) or 0


def _gone() -> PageRefused:
    return PageRefused(404, say("No such joint review"), say("Open Joint review and choose one of its months."))
