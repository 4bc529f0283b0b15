"""What does `batonpass explain` print?"""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
from typer.testing import CliRunner

from batonpass.handoff.explain import explainer
from batonpass.handoff.facts import Scored
from batonpass.handoff.playbook import Playbook
from batonpass.run.cli import app
from batonpass.run.commands.explain import as_data, in_words
from batonpass.store.open import open_pool
from batonpass.store.past import Explained, explained_from
from tests.database import database, postgres, shared_database, wait_for
from tests.handoff.cast import PLAYBOOK, minutes, submission, walk
from tests.store.office import furnish, send
from tests.store.office import submission as form_sent

__all__ = ["database", "postgres", "shared_database"]
PAPER = submission("paper", title="Head of Sales")


def found(*steps, playbook: Playbook = PLAYBOOK) -> Explained:
    told = tuple((fact, playbook.version) for fact in walk(*steps).facts)
    scored = max(n for n, (fact, _) in enumerate(told) if isinstance(fact, Scored))
    return explained_from("L1", told, scored, explainer(playbook), at=minutes(60))


def test_points_reasons_and_advice_are_told_in_words():
    assert list(in_words(found(PAPER))) == [
        "L1 as of 2027-03-02 11:00 UTC, by playbook 2027-03",
        "Nurture: score 10 is below 40",
        "10 points by the base model: fit 0, behaviour 10",
        "       10  read a white paper (behaviour: whitepaper)",
        "last decided 2027-03-02 10:00 UTC at 10 points; worked out anew it is the same",
        "nearly counted:",
        "  50 to 999 people (20 points, right_size); unknown: account.employees",
        "  the points of the dach model (model, dach); unknown: lead.country",
        "not ready for sales: score 10 is below 40 (30 points short)",
        "what would help:",
        "  +40  asked for a demo - enough by itself",
        "  +40  took the e-book - enough by itself",
        "  +36  looked at pricing 3 times - enough by itself",
        "  +30  read a white paper 3 times - enough by itself",
        "  +30.1  took a step 7 times - enough by itself",
        "  +20  if it were known and so: 50 to 999 people",
    ]


def test_what_differs_from_the_record_is_said_aloud():
    told = found(PAPER)
    assert any("IT DIFFERS" in line for line in in_words(replace(told, identical=False)))


def test_a_lead_with_sales_is_told_without_advice():
    lines = list(in_words(found(submission("demo"))))
    assert lines[1:3] == ["MQL: hand raised: asked for a demo", "with ana: Ana's turn in emea (pool)"]
    assert [line for line in lines if "help" in line or "not ready" in line] == []


def test_who_has_a_lead_is_told_and_of_one_that_nobody_has_nothing():
    with_ana, left = found(submission("demo")), found(PAPER)
    waits = replace(with_ana, owner=None, queue="triage", routed_because="missing: country")
    told = [
        tuple(json.loads(as_data(one))[name] for name in ("owner", "queue", "routed_because"))
        for one in (with_ana, left)
    ]
    assert told == [("ana", None, "Ana's turn in emea (pool)"), (None, None, "")]
    assert "with the queue triage: missing: country" in in_words(waits)
    assert [line for line in in_words(left) if line.startswith("with ")] == []


def test_json_keeps_every_digit_and_sums_up():
    data = json.loads(as_data(found(PAPER)))
    assert sum(part["points"] for part in data["contributions"]) == data["total"] == 10
    assert (data["recorded"]["identical"], data["points_short"], data["unknown_fields"]) == (
        True,
        30,
        ["account.employees", "lead.country"],
    )


@pytest.fixture
def ask(database, monkeypatch):
    """Type a command line beside a database."""
    monkeypatch.setenv("BATONPASS_DATABASE_URL", database)
    return lambda line: CliRunner().invoke(app, line.split())


def test_a_lead_is_explained_by_its_address(ask, database):
    wait_for(with_a_reader(database))
    answer = ask("explain p1@firm1.example --at 2027-03-02T10:00:00Z")
    assert answer.exit_code == 0, answer.output
    assert "5 points by the base model: fit 0, behaviour 5" in answer.stdout
    assert "worked out anew it is the same" in answer.stdout
    assert json.loads(ask("explain p1@firm1.example --json --at 2027-03-02T10:00:00Z").stdout)["total"] == 5


async def with_a_reader(url: str) -> None:
    """The office of the store's tests, with somebody who took the newsletter."""
    pool = await open_pool(url, connections=2)
    try:
        await send(pool, await furnish(pool), form_sent(form="newsletter"))
    finally:
        await pool.close()


def test_a_lead_that_is_not_there_is_said_in_a_sentence(ask):
    answer = ask("explain nobody@firm.example")
    assert (answer.exit_code, answer.stderr.strip()) == (
        1,
        "LEAD: there is no lead nobody@firm.example. Give its id or the person's e-mail address.",
    )


def test_an_instant_that_is_none_is_refused(ask):
    assert ask("explain L1 --at yesterday").exit_code == 2
