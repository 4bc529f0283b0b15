"""Both sides label the same leads without seeing more than a stranger would."""

from __future__ import annotations

import re

import pytest
import pytest_asyncio

from batonpass.handoff.requests import Accept
from batonpass.store import joint_review
from batonpass.store.signatures import sign
from tests.unheard import unheard
from tests.web.site import press

pytestmark = pytest.mark.asyncio(loop_scope="session")
PLACE = re.compile(r'id="lead-(\d+)"')


@pytest_asyncio.fixture(loop_scope="session")
async def sample(site):
    """Twelve leads asked for a demo, one was taken on, and ten of them were drawn; gives the sample's name."""
    for n in range(12):
        lead = await site.lead(
            email=f"p{n}@firm{n}.example", company=f"Firm {n}", title="Head of Operations", first_name=f"Secretname{n}"
        )
    await site.later(minutes=5)
    await site.act(lead, Accept(by="ana"))
    async with site.signed_in("mara") as mara:
        done = await press(mara, "/joint-review", on="/joint-review")
    return done.headers["location"].partition("?")[0].rpartition("/")[2]


async def say(visitor, sample, place, label, *, why="they asked for a demo"):
    on = f"/joint-review/{sample}"
    return await press(visitor, f"{on}/{place}/label", on=on, label=label, why=why)


async def label_all(site, sample, *, sales="ready", marketing="ready", but=()):
    """Both sides label every lead; at the places of `but`, sales says not ready."""
    async with site.signed_in("mara") as mara, site.signed_in("maya") as maya:
        for place in range(1, 11):
            label = "not_ready" if place in but else sales
            await say(mara, sample, place, label, why="Smara: they only want a thesis")
            await say(maya, sample, place, marketing, why="Smaya: fits the definition")


async def test_ten_leads_are_drawn_and_both_sides_are_invited(site, sample):
    assert await site.pool.fetchval("select count(*) from app.joint_leads where review = $1", sample) == 10
    told = await site.pool.fetch("select recipient from app.outbox where kind = 'joint_review' order by recipient")
    assert [row["recipient"] for row in told] == ["mara@lumen.example", "maya@lumen.example"]


async def test_a_lead_is_headed_in_the_language_of_its_reader(site, sample):
    async with site.signed_in("mara") as mara:
        before = (await mara.get(f"/joint-review/{sample}")).text
        await press(mara, "/me/language", on="/me", language="de")
        after = (await mara.get(f"/joint-review/{sample}")).text
    assert ("Head of Operations at Firm" in before, "Head of Operations (Firm" in after) == (True, True)
    assert "Operations at Firm" not in after


async def test_a_month_is_drawn_once(site, sample):
    before = await site.pool.fetch("select lead_id, place from app.joint_leads order by place")
    async with site.signed_in("mara") as mara:
        await press(mara, "/joint-review", on="/playbook")
    assert await site.pool.fetch("select lead_id, place from app.joint_leads order by place") == before


@pytest.mark.parametrize("name", ["ana", "mara", "maya", "olle"])
async def test_before_both_are_through_the_page_gives_nothing_away(site, sample, name):
    async with site.signed_in("mara") as mara, site.signed_in("maya") as maya:
        await say(mara, sample, 1, "not_ready", why="Smara: they only want a thesis")
        await say(maya, sample, 2, "cannot_tell", why="Smaya: nothing is known")
    leads = await joint_review.sampled(site.pool, sample)
    async with site.signed_in(name) as visitor:
        page = (await visitor.get(f"/joint-review/{sample}")).text
    main = page.partition("<main")[2].partition("</main>")[0]
    foreign = "Smaya" if name in ("ana", "mara") else "Smara"
    assert foreign not in main
    assert f"labelled by {'Maya' if foreign == 'Smaya' else 'Mara'}" not in main
    hidden = [one.lead_id for one in leads] + ["Secretname", "40.5", "MQL</", "SAL", "urgent", "Ana", "firm0.example"]
    assert [word for word in hidden if word in main] == []
    assert "/leads/" not in main
    assert PLACE.findall(main) == [str(n) for n in range(1, 11)]


async def test_the_order_of_the_leads_is_drawn_by_lot_and_not_that_of_their_arrival(site, sample):
    shown = [one.lead_id for one in await joint_review.sampled(site.pool, sample)]
    rows = await site.pool.fetch("select id from app.leads where id = any($1) order by created_at, id", shown)
    assert sorted(shown) == sorted(row["id"] for row in rows)
    assert shown != [row["id"] for row in rows]


