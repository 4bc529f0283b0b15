"""Does a form change something only when its person sent it from a page of ours?"""

from __future__ import annotations

import pytest

from tests.web.site import press, token_in

pytestmark = pytest.mark.asyncio(loop_scope="session")
ACTIONS = ("touch", "accept", "reject", "dispose", "reassign", "claim", "route", "undo")


async def refused(site, headers: dict[str, str], **fields: str) -> tuple[int, int]:
    """The answer to an acceptance sent like that, and how many facts the lead has more than before."""
    lead = await site.lead(email="eva@acme.example")
    before = (await site.standing(lead))["seq"]
    async with site.signed_in("ana") as visitor:
        form = {"token": token_in(await visitor.get(f"/leads/{lead}")), **fields}
        answer = await visitor.post(f"/leads/{lead}/accept", data=form, headers=headers)
    return answer.status_code, (await site.standing(lead))["seq"] - before


@pytest.mark.parametrize("where", ["cross-site", "same-site", "none"])
async def test_a_form_from_another_site_changes_nothing(site, where):
    assert await refused(site, {"sec-fetch-site": where}) == (403, 0)


async def test_an_older_browser_is_judged_by_its_origin(site):
    assert await refused(site, {"origin": "http://evil.example"}) == (403, 0)


async def test_behind_a_proxy_the_address_by_which_people_reach_us_is_ours(site):
    site.app.state.base_url = "http://handoff.firm.example:8080"
    assert await refused(site, {"origin": "http://handoff.firm.example:8080"}) == (303, 1)
    assert await refused(site, {"origin": "http://handoff.firm.example"}) == (403, 0)


async def test_a_page_without_an_origin_of_its_own_changes_nothing(site):
    assert await refused(site, {"origin": "null"}) == (403, 0)


async def test_a_form_without_the_token_changes_nothing(site):
    assert await refused(site, {}, token="") == (403, 0)


async def test_a_form_of_ours_is_carried_out(site):
    assert await refused(site, {"sec-fetch-site": "same-origin", "origin": "http://localhost"}) == (303, 1)


async def test_the_token_of_somebody_else_is_worth_nothing(site):
    lead = await site.lead(email="eva@acme.example")
    async with site.signed_in("bruno") as other, site.signed_in("ana") as visitor:
        form = {"token": token_in(await other.get("/"))}
        assert (await visitor.post(f"/leads/{lead}/accept", data=form)).status_code == 403


@pytest.mark.parametrize(
    "path",
    ["/sign-in", "/sign-in/demo", "/sign-out", "/attention/arrivals/1/release", "/attention/messages/replay"]
    + [f"/leads/L1/{action}" for action in ACTIONS],
)
async def test_every_form_needs_its_token(site, path):
    async with site.signed_in("mara") as visitor:
        assert (await visitor.post(path, data={"email": "ana@lumen.example"})).status_code == 403


async def test_a_form_longer_than_any_of_ours_is_refused_unread(site):
    async with site.signed_in("ana") as visitor:
        assert (await press(visitor, "/sign-out", note="x" * 70_000)).status_code == 413


async def test_something_that_is_no_form_is_refused(site):
    async with site.signed_in("ana") as visitor:
        assert (await visitor.post("/sign-out", json={})).status_code == 415


@pytest.mark.parametrize("note", ["a\0b", "\ud800".encode("utf-8", "surrogatepass"), "\N{RIGHT-TO-LEFT OVERRIDE}"])
async def test_strange_characters_never_break_the_program(site, note):
    lead = await site.lead(email="eva@acme.example")
    async with site.signed_in("ana") as visitor:
        answer = await press(visitor, f"/leads/{lead}/reject", reason="other", note=note)
        assert answer.status_code in (303, 400)


async def test_a_thousand_fields_are_refused(site):
    async with site.signed_in("ana") as visitor:
        answer = await press(visitor, "/sign-out", **{f"field{n}": "" for n in range(1_000)})
        assert answer.status_code == 400


@pytest.mark.parametrize("path", ["/leads/%00", "/leads/a%20b", "/leads/" + "L" * 300, "/mail/%00", "/do/%00"])
async def test_a_strange_address_is_just_not_there(site, path):
    async with site.signed_in("ana") as visitor:
        assert (await visitor.get(path)).status_code == 404
