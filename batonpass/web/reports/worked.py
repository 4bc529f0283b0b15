"""How is what was worked out aside, a calibration or a backtest, kept as a file?"""

from __future__ import annotations

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from batonpass.learn.table import Table
from batonpass.learn.worked_tables import tables_of
from batonpass.store import computations
from batonpass.web.api.reports import as_file
from batonpass.web.parts.house import house
from batonpass.web.parts.reader import Reader
from batonpass.web.parts.refused import not_here
from batonpass.web.parts.rights import must_try_changes
from batonpass.web.session import Here

routes = APIRouter(include_in_schema=False)


@routes.get("/reports/worked/{name}.csv")
async def as_csv(request: Request, reader: Here, name: str) -> Response:
    """A table of a result as CSV, the first where none is named."""
    return as_file(await _table(request, reader, name), "csv")


@routes.get("/reports/worked/{name}.parquet")
async def as_parquet(request: Request, reader: Here, name: str) -> Response:
    """The same as Parquet, with the types of its columns."""
    return as_file(await _table(request, reader, name), "parquet")


async def _table(request: Request, reader: Reader, name: str) -> Table:
    must_try_changes(reader)
    wanted = request.query_params.get("table", "")
    try:
        one = await computations.find(house(request).pool, name)
    except LookupError:
        raise not_here() from None
    there = tables_of(one.what, one.result) if one.result else ()
    found = next((each for each in there if wanted in ("", each.name)), None)
    if found is None:
        raise not_here()
    return found
