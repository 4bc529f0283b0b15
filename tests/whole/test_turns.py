"""Are turns exact when several processes answer many clients, while people go on leave and pools are edited?"""

from __future__ import annotations

import os
import signal
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import httpx
import pytest

from batonpass.handoff.turn import TURN
from tests.whole.people import move_in, person
from tests.whole.program import NO_TLS, TUESDAY_TEN, Program, program

CLIENTS, LEADS = 24, 160


@pytest.fixture
def batonpass(database) -> Iterator[Program]:
    """Two processes that answer at one door."""
    with program(database) as started:
        started.serve("--processes", "2")
        move_in(started, at=TUESDAY_TEN)
        yield started


def hand_in(on: Program, name: str, count: int) -> Counter[str]:
    """So many demo requests from many clients at once; who got them."""
    with ThreadPoolExecutor(CLIENTS) as clients:
        taken = clients.map(lambda n: on.submit("demo", f"{name}{n}@firm{name}{n}.example"), range(count))
        return Counter(one["owner"] for one in taken)


def pool(on: Program, **weights: int) -> None:
    on.put("/v1/pools/emea", {"members": [{"rep": rep, "weight": weight} for rep, weight in weights.items()]})


def test_weights_leave_and_edits_are_exact_under_many_clients(batonpass: Program):
    pool(batonpass, ana=2, bruno=1, astrid=1)
    first = hand_in(batonpass, "a", LEADS)
    batonpass.put("/v1/reps/ana", person("ana", leave=[{"first": "2027-03-01", "last": "2027-03-05"}]))
    away = hand_in(batonpass, "b", LEADS)
    batonpass.put("/v1/reps/ana", person("ana"))
    pool(batonpass, astrid=1, ana=1, bruno=1, greta=1)
    back = hand_in(batonpass, "c", LEADS)
    assert first == {"ana": LEADS // 2, "bruno": LEADS // 4, "astrid": LEADS // 4}
    assert away == {"bruno": LEADS // 2, "astrid": LEADS // 2}
    assert set(back) == {"ana", "bruno", "astrid", "greta"}
    assert max(abs(count - LEADS / 4) for count in back.values()) <= 1


def test_edits_in_the_middle_of_the_rush_leave_nobody_a_turn_away(batonpass: Program):
    pool(batonpass, ana=3, bruno=1, astrid=1)
    with ThreadPoolExecutor(1) as rush:
        done = rush.submit(hand_in, batonpass, "d", LEADS)
        for weight in (1, 2, 3, 4):
            batonpass.put("/v1/reps/bruno", person("bruno", available=weight % 2 == 0))
            pool(batonpass, ana=weight, bruno=1, astrid=2)
        assert sum(done.result().values()) == LEADS
    told = [batonpass.facts(lead["id"], "Routed")[0] for lead in batonpass.leads()]
    tallies = [fact["turn"] for fact in told]
    assert max(abs(behind) for tally in tallies for behind in tally.values()) < 2 * TURN
    assert all(sum(tally.values()) == 0 for tally in tallies)


def test_no_caller_is_turned_away_or_forgotten_when_one_of_the_processes_dies(database):
    with program(database) as batonpass:
        parent = batonpass.serve("--processes", "2")
        move_in(batonpass, at=TUESDAY_TEN)
        children = Path(f"/proc/{parent.pid}/task/{parent.pid}/children")
        before = children.read_text("utf-8").split()
        assert len(before) == 2
        os.kill(int(before[0]), signal.SIGKILL)
        # Each on a connection of its own, and none tried twice: who was given to the one that died waits for the next.
        with ThreadPoolExecutor(CLIENTS) as clients:
            answers = [
                answer.result()
                for answer in [clients.submit(get, f"{batonpass.http.base_url}/healthz") for _ in range(LEADS)]
            ]
        after = children.read_text("utf-8").split()
    assert answers == [200] * LEADS
    assert before[1] in after
    assert before[0] not in after


def get(url: str) -> int:
    return httpx.get(url, timeout=60, verify=NO_TLS).status_code
