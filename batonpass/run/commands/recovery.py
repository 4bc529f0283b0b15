"""What do `batonpass hold` and `batonpass release` do, after a backup was put back?"""

from __future__ import annotations

import getpass
from datetime import timedelta
from typing import Annotated

import asyncpg
import typer

from batonpass.run.commands.time import read_budget
from batonpass.run.in_store import as_it_stands
from batonpass.run.printed import AsJson, say
from batonpass.store.recovery import (
    NotHeld,
    Pending,
    PendingKind,
    RecoveryHold,
    held,
    pending,
    pending_kinds,
    release_hold,
)
from batonpass.written.refused import Problem, Refused

Age = Annotated[
    timedelta | None,
    typer.Option("--skip-older-than", parser=read_budget, metavar="LENGTH", help="Send nothing older, such as 1h."),
]
Drop = Annotated[
    list[str] | None, typer.Option("--drop", metavar="KEY", help="A message not to send; may be repeated.")
]
Looked = tuple[RecoveryHold | None, tuple[PendingKind, ...], tuple[Pending, ...]]


def register(app: typer.Typer) -> None:
    """Add both commands."""
    app.command("hold")(hold_command)
    app.command("release")(release_command)


def hold_command(*, as_json: AsJson = False) -> None:
    """Say whether a restore holds everything back, since when, and what would leave. Exit code 1 when it does."""
    hold, kinds, each = as_it_stands(_look)
    told = {"held": hold, "kinds": kinds, "pending": each}
    say(told, "\n".join(_lines(hold, kinds, each)), as_json=as_json)
    if hold:
        raise typer.Exit(1)


def release_command(*, skip_older_than: Age = None, drop: Drop = None, as_json: AsJson = False) -> None:
    """Let messages leave again after a restore; what is older than you say is kept back for good, with the reason."""
    by = getpass.getuser()
    try:
        count = as_it_stands(lambda pool: release_hold(pool, by, skip_older_than=skip_older_than, drop=drop or ()))
    except NotHeld:
        raise Refused([Problem(where="release", says="nothing is held back")]) from None
    say({"dropped": count}, f"Released; {count:,} messages will not be sent.", as_json=as_json)


async def _look(pool: asyncpg.Pool) -> Looked:
    return await held(pool), await pending_kinds(pool), await pending(pool)


def _lines(hold: RecoveryHold | None, kinds: tuple[PendingKind, ...], each: tuple[Pending, ...]) -> list[str]:
    if hold is None:
        return ["Nothing is held back."]
    many = sum(one.many for one in kinds)
    lines = [
        f"Held since {hold.began_at.isoformat()}: {hold.because}.",
        f"Pending since {hold.since.isoformat()}, the last instant this copy knows of: {many:,} messages.",
        *(f"  {one.many:6,}  {one.kind} by {one.channel}, {_at(one.oldest)} to {_at(one.newest)}" for one in kinds),
    ]
    lines += [f"{_at(one.created_at)}  {one.kind} by {one.channel} to {one.recipient}  {one.key}" for one in each]
    more = many - len(each)
    return [
        *lines,
        *([f"and {more:,} more"] if more > 0 else []),
        "Let them leave: batonpass release --skip-older-than 1h",
    ]


def _at(at: object) -> str:
    return f"{at:%Y-%m-%d %H:%M:%S}"
