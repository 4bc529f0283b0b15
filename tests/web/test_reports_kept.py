"""Is a report over many rounds counted at most once a minute, and one over few each time?"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from batonpass.store.rounds import keep_rounds
from batonpass.web.reports import made
from batonpass.web.reports.kept import FRESH, KeptReports
from tests.web.site import open_site

NOW = datetime(2027, 3, 2, 10, tzinfo=UTC)
A_MOMENT = timedelta(microseconds=1)


@pytest.fixture
async def site(shared_database):
    async with open_site(shared_database) as opened:
        yield opened


def test_an_answer_holds_for_less_than_a_minute():
    kept = KeptReports()
    kept.keep("q", NOW, "a")
    assert [kept.of("q", NOW + after) for after in (timedelta(), FRESH - A_MOMENT, FRESH)] == ["a", "a", None]


def test_when_the_clock_went_back_it_is_counted_again():
    kept = KeptReports()
    kept.keep("q", NOW, "a")
    assert kept.of("q", NOW - A_MOMENT) is None


def test_the_oldest_answers_go_first():
    kept = KeptReports(most=2)
    for question in "qrq":
        kept.keep(question, NOW, question)
    kept.keep("s", NOW, "s")
    assert [kept.of(question, NOW) for question in "qrs"] == ["q", None, "s"]


async def told(site, *, many: int) -> str:
    """What the figures say, as of when."""
    asked = {"from": "2027-03-01", "to": "2027-03-31"}
    (found,) = await made.make_reports(site.pool, site.watched, [(made.REPORTS["funnel"], asked)], many=many)
    return f"{found.tables[0].rows} {found.now}"


async def one_more(site, n: int = 1) -> None:
    await site.lead(email=f"p{n}@firm{n}.example")
    await keep_rounds(site.pool)


async def test_a_report_over_few_rounds_tells_what_has_just_happened(site):
    await one_more(site)
    before = await told(site, many=3)
    await one_more(site, 2)
    assert await told(site, many=3) != before


async def test_a_report_over_many_rounds_stands_for_a_minute_and_for_its_question_alone(site):
    await one_more(site)
    before = await told(site, many=1)
    await one_more(site, 2)
    assert await told(site, many=1) == before
    await site.later(seconds=59)
    assert await told(site, many=1) == before
    await site.later(seconds=1)
    assert await told(site, many=1) != before


@pytest.mark.parametrize("page", ["leaks", "seams", "funnel", "campaigns", "rejections"])
async def test_a_page_says_when_its_figures_were_counted(site, page):
    await one_more(site)
    await made.make_reports(site.pool, site.watched, [(made.REPORTS[page], {})], many=1)
    async with site.signed_in("mara") as visitor:
        assert "counted at" not in (await visitor.get(f"/{page}")).text
        await site.later(seconds=30)
        assert " · counted at 10:00:00" in (await visitor.get(f"/{page}")).text
