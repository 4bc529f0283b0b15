"""What does `batonpass erase` do: forget a person who asked for it, everywhere?"""

from __future__ import annotations

import asyncio
import getpass
import json
import os
from pathlib import Path
from typing import Annotated

import typer

from batonpass.run.printed import AsJson, say
from batonpass.run.settings import read_settings
from batonpass.store.erase import Erased, erase
from batonpass.store.export import Held, held_about
from batonpass.store.forgotten import keep_list
from batonpass.store.open import found, open_pool
from batonpass.store.refused import DatabaseRefused
from batonpass.written.refused import Problem, Refused

NOT_LISTED = "They are forgotten, but the list of who was, which older copies are held against, could not be kept in"


def register(app: typer.Typer) -> None:
    """Add the command to the command line."""
    app.command("erase")(erase_command)
    app.command("export-person")(export_person)


def erase_command(
    who: Annotated[str, typer.Argument(help="The person: an address, a number as tel:+351…, or the id of their lead.")],
    *,
    sure: Annotated[bool, typer.Option("--yes", help="Do it; without this nothing is done.")] = False,
    as_json: AsJson = False,
) -> None:
    """Forget a person: their leads, what they sent, what was said to and about them. It cannot be taken back."""
    if not sure:
        says, instead = f"this would forget {who} for ever", "Say --yes if that is meant"
        raise Refused([Problem(where="erase", says=says, instead=instead)])
    gone = asyncio.run(_erase(who))
    what = ", ".join(gone.leads) or f"what came from {who} and was nobody's lead ({gone.waiting})"
    words = f"Forgotten: {what}." if gone else f"Nobody is known as {who}."
    say({"erased": gone.leads, "waiting": gone.waiting}, words, as_json=as_json)
    if not gone:
        raise typer.Exit(1)


def export_person(
    who: Annotated[str, typer.Argument(help="The person: an address, a number as tel:+351…, or the id of their lead.")],
    to: Annotated[
        Path | None, typer.Option("--to", metavar="FILE", help="Write it there, for the owner alone.")
    ] = None,
    *,
    as_json: Annotated[bool, typer.Option("--json", help="Answer as JSON, as it does anyway.")] = True,  # noqa: ARG001 - every command has it
) -> None:
    """Give all that is held about a person, as JSON; who took it is noted among the changes."""
    held = asyncio.run(_held(who))
    if held is None:
        raise Refused([Problem(where="WHO", says=f"nobody is known as {who}")])
    text = json.dumps(held.as_data(), ensure_ascii=False, indent=2)
    if to is None:
        typer.echo(text)
        return
    with open(to, "w", encoding="utf-8", opener=lambda name, flags: os.open(name, flags, 0o600)) as file:
        file.write(text)
    typer.echo(f"Written to {to}.")


async def _held(who: str) -> Held | None:
    async with found(read_settings().where) as url:
        pool = await open_pool(url, connections=2)
        try:
            return await held_about(pool, who, by=getpass.getuser())
        finally:
            await pool.close()


async def _erase(who: str) -> Erased:
    settings = read_settings()
    async with found(settings.where) as url:
        pool = await open_pool(url, connections=2)
        try:
            gone = await erase(pool, who, by=getpass.getuser())
            try:
                await keep_list(pool, settings.data)
            except OSError as error:
                says = f"{NOT_LISTED} {settings.data}: {error}. Make room there; whoever serves lists them then."
                raise DatabaseRefused(says, setting="BATONPASS_DATA") from error
            return gone
        finally:
            await pool.close()
