"""Does the loop close: from leads given back to a rule that both sides changed, to who is thanked, to a verdict?"""

from __future__ import annotations

import json
import re

import pytest

from batonpass.handoff.requests import Accept, Reject
from batonpass.run.watch_figures import look_at_figures
from batonpass.store import meetings, proposals
from batonpass.store.rounds import keep_rounds
from batonpass.web.meeting.tending import tend
from tests.web.site import press

pytestmark = pytest.mark.asyncio(loop_scope="session")
DECISION = {
    "item": "definition", "says": "Lists have to earn more before sales gets them", "metric": "rejected",
    "direction": "down", "points": "10", "review_on": "2027-04-20",
    "place": "definition.hot_exit_below", "value": "55",
}  # fmt: skip


async def sixty_of_a_list(site, batch, given_back):
    """Sixty leads of a bought list; sales takes them but for the first so many."""
    for n in range(60):
        lead = await site.lead(email=f"{batch}{n}@firm{batch}{n}.example", source={"channel": "list"})
        owner = (await site.standing(lead))["owner"]
        await site.act(lead, Reject(by=owner, reason="no_budget") if n < given_back else Accept(by=owner))
    while await keep_rounds(site.pool):
        pass


async def asked_for(site):
    """The proposal that a fifth too many opened, with its leads."""
    await look_at_figures(site.pool)
    (one,) = await proposals.proposals(site.pool, ["rejections"])
    return one


async def decided_in_a_meeting(site):
    """The meeting's decision; gives the version of its draft."""
    async with site.signed_in("mara") as mara:
        planned = await press(mara, "/meeting", on="/meeting", kind="pack")
        held = planned.headers["location"].partition("?")[0]
        await press(mara, f"{held}/begin", on=held)
        done = await press(mara, f"{held}/decide", on=held, **DECISION)
    return re.search(r"/playbook/([^?]+)", done.headers["location"])[1]


async def signed_and_in_force(site, version):
    """Both sides sign the draft on its page, and one puts it in force."""
    for name in ("mara", "maya"):
        async with site.signed_in(name) as signer:
            await press(signer, f"/playbook/{version}/sign", on=f"/playbook/{version}")
    async with site.signed_in("mara") as mara:
        await press(mara, f"/playbook/{version}/apply", on=f"/playbook/{version}")
    assert await site.pool.fetchval("select state from app.playbooks where version = $1", version) == "active"


async def test_what_sales_gives_back_changes_a_rule_thanks_the_reps_and_is_judged_later(site):
    await sixty_of_a_list(site, "a", given_back=15)
    one = await asked_for(site)
    assert (one.found.hits, one.found.of, len(one.found.leads)) == (15, 60, 15)
    assert one.found.reasons == (("no_budget", 15),)

    await site.later(hours=1)
    version = await decided_in_a_meeting(site)
    async with site.signed_in("maya") as maya:
        await press(maya, f"/proposals/{one.id}", on="/rejections", version=version, note="as decided")
    await signed_and_in_force(site, version)
    await proposals.follow_up(site.pool)
    thanked = await site.pool.fetch("select body::text as body from app.outbox where kind = 'receipt'")
    told = [json.loads(row["body"])["because"] for row in thanked]
    assert sum(int(re.search(r"\d+", line)[0]) for line in told) == 15
    assert all("hot_exit_below" in line for line in told)

    await site.later(hours=24)
    await sixty_of_a_list(site, "b", given_back=1)
    await look_at_figures(site.pool)
    assert [each.state for each in await proposals.proposals(site.pool, ["rejections"])] == ["closed"]
    await site.at("2027-04-20T00:00:01+00:00")
    await tend(site.pool, site.watched)
    (decision,) = await meetings.decisions(site.pool)
    assert decision.verdict == "came_true"
    assert "15 of 60 before, 1 of 60 since" in decision.judged