async def test_a_colleague_of_the_same_side_cannot_label_a_lead_again(site, sample):
    async with site.signed_in("mara") as mara, site.signed_in("ana") as ana:
        await say(mara, sample, 1, "ready")
        refused = await say(ana, sample, 1, "not_ready")
    assert refused.status_code == 409
    assert "Mara Pinto has labelled this lead for sales already" in refused.text


async def test_who_labelled_may_change_their_mind_until_all_are_in(site, sample):
    async with site.signed_in("mara") as mara:
        await say(mara, sample, 1, "ready")
        await say(mara, sample, 1, "not_ready", why="on second thought no")
    (said,) = await joint_review.labels(site.pool, sample)
    assert (said.label, said.why) == ("not_ready", "on second thought no")


async def test_an_administrator_looks_on(site, sample):
    async with site.signed_in("olle") as olle, site.signed_in("mara") as mara:
        refused = await say(olle, sample, 1, "ready")
        assert 'name="label"' in (await mara.get(f"/joint-review/{sample}")).text
    assert refused.status_code == 409
    assert await joint_review.labels(site.pool, sample) == ()


async def test_no_reason_is_no_label(site, sample):
    async with site.signed_in("mara") as mara:
        refused = await say(mara, sample, 1, "ready", why="")
    assert refused.status_code == 409
    assert "say why in one sentence" in refused.text


async def test_who_has_not_labelled_is_reminded_and_nobody_else(site, sample):
    async with site.signed_in("mara") as mara:
        for place in range(1, 11):
            await say(mara, sample, place, "ready")
        await press(mara, f"/joint-review/{sample}/remind", on=f"/joint-review/{sample}")
    told = await site.pool.fetch("select recipient from app.outbox where kind = 'joint_review_reminder'")
    assert [row["recipient"] for row in told] == ["maya@lumen.example"]
    assert await unheard(site.pool) == set()


async def test_once_both_are_through_everything_is_shown_beside_each_other(site, sample):
    await label_all(site, sample, but=(3,))
    async with site.signed_in("maya") as maya:
        page = (await maya.get(f"/joint-review/{sample}")).text
    assert "Smara: they only want a thesis" in page
    assert "hand raised" in page
    assert "9 of 10 leads" in page
    assert PLACE.findall(page)[0] == "3"
    assert await site.pool.fetchval("select count(*) from app.outbox where kind = 'joint_review_in'") == 2
    assert await unheard(site.pool) == set()


async def test_nothing_changes_once_all_labels_are_in(site, sample):
    await label_all(site, sample)
    async with site.signed_in("mara") as mara:
        said = {"label": "ready", "why": "once more"}
        refused = await press(mara, f"/joint-review/{sample}/1/label", on="/playbook", **said)
    assert refused.status_code == 409
    assert "nothing in it changes any more" in refused.text


async def test_one_click_writes_a_disagreement_into_a_draft_that_waits_until_the_rules_agree(site, sample):
    await label_all(site, sample, but=(3,))
    async with site.signed_in("mara") as mara:
        on = f"/joint-review/{sample}"
        done = await press(mara, f"{on}/3/counter_example", on=on)
        draft = (await mara.get(done.headers["location"])).text
        version = done.headers["location"].partition("?")[0]
        unsigned = await press(mara, f"{version}/apply", on="/playbook")
        for name in ("mara", "maya"):
            await sign(site.pool, version.rpartition("/")[2], email=f"{name}@lumen.example")
        broken = await press(mara, f"{version}/apply", on="/playbook")
    assert "Head of Operations, joint review" in draft
    assert "fails: MQL" in draft
    assert "lacks the signature" in unsigned.text
    assert "no longer holds" in broken.text
    text = await site.pool.fetchval("select text from app.playbooks where state = 'draft'")
    assert 'why: "Smara: they only want a thesis"' in text
    assert 'by: "Mara Pinto"' in text
    assert "Secretname" not in text


async def test_a_second_disagreement_joins_the_first_in_one_draft(site, sample):
    await label_all(site, sample, but=(3, 5))
    async with site.signed_in("mara") as mara:
        on = f"/joint-review/{sample}"
        await press(mara, f"{on}/3/counter_example", on=on)
        await press(mara, f"{on}/5/example", on=on)
    (draft,) = await site.pool.fetch("select version, text from app.playbooks where state = 'draft'")
    assert draft["version"].endswith(".2")
    assert draft["text"].count("joint review") == 2
    versions = {one.version for one in await joint_review.cases(site.pool, sample)}
    assert versions == {draft["version"]}


async def test_what_both_say_alike_is_no_disagreement(site, sample):
    await label_all(site, sample, but=(3,))
    async with site.signed_in("mara") as mara:
        refused = await press(mara, f"/joint-review/{sample}/4/example", on=f"/joint-review/{sample}")
    assert refused.status_code == 409
    assert "that is no disagreement" in refused.text
