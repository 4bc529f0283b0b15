"""Does a round that happened stay counted once, whatever becomes of the lead it happened to?"""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from batonpass.handoff import requests as asked
from batonpass.learn.past import gathered_from
from batonpass.store.merge import merge, unmerge
from batonpass.store.past_rounds import past_rounds
from batonpass.store.take import act
from tests.store.office import forward, furnish, send, submission
from tests.store.test_figures_by_hand import first_touch, handed, report

LONG_AGO = datetime(2020, 1, 1, tzinfo=UTC)
CONVERTED = asked.Dispose(by="ana", outcome="converted")


@pytest.fixture
async def watched(pool):
    return await furnish(pool, "ana")


async def headline(pool, watched):
    """Leads handed over; accepted of those answered; qualified of those decided; not answered yet."""
    told = await report(pool, watched, "headline", "headline")
    shares = [(told[name][0].hits, told[name][0].of) for name in ("accepted", "qualified")]
    return (told["leads"][0], *shares, told["unanswered"][0])


async def outcomes(pool):
    """What past rounds teach: one converted, none did, nobody knows."""
    return sorted(gathered_from(await past_rounds(pool, LONG_AGO)).outcome.tolist())


async def test_a_round_that_was_over_stays_when_its_lead_is_merged(pool, watched):
    one = await handed(pool, watched, 1)
    await act(pool, watched, one, asked.Touch(by="ana", kind="call"))
    await act(pool, watched, one, asked.Reject(by="ana", reason="no_budget"))
    other = await handed(pool, watched, 2)
    before = await headline(pool, watched), await first_touch(pool, watched), await outcomes(pool)
    assert before == ((2, (0, 1), (0, 0), 1), (1, 0, 1), [-1, 0])
    assert await merge(pool, watched, one, other, by="mara") == other
    assert (await headline(pool, watched), await first_touch(pool, watched), await outcomes(pool)) == before


async def test_what_was_over_is_not_counted_again_in_the_lead_that_it_is_merged_into(pool, watched):
    one = await handed(pool, watched, 1)
    await act(pool, watched, one, asked.Reject(by="ana", reason="no_budget"))
    (reader,) = await send(pool, watched, submission(2, country="PT", form="newsletter"))
    before = await headline(pool, watched)
    await merge(pool, watched, one, reader.lead_id, by="mara", into=True)
    assert await headline(pool, watched) == before == (1, (0, 1), (0, 0), 0)


async def test_a_round_that_goes_on_in_another_lead_brings_along_what_was_done_in_it(pool, watched):
    one = await handed(pool, watched, 1)
    await act(pool, watched, one, asked.Touch(by="ana", kind="call"))
    await act(pool, watched, one, asked.Accept(by="ana"))
    (reader,) = await send(pool, watched, submission(2, country="PT", form="newsletter"))
    await forward(pool, hours=1)
    before = await headline(pool, watched), await first_touch(pool, watched)
    assert before == ((1, (1, 1), (0, 0), 0), (1, 0, 0))
    await merge(pool, watched, one, reader.lead_id, by="mara", into=True)
    assert (await headline(pool, watched), await first_touch(pool, watched)) == before
    await act(pool, watched, reader.lead_id, CONVERTED)
    assert await headline(pool, watched) == (1, (1, 1), (1, 1), 0)


@pytest.mark.parametrize("to", ["", "mara", "triage"], ids=["of a pool", "given by hand", "in a queue"])
async def test_a_round_of_its_own_stays_over_when_another_s_goes_on_in_it(pool, watched, to):
    one, other = [await handed(pool, watched, n) for n in (1, 2)]
    if to:
        await act(pool, watched, other, asked.Reassign(by="mara", to=to))
    await act(pool, watched, one, asked.Reject(by="ana", reason="no_budget"))
    await merge(pool, watched, other, one, by="mara", into=True)
    assert await headline(pool, watched) == (2, (0, 1), (0, 0), 1)
    if to:
        await act(pool, watched, one, asked.Reassign(by="mara", to="ana"))
    await act(pool, watched, one, asked.Accept(by="ana"))
    assert await headline(pool, watched) == (2, (1, 2), (0, 0), 0)
    await unmerge(pool, watched, one, by="mara")
    assert await headline(pool, watched) == (2, (0, 1), (0, 0), 1)


@pytest.mark.parametrize("into", [False, True])
async def test_a_merge_that_is_taken_back_leaves_every_figure_as_it_was(pool, watched, into):
    one = await handed(pool, watched, 1)
    await act(pool, watched, one, asked.Touch(by="ana", kind="call"))
    (reader,) = await send(pool, watched, submission(2, country="PT", form="newsletter"))
    before = await headline(pool, watched), await first_touch(pool, watched), await outcomes(pool)
    lives = await merge(pool, watched, one, reader.lead_id, by="mara", into=into)
    assert (lives == reader.lead_id) is into
    await forward(pool, minutes=1)
    await unmerge(pool, watched, lives, by="mara")
    assert (await headline(pool, watched), await first_touch(pool, watched), await outcomes(pool)) == before


async def test_a_round_that_was_sold_goes_on_in_another_lead_and_is_counted_there(pool, watched):
    one, other = [await handed(pool, watched, n) for n in (1, 2)]
    await act(pool, watched, one, asked.Reject(by="ana", reason="no_budget"))
    await act(pool, watched, other, asked.Accept(by="ana"))
    await act(pool, watched, other, CONVERTED)
    before = await headline(pool, watched), await first_touch(pool, watched)
    assert before[0] == (2, (1, 2), (1, 1), 0)
    await merge(pool, watched, other, one, by="mara", into=True)
    assert (await headline(pool, watched), await first_touch(pool, watched)) == before
