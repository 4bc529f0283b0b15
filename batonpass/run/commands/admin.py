"""What do `batonpass key`, `user` and `doctor` do?"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Annotated, Any

import asyncpg
import typer
import tzdata

from batonpass.run.in_store import in_store
from batonpass.run.printed import AsJson, say
from batonpass.run.settings import read_settings
from batonpass.store import clock, users
from batonpass.store.keys import SCOPES, list_keys, make_key, revoke_key
from batonpass.store.world import warned_of
from batonpass.web.sign_in.passwords import hashed
from batonpass.written.refused import Problem, Refused

key_app = typer.Typer(help="Make, list and revoke API keys.", no_args_is_help=True)
user_app = typer.Typer(help="People who sign in to the pages.", no_args_is_help=True)
OLDEST_ZONES = "2026f"
"""Four regions changed their clocks in 2026; older data promise an hour wrong there (scenario D22)."""
APART_SECONDS = 1.0
"""Sessions and signatures of others are judged by this machine's clock, promises by the database's (S78)."""
COUNTS = """
    select (select count(*) from app.outbox where state = 'waiting') as "waiting messages",
           (select count(*) from app.outbox where state = 'dead') as "dead letters",
           (select count(*) from app.inbox where state = 'set_aside') as "set aside",
           (select count(*) from app.clocks where next_at < app.now() - interval '1 minute') as "late clocks"
"""


def register(app: typer.Typer) -> None:
    """Add the commands."""
    app.command()(doctor)
    app.add_typer(key_app, name="key")
    app.add_typer(user_app, name="user")


def doctor(as_json: AsJson = False) -> None:  # noqa: FBT002 - typer's way
    """Say whether this installation is fit: database, zone data, mail, test hooks. Exit code 1 when it is not."""
    settings = read_settings()

    async def look(pool: asyncpg.Pool) -> dict[str, Any]:
        async with pool.acquire() as connection:
            apart = abs(await connection.fetchval("select clock_timestamp()") - datetime.now(UTC)) / timedelta(
                seconds=1
            )
            return {
                "database": (await connection.fetchval("select version()")).split(" on ")[0],
                "database now": (await clock.now(connection)).isoformat(),
                "seconds apart": round(apart, 1),
                "zone data": tzdata.IANA_VERSION,
                "test hooks": "PRESENT: time can be moved" if settings.test_clock else "absent",
                "mail": settings.smtp_host or "not set: messages wait in the outbox (BATONPASS_SMTP_HOST)",
                **{name: count for row in await connection.fetch(COUNTS) for name, count in row.items()},
                "warnings": await warned_of(connection),
            }

    found = in_store(look)
    wrong = unfit(tzdata.IANA_VERSION, test_clock=settings.test_clock, apart=found["seconds apart"])
    lines = [f"{name:18} {value}" for name, value in found.items() if name != "warnings"]
    lines += [f"UNFIT: {why}" for why in wrong] + [f"warning: {one}" for one in found["warnings"]]
    say({**found, "unfit": wrong}, "\n".join(lines), as_json=as_json)
    if wrong:
        raise typer.Exit(1)


def unfit(zone_data: str, *, test_clock: bool, apart: float) -> list[str]:
    """What must be mended before others rely on this installation; `apart` is how far our clocks are."""
    why: list[str] = []
    if zone_data < OLDEST_ZONES:
        why.append(f"zone data {zone_data} is older than {OLDEST_ZONES}; install a newer tzdata")
    if test_clock:
        why.append("the test clock is on; unset BATONPASS_TEST_CLOCK")
    if apart > APART_SECONDS:
        why.append(f"this machine's clock is {apart:g} s from the database's; let both follow one time server")
    return why


@key_app.command("create")
def key_create(
    label: Annotated[str, typer.Argument(help="What the key is for, such as `website form`.")],
    scope: Annotated[list[str], typer.Option(help=f"One of {', '.join(SCOPES)}; may be given again.")],
    rep: Annotated[str, typer.Option(help="The person the key acts for.")] = "",
    as_json: AsJson = False,  # noqa: FBT002 - typer's way
) -> None:
    """Make an API key and show it this once."""
    unknown = [one for one in scope if one not in SCOPES]
    if unknown:
        raise typer.BadParameter(f"{unknown[0]} is not a scope; choose among {', '.join(SCOPES)}")
    token = in_store(lambda pool: make_key(pool, label=label, scopes=tuple(scope), rep=rep or None))
    say(
        {"key": token, "label": label, "scopes": scope},
        f"{token}\nKeep it now: it is not shown again.",
        as_json=as_json,
    )


@key_app.command("list")
def key_list(as_json: AsJson = False) -> None:  # noqa: FBT002 - typer's way
    """List the keys, without their tokens."""
    rows = [dict(row) for row in in_store(list_keys)]
    lines = [
        f"{r['id']}  {'revoked' if r['revoked_at'] else 'valid':8} {','.join(r['scopes']):20} {r['label']}"
        for r in rows
    ]
    say(rows, "\n".join(lines) or "There are no keys yet.", as_json=as_json)


@key_app.command("revoke")
def key_revoke(
    key_id: Annotated[str, typer.Argument(help="The id that `key list` shows.")], *, as_json: AsJson = False
) -> None:
    """Make a key useless."""
    if not in_store(lambda pool: revoke_key(pool, key_id)):
        says, instead = f"there is no valid key {key_id}", "`batonpass key list` shows them"
        raise Refused([Problem(where="KEY_ID", says=says, instead=instead)])
    say({"id": key_id, "revoked": True}, f"Nothing gets in with the key {key_id} any more.", as_json=as_json)


@user_app.command("add")
def user_add(
    email: Annotated[str, typer.Argument(help="The address they sign in with.")],
    *,
    name: Annotated[str, typer.Option(help="Their name.")],
    role: Annotated[str, typer.Option(help=f"One of {', '.join(users.ROLES)}.")] = "rep",
    rep: Annotated[str, typer.Option(help="Their id in the playbook's people, if they work leads.")] = "",
    password: Annotated[
        str, typer.Option(help="At least 12 characters; asked for when left out.", envvar="BATONPASS_NEW_PASSWORD")
    ] = "",
    as_json: AsJson = False,
) -> None:
    """Let a person sign in; the same address again sets a new password."""
    if role not in users.ROLES:
        raise typer.BadParameter(f"{role} is not a role; choose among {', '.join(users.ROLES)}")
    if as_json and not password:
        raise typer.BadParameter("nobody is asked here; say it, or set BATONPASS_NEW_PASSWORD", param_hint="--password")
    chosen = password or typer.prompt("Password", hide_input=True, confirmation_prompt=True)
    try:
        kept = hashed(chosen)
    except ValueError as error:
        raise typer.BadParameter(str(error)) from None
    in_store(lambda pool: users.put_user(pool, email=email, name=name, role=role, rep=rep or None, password_hash=kept))
    address = email.strip().lower()
    say({"email": address, "role": role, "rep": rep or None}, f"{name} can sign in as {address}.", as_json=as_json)
