"""What do `batonpass backup` and `batonpass restore` do?"""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer

from batonpass.run.printed import AsJson, say
from batonpass.run.settings import Settings, read_settings
from batonpass.store.backup import Holds, at_one_instant, back_up, holds, put_back
from batonpass.store.forgotten import forget_again, keep_list
from batonpass.store.open import connect, found, make_ready, open_pool
from batonpass.store.recovery import RESTORED, beat, put_on_hold
from batonpass.written.refused import Problem, Refused

NewFile = Annotated[Path, typer.Argument(help="The file to write; it must not be there yet.", dir_okay=False)]
Lists = Annotated[
    list[Path] | None,
    typer.Option(
        "--forgotten",
        help="A list of who was forgotten since (forgotten.… of the old data folder); repeatable.",
        exists=True,
        dir_okay=False,
    ),
]
LockedFor = Annotated[
    list[str] | None,
    typer.Option(
        "--for", metavar="KEY", help="Lock it for the holder of this public key (age1… or ssh-ed25519 …); repeatable."
    ),
]
KeyFile = Annotated[
    Path | None,
    typer.Option("--key", help="The file with the key that opens a locked backup.", exists=True, dir_okay=False),
]
OldFile = Annotated[Path, typer.Argument(help="A file that `batonpass backup` wrote.", exists=True, dir_okay=False)]


def register(app: typer.Typer) -> None:
    """Add the commands."""
    app.command("backup")(backup_command)
    app.command("restore")(restore_command)


def backup_command(target: NewFile, *, locked_for: LockedFor = None, as_json: AsJson = False) -> None:
    """Write everything into one file, as it stands at one instant, while the work goes on."""
    try:
        size, what = asyncio.run(_backup(read_settings(), target, locked_for or ()))
    except OSError as error:
        says = f"it cannot be written: {error.strerror or error}"
        raise Refused([Problem(where=str(target), says=says)]) from None
    data = {"file": str(target), "bytes": size, "locked": bool(locked_for), **asdict(what)}
    locked = f", locked for {len(locked_for)}" if locked_for else ""
    say(data, f"{target}: {size:,} bytes, {_words(what)}{locked}", as_json=as_json)


def restore_command(source: OldFile, *, key: KeyFile = None, forgotten: Lists = None, as_json: AsJson = False) -> None:
    """Put a backup into an empty database, all of it or nothing, bring it up to this version, and forget again."""
    what, gone = asyncio.run(_restore(read_settings(), source, forgotten or (), key))
    again = f"Forgotten again: {', '.join(gone)}. " if gone else ""
    says = f"{_words(what)} are back. {again}Nothing leaves before `batonpass release`; see what would: batonpass hold"
    say({"file": str(source), **asdict(what), "forgotten_again": gone}, says, as_json=as_json)


async def _backup(settings: Settings, target: Path, locked_for: Sequence[str]) -> tuple[int, Holds]:
    async with found(settings.where) as url:
        await holds(url)  # refused where nothing of ours stands, before a word is written
        await _note_the_instant(url)
        async with at_one_instant(url) as (instant, what):
            programs = settings.where.programs
            return await back_up(url, target, programs=programs, locked_for=locked_for, instant=instant), what


async def _restore(
    settings: Settings, source: Path, lists: Sequence[Path], key: Path | None
) -> tuple[Holds, tuple[str, ...]]:
    where = settings.where
    async with found(where, begin=True) as url:
        await put_back(url, source, programs=where.programs, key=key, beside=where.data)
        await make_ready(url, test_clock=where.test_clock)
        connection = await connect(url)
        try:
            await put_on_hold(connection, RESTORED)
        finally:
            await connection.close()
        gone = await _forget_again(url, settings.data, lists)
        return await holds(url), gone


async def _forget_again(url: str, data: Path, lists: Sequence[Path]) -> tuple[str, ...]:
    pool = await open_pool(url, connections=2)
    try:
        gone = await forget_again(pool, data, lists=lists)
        await keep_list(pool, data)
        return gone
    finally:
        await pool.close()


async def _note_the_instant(url: str) -> None:
    """The copy knows when it was taken: what is asked for after that may have left when it is put back."""
    connection = await connect(url)
    try:
        await beat(connection)
    finally:
        await connection.close()


def _words(what: Holds) -> str:
    work = f"{what.clocks:,} running clocks, {what.messages:,} messages to send"
    return f"{what.leads:,} leads, {what.facts:,} facts, {work}"
