"""Is who asks for the head of an address told what its page would be, and is nothing done by it?"""

from __future__ import annotations

import pytest

SEEN = (
    "/livez",
    "/readyz",
    "/healthz",
    "/metrics",
    "/sign-in",
    "/v1/leads",
    "/openapi.json",
    "/nothing",
    "/do/made-up",
)
OF_THE_MOMENT = {"content-length", "date", "set-cookie"}


@pytest.mark.parametrize("path", SEEN)
async def test_the_head_of_an_address_is_that_of_its_page(doors, path):
    """A monitor that asks for heads would take what is well for broken, and a scanner of mails a good link for dead."""
    head, whole = await doors.http.head(path), await doors.http.get(path)
    assert (head.status_code, head.content) == (whole.status_code, b"")
    kept = [{name: value for name, value in one.headers.items() if name not in OF_THE_MOMENT} for one in (head, whole)]
    assert kept[0] == kept[1]


async def test_the_head_of_news_without_an_end_is_not_waited_for(doors):
    assert (await doors.http.head("/live")).status_code == 405


async def test_nothing_that_is_sent_can_be_sent_as_a_head(doors):
    lead = (await doors.submit())["lead_id"]
    before = await doors.pool.fetchval("select count(*) from app.facts")
    for path in (f"/v1/leads/{lead}/accept", "/v1/submissions", "/v1/outbox/replay", "/sign-out"):
        assert (await doors.http.head(path)).status_code == 405
    assert await doors.pool.fetchval("select count(*) from app.facts") == before
