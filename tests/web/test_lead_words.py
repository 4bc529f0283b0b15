"""Does a lead's page call things what the person who reads it calls them?"""

from __future__ import annotations

import html

import pytest

pytestmark = pytest.mark.asyncio(loop_scope="session")


async def told_of(site, **sent: object) -> str:
    """The page of a lead of Ana's account as she reads it."""
    lead = await site.lead(email="eva@acme.example", first_name="Eva", last_name="Lind", **sent)
    async with site.signed_in("ana") as visitor:
        return html.unescape((await visitor.get(f"/leads/{lead}")).text)


async def test_closed_hours_are_not_called_a_pause(site):
    await site.at("2027-03-02T21:00:00+00:00")
    told = await told_of(site)
    assert ("Outside hours ·" in told, "waiting for business hours" in told, "Paused ·" in told) == (True, True, False)


async def test_the_proof_of_a_consent_is_told_in_words(site):
    proof = {"text": "You may write to me.", "text_version": "7", "page": "/demo", "ip_hash": "c0ffee" * 5}
    told = await told_of(site, consent={"marketing": "yes", **proof})
    assert ("<dd>marketing: yes</dd>" in told, "c0ffee" in told) == (True, False)
    proven = "“You may write to me.”, version 7 of the words, on /demo, a fingerprint of their internet address"
    assert f"<dt>Proof of consent</dt><dd>{proven}</dd>" in "".join(told.split("\n")).replace("  ", "")
