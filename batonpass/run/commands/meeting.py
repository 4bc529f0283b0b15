"""What does `batonpass meeting-pack` show and write?"""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Annotated

import msgspec
import typer

from batonpass.run.printed import AsJson
from batonpass.run.settings import read_settings
from batonpass.store import meetings
from batonpass.store.open import open_store
from batonpass.store.world import Watched, read_world
from batonpass.web.meeting.building import pack_of
from batonpass.web.meeting.shown import Shown, by_itself, shown
from batonpass.web.parts.reader import zone_of
from batonpass.written.refused import Problem, Refused


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("meeting-pack")(meeting_pack)


def meeting_pack(
    name: Annotated[str, typer.Argument(help="Its day, such as 2027-03-23. Default: the latest that has begun.")] = "",
    *,
    html: Annotated[Path | None, typer.Option(help="Write it as one page into this file.", dir_okay=False)] = None,
    as_json: AsJson = False,
) -> None:
    """Show what both sides meet over: SLA performance, disposition trends, definition changes."""
    made = asyncio.run(_made(name))
    if html:
        html.write_text(by_itself(made), encoding="utf-8")
        typer.echo(f"The pack of {made.pack.id} is in {html}.")
    elif as_json:
        typer.echo(msgspec.json.encode(made.pack).decode())
    else:
        typer.echo("\n".join(_lines(made)))


async def _made(name: str) -> Shown:
    async with open_store(read_settings().where, connections=3) as pool:
        every = await meetings.meetings(pool)
        begun = [one for one in every if (one.id == name if name else one.frozen_at or one.starts_at <= one.now)]
        if not begun:
            says = f"there is no meeting {name}".rstrip()
            raise Refused([Problem(where="meeting pack", says=says, instead="Plan one on the page Meeting pack")])
        async with pool.acquire() as connection:
            world = await read_world(connection)
        pack = await pack_of(pool, Watched(world=world), begun[0])
        return shown(pack, await meetings.decisions(pool, begun[0].id), zone_of(None, world))


def _lines(made: Shown) -> list[str]:
    lines = [f"Meeting {made.pack.id}: {made.period}, {made.pack.leads} leads handed over"]
    for figures in made.figures.values():
        for one in figures:
            span = f" (95 %: {one.span})" if one.span else ""
            lines.append(f"  {one.says:<38} {one.value}{span}; before {one.before}; {one.change}")
    lines += [f"  decided: {one.says}; {one.verdict}" for one in made.decisions]
    return lines
