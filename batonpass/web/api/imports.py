"""How does a list come in over the API: what would happen, then yes, then how far it is?"""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import Query
from pydantic import BaseModel, Field
from starlette.requests import Request
from starlette.responses import Response, StreamingResponse

from batonpass.store import computations, imported, imports, uploads
from batonpass.store.imported import Imported
from batonpass.store.imports import HISTORIC
from batonpass.store.uploads import MEGABYTES_MOST, Choice, Upload
from batonpass.store.world import World, read_world
from batonpass.web.api.guard import Given, Who, scoped
from batonpass.web.imports.brought import MODES, TOO_LARGE, NoForm, TooLarge, brought, whole_body
from batonpass.web.problem import UNREAD, Problem
from batonpass.web.wiring import Collaborators

routes = scoped("admin")
BODY = {"text/csv": {"schema": {"type": "string"}}, "multipart/form-data": {"schema": {"type": "object"}}}
REFUSED_SHOWN = 100


class ColumnOut(BaseModel):
    column: str
    field: str = Field(description="the field it fills; - when it is left out")
    sure: str
    because: str


class RefusedOut(BaseModel):
    line: int
    column: str = Field(description="the column that is wrong; empty when it is the whole row")
    says: str


class ImportOut(BaseModel):
    """A list: what its columns are, what would become of it, and how far its import is."""

    id: str
    upload: str | None = Field(description="the id to begin it under; none when it came over the command line")
    file: str
    mode: str
    state: str = Field(description="deciding, decided, unclear, running, stopped or done")
    rows: int | None = None
    columns: list[ColumnOut]
    dry_run: dict[str, Any] | None = Field(default=None, description="the counts of the dry run, once it is worked out")
    taken: int = 0
    merged: int = 0
    failed: int = 0
    refused: list[RefusedOut] = Field(default=[], description="the first rows that were not taken in")
    says: str = Field(default="", description="what stands in the way")


@routes.post(
    "/imports",
    status_code=202,
    response_model=ImportOut,
    summary="Bring a list of leads",
    openapi_extra={"requestBody": {"required": True, "content": BODY}},
)
async def bring(
    request: Request,
    given: Given,
    who: Who,
    *,
    name: Annotated[str, Query(max_length=200, description="what the file is called")] = "list.csv",
    mode: Annotated[str, Query(description="historic pages nobody; live hands leads over")] = HISTORIC,
    form: Annotated[str, Query(max_length=80, description="the form whose signals each row gives")] = "",
    maps: Annotated[list[str] | None, Query(alias="map", description="COLUMN=FIELD, as often as needed")] = None,
    encoding: Annotated[str, Query(max_length=40)] = "",
    begin: Annotated[bool, Query(description="take it in at once, without looking at the dry run")] = False,
) -> Any:
    """The file as text/csv, or as `file` of a multipart form. Nothing is written before it is begun."""
    called, body = await _sent(request, name)
    world = await _world(given)
    declared = {field: one.label for field, one in world.written.file.fields.items()}
    _check(mode, form, world.playbook.signals_of_forms)
    choice = Choice(columns=_pairs(maps or []), mode=mode, form=form, encoding=encoding)
    made = await uploads.bring(given.pool, called, body, choice=choice, declared=declared, by=f"key:{who.label}")
    if begin:
        await _begin(given, await uploads.find(given.pool, made), by=f"key:{who.label}", again=False)
    return await _told(given, await uploads.find(given.pool, made))


@routes.post("/imports/{name}/begin", status_code=202, response_model=ImportOut, summary="Take a list in")
async def begin_one(
    name: str,
    given: Given,
    who: Who,
    again: Annotated[bool, Query(description="also where its rows came in otherwise before")] = False,  # noqa: FBT002 - the query's way
) -> Any:
    """In the background, each row once; one that stopped goes on where it was."""
    upload = await _upload(given, name)
    await _begin(given, upload, by=f"key:{who.label}", again=again)
    return await _told(given, await uploads.find(given.pool, upload.id))


@routes.get("/imports", response_model=list[ImportOut], summary="Lists that were taken in")
async def list_imports(given: Given, limit: Annotated[int, Query(ge=1, le=200)] = 50) -> Any:
    """The latest first, whoever began them and however."""
    return [_line(one, None) for one in await imported.latest(given.pool, limit=limit)]


@routes.get("/imports/{name}", response_model=ImportOut, summary="How far an import is")
async def one_import(name: str, given: Given) -> Any:
    """By its own id, or by the id of its list."""
    upload = await _found(given, name)
    return await _told(given, upload) if upload else await _by_id(given, name, None)


