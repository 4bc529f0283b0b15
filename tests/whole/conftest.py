"""What the whole-program tests share: a database, and the program running on it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.database import database, postgres
from tests.whole.people import move_in
from tests.whole.program import Program, program

__all__ = ["database", "postgres"]


@pytest.fixture
def batonpass(database) -> Iterator[Program]:
    """One process that answers, rings and delivers, on a database of the test's own, with the people of people.py."""
    with program(database) as started:
        started.serve()
        move_in(started)
        yield started
