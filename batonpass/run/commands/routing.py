"""What does `batonpass route` answer: who would get this lead, and why nobody else?"""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import msgspec
import typer

from batonpass.handoff.refusal import Refusal
from batonpass.handoff.setting import Setting
from batonpass.run.commands.playbook import Instant, LeadPath, PlaybookPath
from batonpass.run.named_files import bytes_of
from batonpass.run.printed import AsJson
from batonpass.written.check import world_of
from batonpass.written.countries import country_names
from batonpass.written.lead_file import read_lead
from batonpass.written.load import Written, load
from batonpass.written.refused import Problem, Refused
from batonpass.written.story import tell
from batonpass.written.trial import Trial, in_words, told, tried_on


def register(app: typer.Typer) -> None:
    """Add the command to the command line."""
    app.command("route")(route_command)


def route_command(playbook: PlaybookPath, lead: LeadPath, *, at: Instant = None, as_json: AsJson = False) -> None:
    """Say who would get a lead by this playbook and its people, and what every rung says. Nothing is written."""
    trial, notes = _trial(bytes_of(playbook, "PLAYBOOK"), bytes_of(lead, "LEAD.json"), (playbook, lead), at)
    if as_json:
        typer.echo(_json({**told(trial), "notes": notes}))
    else:
        typer.echo("\n".join([*in_words(trial), *(f"note: {note}" for note in notes)]))


def _trial(playbook: bytes, lead: bytes, paths: tuple[Path, Path], at: datetime | None) -> tuple[Trial, list[str]]:
    written = load(playbook, str(paths[0]))
    read = read_lead(lead, str(paths[1]), written, now=datetime.now(UTC), at=at)
    try:
        decided = tell(read.story, world_of(written), read.at)
    except Refusal as refusal:
        raise Refused([Problem(where=str(paths[1]), path=refusal.field, says=refusal.says)]) from None
    return tried_on(decided, _setting(written, read.at)), list(read.notes)


def _setting(written: Written, at: datetime) -> Setting:
    world = world_of(written)
    return Setting(
        at=at, playbook=world.playbook, directory=world.directory, hours=world.hours, countries=country_names()
    )


def _json(data: object) -> str:
    return msgspec.json.format(msgspec.json.encode(data), indent=2).decode()
