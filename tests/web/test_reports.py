"""Do the pages of reports show what API and command line say, and open each figure to its leads?"""

import csv
import html
import io
import json
import re

import polars as pl
import pytest

from batonpass.handoff import requests as asked
from batonpass.handoff.playbook.commitments import Commitments
from batonpass.learn.asked import Asked
from batonpass.learn.headline import headline_report
from batonpass.store.rounds import keep_rounds
from batonpass.tongue.spoken import speaking
from batonpass.web.reports.drawn import weekly
from tests.learn.drawn_rounds import FIRST, LAST, ZONE, drawn
from tests.web.site import open_site

DAYS = "from=2027-03-01&to=2027-03-31"


@pytest.fixture
async def site(shared_database):
    async with open_site(shared_database) as opened:
        yield opened


async def some_leads(site):
    """Thirty leads: most called in time, some given back, some left alone past their promise."""
    for n in range(30):
        lead_id = await site.lead(email=f"p{n}@firm{n}.example", source={"channel": "search" if n % 2 else "fair"})
        owner = (await site.standing(lead_id))["owner"]
        if n % 5 == 1:
            await site.act(lead_id, asked.Reject(by=owner, reason="no_budget"))
        elif n % 5 != 3:
            await site.act(lead_id, asked.Touch(by=owner, kind="call"))
            await site.act(lead_id, asked.Accept(by=owner))
    await site.later(hours=9)
    await keep_rounds(site.pool)


@pytest.mark.parametrize("path", ["/dashboard", "/sla", "/seams"])
async def test_both_teams_see_the_same_page(site, path):
    await some_leads(site)
    seen = set()
    for who in ("maya", "mara", "ana"):
        async with site.signed_in(who) as visitor:
            answer = await visitor.get(f"{path}?{DAYS}")
            assert answer.status_code == 200, answer.text
            seen.add(
                re.search(r'<div class="page report">.*', answer.text, re.DOTALL)[0].split("Who waited longest")[0][
                    :2000
                ]
            )
    assert len(seen) == 1


def test_each_side_is_drawn_beside_what_it_agreed_to():
    _, weeks = headline_report(drawn(), Asked(first=FIRST, last=LAST, zone=ZONE), None)
    chart = json.loads(weekly(weeks, Commitments(accepted=90, kept={"first_touch": 85})).data)
    assert [one["mark"] for one in chart["series"]] == [
        {"at": 0.85, "says": "agreed 85\N{NO-BREAK SPACE}%"},
        {"at": 0.9, "says": "agreed 90\N{NO-BREAK SPACE}%"},
    ]


@pytest.mark.parametrize(("language", "last"), [("en", "22 Mar"), ("de", "22. März")])
def test_each_week_of_a_chart_is_named_in_the_language_that_is_spoken(language, last):
    _, weeks = headline_report(drawn(), Asked(first=FIRST, last=LAST, zone=ZONE), None)
    with speaking(language):
        labels = json.loads(weekly(weeks, Commitments()).data)["labels"]
    assert (labels[-1], len({*labels})) == (last, 13)


async def test_the_dashboard_counts_why_sales_said_no_as_the_csv_does(site):
    await some_leads(site)
    async with site.signed_in("maya") as visitor:
        page = html.unescape((await visitor.get(f"/dashboard?{DAYS}")).text)
        told = (await visitor.get(f"/reports/rejections.csv?{DAYS}&table=why_not")).text
    charts = {one["title"]: one for one in map(json.loads, re.findall(r'data-chart="(\{.*?\})" role', page))}
    counted = sum(sum(one["values"]) for one in charts["Why sales said no"]["series"])
    assert counted == sum(int(row["no_budget"]) for row in csv.DictReader(io.StringIO(told))) == 6


