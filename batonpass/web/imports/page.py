"""How does a list come in: what would happen, then yes, then how far it is?"""

from __future__ import annotations

import asyncpg
from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response, StreamingResponse

from batonpass.store import computations, imported, imports, uploads
from batonpass.store.computations import Computation
from batonpass.store.imported import Imported
from batonpass.store.uploads import MEGABYTES_MOST, Upload
from batonpass.tongue.spoken import later, say
from batonpass.web.parts.forms import from_our_page
from batonpass.web.parts.frame import show
from batonpass.web.parts.house import House, house
from batonpass.web.parts.numbers import whole
from batonpass.web.parts.reader import Reader
from batonpass.web.parts.refused import PageRefused
from batonpass.web.parts.rights import must
from batonpass.web.parts.worked import AGAIN_SECONDS
from batonpass.web.session import Form, Here
from batonpass.written.refused import Refused

from .brought import MODES, TOO_LARGE, NoForm, TooLarge, brought, choice_of
from .view import chosen_columns, column_lines, line, share, tallies

routes = APIRouter(include_in_schema=False)
WHOM = later("marketing or an administrator")
PAGE = 30
LINE_MOST = 2**31 - 1


@routes.get("/imports")
async def page(request: Request, reader: Here) -> Response:
    """The lists that were taken in, those that wait for a yes, and a place for a new one."""
    return await _page(request, reader)


@routes.post("/imports")
async def bring(request: Request, reader: Here) -> Response:
    """A new list: look at its columns, and ask for the dry run."""
    must(reader.owners is None, WHOM)
    try:
        sent = await brought(request)
    except TooLarge:
        raise PageRefused(413, say("Too large"), say(TOO_LARGE, most=MEGABYTES_MOST)) from None
    except NoForm:
        raise PageRefused(415, say("That was no form"), say("Send the form from its page.")) from None
    from_our_page(request, sent.fields, reader.token)
    if not sent.name:
        return await _page(request, reader, trouble=say("No file was chosen. Choose a CSV file."), given=sent.fields)
    home = house(request)
    try:
        choice = choice_of(sent.fields, reader.agreed)
        made = await uploads.bring(
            home.pool, sent.name, sent.body, choice=choice, declared=_declared(home), by=reader.user.email
        )
    except Refused as refused:
        return await _page(request, reader, trouble=str(refused), given=sent.fields)
    return RedirectResponse(f"/imports/lists/{made}", 303)


@routes.get("/imports/lists/{name}")
async def one_list(request: Request, reader: Here, name: str) -> Response:
    """What a list was taken for, and what would become of it."""
    return await _list(request, reader, await _found(request, reader, name))


@routes.post("/imports/lists/{name}/columns")
async def choose(request: Request, reader: Here, form: Form, name: str) -> Response:
    """Take columns otherwise, or the whole list in another mode."""
    upload, home = await _found(request, reader, name), house(request)
    try:
        choice = choice_of(form, reader.agreed, columns=chosen_columns(upload, form))
        changed = await uploads.choose(home.pool, upload, choice=choice, declared=_declared(home), by=reader.user.email)
    except Refused as refused:
        return await _list(request, reader, upload, trouble=str(refused))
    if not changed:
        return RedirectResponse(f"/imports/{upload.import_id}", 303)
    return RedirectResponse(f"/imports/lists/{name}", 303)


@routes.post("/imports/lists/{name}/begin")
async def begin(request: Request, reader: Here, form: Form, name: str) -> Response:
    """Yes: take its rows in. Where rows of it came in otherwise before, that must be meant."""
    upload, pool = await _found(request, reader, name), house(request).pool
    if not upload.knows_people:
        return await _list(request, reader, upload, trouble=say("Say first which column tells people apart."))
    if not upload.held:
        return RedirectResponse(f"/imports/{upload.import_id}", 303)
    if await imports.imported_otherwise(pool, upload.planned) and form.get("again") != "yes":
        return await _list(
            request, reader, upload, trouble=say("Tick that its rows shall come once more, if you mean it.")
        )
    await uploads.begin(pool, upload, by=reader.user.email)
    return RedirectResponse(f"/imports/{upload.import_id}", 303)


@routes.post("/imports/lists/{name}/drop")
async def drop(request: Request, reader: Here, _: Form, name: str) -> Response:
    """No: take the list away."""
    await _found(request, reader, name)
    await uploads.drop(house(request).pool, name)
    return RedirectResponse("/imports", 303)


