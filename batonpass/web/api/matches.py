"""What looks alike and waits for a person, and how does another program settle it?"""

from __future__ import annotations

from typing import Any

from batonpass.store import match
from batonpass.web.api.acts import At, Desk, MaybeBy
from batonpass.web.api.guard import TENDED, Given, scoped
from batonpass.web.api.leads import lead_now
from batonpass.web.api.shapes import LeadOut, MatchOut
from batonpass.web.api.shapes_sent import ByIn
from batonpass.web.api.whose import must_tend
from batonpass.web.problem import Problem

BIGINT_MAX = 2**63 - 1
reads, steers = scoped("read"), scoped("act")


@reads.get("/matches", response_model=list[MatchOut], dependencies=[TENDED], summary="What looks alike and is not sure")
async def list_matches(given: Given) -> Any:
    """Leads beside the account or lead they look like, the likeliest first, each with its reasons."""
    return [MatchOut.model_validate(one) for one in await match.waiting(given.pool)]


@steers.post("/matches/{match_id}/accept", response_model=LeadOut, summary="They are the same")
async def accept_match(match_id: int, desk: At, *, sent: MaybeBy = None) -> Any:
    """The lead belongs to the account, which keeps the name and domain; or the two leads become one."""
    return await _settled(match_id, desk, sent, same=True)


@steers.post("/matches/{match_id}/decline", response_model=LeadOut, summary="They are not the same")
async def decline_match(match_id: int, desk: At, *, sent: MaybeBy = None) -> Any:
    """It is not asked again, about this name and account, or about these two leads."""
    return await _settled(match_id, desk, sent, same=False)


async def _settled(match_id: int, desk: Desk, sent: ByIn | None, *, same: bool) -> LeadOut:
    by, given = desk.by_or_key(sent), desk.given
    await must_tend(given, desk.key)
    if not 0 < match_id <= BIGINT_MAX:
        raise _unknown(match_id)
    try:
        lead_id = await match.settle(given.pool, given.watched, match_id, same=same, by=by)
    except LookupError:
        raise _unknown(match_id) from None
    given.poke()
    return await lead_now(given, lead_id)


def _unknown(match_id: int) -> Problem:
    return Problem("not-found", f"no match has the number {match_id}")
