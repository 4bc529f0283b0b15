"""Who would get this lead, or the next one of a pool, if it came now? Asked without writing anything."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import Path, Query

from batonpass.handoff.capture import capture, person_in
from batonpass.handoff.lead import Lead
from batonpass.handoff.path import advance
from batonpass.store.trial import setting_now
from batonpass.web.api.guard import Given, Sent, scoped
from batonpass.web.api.openapi import takes
from batonpass.web.api.shapes_sent import NAME, SubmissionIn
from batonpass.web.problem import Problem
from batonpass.written.countries import country_names
from batonpass.written.trial import next_turns, told, tried_on

TRIAL = "trial"
reads = scoped("read")
Name = Annotated[str, Path(pattern=NAME)]
AHEAD_MOST = 50


@reads.post("/route/test", openapi_extra=takes(SubmissionIn), summary="Where a lead would go")
async def route_test(sent: Sent, given: Given) -> dict[str, Any]:
    """Decide a submission as if its sender were new and it came now; every rung is told. Nothing is written."""
    setting = await setting_now(given.pool, given.watched, [person_in(sent)])
    fact = capture(sent, door=TRIAL, arrived_at=setting.at, playbook=setting.playbook, countries=country_names())
    lead = advance(Lead(id=TRIAL, person=fact.person), fact, setting).lead
    return dict(told(tried_on(lead, setting)))


@reads.get("/pools/{name}/next", summary="Who of a pool is next")
async def pool_next(
    name: Name, given: Given, *, ahead: Annotated[int, Query(ge=1, le=AHEAD_MOST)] = 5
) -> dict[str, Any]:
    """Who would get a lead now, why the others would not, and whose turns come then if nothing changes."""
    setting = await setting_now(given.pool, given.watched)
    pool = setting.directory.pools.get(name)
    if pool is None:
        raise Problem("not-found", f"there is no pool named {name}")
    first, *others = next_turns(pool, setting, ahead)
    return {
        "pool": name,
        "at": setting.at,
        "owner": first.owner,
        "queue": first.queue,
        "because": first.because,
        "passed": list(first.passed),
        "then": [one.owner for one in others],
    }
