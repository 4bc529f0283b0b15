"""Do those who wait side by side share a commit, and does nobody hear of success that is not there?"""

from __future__ import annotations

import asyncio
from collections.abc import Sequence

import pytest

from batonpass.store.arrival import Arrival, Kind, Outcome, State
from batonpass.web.counts import Counts
from batonpass.web.intake.arrivals import arrival
from batonpass.web.intake.flusher import BATCH_MOST, STORM, WAITING_MOST, Flusher
from batonpass.web.problem import Problem
from tests.web.doors import open_doors

ONE = arrival(Kind.EVENT, {"event": "x"}, door="track", caller="k")


class Taker:
    """Takes arrivals in, as slowly and as badly as a test wants it."""

    def __init__(self, *faults: Exception, **more: float) -> None:
        self.open, self.sizes, self.faults, self.poked = asyncio.Event(), [], list(faults), 0
        self.flusher = Flusher(self.take, poke=self.poke, counts=Counts(), **more)

    def poke(self) -> None:
        self.poked += 1

    async def take(self, arrivals: Sequence[Arrival]) -> list[Outcome]:
        self.sizes.append(len(arrivals))
        await self.open.wait()
        if self.faults:
            raise self.faults.pop(0)
        return [Outcome(state=State.TAKEN, lead_id=str(n)) for n in range(len(arrivals))]


async def test_those_who_come_together_share_one_commit():
    taker = Taker()
    taker.open.set()
    outcomes = await asyncio.gather(*(taker.flusher.put(ONE) for _ in range(300)))
    assert (taker.sizes, len(outcomes), taker.poked) == ([300], 300, 1)


async def test_a_commit_holds_only_so_many():
    taker = Taker()
    taker.open.set()
    await asyncio.gather(*(taker.flusher.put(ONE) for _ in range(BATCH_MOST + 7)))
    assert taker.sizes == [BATCH_MOST, 7]


async def turns(count: int = 20) -> None:
    """Let whoever is ready go on, so many times."""
    loop = asyncio.get_running_loop()
    for _ in range(count):
        passed = loop.create_future()
        loop.call_soon(passed.set_result, None)
        await passed


async def crowd_then(taker, *later):
    """The sizes of the commits when, after a crowd has its answers, so many come one group after the other."""
    taker.open.set()
    await asyncio.gather(*(taker.flusher.put(ONE) for _ in range(STORM)))
    waiting = []
    for count in later:
        waiting += [taker.flusher.put(ONE) for _ in range(count)]
        await turns()
    await asyncio.gather(*waiting)
    return taker.sizes


async def test_after_a_crowd_as_many_are_waited_for():
    assert await crowd_then(Taker(gather=600), 1, 2, STORM - 3) == [STORM, STORM]


async def test_who_comes_after_a_crowd_is_taken_in_though_no_more_come():
    assert await crowd_then(Taker(), 3) == [STORM, 3]


@pytest.mark.parametrize(("first", "then"), [(STORM, STORM), (STORM - 1, 1)])
async def test_nobody_is_kept_waiting_behind_a_crowd_as_great_or_behind_few(first, then):
    taker = Taker(gather=600)
    waiting = [taker.flusher.put(ONE) for _ in range(first)]
    await turns()
    waiting += [taker.flusher.put(ONE) for _ in range(then)]
    taker.open.set()
    await turns()
    assert taker.sizes == [first, then]
    assert all(one.done() for one in waiting)


async def test_each_gets_the_outcome_of_its_own_arrival():
    taker = Taker()
    taker.open.set()
    outcomes = await asyncio.gather(*(taker.flusher.put(ONE) for _ in range(5)))
    assert [outcome.lead_id for outcome in outcomes] == list("01234")


async def test_who_comes_when_too_many_wait_is_sent_away_at_once():
    taker = Taker()
    waiting = [taker.flusher.put(ONE) for _ in range(WAITING_MOST)]
    with pytest.raises(Problem, match="too many requests wait") as refused:
        taker.flusher.put(ONE)
    taker.open.set()
    await asyncio.gather(*waiting)
    assert (refused.value.status, refused.value.headers) == (503, {"Retry-After": "5"})


@pytest.mark.parametrize(
    ("fault", "status"), [(ConnectionResetError(), 503), (TimeoutError(), 503), (KeyError("x"), 500)]
)
async def test_nobody_is_told_of_a_commit_that_failed_and_the_next_goes_on(fault, status):
    """Promise R5."""
    taker = Taker(fault)
    taker.open.set()
    failed = await asyncio.gather(*(taker.flusher.put(ONE) for _ in range(3)), return_exceptions=True)
    assert [problem.status for problem in failed] == [status] * 3
    assert (await taker.flusher.put(ONE)).state is State.TAKEN


async def test_a_sender_who_gave_up_disturbs_nobody():
    taker = Taker()
    first, second = taker.flusher.put(ONE), taker.flusher.put(ONE)
    first.cancel()
    taker.open.set()
    assert (await second).lead_id == "1"


async def test_others_are_woken_after_what_made_work_and_not_after_a_replay(database):
    poked = []
    async with open_doors(database, poke=lambda: poked.append("now")) as doors:
        first, _ = [await doors.submit() for _ in range(2)]
        assert len(poked) == 1
        await doors.http.post(f"/v1/leads/{first['lead_id']}/accept", json={"by": "ana"})
        assert len(poked) == 2
