"""Is what is asked at the same time done in one go, each with its own answer?"""

from __future__ import annotations

import asyncio

import pytest

from batonpass.handoff.requests import RouteAgain
from batonpass.store.arrival import Asked, Outcome, State
from batonpass.store.side_by_side import AT_ONCE, Line

HERE, ELSEWHERE = object(), object()


def asked(*leads):
    return [Asked(lead_id=lead, request=RouteAgain(by="mara")) for lead in leads]


class Work:
    """Notes what is done in one go, and waits to be let on while the gate is shut."""

    def __init__(self):
        self.goes, self.fails, self.gate, self.begun = [], set(), asyncio.Event(), asyncio.Event()
        self.gate.set()

    async def __call__(self, pool, those):
        self.goes.append([one.lead_id for one in those])
        self.begun.set()
        await self.gate.wait()
        if self.fails & {one.lead_id for one in those}:
            raise ConnectionError("the database is away")
        return [Outcome(state=State.TAKEN, lead_id=one.lead_id) for one in those]


async def do(something):
    """Something done at once, once those named before it in the same breath have asked."""
    something()


async def told(answer):
    return [one.lead_id for one in await answer]


async def test_who_asks_in_one_breath_shares_a_go_and_reads_their_own_answer():
    line, work = Line(), Work()
    answers = await asyncio.gather(*[told(line.ask(HERE, asked(*leads), work)) for leads in ("ab", "c", "de")])
    assert answers == [["a", "b"], ["c"], ["d", "e"]]
    assert work.goes == [["a", "b", "c", "d", "e"]]


async def test_who_asks_meanwhile_is_next_with_all_others_who_did():
    line, work = Line(), Work()
    work.gate.clear()
    first = asyncio.create_task(told(line.ask(HERE, asked("a"), work)))
    await work.begun.wait()
    later = [told(line.ask(HERE, asked(lead), work)) for lead in "bc"]
    assert await asyncio.gather(first, *later, do(work.gate.set)) == [["a"], ["b"], ["c"], None]
    assert work.goes == [["a"], ["b", "c"]]


async def test_no_more_go_together_than_one_transaction_takes_and_none_of_another_database():
    line, work = Line(), Work()
    many = [str(n) for n in range(AT_ONCE - 1)]
    await asyncio.gather(
        line.ask(HERE, asked(*many), work), line.ask(HERE, asked("a", "b"), work), line.ask(ELSEWHERE, asked("c"), work)
    )
    assert work.goes == [many, ["a", "b"], ["c"]]


async def test_what_goes_wrong_is_told_to_all_of_that_go_and_the_next_one_goes_on():
    line, work = Line(), Work()
    work.fails = {"b"}
    those = await asyncio.gather(*[line.ask(HERE, asked(lead), work) for lead in "ab"], return_exceptions=True)
    assert [str(one) for one in those] == ["the database is away"] * 2
    assert await told(line.ask(HERE, asked("c"), work)) == ["c"]


async def test_who_gives_up_stops_nobody_else():
    line, work = Line(), Work()
    work.gate.clear()
    one, other = (asyncio.create_task(told(line.ask(HERE, asked(lead), work))) for lead in "ab")
    await work.begun.wait()
    one.cancel()
    work.gate.set()
    assert await other == ["b"]
    with pytest.raises(asyncio.CancelledError):
        await one


async def test_where_the_process_stops_nobody_waits_for_ever():
    line, work = Line(), Work()
    work.gate.clear()
    asking = asyncio.create_task(told(line.ask(HERE, asked("a"), work)))
    await work.begun.wait()
    behind = told(line.ask(HERE, asked("b"), work))
    those = await asyncio.gather(asking, behind, do(line._going.cancel), return_exceptions=True)
    assert [type(one) for one in those[:2]] == [asyncio.CancelledError] * 2
