"""Who shares leads with whom, who is next, and does everybody get what was promised?"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from typing import Any

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from batonpass.handoff.people import Beyond, Pool
from batonpass.handoff.refusal import Refusal, invalid
from batonpass.store import board
from batonpass.store.alter import alter_pool
from batonpass.store.changes import changes
from batonpass.store.trial import setting_now
from batonpass.tongue.spoken import later, say
from batonpass.web.api.shapes_sent import NAME
from batonpass.web.parts.frame import show
from batonpass.web.parts.house import house
from batonpass.web.parts.numbers import whole
from batonpass.web.parts.reader import Reader
from batonpass.web.parts.refused import PageRefused
from batonpass.web.parts.rights import leads_anybody, must
from batonpass.web.parts.traces import traces
from batonpass.web.parts.troubles import Trouble, trouble_of
from batonpass.web.routing.view import PoolNow, pool_now
from batonpass.web.session import Form, Here
from batonpass.written.refused import Refused

from .entry import with_form

routes = APIRouter(include_in_schema=False)
NO_TROUBLE = Trouble()
WINDOWS = (1, 7, 30)
WHOM = later("your manager or an administrator")


@dataclass(frozen=True, slots=True, kw_only=True)
class Received:
    """What somebody got in the window against what their weight promises while everybody is there."""

    turns: int
    percent: int
    promised: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """A pool as it stands, as it went, and as it is written."""

    now: PoolNow
    pool: Pool
    received: Mapping[str, Received]
    total: int
    beyond: str


@routes.get("/pools")
async def page(request: Request, reader: Here) -> Response:
    """Every pool: who would get a lead now, the next ten turns, and what everybody got."""
    did = request.query_params.get("did", "")
    return await _show(
        request, reader, done=say("Kept. Tallies stay as they are, so that nobody is flooded.") if did else ""
    )


@routes.post("/pools")
async def add(request: Request, reader: Here, form: Form) -> Response:
    """Make a pool with its first member."""
    must(leads_anybody(reader), WHOM)
    name, home = form.get("name", ""), house(request)
    try:
        if not re.fullmatch(NAME, name):
            raise invalid(say("a name has letters, digits, dots and dashes, such as nordics"), field="name")
        await alter_pool(home.pool, name, partial(with_form, form=form), by=reader.by, new=True)
    except (Refusal, Refused) as refused:
        return await _show(request, reader, trouble=trouble_of("add", refused, form))
    home.poke()
    return RedirectResponse(f"/pools?did=added#pool-{name}", 303)


@routes.post("/pools/{name}")
async def change(request: Request, reader: Here, form: Form, name: str) -> Response:
    """Change members, weights, caps and what happens beyond them."""
    must(leads_anybody(reader), WHOM)
    home = house(request)
    try:
        await alter_pool(home.pool, name, partial(with_form, form=form), by=reader.by)
    except LookupError:
        raise PageRefused(404, say("No such pool"), say("Look at the list of pools.")) from None
    except (Refusal, Refused) as refused:
        return await _show(request, reader, trouble=trouble_of(f"pool-{name}", refused, form))
    home.poke()
    return RedirectResponse(f"/pools?did=changed#pool-{name}", 303)


async def _show(request: Request, reader: Reader, *, trouble: Trouble = NO_TROUBLE, done: str = "") -> Response:
    home = house(request)
    days = _days(request.query_params.get("days", ""))
    setting = await setting_now(home.pool, home.watched)
    got = await board.received(home.pool, reader.now - timedelta(days=days))
    people = setting.directory
    pools = [pool for name, pool in sorted(people.pools.items()) if name != "*"]
    view: dict[str, Any] = {
        "title": say("Pools"),
        "pools": [_shown(pool, pool_now(pool, setting), got) for pool in pools],
        "everybody": sorted((rep for rep in people.reps.values() if rep.active), key=lambda rep: rep.name),
        "queues": sorted(people.queues),
        "names": [pool.name for pool in pools],
        "name_of": people.name_of,
        "days": days,
        "windows": WINDOWS,
        "may": leads_anybody(reader),
        "trouble": trouble,
        "done": done,
        "traces": traces(await changes(home.pool, kinds=("pool",), limit=10), reader),
    }
    status = trouble.status if trouble.action else 200
    return await show(request, reader, "pools/page.html", here="pools", status=status, **view)


def _shown(pool: Pool, now: PoolNow, got: Mapping[tuple[str, str], int]) -> Shown:
    turns = {rep: count for (name, rep), count in got.items() if name == pool.name}
    total = sum(turns.values())
    weights = sum(member.weight for member in pool.members) or 1
    rule = pool.overflow
    placed = rule.kind in (Beyond.QUEUE, Beyond.POOL)
    return Shown(
        now=now,
        pool=pool,
        received={
            member.rep: Received(
                turns=turns.get(member.rep, 0),
                percent=round(100 * turns.get(member.rep, 0) / total) if total else 0,
                promised=round(100 * member.weight / weights),
            )
            for member in pool.members
        },
        total=total,
        beyond=f"{rule.kind.value}:{rule.name}" if placed else rule.kind.value,
    )


def _days(written: str) -> int:
    return days if (days := whole(written, WINDOWS[-1])) in WINDOWS else 7
