"""Where would a lead go, and why not elsewhere?"""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from batonpass.handoff.hours import NeverOpens, OutOfRange
from batonpass.handoff.refusal import Refusal, invalid
from batonpass.tongue.spoken import say
from batonpass.web.parts import words
from batonpass.web.parts.frame import show
from batonpass.web.parts.house import house
from batonpass.web.parts.reader import Reader
from batonpass.web.parts.troubles import Trouble, trouble_of
from batonpass.web.session import Here

from .asked import FIELDS, LIKELY, Asked, forms_of, read_asked
from .trial import try_on
from .view import Verdict, verdict

routes = APIRouter(include_in_schema=False)
NO_TROUBLE = Trouble()


@routes.get("/routing")
async def page(request: Request, reader: Here) -> Response:
    """Try a lead; the address holds all of the question, so that it can be sent on."""
    playbook = reader.agreed.playbook
    asked = read_asked(request.query_params, playbook)
    found, trouble = await _tried(request, reader, asked) if asked.any else (None, NO_TROUBLE)
    view: dict[str, Any] = {
        "title": say("Routing tester"),
        "asked": asked,
        "fields": FIELDS,
        "shown": {name for name, _ in FIELDS if name in (*LIKELY, *_reads(reader)) or asked.values[name]},
        "forms": forms_of(playbook),
        "ladder": tuple(words.plain(rung.name) for rung in playbook.routing),
        "default_queue": playbook.default_queue,
        "verdict": found,
        "trouble": trouble,
    }
    status = trouble.status if trouble.action else 200
    return await show(request, reader, "routing/page.html", here="routing", status=status, **view)


async def _tried(request: Request, reader: Reader, asked: Asked) -> tuple[Verdict | None, Trouble]:
    home = house(request)
    try:
        try:
            return verdict(await try_on(home.pool, home.watched, asked, reader), reader), NO_TROUBLE
        except (NeverOpens, OutOfRange) as never:
            raise invalid(say("no promise can be made: {never}", never=never), field="at") from None
    except Refusal as refusal:
        return None, trouble_of("try", refusal, {})


def _reads(reader: Reader) -> set[str]:
    """The fields that conditions of the ladder ask for, under the names of the form."""
    paths = {path for rung in reader.agreed.playbook.routing for case in rung.cases for path in case.when.fields}
    if any(case.postal for rung in reader.agreed.playbook.routing for case in rung.cases):
        paths.add("lead.postal_code")
    return {path.rpartition(".")[2] for path in paths}
