"""Does a company's page show who is there and what they did, and only what the reader may see?"""

from __future__ import annotations

import httpx
import pytest

from tests.web.test_browser import acme

pytestmark = pytest.mark.asyncio(loop_scope="session")


async def owner_of(site, lead: str) -> str:
    return (await site.standing(lead))["owner"]


async def test_a_company_in_work_stands_in_the_list_with_its_people(site):
    await acme(site)
    await acme(site, email="nils@acme.example", first_name="Nils")
    async with site.signed_in("olle") as olle:
        page = (await olle.get("/accounts")).text
    assert "acme.example" in page
    assert "2 in work" in page


async def test_nothing_in_work_teaches_what_will_stand_there(site):
    async with site.signed_in("olle") as olle:
        assert "No company is in work" in (await olle.get("/accounts")).text


async def test_a_company_shows_its_people_and_what_they_did(site):
    lead = await acme(site)
    async with site.signed_in("olle") as olle:
        page = (await olle.get("/accounts/acme.example")).text
    assert f'href="/leads/{lead}"' in page
    assert "What they did" in page


async def test_a_colleagues_lead_is_only_counted(site):
    lead = await acme(site)
    other = "bruno" if await owner_of(site, lead) == "ana" else "ana"
    async with site.signed_in(other) as rep:
        page = (await rep.get("/accounts/acme.example")).text
    assert lead not in page
    assert "And with colleagues: 1 with" in page


@pytest.mark.parametrize("domain", ["nobody.example", "..%2Fx", "A'B"])
async def test_a_company_that_nobody_knows_is_not_there(site, domain):
    async with site.signed_in("olle") as olle:
        assert (await olle.get(f"/accounts/{domain}")).status_code == httpx.codes.NOT_FOUND


async def test_a_lead_leads_to_its_company(site):
    lead = await acme(site)
    async with site.signed_in("olle") as olle:
        assert 'href="/accounts/acme.example"' in (await olle.get(f"/leads/{lead}")).text
