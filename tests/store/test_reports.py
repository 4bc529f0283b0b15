"""Do report, list of leads and rounds agree on real leads?"""

import pytest

from batonpass.handoff import requests as asked
from batonpass.learn.asked import AskedWrong
from batonpass.learn.intervals import Quantile
from batonpass.learn.reports import REPORTS
from batonpass.store import read
from batonpass.store.round_days import pack_days
from batonpass.store.rounds import keep_rounds
from batonpass.store.take import act
from batonpass.web.reports.made import leads_behind, make_report
from tests.store.office import forward, furnish, send, submission

DAYS = {"from": "2027-03-01", "to": "2027-03-31"}


async def some_leads(pool):
    """Twelve leads over a few days: some called in time, some too late, some rejected, some left alone."""
    watched = await furnish(pool)
    for n in range(12):
        (outcome,) = await send(
            pool, watched, submission(n, country="PT", source={"channel": "search" if n % 2 else ""})
        )
        owner = (await read.lead(pool, outcome.lead_id)).lead.owner
        await forward(pool, hours=6 if n % 3 == 0 else 0, minutes=3)
        if n % 4 == 1:
            await act(pool, watched, outcome.lead_id, asked.Reject(by=owner, reason="not_now"))
        elif n % 4 != 3:
            await act(pool, watched, outcome.lead_id, asked.Touch(by=owner, kind="call"))
        await forward(pool, hours=9)
    await keep_rounds(pool)
    return watched


def query(opens):
    return dict(pair.split("=") for pair in opens.split("&"))


def told_of(cell):
    """How many leads may stand behind a figure: those that hit or those that missed, or all it was measured of."""
    if isinstance(cell, Quantile):
        return {cell.of}
    return {cell} if isinstance(cell, int) else {cell.hits, cell.of - cell.hits}


@pytest.mark.parametrize("name", sorted(REPORTS))
async def test_every_report_is_made_of_real_leads_packed_or_not(pool, name):
    watched = await some_leads(pool)
    before = await make_report(pool, watched, name, DAYS)
    await pack_days(pool, late_days=-1)
    again = await make_report(pool, watched, name, DAYS)
    assert [one.as_csv() for one in again.tables] == [one.as_csv() for one in before.tables]


@pytest.mark.parametrize("name", ["sla", "headline", "funnel", "campaigns", "rejections", "leaks"])
async def test_a_share_opens_to_the_leads_that_make_or_miss_it(pool, name):
    watched = await some_leads(pool)
    for table in (await make_report(pool, watched, name, DAYS)).tables:
        for row in table.rows:
            cells = dict(zip([one.name for one in table.columns], row.cells, strict=True))
            for column, opens in row.opens.items():
                found, cell = await leads_behind(pool, watched, query(opens)), cells[column]
                assert found.rounds in told_of(cell), (table.name, row.cells[0], column)


async def test_a_report_of_some_leads_counts_those_alone(pool):
    watched = await some_leads(pool)
    whole = await make_report(pool, watched, "headline", DAYS)
    searched = await make_report(pool, watched, "headline", {**DAYS, "source": "search"})
    unknown = await make_report(pool, watched, "headline", {**DAYS, "source": "test"})
    counts = [one.tables[0].rows[0].cells[1] for one in (whole, searched, unknown)]
    assert counts == [12, 6, 6]


async def test_a_question_that_is_none_says_what_to_write(pool):
    watched = await furnish(pool)
    with pytest.raises(AskedWrong, match="is no day; write it as"):
        await make_report(pool, watched, "sla", {"from": "yesterday"})


async def test_a_report_without_a_single_lead_is_empty_and_not_wrong(pool):
    watched = await furnish(pool)
    made = await make_report(pool, watched, "seams", DAYS)
    assert {row.cells[4] for row in made.tables[0].rows} == {0}
