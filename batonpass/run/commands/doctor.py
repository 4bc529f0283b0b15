"""What does `batonpass doctor` do: is this installation fit?"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import asyncpg
import typer
import tzdata

from batonpass.run.in_store import in_store
from batonpass.run.printed import AsJson, say
from batonpass.run.settings import misnamed, read_settings
from batonpass.store import clock
from batonpass.store.recovery import can_be_kept
from batonpass.store.world import warned_of

OLDEST_ZONES = "2026f"
"""Four regions changed their clocks in 2026; older data promise an hour wrong there (D22)."""
APART_SECONDS = 1.0
"""Sessions and signatures of others are judged by this machine's clock, promises by the database's (S78)."""
PRESENT = "PRESENT: time can be moved"
COUNTS = """
    select (select count(*) from app.outbox where state = 'waiting') as waiting_messages,
           (select count(*) from app.outbox where state = 'dead') as dead_letters,
           (select count(*) from app.inbox where state = 'set_aside') as set_aside,
           (select count(*) from app.clocks where next_at < app.now() - interval '1 minute') as late_clocks
"""


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command()(doctor)


def doctor(as_json: AsJson = False) -> None:  # noqa: FBT002 - typer's way
    """Say whether this installation is fit: database, zone data, mail, test hooks. Exit code 1 when it is not."""
    settings = read_settings()

    async def look(pool: asyncpg.Pool) -> dict[str, Any]:
        async with pool.acquire() as connection:
            apart = abs(await connection.fetchval("select clock_timestamp()") - datetime.now(UTC)) / timedelta(
                seconds=1
            )
            return {
                "database": (await connection.fetchval("select version()")).split(" on ")[0],
                "database_now": (await clock.now(connection)).isoformat(),
                "seconds_apart": round(apart, 1),
                "zone_data": tzdata.IANA_VERSION,
                "test_hooks": PRESENT if settings.test_clock or await clock.is_frozen(connection) else "absent",
                "mail": settings.smtp_host or "not set: messages wait in the outbox (BATONPASS_SMTP_HOST)",
                **{name: count for row in await connection.fetch(COUNTS) for name, count in row.items()},
                "warnings": [*misnamed(), *await warned_of(connection)],
            }

    found = in_store(look)
    wrong = unfit(
        tzdata.IANA_VERSION,
        test_clock=found["test_hooks"] == PRESENT,
        apart=found["seconds_apart"],
        full="" if can_be_kept(settings.data) else str(settings.data),
    )
    lines = [f"{name.replace('_', ' '):18} {value}" for name, value in found.items() if name != "warnings"]
    lines += [f"UNFIT: {why}" for why in wrong] + [f"warning: {one}" for one in found["warnings"]]
    say({**found, "unfit": wrong}, "\n".join(lines), as_json=as_json)
    if wrong:
        raise typer.Exit(1)


def unfit(zone_data: str, *, test_clock: bool, apart: float, full: str = "") -> list[str]:
    """What must be mended before others rely on it; `apart` is how far our clocks are, `full` a folder that is."""
    why: list[str] = []
    if zone_data < OLDEST_ZONES:
        why.append(f"zone data {zone_data} is older than {OLDEST_ZONES}; install a newer tzdata")
    if test_clock:
        why.append("the test clock is on; unset BATONPASS_TEST_CLOCK and start again")
    if apart > APART_SECONDS:
        why.append(f"this machine's clock is {apart:g} s from the database's; let both follow one time server")
    if full:
        kept = "who was forgotten, and how far the database had lived, are not kept beside it"
        why.append(f"nothing can be written to {full}: {kept}; make room there, or let this account write")
    return why
