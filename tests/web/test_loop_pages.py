"""Do the pages of the loop show what happened, open its leads, and lead from a figure to a draft?"""

from __future__ import annotations

import html
import json
import re
from datetime import UTC, datetime
from types import SimpleNamespace
from zoneinfo import ZoneInfo

import pytest

from batonpass.handoff.requests import Accept, Reject
from batonpass.learn.funnel import Group, groups_table
from batonpass.run.worked_out import work_out
from batonpass.store import computations, playbooks, proposals
from batonpass.store.proposals import Evidence, Found
from batonpass.store.rounds import keep_rounds, note_missed
from batonpass.web.capacity.page import _usual
from batonpass.web.parts.tabled import tabled
from tests.learn.drawn_rounds import NOW, drawn
from tests.web.site import PLAYBOOK, press

pytestmark = pytest.mark.asyncio(loop_scope="session")
TEXT = PLAYBOOK.read_text("utf-8")
SINCE = datetime(2027, 1, 1, tzinfo=UTC)


async def five_leads(site):
    """Three accepted, two given back, of two campaigns; one of nobody knows where."""
    for n in range(5):
        source = {} if n == 4 else {"source": {"campaign": "fair" if n % 2 else "=cmd", "channel": "event"}}
        lead = await site.lead(email=f"p{n}@firm{n}.example", **source)
        owner = (await site.standing(lead))["owner"]
        await site.act(lead, Reject(by=owner, reason="no_budget") if n < 2 else Accept(by=owner))
    await note_missed(site.pool)
    while await keep_rounds(site.pool):
        pass


def found(**more):
    told = {
        "about": "rejections", "kind": "source", "segment": "list", "says": "sales gave back 50% of leads",
        "hits": 30, "of": 60, "low": 0.38, "high": 0.62, "wire": 0.2, "since": SINCE,
        "reasons": (("no_budget", 30),), "leads": (Evidence(lead="L1", rep="ana", reason="no_budget"),),
    }  # fmt: skip
    return Found(**(told | more))


async def test_the_funnel_shows_each_campaign_and_who_has_none(site):
    await five_leads(site)
    async with site.signed_in("maya") as maya:
        page = await maya.get("/campaigns")
    assert page.status_code == 200
    assert "fair" in page.text
    assert "unknown" in page.text
    assert re.search(r'class="goes-on">.*?Most frequent reasons:</span> .*?\b1</td>', page.text)


async def test_a_figure_opens_the_leads_behind_it(site):
    await five_leads(site)
    async with site.signed_in("maya") as maya:
        page = await maya.get("/campaigns")
        href = re.search(r'href="(/leads\?[^"]*campaign=fair[^"]*reached=rejected)"', page.text)
        leads = await maya.get(href[1].replace("&amp;", "&"))
    assert "1 lead" in leads.text


async def test_the_csv_disarms_what_a_spreadsheet_would_run(site):
    await five_leads(site)
    async with site.signed_in("maya") as maya:
        assert "'=cmd" in (await maya.get("/reports/campaigns.csv")).text


@pytest.mark.parametrize(
    "query",
    ["?by=nonsense", "?from=yesterday", "?reached=moon", "?from=2027-05-01&to=2027-01-01", "?to=0001-01-01"],
)
async def test_a_question_that_is_none_is_answered_with_what_to_write(site, query):
    async with site.signed_in("maya") as maya:
        assert (await maya.get(f"/funnel{query}")).status_code == 422


@pytest.mark.parametrize("page", ["funnel", "campaigns", "rejections", "leaks"])
async def test_which_leads_alone_a_page_tells_of_is_said_and_stays_with_other_days(site, page):
    await five_leads(site)
    async with site.signed_in("maya") as maya:
        text = (await maya.get(f"/{page}?from=2027-02-01&to=2027-03-02&source=search")).text
    assert "Only leads with" in text
    head = text.partition('<header class="report-head">')[2].partition("</header>")[0]
    assert re.search(r'<select name="source"><option value="search" selected>', head)
    assert re.search(rf'href="/{page}\?from=2027-02-01&amp;to=2027-03-02">All leads<', text)


async def test_rejections_stand_against_the_agreed_share(site):
    await five_leads(site)
    async with site.signed_in("ana") as ana:
        page = await ana.get("/rejections")
    assert "too few to say" in page.text
    assert "no more than 20\N{NO-BREAK SPACE}% of a kind" in page.text


async def test_a_proposal_is_answered_with_a_draft_by_who_steers(site):
    await proposals.open_proposals(site.pool, [found()])
    await playbooks.draft(site.pool, redrafted("v2"), where="p", why=playbooks.Why(by="olle", note="try"))
    (one,) = await proposals.proposals(site.pool, ["rejections"])
    async with site.signed_in("mara") as mara:
        await press(mara, f"/proposals/{one.id}", on="/rejections", version="v2", note="we ask for more")
        page = await mara.get("/rejections")
    assert "answered" in page.text
    assert "version v2" in page.text


async def test_a_rep_does_not_answer_proposals(site):
    await proposals.open_proposals(site.pool, [found()])
    (one,) = await proposals.proposals(site.pool, ["rejections"])
    async with site.signed_in("ana") as ana:
        answer = await press(ana, f"/proposals/{one.id}", on="/", note="no")
    assert answer.status_code == 403


@pytest.mark.parametrize("path", ["/backtests", "/calibration", "/capacity"])
async def test_a_rep_does_not_try_changes(site, path):
    async with site.signed_in("ana") as ana:
        assert (await ana.get(path)).status_code == 403


