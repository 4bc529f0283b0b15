"""What does `batonpass plan` answer: what would this playbook change if it were put in force now?"""

from __future__ import annotations

import asyncio
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import msgspec
import typer

from batonpass.run.named_files import bytes_of
from batonpass.run.printed import AsJson
from batonpass.run.settings import read_settings

if TYPE_CHECKING:
    from batonpass.web.playbook.planned import Planned

PlaybookPath = Annotated[Path, typer.Argument(metavar="PLAYBOOK", help="A playbook file.", exists=True, dir_okay=False)]
Days = Annotated[int, typer.Option(help="How far back volume and load look.", min=1, max=3650)]
Shown = Annotated[int, typer.Option(help="At most so many of the leads that change are told one by one.", min=0)]
LINE = 60


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("plan")(plan_command)


def plan_command(playbook: PlaybookPath, *, days: Days = 90, shown: Shown = 200, as_json: AsJson = False) -> None:
    """Say which leads would change stage, tier or owner, how many, whose load, and which promises; change nothing."""
    from batonpass.web.playbook.plan_words import plan_data, plan_lines
    from batonpass.written.load import load

    settings = read_settings()
    written = load(bytes_of(playbook, "PLAYBOOK"), str(playbook))
    planned, names = asyncio.run(_plan(written, days=days, shown=shown))
    base = settings.base_url if settings.environment.get("BATONPASS_BASE_URL") else ""
    if as_json:
        typer.echo(msgspec.json.format(msgspec.json.encode(plan_data(planned, base)), indent=2).decode())
    else:
        typer.echo("\n".join(plan_lines(planned, lambda name: names.get(name or "", name or "nobody"), base)))


async def _plan(written: Any, *, days: int, shown: int) -> tuple[Planned, dict[str, str]]:
    from batonpass.store.open import open_store
    from batonpass.store.world import Watched
    from batonpass.web.playbook.planned import plan

    watched = Watched()
    async with open_store(read_settings().where, connections=3) as pool:
        planned = await plan(pool, watched, written, days=days, shown=shown, tell=_progress())
    world = watched.world
    return planned, {rep.id: rep.name for rep in world.directory.reps.values()} if world else {}


def _progress() -> Any:
    """Tell a person at a terminal how it goes, on one line; a program is not disturbed."""
    from batonpass.web.playbook.planned import in_silence

    if not sys.stderr.isatty():
        return in_silence

    def tell(doing: str, done: int, of: int) -> None:
        end = "\n" if done >= of else "\r"
        sys.stderr.write(f"{doing}: {done:,} of {of:,} leads".ljust(LINE) + end)
        sys.stderr.flush()

    return tell
