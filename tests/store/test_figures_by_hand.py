"""Do the figures of few leads, reckoned by hand, come out where days end, promises stand still and people go?"""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

from batonpass.handoff import requests as asked
from batonpass.store import board, snapshot
from batonpass.store.directory import apply, put_rep
from batonpass.store.erase import erase
from batonpass.store.merge import merge
from batonpass.store.rounds import keep_rounds, rebuild_rounds
from batonpass.store.take import act
from batonpass.web.reports.made import leads_behind, make_report
from tests.store.office import STARTER, forward, furnish, person, send, set_time, submission

MARCH = {"from": "2027-03-01", "to": "2027-03-31"}


async def report(pool, watched, name, table, **given):
    """A table of a report by column, of March where nothing else is asked."""
    await keep_rounds(pool)
    found = (await make_report(pool, watched, name, {**MARCH, **given})).table(table)
    return {one.name: found.column(one.name) for one in found.columns}


async def handed(pool, watched, n=1, **sent):
    (outcome,) = await send(pool, watched, submission(n, country="PT", **sent))
    return outcome.lead_id


async def first_touch(pool, watched):
    """Kept, broken, and still running of the promise of a first touch."""
    told = await report(pool, watched, "sla", "sla")
    place = told["promise"].index("first_touch")
    return told["kept"][place].hits, told["kept"][place].of - told["kept"][place].hits, told["running"][place]


async def test_a_promise_that_stands_still_is_not_broken_by_the_hour_it_had(pool):
    watched = await furnish(pool, "ana")
    text = STARTER.read_text("utf-8").replace("version: ", "pauses: {waiting: {at_most: 5d}}\nversion: pausing-", 1)
    await apply(pool, text, where="starter.yaml", by="test")
    lead = await handed(pool, watched)
    await act(pool, watched, lead, asked.Pause(by="ana", reason="waiting"))
    await forward(pool, hours=3)
    assert await first_touch(pool, watched) == (0, 0, 1)
    held = (await board.loads(pool))["ana"]
    assert (held.promises, held.late, held.soon) == (1, 0, 0)
    await act(pool, watched, lead, asked.Resume(by="ana"))
    await forward(pool, hours=3)
    assert await first_touch(pool, watched) == (0, 1, 0)
    assert (await board.loads(pool))["ana"].late == 1


async def test_a_lead_of_the_last_hour_of_a_month_in_utc_is_one_of_the_next_month_here(pool):
    watched = await furnish(pool, at=datetime(2027, 3, 27, 12, tzinfo=UTC))
    for n, at in enumerate(["2027-03-28T00:59", "2027-03-28T01:00", "2027-03-31T22:59", "2027-03-31T23:00"]):
        await set_time(pool, datetime.fromisoformat(f"{at}+00:00"))
        await handed(pool, watched, n)
    await forward(pool, days=1)
    months = await report(pool, watched, "funnel", "cohorts", to="2027-04-30")
    assert (months["month"], months["leads"]) == (("2027-03", "2027-04"), (3, 1))
    assert (await report(pool, watched, "commitments", "volume"))["qualified"] == (3,)
    assert (await report(pool, watched, "commitments", "volume", to="2027-04-30"))["qualified"] == (1,)
    assert (await report(pool, watched, "headline", "headline", **{"from": "2027-03-28", "to": "2027-03-28"}))[
        "leads"
    ] == (2, 0)


async def test_who_left_keeps_their_name_and_what_they_broke(pool):
    watched = await furnish(pool, "ana", "bruno")
    for n in range(4):
        await handed(pool, watched, n)
    await forward(pool, hours=2)
    before = await report(pool, watched, "sla", "league")
    await put_rep(pool, watched, "ana", person("ana", active=False), by="test")
    assert await report(pool, watched, "sla", "league") == before
    assert (before["person"], sum(before["broken"])) == (("Ana", "Bruno"), 4)


