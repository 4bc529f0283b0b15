"""What does `batonpass simulate` answer?"""

from __future__ import annotations

import json

import pytest
import typer
from typer.testing import CliRunner

from batonpass.run.commands.simulate import simulate_command

FEW = "--leads 60 --reps 4 --handling 20 --tier urgent=20%:30m --tier standard=80%:4h --weeks 4"


@pytest.fixture
def ask():
    app = typer.Typer()
    app.command("simulate")(simulate_command)
    app.command("other")(lambda: None)
    return lambda line: CliRunner().invoke(app, ["simulate", *line.split()])


def test_a_promise_that_holds_is_said_to_hold(ask):
    said = ask(f"{FEW} --allowed 10").output
    assert "The promise holds" in said
    assert "This counts hands, not attention" in said


def test_a_promise_that_breaks_names_the_cheapest_change(ask):
    said = ask(FEW.replace("--reps 4", "--reps 1").replace("--leads 60", "--leads 120")).output
    assert "It does not hold. Cheapest:" in said


def test_what_so_few_leads_cannot_tell_is_not_said_to_break(ask):
    said = ask("--leads 0.3 --reps 1 --handling 5 --tier all=100%:4h --weeks 4 --allowed 1").output
    assert "It is not sure to hold" in said


def test_the_answer_has_an_interval_for_every_tier(ask):
    tiers = json.loads(ask(f"{FEW} --json").output)["simulated"]["tiers"]
    assert all(one["low"] <= one["value"] <= one["high"] for one in tiers.values())
    assert {*tiers} == {"urgent", "standard"}


@pytest.mark.parametrize("slip", ["--tier urgent=20:30m", "--tier urgent=20%:30m --tier more=90%:1h", "--hours 18-9"])
def test_a_slip_is_named(ask, slip):
    tier = "" if "--tier" in slip else " --tier all=100%:1h"
    assert ask(f"--leads 60 --reps 4 --handling 20 {slip}{tier}").exit_code == 2
