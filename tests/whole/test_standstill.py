"""What do senders, readers and operators meet when the database alone stands still or is away, and what afterwards?"""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from pathlib import Path

import httpx
import pytest

from tests.database import data_folder
from tests.whole.patience import until
from tests.whole.people import move_in
from tests.whole.program import TUESDAY_TEN, Program, program

__all__ = ["data_folder"]
BOUND = 15.0
"""Seconds after which everybody has an answer: a first look, and a second whether the database answers anybody."""


@pytest.fixture
def alone(data_folder) -> Iterator[Program]:
    """The program on a private database of its own, whose processes a test may hold."""
    with program("", BATONPASS_DATA=str(data_folder)) as started:
        started.serve()
        yield started


def postmaster(batonpass: Program) -> int:
    """The process that runs PostgreSQL there."""
    (pid_file,) = Path(batonpass.environment["BATONPASS_DATA"]).rglob("postmaster.pid")
    return int(pid_file.read_text().splitlines()[0])


def everybody(of: int) -> list[int]:
    """A process and its children, the parent first."""
    children = []
    for entry in Path("/proc").glob("[0-9]*/stat"):
        with suppress(OSError):
            parent = entry.read_text().rpartition(")")[2].split()[1]
            children += [int(entry.parent.name)] if int(parent) == of else []
    return [of, *children]


@contextmanager
def frozen(batonpass: Program) -> Iterator[None]:
    """All of PostgreSQL stands still: it refuses nobody, and answers nobody."""
    held = everybody(postmaster(batonpass))
    for pid in held:
        os.kill(pid, signal.SIGSTOP)
    try:
        yield
    finally:
        for pid in held:
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGCONT)


def parent(of: int) -> int:
    """Whoever started a process."""
    return int(Path(f"/proc/{of}/stat").read_text().rpartition(")")[2].split()[1])


@contextmanager
def stopped(batonpass: Program) -> Iterator[None]:
    """PostgreSQL alone is gone, and whoever starts it again is held."""
    server = postmaster(batonpass)
    keeper = parent(server)
    os.kill(keeper, signal.SIGSTOP)
    try:
        os.kill(server, signal.SIGINT)
        until(lambda: not everybody(server)[1:], "PostgreSQL to end")
        yield
    finally:
        os.kill(keeper, signal.SIGCONT)


def handed(batonpass: Program, n: int) -> httpx.Response:
    """Hand one lead in, under its key."""
    sent = {"form": "demo", "email": f"p{n}@firm{n}.example", "first_name": "Eva"}
    return batonpass.http.post("/v1/submissions", json=sent, headers={"Idempotency-Key": f"still-{n}"})


def looked_at(batonpass: Program, path: str) -> httpx.Response:
    """Look at a page in a browser."""
    return batonpass.http.get(path, headers={"Accept": "text/html"})


def test_nobody_waits_for_a_database_that_stands_still_and_nothing_is_doubled(alone: Program):
    assert handed(alone, 0).status_code == 201
    with frozen(alone), ThreadPoolExecutor() as crowd:
        began = time.monotonic()
        asked = [
            crowd.submit(handed, alone, 1),
            crowd.submit(alone.http.get, "/v1/leads"),
            crowd.submit(looked_at, alone, "/start/enter?key=none"),
            crowd.submit(alone.http.get, "/healthz"),
        ]
        away = [one.result() for one in asked]
        assert time.monotonic() - began < BOUND
    assert [one.status_code for one in away] == [503] * 4
    assert [one.headers["retry-after"] for one in away[:3]] == ["5"] * 3
    assert ["Idempotency-Key" in away[0].text, "<h1>" in away[2].text] == [True, True]
    assert away[3].json()["findings"] == {"database_away": 1}
    until(alone.answers, "the door to be healthy again")
    assert [handed(alone, n).status_code for n in (0, 1)] == [201, 201]
    assert len(alone.leads()) == 2


def test_the_database_alone_is_away_and_nothing_is_lost_or_told_twice(alone: Program):
    move_in(alone)
    alone.now(TUESDAY_TEN)
    assert handed(alone, 0).status_code == 201
    with stopped(alone), ThreadPoolExecutor() as crowd:
        began = time.monotonic()
        asked = [crowd.submit(handed, alone, 1), crowd.submit(looked_at, alone, "/start/enter?key=none")]
        away = [one.result() for one in asked]
        assert time.monotonic() - began < 3 * BOUND
        assert alone.http.get("/healthz").json()["findings"] == {"database_away": 1}
    assert [(one.status_code, one.headers["retry-after"]) for one in away] == [(503, "5")] * 2
    until(alone.answers, "the door to be healthy again")
    assert [handed(alone, n).status_code for n in (0, 1)] == [201, 201]
    alone.now("2027-03-02T10:16:00Z")
    until(lambda: all(alone.post.to(f"p{n}@firm{n}.example") for n in (0, 1)), "both to be answered")
    assert [len(alone.post.to(f"p{n}@firm{n}.example")) for n in (0, 1)] == [1, 1]
    told = [(mail.subject, *mail.to) for mail in alone.post.mails()]
    assert sorted(told) == sorted({*told})
    assert [len(alone.facts(lead["id"], "Escalated")) for lead in alone.leads()] == [1, 1]