async def test_a_plan_says_of_each_rep_what_the_league_says(pool):
    """Whose breach it was is whose it stays when somebody else makes the touch; what was our outage is nobody's."""
    watched = await furnish(pool, "ana", "bruno")
    leads = [await handed(pool, watched, n) for n in range(4)]
    owners = [await pool.fetchval("select owner from app.leads where id = $1", lead) for lead in leads]
    await act(pool, watched, leads[0], asked.Touch(by=owners[0], kind="call"))
    await forward(pool, hours=2)
    await act(pool, watched, leads[1], asked.Reassign(by="mara", to=owners[0]))
    for lead in leads[1:]:
        await act(pool, watched, lead, asked.Touch(by=owners[0], kind="call"))
    await pool.execute("update app.clocks set excuse = 'database_outage' where lead_id = $1", leads[2])
    league = await report(pool, watched, "sla", "league")
    plan = {
        rep: (one.met, one.broken) for rep, one in (await snapshot.kept_by(pool, 28)).items() if one.met or one.broken
    }
    told = zip(league["person"], league["kept"], strict=True)
    assert plan == {who.lower(): (kept.hits, kept.of - kept.hits) for who, kept in told}
    assert sum(broken for _, broken in plan.values()) == 2


async def test_a_second_round_counts_beside_the_first_and_takes_nothing_from_it(pool):
    watched = await furnish(pool, "ana")
    lead = await handed(pool, watched)
    await act(pool, watched, lead, asked.Reject(by="ana", reason="not_now"))
    await forward(pool, days=7)
    await handed(pool, watched, 1, message="call me, please")
    await act(pool, watched, lead, asked.Touch(by="ana", kind="call"))
    told = await report(pool, watched, "headline", "headline")
    assert (told["leads"][0], told["accepted"][0].of) == (2, 1)
    found = await leads_behind(pool, watched, {**MARCH, "only": "handed"})
    assert (found.rounds, found.leads) == (2, (lead,))
    assert (await first_touch(pool, watched))[:2] == (2, 0)


async def test_what_waits_in_quarantine_is_in_no_figure(pool):
    watched = await furnish(pool)
    await send(pool, watched, *[replace(submission(n), quarantine="too quick for a person") for n in range(3)])
    await handed(pool, watched, 9)
    assert (await report(pool, watched, "headline", "headline"))["leads"] == (1, 0)
    assert (await report(pool, watched, "funnel", "funnel"))["leads"] == (1,)


async def test_two_leads_that_are_one_person_count_once_with_the_promise_that_lives_on(pool):
    watched = await furnish(pool, "ana")
    one, other = [await handed(pool, watched, n) for n in range(2)]
    lives = await merge(pool, watched, one, other, by="mara")
    await act(pool, watched, lives, asked.Touch(by="ana", kind="call"))
    assert (await report(pool, watched, "headline", "headline"))["leads"] == (1, 0)
    assert (await report(pool, watched, "funnel", "funnel"))["leads"] == (1,)
    assert await first_touch(pool, watched) == (1, 0, 0)
    found = await leads_behind(pool, watched, {**MARCH, "only": "handed"})
    assert found.leads == (lives,)


async def test_who_was_forgotten_stays_in_the_counts_of_their_weeks(pool):
    watched = await furnish(pool, "ana")
    touched, gone, waits = [await handed(pool, watched, n) for n in range(3)]
    for lead in (touched, gone):
        await act(pool, watched, lead, asked.Touch(by="ana", kind="call"))
    before = await first_touch(pool, watched)
    await erase(pool, gone)
    await erase(pool, waits)
    await forward(pool, hours=3)
    assert (before, await first_touch(pool, watched)) == ((2, 0, 1), (2, 0, 0))
    assert (await report(pool, watched, "headline", "headline"))["leads"] == (3, 0)
    assert (await report(pool, watched, "headline", "headline"))["unworked"][0].hits == 0
    assert await rebuild_rounds(pool) == 1
    assert (await first_touch(pool, watched))[:2] == (2, 0)
    assert (await report(pool, watched, "headline", "headline"))["leads"] == (3, 0)


async def test_a_tier_and_a_reason_that_a_new_version_no_longer_has_stay_in_the_figures(pool):
    watched = await furnish(pool, "ana")
    text = STARTER.read_text("utf-8")
    lead = await handed(pool, watched)
    await act(pool, watched, lead, asked.Reject(by="ana", reason="not_now"))
    tiers = await report(pool, watched, "sla", "league")
    renamed = text.replace("version: ", "version: renamed-", 1).replace("not_now", "later_maybe")
    await apply(pool, renamed, where="starter.yaml", by="test")
    found = await leads_behind(pool, watched, {**MARCH, "reason": "not_now"})
    assert found.leads == (lead,)
    assert await report(pool, watched, "sla", "league") == tiers
    columns = (await make_report(pool, watched, "rejections", MARCH)).table("why_not").columns
    assert "not_now" in [one.name for one in columns]