@routes.get("/imports/{name}")
async def one_import(request: Request, reader: Here, name: str) -> Response:
    """How far an import is, what became of its rows, and which were refused."""
    must(reader.owners is None, WHOM)
    pool, found = house(request).pool, await _import(request, name)
    upload = await uploads.of_import(pool, name)
    work = await _computed(pool, upload.work if upload else None)
    works = bool(work and work.goes_on)
    after = whole(request.query_params.get("after", ""), LINE_MOST)
    rows = await imported.refused(pool, name, after=-1 if after is None else after)
    view = {
        "title": found.file_name,
        "one": line(found, reader, works=works),
        "done": found.done,
        "works": works,
        "says": work.says if work and work.state == "failed" and not found.done else "",
        "resumes": bool(upload and upload.held and not found.done and not works),
        "share": share(found, int(upload.seen["rows"]) if upload else 0),
        "rows": rows,
        "more": f"/imports/{name}?after={rows[-1].line}" if rows and len(rows) < found.failed else "",
        "stages": await imported.stages(pool, name),
        "columns": found.columns,
    }
    response = await show(request, reader, "imports/one.html", here="imports", **view)
    if works:
        response.headers["Refresh"] = AGAIN_SECONDS
    return response


@routes.post("/imports/{name}/go-on")
async def go_on(request: Request, reader: Here, _: Form, name: str) -> Response:
    """Let an import that stopped go on where it was."""
    must(reader.owners is None, WHOM)
    await _import(request, name)
    pool = house(request).pool
    upload = await uploads.of_import(pool, name)
    if upload is None or not upload.held:
        raise PageRefused(
            409, say("The file is gone"), say("Bring the list again: rows that are in are not taken twice.")
        )
    await uploads.begin(pool, upload, by=reader.user.email)
    return RedirectResponse(f"/imports/{name}", 303)


@routes.get("/imports/{name}/refused.csv")
async def refused_rows(request: Request, reader: Here, name: str) -> Response:
    """The rows that were not taken in, to be mended and brought again."""
    must(reader.owners is None, WHOM)
    found = await _import(request, name)
    saved = found.file_name.removesuffix(".csv").encode("ascii", "replace").decode().replace("?", "_")
    headers = {"Content-Disposition": f'attachment; filename="{uploads.plain_name(saved)}.errors.csv"'}
    rows = imported.refused_file(house(request).pool, found)
    return StreamingResponse(rows, media_type="text/csv; charset=utf-8", headers=headers)


async def _page(request: Request, reader: Reader, *, trouble: str = "", given: object = None) -> Response:
    must(reader.owners is None, WHOM)
    pool = house(request).pool
    last = request.query_params.get("before", "")
    before = await _import(request, last) if last else None
    found = await imported.latest(pool, before=before, limit=PAGE)
    at_work = {one.asked.get("upload") for one in await computations.latest(pool, uploads.IMPORT) if one.goes_on}
    held = [await uploads.of_import(pool, one.id) if not one.done else None for one in found]
    view = {
        "title": say("Imports"),
        "each": [
            line(one, reader, works=bool(upload and upload.id in at_work))
            for one, upload in zip(found, held, strict=True)
        ],
        "waiting": await uploads.unbegun(pool),
        "modes": MODES,
        "forms": sorted(reader.agreed.playbook.signals_of_forms),
        "most": MEGABYTES_MOST,
        "trouble": trouble,
        "given": given or {},
        "more": f"/imports?before={found[-1].id}" if len(found) == PAGE else "",
    }
    return await show(request, reader, "imports/page.html", here="imports", status=422 if trouble else 200, **view)


async def _list(request: Request, reader: Reader, upload: Upload, *, trouble: str = "") -> Response:
    if upload.work:
        return RedirectResponse(f"/imports/{upload.import_id}", 303)
    pool = house(request).pool
    rehearsal = await _computed(pool, upload.rehearsal)
    goes_on = bool(rehearsal and rehearsal.goes_on)
    view = {
        "title": upload.file_name,
        "upload": upload,
        "lines": column_lines(upload),
        "first": upload.seen.get("first", []),
        "modes": MODES,
        "forms": sorted(reader.agreed.playbook.signals_of_forms),
        "counts": tallies(rehearsal),
        "goes_on": goes_on,
        "failed": rehearsal.says if rehearsal and rehearsal.state == "failed" else "",
        "before": await imports.read_progress(pool, upload.planned),
        "otherwise": await imports.imported_otherwise(pool, upload.planned),
        "name_of": reader.agreed.directory.name_of,
        "trouble": trouble,
    }
    status = 422 if trouble else 200
    response = await show(request, reader, "imports/list.html", here="imports", status=status, **view)
    if goes_on and not trouble:
        response.headers["Refresh"] = AGAIN_SECONDS
    return response


async def _found(request: Request, reader: Reader, name: str) -> Upload:
    must(reader.owners is None, WHOM)
    try:
        return await uploads.find(house(request).pool, name)
    except LookupError:
        raise PageRefused(
            404, say("No such list"), say("It was taken away, or kept for longer than a week. Bring it again.")
        ) from None


async def _import(request: Request, name: str) -> Imported:
    try:
        return await imported.one(house(request).pool, name)
    except LookupError:
        raise PageRefused(404, say("No such import"), say("Open Imports and choose one of the list.")) from None


async def _computed(pool: asyncpg.Pool, name: str | None) -> Computation | None:
    try:
        return await computations.find(pool, name) if name else None
    except LookupError:
        return None


def _declared(home: House) -> dict[str, str | None]:
    world = home.watched.world
    return {name: one.label for name, one in world.written.file.fields.items()} if world else {}
