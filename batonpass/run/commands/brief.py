"""What would a rep read about this lead, by this playbook?"""

from __future__ import annotations

import json
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path

import typer

from batonpass.handoff.brief_full import Around, full_brief, in_words
from batonpass.handoff.brief_told import prose
from batonpass.handoff.facts import Fact
from batonpass.handoff.lead import Lead
from batonpass.handoff.refusal import Refusal
from batonpass.run.commands.playbook import Instant, LeadPath, PlaybookPath
from batonpass.run.named_files import bytes_of
from batonpass.run.printed import AsJson
from batonpass.written.check import world_of
from batonpass.written.lead_file import read_lead
from batonpass.written.load import load
from batonpass.written.refused import Problem, Refused
from batonpass.written.story import World, happened


def register(app: typer.Typer) -> None:
    """Add the commands of this file."""
    app.command("brief")(brief_command)


def brief_command(playbook: PlaybookPath, lead: LeadPath, *, at: Instant = None, as_json: AsJson = False) -> None:
    """Print the brief that a rep would get of a lead: why this one, why now, what to say, what to find out."""
    lead_then, facts, world, instant = _decided(playbook, lead, at)
    told = full_brief(lead_then, world.playbook, Around(at=instant, name_of=world.directory.name_of, facts=facts))
    data = asdict(told) | {"told": prose(told.told)}
    typer.echo(json.dumps(data, indent=2, ensure_ascii=False) if as_json else "\n".join(in_words(told)))


def _decided(playbook: Path, lead: Path, at: datetime | None) -> tuple[Lead, tuple[Fact, ...], World, datetime]:
    """Walk the lead through the playbook, as the door would."""
    texts = bytes_of(playbook, "PLAYBOOK"), bytes_of(lead, "LEAD.json")
    written = load(texts[0], str(playbook))
    said = read_lead(texts[1], str(lead), written, now=datetime.now(UTC), at=at)
    world = world_of(written)
    try:
        return *happened(said.story, world, said.at), world, said.at
    except Refusal as refusal:
        raise Refused([Problem(where=str(lead), path=refusal.field, says=refusal.says)]) from None
