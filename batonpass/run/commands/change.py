"""What do `batonpass draft`, `sign`, `apply`, `rollback`, `export`, `history` and `discard` do with a playbook?"""

from __future__ import annotations

import getpass
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated

import asyncpg
import typer

from batonpass.run.in_store import in_store
from batonpass.run.named_files import bytes_of
from batonpass.run.printed import AsJson, say
from batonpass.run.settings import read_settings
from batonpass.store import playbooks, signatures
from batonpass.store.playbooks import Why
from batonpass.store.signatures import Mode
from batonpass.written.yaml12_text import decoded

Note = Annotated[str, typer.Option(help="Why; those who come after will want to know.")]
By = Annotated[str, typer.Option(help="Who does it. Default: the user of this machine.")]
Version = Annotated[str, typer.Argument(help="A version, as the playbook names it.")]
FIRST = "the first playbook of this installation"


def register(app: typer.Typer) -> None:
    """Add the commands."""
    for name, command in (
        ("draft", draft),
        ("sign", sign),
        ("apply", apply),
        ("rollback", rollback),
        ("discard", discard),
        ("export", export),
        ("history", history),
    ):
        app.command(name)(command)


def draft(
    playbook: Annotated[Path, typer.Argument(help="The playbook file.", exists=True, dir_okay=False)],
    *,
    note: Note = "",
    by: By = "",
    as_json: AsJson = False,
) -> None:
    """Keep a playbook as a draft, for others to read, plan, shadow and sign. Nobody works by it yet."""
    mode, why, text = _mode(), _why(by, note), decoded(bytes_of(playbook, "PLAYBOOK"), str(playbook))

    async def work(pool: asyncpg.Pool) -> tuple[str, list[str]]:
        version = await playbooks.draft(pool, text, where=str(playbook), why=why)
        return version, [side.value for side in await signatures.missing(pool, version, mode)]

    version, lacks = in_store(work, begin=True)
    say({"version": version, "state": "draft", "lacks": lacks}, _drafted(version, lacks), as_json=as_json)


def sign(
    version: Version,
    *,
    as_: Annotated[str, typer.Option("--as", help="The address of the user who agrees.", metavar="USER")],
    side: Annotated[str, typer.Option(help="sales or marketing; only an administrator has to say.")] = "",
    note: Note = "",
    as_json: AsJson = False,
) -> None:
    """Agree to a draft in a user's name: a manager for sales, marketing for marketing, an administrator for one."""
    mode = _mode()

    async def work(pool: asyncpg.Pool) -> tuple[str, list[str]]:
        through = f"command line of {getpass.getuser()}"
        signed = await signatures.sign(pool, version, email=as_, side=side, through=through, note=note)
        return signed.value, [one.value for one in await signatures.missing(pool, version, mode)]

    signed, lacks = in_store(work)
    rest = f"{lacks[0]} has still to sign" if lacks else f"nothing is missing: batonpass apply {version}"
    say({"version": version, "signed": signed, "lacks": lacks}, f"{as_} signed for {signed}; {rest}.", as_json=as_json)


def apply(
    what: Annotated[str, typer.Argument(help="A drafted version, or a playbook file.", metavar="VERSION|FILE")] = "",
    *,
    file: Annotated[Path | None, typer.Option(help="The same as FILE, for scripts.", exists=True)] = None,
    signed_by: Annotated[
        list[str] | None,
        typer.Option(help="A user who agreed elsewhere, such as in a review: ADDRESS or ADDRESS=SIDE; again for both."),
    ] = None,
    note: Note = "",
    by: By = "",
    as_json: AsJson = False,
) -> None:
    """Put a version in force once its examples hold and both sides have signed it. Running clocks keep theirs."""
    path = file or (Path(what) if what and Path(what).is_file() else None)
    if path is None and not what:
        raise typer.BadParameter("name a drafted version, or a playbook file", param_hint="VERSION|FILE")
    mode, agreed = _mode(), tuple(signed_by or ())
    text = decoded(bytes_of(path, "FILE"), str(path)) if path else ""

    async def work(pool: asyncpg.Pool) -> str:
        version = await _drafted_from(pool, text, str(path), _why(by, note)) if path else what
        through = "recorded with --signed-by"
        await signatures.activate(pool, version, why=_why(by, note), mode=mode, signed_by=agreed, through=through)
        return version

    version = in_store(work, begin=path is not None)
    words = f"Version {version} is in force. Running clocks keep the version they started with."
    say({"version": version, "active": True}, words, as_json=as_json)


