"""Does whatever goes wrong reach its reader as what it is: theirs to change, ours, or a moment to wait?"""

from __future__ import annotations

import asyncpg
import pytest
from fastapi import FastAPI

from batonpass.web.api.refusals import problems
from tests.web.doors import caller


@pytest.mark.parametrize(
    ("error", "status"),
    [
        (asyncpg.InternalClientError("cannot switch to state 15; another operation (2) is in progress"), 503),
        (asyncpg.InterfaceError("connection has been released back to the pool"), 503),
        (asyncpg.AdminShutdownError("57P01"), 503),
        (ConnectionResetError(), 503),
        (asyncpg.NumericValueOutOfRangeError("22003"), 422),
        (asyncpg.UndefinedColumnError("42703"), 500),
        (KeyError("owner"), 500),
    ],
    ids=lambda one: one if isinstance(one, int) else type(one).__name__,
)
async def test_an_error_is_answered_as_what_it_means(error, status):
    app = FastAPI()
    problems(app)

    @app.get("/v1/fails")
    async def fails() -> None:
        raise error

    assert (await caller(app).get("/v1/fails")).status_code == status