@routes.get("/imports/{name}/refused.csv", response_class=Response, summary="The rows that were not taken in")
async def refused_rows(name: str, given: Given) -> Response:
    """As CSV, with the line, the column and what is wrong before the cells; mended, it can be brought again."""
    upload = await _found(given, name)
    found = await _imported(given, upload.import_id if upload else name)
    return StreamingResponse(imported.refused_file(given.pool, found), media_type="text/csv; charset=utf-8")


async def _sent(request: Request, name: str) -> tuple[str, bytes]:
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    try:
        if kind == "multipart/form-data":
            sent = await brought(request)
            called, body = sent.name, sent.body
        elif kind in ("text/csv", "text/plain", "application/octet-stream"):
            called, body = name, await whole_body(request)
        else:
            raise Problem("unsupported-media-type", "send the file as text/csv, or as `file` of a multipart form")
    except TooLarge:
        raise Problem("too-large", TOO_LARGE.format(most=MEGABYTES_MOST), headers=UNREAD) from None
    except NoForm:
        raise Problem("unreadable", "the form is not well-formed multipart/form-data") from None
    if not body:
        raise Problem("invalid", "no file was sent, or an empty one", field="file")
    return called, body


def _check(mode: str, form: str, known: Any) -> None:
    if mode not in MODES:
        raise Problem("invalid", f"{mode} is no mode", field="mode", allowed=tuple(MODES))
    if form and form not in known:
        raise Problem("invalid", "this form gives no signal in the playbook in force", field="form", allowed=known)


def _pairs(maps: list[str]) -> dict[str, str]:
    pairs: dict[str, str] = {}
    for one in maps:
        column, divided, to = one.rpartition("=")
        if not divided:
            raise Problem("invalid", f'"{one}" says no field; write COLUMN=FIELD, such as Mail=email', field="map")
        pairs[column] = to
    return pairs


async def _world(given: Collaborators) -> World:
    async with given.pool.acquire() as connection:
        return await read_world(connection)


async def _begin(given: Collaborators, upload: Upload, *, by: str, again: bool) -> None:
    if not upload.knows_people:
        raise Problem("invalid", "no column says who each row is about; give one, as map=COLUMN=email", field="map")
    if not upload.held:
        return
    if not again and await imports.imported_otherwise(given.pool, upload.planned):
        says = (
            "rows of this very file came in before, with other columns or in another mode; if it is meant, again=true"
        )
        raise Problem("conflict", says)
    await uploads.begin(given.pool, upload, by=by)


async def _upload(given: Collaborators, name: str) -> Upload:
    found = await _found(given, name)
    if found is None:
        raise Problem("not-found", "no list has this id; bring it again")
    return found


async def _found(given: Collaborators, name: str) -> Upload | None:
    try:
        return await uploads.find(given.pool, name)
    except LookupError:
        return await uploads.of_import(given.pool, name)


async def _imported(given: Collaborators, name: str) -> Imported:
    try:
        return await imported.one(given.pool, name)
    except LookupError:
        raise Problem("not-found", "no import has this id; GET /v1/imports lists those there are") from None


async def _told(given: Collaborators, upload: Upload) -> ImportOut:
    if upload.work:
        return await _by_id(given, upload.import_id, upload)
    tried = await computations.find(given.pool, upload.rehearsal) if upload.rehearsal else None
    state = "unclear" if tried is None or tried.state == "failed" else "deciding" if tried.goes_on else "decided"
    return ImportOut(
        id=upload.import_id,
        upload=upload.id,
        file=upload.file_name,
        mode=upload.choice.mode,
        state=state,
        rows=upload.seen["rows"],
        columns=upload.seen["columns"],
        dry_run=tried.result["counts"] if tried and tried.result else None,
        says=tried.says if tried else "no column says who each row is about",
    )


async def _by_id(given: Collaborators, name: str, upload: Upload | None) -> ImportOut:
    one = await _imported(given, name)
    work = await computations.find(given.pool, upload.work) if upload and upload.work else None
    told = _line(one, upload)
    told.state = "done" if one.done else "running" if work and work.goes_on else "stopped"
    told.says = work.says if work and not one.done else ""
    rows = await imported.refused(given.pool, name, limit=REFUSED_SHOWN)
    told.refused = [RefusedOut(line=row.line, column=row.column_name, says=row.says) for row in rows]
    return told


def _line(one: Imported, upload: Upload | None) -> ImportOut:
    columns = [ColumnOut(column=column, field=field, sure="", because="") for column, field in one.columns]
    counts = {"taken": one.taken, "merged": one.merged, "failed": one.failed}
    about = {"upload": upload.id if upload else None, "rows": upload.seen["rows"] if upload else None}
    return ImportOut(id=one.id, file=one.file_name, mode=one.mode, state=one.state, columns=columns, **counts, **about)
