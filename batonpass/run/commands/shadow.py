"""What does `batonpass shadow` do: let a draft judge beside the version in force, and say where the two differ?"""

from __future__ import annotations

import asyncio
import getpass
from collections.abc import Iterator
from typing import Annotated, Any

import asyncpg
import msgspec
import typer

from batonpass.run.printed import AsJson
from batonpass.run.settings import read_settings
from batonpass.store import playbooks, shadow
from batonpass.store.open import open_store
from batonpass.store.playbooks import Why
from batonpass.store.shadow import Report


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("shadow")(shadow_command)


def shadow_command(
    version: Annotated[str, typer.Argument(help="A draft that is to judge from now on. None: only report.")] = "",
    *,
    stop: Annotated[bool, typer.Option("--stop", help="Let the shadow stop.")] = False,
    note: Annotated[str, typer.Option(help="What you want to find out.")] = "",
    as_json: AsJson = False,
) -> None:
    """Let a draft judge live leads beside the version in force, without effects; or say what it has seen so far."""
    why = Why(by=getpass.getuser(), note=note)
    report, began = asyncio.run(_shadow(version, stop=stop, why=why))
    if as_json:
        typer.echo(msgspec.json.encode(shadow_data(report)).decode())
    elif began:
        typer.echo(f"Version {version} is in shadow: it judges every arrival from now on, and nobody hears of it.")
    else:
        typer.echo("\n".join(_told(report)))


async def _shadow(version: str, *, stop: bool, why: Why) -> tuple[Report | None, bool]:
    async with open_store(read_settings().where, connections=3) as pool:
        running = await shadow.version_in_shadow(pool)
        if stop and (version or running):
            report = await shadow.report(pool, version or running or "")
            await playbooks.shadow(pool, version or running or "", why=why, on=False)
            return report, False
        if version and version != running:
            await playbooks.shadow(pool, version, why=why)
            return await shadow.report(pool, version), True
        return await _report(pool, running), False


async def _report(pool: asyncpg.Pool, running: str | None) -> Report | None:
    return await shadow.report(pool, running) if running else None


def shadow_data(report: Report | None) -> dict[str, Any]:
    """Everything a shadow has seen."""
    if report is None:
        return {"version": None}
    flows = [{"decided": one.before, "shadow": one.after, "arrivals": one.arrivals} for one in report.flows]
    return {
        "version": report.version,
        "seen": report.seen,
        "differing": report.differing,
        "first": report.first,
        "last": report.last,
        "flows": flows,
        "latest": [dict(row) for row in report.latest],
    }


def _told(report: Report | None) -> Iterator[str]:
    if report is None:
        yield "No draft is in shadow. Begin with: batonpass shadow VERSION"
        return
    when = (
        f", {report.first:%Y-%m-%d %H:%M} to {report.last:%Y-%m-%d %H:%M} UTC" if report.first and report.last else ""
    )
    yield f"Version {report.version} in shadow: {report.seen:,} arrivals judged{when}; {report.differing:,} otherwise."
    yield from (f"  {one.arrivals:>7,}  {one.before} -> {one.after}" for one in report.flows)
    for row in report.latest[:10]:
        goes = row["owner"] or row["queue"]
        to = f", to {goes}" if goes and goes != (row["active_owner"] or row["active_queue"]) else ""
        change = f"{_stands(row, 'active_')} -> {_stands(row)}{to}"
        yield f"  {row['at']:%m-%d %H:%M}  {row['lead_id']}  {row['name']}: {change}"


def _stands(row: asyncpg.Record, side: str = "") -> str:
    tier = f" {row[side + 'tier']}" if row[side + "tier"] else ""
    return f"{row[side + 'stage']}{tier} ({row[side + 'total']:g})"