async def test_a_backtest_is_asked_for_waited_for_and_shown(site):
    await five_leads(site)
    await playbooks.draft(site.pool, redrafted("v3", "mql_from: 60"), where="p", why=playbooks.Why(by="o", note="x"))
    async with site.signed_in("mara") as mara:
        asked = await press(mara, "/backtests", on="/backtests", version="v3")
        waiting = await mara.get(asked.headers["location"])
        await carry_out(site)
        page = await mara.get(asked.headers["location"])
        kept = re.search(r'action="(/reports/worked/\w+\.csv)"', page.text)[1]
        files = [await mara.get(f"{kept}?table={one}") for one in ("", "loads", "nothing")]
    async with site.signed_in("ana") as ana:
        refused = await ana.get(kept)
    assert waiting.headers["refresh"] == "2"
    assert "Beside each other" in page.text
    assert [one.status_code for one in (*files, refused)] == [200, 200, 404, 403]
    assert [one.text.partition(",")[0] for one in files[:2]] == ["figure", "to"]
    assert "refresh" not in page.headers


async def test_too_few_outcomes_are_told_and_not_weighed(site):
    await five_leads(site)
    async with site.signed_in("mara") as mara:
        await press(mara, "/calibration", on="/calibration")
        await carry_out(site)
        page = await mara.get("/calibration")
    assert "teach nothing" in page.text


async def test_an_office_is_simulated_as_it_was_stated(site):
    async with site.signed_in("mara") as mara:
        sent = {"leads": "60", "reps": "2", "handling": "20", "tiers": "urgent=100%:30m", "weeks": "2"}
        asked = await press(mara, "/capacity", on="/capacity", **sent)
        await carry_out(site)
        page = await mara.get(asked.headers["location"])
    assert "does not hold" in page.text


@pytest.mark.parametrize(
    ("language", "office", "says"),
    [
        ("en", {"leads": "0.3", "reps": "1", "handling": "5", "weeks": "4", "allowed": "1"}, "It is not sure to hold"),
        ("en", {"leads": "40", "reps": "4", "handling": "5", "weeks": "4", "allowed": "10"}, "The promise holds"),
        (
            "de",
            {"leads": "120", "reps": "1", "handling": "20", "weeks": "4"},
            "Sie hält nicht. Am günstigsten: 1 weitere Person",
        ),
    ],
)
async def test_the_page_says_of_a_promise_what_the_command_says(site, language, office, says):
    async with site.signed_in("mara") as mara:
        asked = await press(mara, "/capacity", on="/capacity", **office, tiers="far_away=100%:4h")
        await carry_out(site)
        page = await mara.get(asked.headers["location"], headers={"Accept-Language": language})
    assert '"labels": ["far away"]' in html.unescape(page.text)
    (verdict,) = re.findall(r'role="status"><b>(.*?)</b>', page.text)
    assert verdict.startswith(says)
    assert not re.search("more rep|open until|open from|work from", verdict) or language == "en"


async def test_kinds_of_leads_in_the_chart_of_rejections_are_called_in_german(site):
    for n in range(24):
        lead = await site.lead(email=f"k{n}@firm{n}.example")
        await site.act(lead, Reject(by="ana", reason="no_budget"))
    await keep_rounds(site.pool)
    async with site.signed_in("mara") as mara:
        page = html.unescape((await mara.get("/rejections", headers={"Accept-Language": "de"})).text)
    charts = [json.loads(one) for one in re.findall(r'data-chart="(\{.*?\})" role', page)]
    assert charts[0]["labels"][0] == "alle Leads"
    assert "demo (Formular)" in charts[0]["labels"]


async def test_what_the_last_weeks_measured_is_the_same_wherever_somebody_looks_from():
    house = SimpleNamespace(reps={}, queues={})
    agreed = SimpleNamespace(directory=house, playbook=SimpleNamespace(default_queue="", tiers=()))
    looks = [SimpleNamespace(zone=ZoneInfo(zone), now=NOW, agreed=agreed) for zone in ("UTC", "America/New_York")]
    here, there = (_usual(drawn(), reader) for reader in looks)
    assert here == there


async def test_hours_that_are_none_are_refused_beside_the_form(site):
    async with site.signed_in("mara") as mara:
        page = await press(mara, "/capacity", on="/capacity", hours="18-9", tiers="urgent=100%:30m")
    assert "are no hours of a day" in page.text


async def carry_out(site):
    """Do what the worker does, here."""
    taken = await computations.take(site.pool)
    try:
        await computations.done(site.pool, taken, await work_out(site.pool, taken.what, taken.asked))
    except Exception as refused:  # noqa: BLE001 - whatever it was is what the page shows
        await computations.failed(site.pool, taken, str(refused))


def redrafted(version, bar="mql_from: 40"):
    """The tests' playbook under another version, with another threshold."""
    text = re.sub(r"^version: .*$", f"version: {version}", TEXT, count=1, flags=re.MULTILINE)
    return re.sub(r"mql_from: \d+", bar, text, count=1)


async def test_a_share_of_too_few_is_told_as_a_count():
    shown = tabled(groups_table([Group(name="x", leads=7, reached={})], by="source", opens="q"), leads="/l")
    assert (shown.rows[0][2].text, shown.rows[0][2].under) == (
        "0\N{NO-BREAK SPACE}of\N{NO-BREAK SPACE}7",
        "too few to say",
    )
