"""Are attacks on pages refused whichever page it is, and is nothing written by them?"""

from __future__ import annotations

import re

import pytest
from fastapi.routing import APIRoute

from batonpass.web.pages import PAGES

pytestmark = pytest.mark.asyncio(loop_scope="session")

EVERY_ROW = "select coalesce(md5(string_agg(to_jsonb(l)::text, '' order by id)), '') from app.leads l"
BY_LINK = ("/do/", "/choices/", "/slack", "/sign-in", "/audit")
"""Doors that prove the sender in another way, or change nothing."""
POSTS = sorted(
    {route.path for page in PAGES for route in page.routes if isinstance(route, APIRoute) and "POST" in route.methods}
)


async def rows(of) -> str:
    return await of.pool.fetchval(EVERY_ROW)


@pytest.mark.parametrize("path", [path for path in POSTS if not path.startswith(BY_LINK)])
async def test_no_form_of_another_site_does_anything(site, path):
    """S46: signed in, but without the token that stands in our own forms."""
    lead = await site.lead()
    before = await rows(site)
    async with site.signed_in("mara") as visitor:
        answer = await visitor.post(re.sub(r"\{[^}]*\}", lead, path), data={"token": "guessed"})
    assert answer.status_code in (403, 415)
    assert await rows(site) == before


@pytest.mark.parametrize(
    "address",
    ["javascript:alert(1)", "data:text/html,<script>x</script>", " javascript:alert(1)", "JaVaScRiPt:x"],
)
async def test_an_address_that_runs_something_is_plain_text(site, address):
    """S16."""
    lead = await site.lead(fields={"website": address, "linkedin": address}, message=f"see {address}")
    async with site.signed_in("ana") as visitor:
        page = (await visitor.get(f"/leads/{lead}")).text
    assert not re.search(r"""(?:href|src|action)=["']?\s*(?:javascript|data):""", page, re.IGNORECASE)
