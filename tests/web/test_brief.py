"""Does a rep read the whole brief, over the API and on the page, and on the command line before it goes live?"""

from __future__ import annotations

import json

from typer.testing import CliRunner

from batonpass.run.cli import app
from tests.web.doors import PLAYBOOK, open_doors

BRIEFS = """
briefs:
  spring:
    when: 'source.campaign == "spring"'
    pains: [four numbers for one question]
    opener: "Hi {first_name|there}, you {did} {when}."
    ask: "Shall we look at {company}'s own numbers?"
    checklist: [employees, "Who signs?"]
"""
SENT = {"company": "Acme", "source": {"campaign": "spring"}, "message": "Can we see it?"}


def print_brief(tmp_path, playbook: str, lead: dict, *more: str):
    (tmp_path / "playbook.yaml").write_text(playbook, "utf-8")
    (tmp_path / "lead.json").write_text(json.dumps(lead), "utf-8")
    asked = ["brief", str(tmp_path / "playbook.yaml"), str(tmp_path / "lead.json"), "--at", "2027-03-02T10:00:00Z"]
    return CliRunner().invoke(app, [*asked, *more])


async def test_the_api_tells_the_whole_brief_beside_what_was_told_then(database):
    async with open_doors(database, PLAYBOOK + BRIEFS) as doors:
        await doors.submit(email="nils@acme.example", first_name="Nils")
        lead = await doors.submit(**SENT)
        brief = await doors.get(f"/v1/leads/{lead['lead_id']}/brief")
        full = brief["full"]
        assert (full["opener"], full["ask"]) == (
            "Hi Anna, you asked for a demo just now.",
            "Shall we look at Acme's own numbers?",
        )
        assert full["account"][0].startswith("Nils of the same company is MQL, with ")
        assert full["checklist"][1] == {"question": "Who signs?", "answer": ""}
        assert "Why now: asked for a demo just now" in brief["lines"]


async def test_a_lead_that_is_not_handed_over_has_a_brief_to_read_all_the_same(database):
    async with open_doors(database, PLAYBOOK + BRIEFS) as doors:
        lead = await doors.submit(form="newsletter")
        brief = await doors.get(f"/v1/leads/{lead['lead_id']}/brief")
        assert (brief["lines"], brief["full"]["who"]) == ([], "Anna")


def test_the_command_shows_how_a_brief_reads(tmp_path):
    told = print_brief(tmp_path, PLAYBOOK + BRIEFS, {"form": "demo", "email": "anna@acme.example", **SENT})
    assert (told.exit_code, "Hi there, you asked for a demo just now." in told.stdout) == (0, True)


def test_the_command_gives_the_brief_as_data(tmp_path):
    told = print_brief(tmp_path, PLAYBOOK + BRIEFS, {"form": "demo", "email": "anna@acme.example", **SENT}, "--json")
    assert json.loads(told.stdout)["messaging"] == "spring"


def test_an_opener_that_nothing_fills_in_is_refused_by_its_line(tmp_path):
    told = print_brief(tmp_path, PLAYBOOK + BRIEFS.replace("{did}", "{didd}"), {"email": "anna@acme.example"})
    assert (told.exit_code, "nothing fills in {didd}" in told.output) == (1, True)
