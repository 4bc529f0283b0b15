"""What does `batonpass migrate` do: bring the schema up to date by itself, and say who works with it?"""

from __future__ import annotations

import asyncio
from typing import Annotated

import typer

from batonpass.run.printed import AsJson, say
from batonpass.run.settings import read_settings
from batonpass.store.grants import grant_work
from batonpass.store.migrate import Phase, migrate
from batonpass.store.open import check_settings, connect, found

For = Annotated[
    str, typer.Option("--for", metavar="ROLE", help="A role that all processes work as, and that may not do this.")
]
OnlyPre = Annotated[
    bool, typer.Option("--only-pre", help="Only what leaves the version before working: the first half of an upgrade.")
]


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("migrate")(migrate_command)


def migrate_command(*, role: For = "", only_pre: OnlyPre = False, as_json: AsJson = False) -> None:
    """Bring the schema up to date before anything starts, as its owner, and let a lesser role work with it."""
    ran = asyncio.run(_migrate(role, Phase.PRE if only_pre else None))
    says = f"{', '.join(ran)} ran." if ran else "Nothing was pending."
    told = {"ran": ran, "for": role or None}
    say(told, f"{says} {role} may work here." if role else says, as_json=as_json)


async def _migrate(role: str, only: Phase | None) -> tuple[str, ...]:
    async with found(read_settings().where, begin=True) as url:
        connection = await connect(url)
        try:
            await check_settings(connection)
            ran = await migrate(connection, only=only)
            if role:
                await grant_work(connection, role)
            return ran
        finally:
            await connection.close()
