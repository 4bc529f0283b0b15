"""When is a team at work, when not, and when would something be due?"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime, time
from functools import partial
from typing import Any, cast

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from batonpass.handoff.hours import NeverOpens
from batonpass.handoff.refusal import Refusal, conflict, invalid
from batonpass.store import entries
from batonpass.store.alter import alter_calendar
from batonpass.store.changes import changes
from batonpass.store.in_force import in_force
from batonpass.store.world import World
from batonpass.tongue.spoken import later, say
from batonpass.web.api.shapes_sent import NAME
from batonpass.web.parts.frame import show
from batonpass.web.parts.house import house
from batonpass.web.parts.reader import Reader
from batonpass.web.parts.refused import PageRefused
from batonpass.web.parts.rights import must, steers
from batonpass.web.parts.traces import traces
from batonpass.web.parts.troubles import Trouble, trouble_of
from batonpass.web.session import Form, Here
from batonpass.written.calendars import far_opening, read_calendar
from batonpass.written.refused import Refused

from .entry import as_text, real_day, with_day, without_day, written
from .try_out import try_out
from .view import Data, calendar_view, line

routes = APIRouter(include_in_schema=False)
NO_TROUBLE = Trouble()
ADMIN = later("an administrator")
DONE = {
    "kept": later("Kept. What running promises have used stays used; the rest is laid out again."),
    "closed": later("Known. Running promises are laid out again around it."),
    "opened": later("The day is as its weekday again."),
}
SAMPLE = """{
  "tz": "Europe/Lisbon",
  "days": ["Mon", "Tue", "Wed", "Thu", "Fri"],
  "hours": ["09:00", "18:00"],
  "holidays": {"country": "PT"}
}"""


@routes.get("/calendars")
async def page(request: Request, reader: Here) -> Response:
    """All calendars."""
    return await _list(request, reader)


@routes.post("/calendars")
async def add(request: Request, reader: Here, form: Form) -> Response:
    """Write a new calendar."""
    must(steers(reader), ADMIN)
    name, home = form.get("name", ""), house(request)
    try:
        if not re.fullmatch(NAME, name):
            raise invalid(say("a name has letters, digits, dots and dashes, such as lisbon"), field="name")
        data = _meant(written(form), form, reader)
        await alter_calendar(home.pool, name, lambda _: data, by=reader.by, new=True)
    except (Refusal, Refused) as refused:
        return await _list(request, reader, trouble=trouble_of("add", refused, form))
    return RedirectResponse(f"/calendars/{name}?did=kept", 303)


@routes.get("/calendars/{name}")
async def one(request: Request, reader: Here, name: str) -> Response:
    """One calendar, with the next two weeks, the year's closed days, and a place to try it."""
    return await _one(request, reader, name)


@routes.post("/calendars/{name}/{action}")
async def change(request: Request, reader: Here, form: Form, *, name: str, action: str) -> Response:
    """Close a day, let it close early, take that back, or write the calendar anew."""
    must(steers(reader), ADMIN)
    if action not in ("close", "open", "write"):
        raise PageRefused(404, say("No such action"), say("Open the calendar and choose one of its buttons."))
    home = house(request)
    try:
        await alter_calendar(home.pool, name, partial(_changed, action, form, reader), by=reader.by)
    except LookupError:
        refused = conflict(say("there is nothing to take back: it has changed meanwhile"))
        return await _one(request, reader, name, trouble=trouble_of(action, refused, form))
    except (Refusal, Refused) as refused:
        return await _one(request, reader, name, trouble=trouble_of(action, refused, form))
    home.poke()
    did = {"close": "closed", "open": "opened", "write": "kept"}[action]
    return RedirectResponse(f"/calendars/{name}?did={did}", 303)


def _changed(action: str, form: Mapping[str, str], reader: Reader, data: dict[str, Any]) -> dict[str, Any]:
    made = written(form) if action == "write" else (with_day if action == "close" else without_day)(data, form)
    return _meant(made, form, reader)


def _meant(data: dict[str, Any], form: Mapping[str, str], reader: Reader) -> dict[str, Any]:
    """A calendar that stays shut for more than 60 days has to be confirmed (D29)."""
    hours = read_calendar(data, "calendar")
    try:
        day = datetime.combine(real_day(form["day"], "day"), time(), hours.zone) if form.get("day") else reader.now
        closed_for = far_opening(hours, max(day, reader.now)) or far_opening(hours, reader.now)
    except NeverOpens:
        raise invalid(say("it would never open; add open hours"), field="text") from None
    if closed_for and not form.get("confirm"):
        says = say("it would not open for {days} days; tick the box if that is meant", days=closed_for.days)
        raise invalid(says, field="confirm")
    return data


async def _list(request: Request, reader: Reader, *, trouble: Trouble = NO_TROUBLE) -> Response:
    world, data = await _known(request)
    view = {
        "title": say("Calendars"),
        "lines": [line(name, world.calendars[name], data[name], reader) for name in sorted(data)],
        "steers": steers(reader),
        "sample": SAMPLE,
        "trouble": trouble,
    }
    status = trouble.status if trouble.action else 200
    return await show(request, reader, "calendars/page.html", here="calendars", status=status, **view)


async def _one(request: Request, reader: Reader, name: str, *, trouble: Trouble = NO_TROUBLE) -> Response:
    world, data = await _known(request)
    if name not in data or name not in world.calendars:
        raise PageRefused(404, say("No such calendar"), say("Look at the list of calendars."))
    hours, pool = world.calendars[name], house(request).pool
    view = {
        "title": say("Calendar {name}", name=name),
        "calendar": calendar_view(name, hours, data[name], reader),
        "tried": try_out(request.query_params, hours, reader),
        "text": as_text(data[name]),
        "steers": steers(reader),
        "trouble": trouble,
        "done": DONE.get(request.query_params.get("did", ""), ""),
        "traces": traces(await changes(pool, kinds=("calendar",), name=name, limit=8), reader),
    }
    status = trouble.status if trouble.action else 200
    return await show(request, reader, "calendars/one.html", here="calendars", status=status, **view)


async def _known(request: Request) -> tuple[World, dict[str, Data]]:
    """The calendars in force and as they were written."""
    home = house(request)
    _, world = await in_force(home.pool, home.watched)
    found = await entries.calendars(home.pool, world)
    return world, {name: cast("Data", data) for name, data in found.items() if name in world.calendars}
