"""Does a person find what they were told on one page, and does a mail that came back count as told to nobody?"""

from __future__ import annotations

import pytest

pytestmark = pytest.mark.asyncio(loop_scope="session")


async def shown(site, name: str) -> str:
    async with site.signed_in(name) as visitor:
        return (await visitor.get("/messages")).text


async def test_a_rep_reads_what_they_were_told(site):
    await site.lead(email="eva@acme.example", first_name="Eva", last_name="Lind")
    page = await shown(site, "ana")
    assert "Eva Lind" in page
    assert "e-mail waits" in page


async def test_what_others_were_told_is_not_shown(site):
    await site.lead(email="eva@acme.example", first_name="Eva", last_name="Lind")
    assert "Eva Lind" not in await shown(site, "bruno")


async def test_news_on_several_ways_is_one_line(site):
    await site.lead(email="eva@acme.example", first_name="Eva", last_name="Lind")
    await site.pool.execute(
        """insert into app.outbox (key, lead_id, channel, recipient, kind, effect, body, state, created_at, due_at)
        select replace(key, '/email', '/slack'), lead_id, 'slack', recipient, kind, effect, body, 'dead', created_at,
            due_at
        from app.outbox where kind = 'assigned'"""
    )
    page = await shown(site, "ana")
    assert page.count("Eva Lind") == 1
    assert "Slack could not be sent" in page