def rollback(*, note: Note = "", by: By = "", as_json: AsJson = False) -> None:
    """Let the version before step into force again, in one step. Running clocks are untouched."""
    stepped_down, version = in_store(lambda pool: playbooks.rollback(pool, why=_why(by, note)))
    words = f"Version {version} is in force again; {stepped_down} stepped down. Running clocks are untouched."
    say({"version": version, "active": True, "stepped_down": stepped_down}, words, as_json=as_json)


def discard(version: Version, *, note: Note = "", by: By = "", as_json: AsJson = False) -> None:
    """Put a draft away. Its words and its history stay."""
    in_store(lambda pool: playbooks.discard(pool, version, why=_why(by, note)))
    say({"version": version, "state": "retired"}, f"The draft {version} is put away.", as_json=as_json)


def export(
    version: Annotated[str, typer.Argument(help="A version, or `active`.")] = "active",
    *,
    to: Annotated[Path | None, typer.Option(help="Write it into this file instead.", dir_okay=False)] = None,
    as_json: AsJson = False,
) -> None:
    """Print a playbook word for word, to be kept in git beside your other files."""
    found = in_store(lambda pool: playbooks.find(pool, version))
    told = {"version": found.version, "state": found.state}
    if to is None and not as_json:
        typer.echo(found.text, nl=False)
        return
    if to is None:
        say({**told, "text": found.text}, "", as_json=True)
        return
    to.write_text(found.text, encoding="utf-8")
    say({**told, "file": f"{to}"}, f"Version {found.version} ({found.state}) is in {to}.", as_json=as_json)


def history(*, as_json: AsJson = False) -> None:
    """Say what was done with which version of the playbook, by whom, when and why."""
    entries = in_store(playbooks.history)
    data = [{name: getattr(one, name) for name in ("version", "what", "by", "note", "before", "at")} for one in entries]
    say(data, "\n".join(_told(entries)) or "No playbook has been in force here yet.", as_json=as_json)


def _told(entries: tuple[playbooks.Entry, ...]) -> Iterator[str]:
    for one in entries:
        instead = f", in place of {one.before}" if one.before else ""
        note = f": {one.note}" if one.note else ""
        yield f"{one.at:%Y-%m-%d %H:%M}  {one.what.replace('_', ' '):<12} {one.version}{instead}  by {one.by}{note}"


async def _drafted_from(pool: asyncpg.Pool, text: str, where: str, why: Why) -> str:
    """Draft the file first. The first playbook of all needs no reason; one that was written before has its own."""
    if not why.note and not await pool.fetchval("select exists (select from app.leads)"):
        why = Why(by=why.by, note=FIRST)
    known = await pool.fetchval("select version from app.playbooks where hash = $1", playbooks.digest_of(text))
    return known or await playbooks.draft(pool, text, where=where, why=why)


def _drafted(version: str, lacks: list[str]) -> str:
    next_ = f"it lacks the signature of {' and '.join(lacks)}" if lacks else "nobody has to sign it"
    return f"Version {version} is drafted; {next_}. Next: batonpass plan, batonpass sign, batonpass apply {version}"


def _why(by: str, note: str) -> Why:
    return Why(by=by or getpass.getuser(), note=note.strip())


def _mode() -> Mode:
    return Mode(read_settings().signatures)
