"""What does `batonpass crm` answer: how we and the CRM stand, and how is a quarrel ended?"""

from __future__ import annotations

import asyncio
import getpass
import json
from collections.abc import Iterator
from typing import Annotated

import asyncpg
import typer

from batonpass.handoff.playbook.crm import Crm
from batonpass.run.printed import AsJson, say
from batonpass.run.settings import read_settings
from batonpass.store.crm import unfreeze
from batonpass.store.crm_told import CrmNow, crm_now
from batonpass.store.in_force import in_force
from batonpass.store.open import open_store
from batonpass.store.world import Watched
from batonpass.written.refused import Problem, Refused

SHOWN = 50


def register(app: typer.Typer) -> None:
    """Add the commands to the command line."""
    crm = typer.Typer(help="What is kept alike in the CRM.", no_args_is_help=True)
    crm.command("drift")(drift_command)
    crm.command("unfreeze")(unfreeze_command)
    app.add_typer(crm, name="crm")


def drift_command(*, as_json: AsJson = False) -> None:
    """Tell where we and the CRM differ, and how far its changes are read. Exit code 1 while anything differs."""
    now = asyncio.run(_now())
    if as_json:
        names = ("lead_id", "field", "ours", "theirs", "why")
        differs = [{name: getattr(one, name) for name in names} for one in now.apart]
        typer.echo(json.dumps({**now.figures(), "differs": differs}, default=str))
    else:
        typer.echo("\n".join(_told(now)))
    if now.drift:
        raise typer.Exit(1)


def unfreeze_command(
    lead: Annotated[str, typer.Argument(help="The id of the lead.")],
    field: Annotated[str, typer.Argument(help="The field, such as owner.")],
    *,
    as_json: AsJson = False,
) -> None:
    """Let a field go on that was frozen because it was fought over."""
    if not asyncio.run(_unfreeze(lead, field)):
        raise Refused([Problem(where="unfreeze", says=f"the {field} of {lead} is not frozen")])
    say({"lead": lead, "field": field, "frozen": False}, f"The {field} of {lead} is kept alike again.", as_json=as_json)


def _told(now: CrmNow) -> Iterator[str]:
    feed = now.feed
    yield f"{now.leads} leads are kept in {now.system}; {now.drift} fields differ."
    yield f"Its changes are read until {feed.read_at or 'never yet'}."
    if feed.cursor is not None:
        yield f"Changes since {feed.gap_since} were missed: everything is compared, {feed.seen} records so far."
    for one in now.apart[:SHOWN]:
        yield f"{one.lead_id} {one.field}: {one.ours or 'empty'} here, {one.theirs or 'empty'} there ({one.why})"
    if len(now.apart) > SHOWN:
        yield f"and {len(now.apart) - SHOWN} more"


async def _now() -> CrmNow:
    async with open_store(read_settings().where, connections=2) as pool:
        return await crm_now(pool, await _agreed(pool))


async def _unfreeze(lead: str, field: str) -> bool:
    async with open_store(read_settings().where, connections=2) as pool:
        return await unfreeze(pool, lead, field, crm=await _agreed(pool), by=getpass.getuser())


async def _agreed(pool: asyncpg.Pool) -> Crm:
    _, world = await in_force(pool, Watched())
    if world.playbook.crm is None:
        says, instead = "the playbook keeps nothing in a CRM", "Agree on it under crm: in the playbook"
        raise Refused([Problem(where="crm", says=says, instead=instead)])
    return world.playbook.crm
