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
from tests.whole.program import Program, program

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