async def test_the_csv_and_the_parquet_hold_what_the_page_shows(site):
    await some_leads(site)
    async with site.signed_in("maya") as visitor:
        page = (await visitor.get(f"/sla?{DAYS}")).text
        rows = list(csv.DictReader(io.StringIO((await visitor.get(f"/reports/sla.csv?{DAYS}")).text)))
        same = pl.read_parquet(io.BytesIO((await visitor.get(f"/reports/sla.parquet?{DAYS}")).content))
    assert [str(one) for one in same["kept_hits"]] == [row["kept_hits"] for row in rows]
    touch = next(row for row in rows if row["promise"] == "first_touch")
    assert f"{int(touch['kept_hits'])}\N{NO-BREAK SPACE}of\N{NO-BREAK SPACE}{int(touch['kept_of'])}" in page


async def test_a_figure_opens_to_as_many_leads_as_it_counts(site):
    await some_leads(site)
    async with site.signed_in("olle") as visitor:
        page = (await visitor.get(f"/dashboard?{DAYS}")).text
        opens = html.unescape(re.search(r'href="(/leads\?[^"]*only=unworked[^"]*)"', page)[1])
        listed = (await visitor.get(opens)).text
        assert "<h1>6 leads</h1>" in listed
        kept = html.unescape(re.search(r'href="(/reports/leads\.csv\?[^"]*)"', listed)[1])
        rows = list(csv.DictReader(io.StringIO((await visitor.get(kept)).text)))
        same = pl.read_parquet(io.BytesIO((await visitor.get(kept.replace(".csv", ".parquet", 1))).content))
    assert [row["lead"] for row in rows] == re.findall(r'href="/leads/(L\w+)"', listed) == same["lead"].to_list()
    assert {row["company"] for row in rows} == {one for one in same["company"].to_list() if one in listed}


async def test_a_rep_is_shown_their_own_leads_and_how_many_more_there_are(site):
    await some_leads(site)
    async with site.signed_in("ana") as visitor:
        page = (await visitor.get(f"/leads?{DAYS}&only=handed")).text
        told = (await visitor.get(f"/reports/leads.csv?{DAYS}&only=handed")).text
    assert {row["owner"] for row in csv.DictReader(io.StringIO(told))} == {"Ana Duarte"}
    assert "<h1>30 leads</h1>" in page
    assert "more are worked by others" in page


async def test_an_address_holds_the_choice(site):
    await some_leads(site)
    async with site.signed_in("maya") as visitor:
        page = (await visitor.get(f"/sla?{DAYS}&source=search&by=tier")).text
    assert "Only leads with source <b>search</b>" in page
    assert '<option value="tier" selected>' in page


async def test_a_choice_that_is_none_is_told_in_words(site):
    async with site.signed_in("maya") as visitor:
        answer = await visitor.get("/seams?by=colour")
    assert answer.status_code == 422
    assert "a report can be cut by source" in answer.text


@pytest.mark.parametrize("path", ["/dashboard", "/sla", "/seams", "/leads"])
async def test_a_page_without_leads_stands(site, path):
    async with site.signed_in("maya") as visitor:
        assert (await visitor.get(path)).status_code == 200


async def test_a_name_that_is_a_script_stays_a_name(site):
    await site.lead(email="x@y.example", first_name="<script>alert(1)</script>")
    await keep_rounds(site.pool)
    async with site.signed_in("olle") as visitor:
        assert "<script>alert" not in (await visitor.get(f"/leads?{DAYS}")).text


async def test_a_page_tells_of_a_word_that_it_does_not_know(site):
    async with site.signed_in("olle") as visitor:
        told = (await visitor.get("/passed?kinds=away")).text
        assert "does not know “kinds”" in told
        assert "Did you mean “kind”?" in told
        assert "does not know" not in (await visitor.get("/passed?kind=away&utm_source=mail&gclid=1")).text


async def test_a_report_refuses_a_word_that_it_does_not_know_and_lets_those_of_counters_pass(site):
    async with site.signed_in("olle") as visitor:
        wrong = await visitor.get("/sla?ownr=ana")
        assert (wrong.status_code, "did you mean owner?" in wrong.text) == (422, True)
        for page in ("/sla", "/leads"):
            assert (await visitor.get(f"{page}?utm_source=mail&fbclid=x")).status_code == 200
