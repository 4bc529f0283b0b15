"""What do `batonpass leave import`, `feed`, `read` and `list` do?"""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Annotated

import asyncpg
import typer

from batonpass.connectors.leave.feed import Feeds
from batonpass.connectors.webhook.guard import allowed
from batonpass.run.in_store import in_store
from batonpass.run.leave import read_feeds, since
from batonpass.run.printed import AsJson, say
from batonpass.run.settings import read_settings
from batonpass.store import absences as store
from batonpass.store.absences import Feed
from batonpass.store.in_force import in_force
from batonpass.store.world import Watched, World
from batonpass.written.leave_file import read_leave
from batonpass.written.refused import Problem, Refused

Rep = Annotated[str, typer.Argument(metavar="REP", help="A person's id.")]
leave_app = typer.Typer(help="When people are away, from files and from their own calendars.", no_args_is_help=True)


def register(app: typer.Typer) -> None:
    """Add the commands."""
    app.add_typer(leave_app, name="leave")


@leave_app.command("import")
def import_command(
    path: Annotated[Path, typer.Argument(metavar="FILE.csv", help="Columns rep, first, last; delegate if wanted.")],
    source: Annotated[str, typer.Option("--as", help="A file imported under the same name replaces the last.")] = "csv",
    *,
    as_json: AsJson = False,
) -> None:
    """Take leave from a CSV file; nothing when a line of it is wrong."""

    async def take(pool: asyncpg.Pool) -> tuple[int, int]:
        _, world = await in_force(pool, Watched())
        found = read_leave(path, _people(world))
        await store.put_absences(pool, source, found)
        return sum(len(several) for several in found.values()), len(found)

    count, people = in_store(take)
    words = f"{count} absences of {people} people are known from {path.name}."
    say({"absences": count, "people": people}, words, as_json=as_json)


@leave_app.command("feed")
def feed_command(
    rep: Rep,
    url: Annotated[str, typer.Argument(help="The address of their leave calendar (https or webcal).")] = "",
    delegate: Annotated[str, typer.Option(help="Who stands in while they are away.")] = "",
    *,
    off: Annotated[bool, typer.Option("--off", help="Read it no more, and forget what it told.")] = False,
    as_json: AsJson = False,
) -> None:
    """Read somebody's leave from their own calendar every hour."""

    async def put(pool: asyncpg.Pool) -> bool:
        _, world = await in_force(pool, Watched())
        if off:
            return await store.drop_feed(pool, rep)
        _hold(world, rep, delegate, url)
        await store.put_feed(pool, Feed(rep=rep, url=url, delegate=delegate or None))
        return True

    done = in_store(put)
    words = f"{rep}'s calendar is read {'no more' if off else 'from now on'}." if done else f"{rep} has no feed."
    say({"rep": rep, "read": not off, "changed": done}, words, as_json=as_json)


@leave_app.command("read")
def read_command(*, as_json: AsJson = False) -> None:
    """Read all feeds now, and say what came of it."""

    async def read(pool: asyncpg.Pool) -> tuple[Feed, ...]:
        feeds = Feeds(allowed(read_settings().webhook_allow))
        try:
            await read_feeds(pool, Watched(), feeds, every=timedelta(0))
        finally:
            await feeds.close()
        return await store.feeds(pool)

    failed = _told(in_store(read), as_json=as_json)
    if failed:
        raise typer.Exit(1)


@leave_app.command("list")
def list_command(*, as_json: AsJson = False) -> None:
    """Show the feeds, when each was read last, and what went wrong."""
    _told(in_store(store.feeds), as_json=as_json)


def _told(feeds: tuple[Feed, ...], *, as_json: bool) -> bool:
    data = [{"rep": feed.rep, "read_at": feed.read_at, "error": feed.error or None} for feed in feeds]
    lines = (f"{feed.rep:16} read {since(feed.read_at)}{': ' + feed.error if feed.error else ''}" for feed in feeds)
    say(data, "\n".join(lines) or "Nobody's calendar is read.", as_json=as_json)
    return any(feed.error for feed in feeds)


def _hold(world: World, rep: str, delegate: str, url: str) -> None:
    """Refuse what could never be read."""
    reps = world.directory.reps
    wrong = next((name for name in (rep, delegate) if name and name not in reps), None)
    if wrong:
        raise Refused([Problem(where="leave feed", says=f'there is no person named "{wrong}"')])
    if not url.startswith(("https://", "webcal://")):
        says = "a calendar is read over https"
        raise Refused([Problem(where="leave feed", says=says, instead="Give an address that begins with https://")])


def _people(world: World) -> dict[str, str]:
    reps = world.directory.reps
    return {**{rep.email.lower(): rep.id for rep in reps.values()}, **{name.lower(): name for name in reps}}
