"""Can marketing see what waits, and answer, on the command line?"""

from __future__ import annotations

import json

import pytest
import typer
from typer.testing import CliRunner

from batonpass.run.commands import reviews as reviews_commands
from batonpass.store import directory, users
from batonpass.store.open import open_pool
from batonpass.store.world import Watched
from batonpass.written.refused import Refused
from tests.database import database, postgres, wait_for
from tests.store.office import TUESDAY_TEN, send, set_time, submission
from tests.web.doors import PLAYBOOK

__all__ = ["database", "postgres"]
REVIEW = "  review: {by: person, people: [mara], within: 2h, hand_raisers: wait}\n  hand_raisers:"
LOOKED_AT = PLAYBOOK.replace("  hand_raisers:", REVIEW, 1)


@pytest.fixture
def ask(database, monkeypatch):
    """Type a command line where two leads wait for marketing."""
    monkeypatch.setenv("BATONPASS_DATABASE_URL", database)
    monkeypatch.setenv("BATONPASS_TEST_CLOCK", "1")
    wait_for(waiting(database))
    app = typer.Typer()
    reviews_commands.register(app)
    typer.Typer.command(app, "other")(lambda: None)
    return lambda line: CliRunner().invoke(app, line.split())


async def waiting(database):
    pool = await open_pool(database, connections=2)
    watched = Watched()
    await set_time(pool, TUESDAY_TEN)
    await directory.apply(pool, LOOKED_AT, where="reviews.yaml", by="test")
    await send(pool, watched, submission(1), submission(2))
    for name, role in (("ana", "rep"), ("maya", "marketing")):
        await users.put_user(pool, email=f"{name}@x.example", name=name, role=role, rep=None, password_hash="")
    await pool.close()


def refusal(answer) -> str:
    assert isinstance(answer.exception, Refused), answer.output
    return str(answer.exception)


def test_leads_are_listed_let_go_and_sent_back(ask):
    first, second = (one["lead_id"] for one in json.loads(ask("reviews list --json").stdout))
    assert f"{first}  " in ask("reviews list").stdout
    assert " is MQL now, with " in ask(f"reviews approve {first} --as maya@x.example").stdout
    gone = ask(f"reviews return {second} --as maya@x.example --reason not_yet")
    assert " is Nurture now" in gone.stdout
    assert ask("reviews list").stdout == "Nothing waits for marketing.\n"


def test_who_may_not_answer_hears_why(ask):
    (lead, *_) = (one["lead_id"] for one in json.loads(ask("reviews list --json").stdout))
    assert "marketing answers" in refusal(ask(f"reviews approve {lead} --as ana@x.example"))
    assert "choose one of: not_yet" in refusal(ask(f"reviews return {lead} --as maya@x.example --reason dull"))
    assert "there is no lead" in refusal(ask("reviews approve L0 --as maya@x.example"))
