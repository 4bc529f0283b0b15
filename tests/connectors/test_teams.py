"""A message in Teams is a card that says what a mail says, and nothing of a stranger formats it."""

from __future__ import annotations

import json
import os
from dataclasses import replace
from pathlib import Path

import pytest

from batonpass.connectors.channel import Later, Never, Sent
from batonpass.connectors.post import Poster
from batonpass.connectors.teams.send import TeamsChannel
from batonpass.connectors.webhook.guard import allowed
from batonpass.tongue.heard import known
from tests.connectors.sample import OURS, ack, tell

DATA = Path(os.environ.get("SHARED_DATA", Path(__file__).parents[3] / "shared" / "data"))
ACCEPTED = b"HTTP/1.1 202 Accepted\r\ncontent-length: 0\r\nconnection: close\r\n\r\n"


@pytest.fixture
async def teams(listener):
    """The channel, with a workflow of ours at its other end."""
    listener.answer = ACCEPTED
    channel = TeamsChannel({"ANA_TEAMS": listener.url}.get, OURS, Poster(allowed("127.0.0.0/8")))
    yield channel
    await channel.close()


def to_ana(to: str = "ANA_TEAMS", **other):
    return tell(to=to, channel="teams", actions=("accept", "reject", "snooze", "call"), **other)


async def card(teams, listener, message) -> dict:
    await teams.send(message)
    return json.loads(listener.requests[-1].body)["attachments"][0]["content"]


def parts(value: object) -> list[dict]:
    """Every object of a card that names its type."""
    if isinstance(value, list):
        return [part for one in value for part in parts(one)]
    if not isinstance(value, dict):
        return []
    return ([value] if "type" in value else []) + [part for one in value.values() for part in parts(one)]


async def test_a_workflow_that_took_the_card_proves_it(teams):
    assert isinstance(await teams.send(to_ana()), Sent)


async def test_each_button_opens_the_page_that_asks_once_more(teams, listener):
    shown = await card(teams, listener, to_ana())
    assert [one["title"] for one in shown["actions"]] == [
        "Accept", "I called", "Tell me again in 1 hour", "no budget", "wrong person", "Open the lead",
    ]  # fmt: skip
    assert {one["type"] for one in shown["actions"]} == {"Action.OpenUrl"}


async def test_the_number_to_call_stands_on_the_card(teams, listener):
    assert "+46812345678" in json.dumps(await card(teams, listener, to_ana(reach=("+46812345678",))))


async def test_a_card_speaks_the_language_of_its_reader(teams, listener):
    shown = await card(teams, listener, replace(to_ana(), language="de"))
    assert [one["title"] for one in shown["actions"]][:3] == [
        "Annehmen",
        "Ich habe angerufen",
        "In 1 Stunde erinnern",
    ]


async def test_the_card_is_made_of_what_the_schema_knows(teams, listener):
    schema = DATA / "specs/adaptive-cards/adaptive-card-1.5.0.json"
    if not schema.exists():
        pytest.skip("the schema of adaptive cards is not on this machine")
    known = json.loads(schema.read_text("utf-8"))["definitions"]
    for part in parts(await card(teams, listener, to_ana())):
        own = known[part["type"]]
        shapes = [own, *own.get("anyOf", ()), *own.get("allOf", ())]
        assert set(part) <= {name for shape in shapes for name in shape.get("properties", ())} | {"$schema"}


async def test_no_text_of_a_stranger_is_formatted(teams, listener):
    evil = "[click](https://evil.example) **bold** <at>everyone</at>"
    shown = await card(teams, listener, to_ana(lead_name=evil, lines=(evil, evil), because=evil))
    assert {part["type"] for part in parts(shown["body"])} == {"RichTextBlock", "TextRun"}


async def test_many_leads_are_one_card_of_a_size_that_teams_takes(teams, listener):
    each = tuple(replace(to_ana(lead_name=f"Lead{n:03}", lines=(f"Lead{n:03}",)), lead=f"L{n}") for n in range(100))
    shown = json.dumps(await card(teams, listener, each[0].with_others(each)))
    assert all(f"Lead{n:03}" in shown for n in range(100))
    assert len(shown) < 28_000


async def test_a_person_without_a_workflow_is_told_another_way(teams):
    refused = await teams.send(to_ana("ana@lumen.example"))
    assert isinstance(refused, Never)
    assert ("under People, write the setting" in refused.why, known(refused.why)) == (True, True)


async def test_a_setting_that_is_not_set_waits_and_says_so(teams):
    assert await teams.send(to_ana("BRUNO_TEAMS")) == Later(why="the setting BRUNO_TEAMS is not set")


async def test_a_letter_to_a_lead_is_nothing_for_teams(teams):
    assert isinstance(await teams.send(ack()), Never)
