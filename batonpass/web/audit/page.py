"""How does somebody audit an export in the browser, without anything of it being kept?"""

from __future__ import annotations

import re
import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING, Any

from anyio import CapacityLimiter, to_thread
from fastapi import APIRouter
from starlette.datastructures import FormData, UploadFile
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from batonpass.handoff.zones import UnknownZone, zone
from batonpass.tongue.spoken import say
from batonpass.web.audit.terms import Terms
from batonpass.web.parts.forms import from_our_page
from batonpass.web.parts.frame import show
from batonpass.web.parts.house import house
from batonpass.web.parts.reader import Reader
from batonpass.web.parts.refused import PageRefused
from batonpass.web.session import Here
from batonpass.written.refused import Problem, Refused

if TYPE_CHECKING:
    from batonpass.learn.audit.read import Table

routes = APIRouter(include_in_schema=False)

MEGABYTES_MAX = 100
BYTES_MAX = MEGABYTES_MAX * 1024 * 1024
FIELDS_MAX = 10
ROLES_MAX = 40
CURRENCY_MAX = 8
WORTH_MAX = 1e12
DATES = ("day-first", "month-first")
CHUNK = 1 << 20
ONE_BY_ONE = CapacityLimiter(1)
"""An audit takes all processors: the second waits for the first, and the inbox goes on beside them."""


@routes.get("/audit")
async def page(request: Request, reader: Here) -> Response:
    """Ask for an export."""
    return await _asked(request, reader)


@routes.post("/audit")
async def report(request: Request, reader: Here) -> Response:
    """The report on the export that was sent, as a page of its own; or the form again, with what was wrong."""
    _refuse_too_long(request)
    async with request.form(max_files=2, max_fields=FIELDS_MAX, max_part_size=64 * 1024) as form:
        said = {name: value.strip() for name, value in form.multi_items() if isinstance(value, str)}
        from_our_page(request, said, reader.token)
        try:
            drawn = await _drawn(form, said, reader)
        except Refused as refused:
            return await _asked(request, reader, said=said, trouble=str(refused), status=422)
    return HTMLResponse(drawn, headers={"Content-Security-Policy": _made().POLICY})


async def _drawn(form: FormData, said: dict[str, str], reader: Reader) -> str:
    """Read, judge and draw in a thread: pages of others go on."""
    terms = _terms(said, reader)
    async with _table(form.get("export")) as (name, leads), _table(form.get("more")) as more:
        if leads is None:
            raise _wrong(say("no export was chosen"), say("Choose the CSV file that your CRM wrote"))
        return await to_thread.run_sync(_made().drawn, (name, leads), more, terms, limiter=ONE_BY_ONE)


def _terms(said: dict[str, str], reader: Reader) -> Terms:
    calendar = said.get("calendar", "")
    return Terms(
        now=reader.now,
        zone=_zone(said.get("zone", "")) or str(reader.zone),
        times_in=_zone(said.get("times_in", "")) or "UTC",
        roles=[line for line in said.get("roles", "").splitlines()[:ROLES_MAX] if line.strip()],
        calendar=calendar,
        hours=reader.hours((calendar,)) if calendar else None,
        on=said.get("on", ""),
        dates=said["dates"] if said.get("dates") in DATES else "",
        deal_value=_worth(said.get("deal_value", "")),
        currency=said.get("currency", "").upper()[:CURRENCY_MAX],
    )


def _made() -> ModuleType:
    from batonpass.web.audit import made  # noqa: PLC0415  heavy, and most pages never need it

    return made


@asynccontextmanager
async def _table(sent: Any) -> AsyncIterator[tuple[str, Table | None]]:
    """A file that was sent, as a table; on disk only while it is read, as reading needs its form first."""
    if not isinstance(sent, UploadFile) or not sent.filename:
        yield "", None
        return
    with tempfile.TemporaryDirectory(prefix="batonpass-audit-") as folder:
        path = Path(folder) / _plain_name(sent.filename)
        with path.open("wb") as file:
            while part := await sent.read(CHUNK):
                file.write(part)
        table = await to_thread.run_sync(_made().read, path, limiter=ONE_BY_ONE)
    yield path.name, table


def _plain_name(sent: str) -> str:
    """What the file was called, for our sentences, and fit to be a file's name anywhere."""
    return re.sub(r"[^\w ()-]+", ".", Path(sent).name)[-80:].strip(". ") or "export"


async def _asked(
    request: Request, reader: Reader, *, said: dict[str, str] | None = None, trouble: str = "", status: int = 200
) -> Response:
    world = house(request).watched.world
    view = {
        "title": say("Audit"),
        "said": said or {},
        "trouble": trouble,
        "calendars": sorted(world.calendars) if world else [],
        "most": MEGABYTES_MAX,
    }
    return await show(request, reader, "audit/page.html", here="audit", status=status, **view)


def _refuse_too_long(request: Request) -> None:
    """Refuse by what the browser says before reading; who says nothing is refused too."""
    size = request.headers.get("content-length", "")
    if not request.headers.get("content-type", "").startswith("multipart/form-data"):
        raise PageRefused(415, say("That was no form"), say("Send the form from its page."))
    if not size.isdigit() or int(size) > BYTES_MAX:
        says = say(
            "At most {megabytes_max} MB can be sent here. Run `batonpass audit` on the machine itself.",
            megabytes_max=MEGABYTES_MAX,
        )
        raise PageRefused(413, say("Too large"), says)


def _zone(name: str) -> str:
    if not name:
        return ""
    try:
        return str(zone(name))
    except UnknownZone as unknown:
        raise _wrong(say('"{name}" is not the time zone of a place', name=name), unknown.instead) from None


def _worth(said: str) -> float | None:
    """What a won lead is worth, as people write it: 12000, 12,000 and 12 000 are the same."""
    if not said:
        return None
    written = re.sub(r"[\s\u00a0]|[.,](?=\d{3}(?:\D|$))", "", said).replace(",", ".")
    if not re.fullmatch(r"\d{1,13}(?:\.\d{1,2})?", written) or float(written) > WORTH_MAX:
        raise _wrong(say('"{worth}" is not an amount', worth=said), say("Write one such as 12000"))
    return float(written)


def _wrong(says: str, instead: str) -> Refused:
    return Refused([Problem(where="form", says=says, instead=instead)])
