"""What do `batonpass user` and `key` do: who gets in, people by a password and programs by a key?"""

from __future__ import annotations

import getpass
import sys
from collections.abc import Mapping
from dataclasses import asdict
from datetime import timedelta
from typing import Annotated, Any

import asyncpg
import typer

from batonpass.run.in_store import in_store
from batonpass.run.printed import AsJson, say
from batonpass.store import access
from batonpass.store.in_force import in_force
from batonpass.store.keys import SCOPES, list_keys
from batonpass.store.users import ROLES
from batonpass.store.world import Watched, World
from batonpass.web.sign_in.passwords import hashed
from batonpass.written.refused import Problem, Refused

key_app = typer.Typer(help="Make, list and revoke API keys.", no_args_is_help=True)
user_app = typer.Typer(help="People who sign in to the pages.", no_args_is_help=True)


def register(app: typer.Typer) -> None:
    """Add the commands."""
    app.add_typer(key_app, name="key")
    app.add_typer(user_app, name="user")


@key_app.command("create")
def key_create(
    label: Annotated[str, typer.Argument(help="What the key is for, such as `website form`.")],
    *,
    scope: Annotated[list[str], typer.Option(help=f"One of {', '.join(SCOPES)}; may be given again.")],
    rep: Annotated[str, typer.Option(help="The person the key acts for.")] = "",
    days: Annotated[int, typer.Option(help="How long it opens; 0 is without end.", min=0, max=access.DAYS_MOST)] = 0,
    as_json: AsJson = False,
) -> None:
    """Make an API key and show it this once."""
    unknown = [one for one in scope if one not in SCOPES]
    if unknown:
        raise typer.BadParameter(f"{unknown[0]} is not a scope; choose among {', '.join(SCOPES)}")

    async def make(pool: asyncpg.Pool) -> tuple[str, list[str]]:
        at, world = await in_force(pool, Watched())
        until = at + timedelta(days=days) if days else None
        asked = access.Asked(label=label, scopes=tuple(scope), rep=rep or None, until=until)
        return await access.give_key(pool, asked, by=getpass.getuser()), _strangers(world, rep)

    token, notes = in_store(make)
    words = "\n".join([token, "Keep it now: it is not shown again.", *notes])
    say({"key": token, "label": label, "scopes": scope, "notes": notes}, words, as_json=as_json)


@key_app.command("list")
def key_list(as_json: AsJson = False) -> None:  # noqa: FBT002 - typer's way
    """List the keys, without their tokens."""

    async def look(pool: asyncpg.Pool) -> list[dict[str, Any]]:
        at, _ = await in_force(pool, Watched())
        return [
            {**row, "expired": bool(row["expires_at"] and row["expires_at"] <= at)} for row in await list_keys(pool)
        ]

    rows = in_store(look)
    lines = [
        f"{row['id']}  {_stands(row):8} {','.join(row['scopes']):20} {row['rep'] or '':12} {row['label']}"
        for row in rows
    ]
    say(rows, "\n".join(lines) or "There are no keys yet.", as_json=as_json)


@key_app.command("revoke")
def key_revoke(
    key_id: Annotated[str, typer.Argument(help="The id that `key list` shows.")], *, as_json: AsJson = False
) -> None:
    """Make a key useless."""
    if not in_store(lambda pool: access.take_key(pool, key_id, by=getpass.getuser())):
        says, instead = f"there is no valid key {key_id}", "`batonpass key list` shows them"
        raise Refused([Problem(where="KEY_ID", says=says, instead=instead)])
    say({"id": key_id, "revoked": True}, f"Nothing gets in with the key {key_id} any more.", as_json=as_json)


@user_app.command("add")
def user_add(
    email: Annotated[str, typer.Argument(help="The address they sign in with.")],
    *,
    name: Annotated[str, typer.Option(help="Their name.")],
    role: Annotated[str, typer.Option(help=f"One of {', '.join(ROLES)}.")] = "rep",
    rep: Annotated[str, typer.Option(help="Their id in the playbook's people, if they work leads.")] = "",
    password: Annotated[
        str, typer.Option(help="At least 12 characters; asked for when left out.", envvar="BATONPASS_NEW_PASSWORD")
    ] = "",
    as_json: AsJson = False,
) -> None:
    """Let a person sign in; the same address again sets a new password."""
    if role not in ROLES:
        raise typer.BadParameter(f"{role} is not a role; choose among {', '.join(ROLES)}")
    if not password and (as_json or not sys.stdin.isatty()):
        raise typer.BadParameter("nobody is asked here; say it, or set BATONPASS_NEW_PASSWORD", param_hint="--password")
    chosen = password or typer.prompt("Password", hide_input=True, confirmation_prompt=True)
    try:
        kept = hashed(chosen)
    except ValueError as error:
        raise typer.BadParameter(str(error)) from None
    address = _address(email)
    entry = access.Entry(email=address, name=name.strip(), role=role, rep=rep or None, password_hash=kept)

    async def let_in(pool: asyncpg.Pool) -> list[str]:
        await access.let_in(pool, entry, by=getpass.getuser())
        return _strangers((await in_force(pool, Watched()))[1], rep)

    notes = in_store(let_in)
    told = {"email": address, "role": role, "rep": rep or None, "notes": notes}
    say(told, "\n".join([f"{name} can sign in as {address}.", *notes]), as_json=as_json)


@user_app.command("list")
def user_list(as_json: AsJson = False) -> None:  # noqa: FBT002 - typer's way
    """List who can sign in, who could, and when they last did."""
    people = in_store(access.people)
    lines = [
        f"{one.email:34} {one.role:10} {one.rep or '':12} {one.name}, "
        + (f"last here {one.last_at:%Y-%m-%d %H:%M} UTC" if one.last_at else "never here")
        + ("" if one.active else "; signs in no more")
        for one in people
    ]
    say([asdict(one) for one in people], "\n".join(lines) or "Nobody can sign in yet.", as_json=as_json)


@user_app.command("revoke")
def user_revoke(
    email: Annotated[str, typer.Argument(help="The address that `user list` shows.")], *, as_json: AsJson = False
) -> None:
    """Let a person sign in no more, and end where they are signed in."""
    address = _address(email)
    in_store(lambda pool: access.shut_out(pool, address, by=getpass.getuser()))
    say(
        {"email": address, "revoked": True},
        f"{address} is signed out everywhere, and signs in no more.",
        as_json=as_json,
    )


def _address(typed: str) -> str:
    return typed.strip().lower()


def _strangers(world: World, rep: str) -> list[str]:
    """What to say of a rep that nobody has set: it may still come, or it is a slip."""
    if not rep or rep in world.directory.reps:
        return []
    return [f"Nobody is called {rep} yet: until the playbook or the API sets them, they have no leads."]


def _stands(key: Mapping[str, Any]) -> str:
    return "revoked" if key["revoked_at"] else "expired" if key["expired"] else "valid"
