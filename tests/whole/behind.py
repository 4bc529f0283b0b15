"""What does a test do behind the program's back: look into its database, move only its clock?"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from batonpass.store import clock
from batonpass.store.open import connect
from tests.database import wait_for
from tests.whole.program import Program


def ask(on: Program, sql: str, *asked: Any) -> Any:
    """One value from the database."""

    async def once() -> Any:
        connection = await connect(on.environment["BATONPASS_DATABASE_URL"])
        try:
            return await connection.fetchval(sql, *asked)
        finally:
            await connection.close()

    return wait_for(once())


def set_clock(on: Program, instant: str, *, backwards: bool = False) -> None:
    """It is this time now; whoever is to notice must do so by themselves."""

    async def once() -> None:
        connection = await connect(on.environment["BATONPASS_DATABASE_URL"])
        try:
            await clock.set_now(connection, datetime.fromisoformat(instant), backwards=backwards)
        finally:
            await connection.close()

    wait_for(once())


def waiting(on: Program) -> int:
    """How many messages have not left."""
    return int(ask(on, "select count(*) from app.outbox where state in ('waiting', 'sending')"))


def jump(on: Program, instant: str) -> None:
    """Nothing of ours ran until this instant; then everything is done that was left."""
    on.ask("POST", "/v1/test-clock", {"now": instant, "jump": True})


def open_clocks(on: Program) -> int:
    """How many first touches are promised."""
    return int(ask(on, "select count(*) from app.clocks where state = 'running' and promise = 'first_touch'"))
