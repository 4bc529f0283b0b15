"""What does `batonpass backtest` say of a changed playbook?"""

from __future__ import annotations

import asyncio
import csv
import json
from io import StringIO
from pathlib import Path
from random import Random

import pytest
import typer
from typer.testing import CliRunner

from batonpass.learn.backtest import Amount
from batonpass.run.commands.backtest import backtest_command, late
from batonpass.run.past_leads import promised_by_rep
from batonpass.store.directory import apply
from batonpass.store.open import open_pool
from batonpass.written.refused import Refused

TEXT = (Path(__file__).parents[2] / "playbooks" / "starter.yaml").read_text("utf-8")


def rows():
    chance = Random(1)
    yield "Email,Country,Employees,Form,Outcome,Revenue"
    for n in range(200):
        size = chance.choice((5, 200))
        became = (
            "unworked"
            if chance.random() < 0.2
            else "won"
            if chance.random() < (0.6 if size == 200 else 0.1)
            else "lost"
        )
        yield f"p{n}@firm{n}.example,SE,{size},demo,{became},{100 if became == 'won' else ''}"


@pytest.fixture
def ask(tmp_path, monkeypatch):
    """Type a command line in a folder with a playbook, one without hand-raisers, and leads."""
    (tmp_path / "now.yaml").write_text(TEXT)
    (tmp_path / "next.yaml").write_text(
        TEXT.replace("mql_from: 40", "mql_from: 400").replace("hot_from: 70", "hot_from: 700")
    )
    (tmp_path / "leads.csv").write_text("\n".join(rows()))
    monkeypatch.chdir(tmp_path)
    app = typer.Typer()
    app.command("backtest")(backtest_command)
    app.command("other")(lambda: None)
    words = ["--against", "now.yaml", "--outcomes", "leads.csv", "--worth", "Revenue"]
    return lambda playbook, *more: CliRunner().invoke(
        app, ["backtest", playbook, *words, *more], catch_exceptions=False
    )


def test_the_same_playbook_changes_nothing(ask):
    found = json.loads(ask("now.yaml", "--json").output)["backtest"]
    assert (found["volume"]["value"], found["joins"]["leads"], found["revenue"]["value"]) == (0, 0, 0)


def test_unworked_leads_are_unknown_and_bound_the_shares(ask):
    side = json.loads(ask("now.yaml", "--json").output)["backtest"]["before"]
    assert side["unknown"] > 20
    assert side["precision_bounds"]["low"] < side["precision"]["rate"] < side["precision_bounds"]["high"]


def test_it_is_told_who_would_have_got_how_many(ask):
    found = json.loads(ask("now.yaml", "--json").output)
    assert sum(one["before"]["value"] for one in found["load"]) == found["backtest"]["before"]["volume"]["value"]


def test_the_csv_holds_what_the_json_does(ask):
    told = json.loads(ask("next.yaml", "--json").output)
    tables = {one: ask("next.yaml", "--csv", "--table", one).output for one in ("figures", "flips", "loads")}
    rows = {name: list(csv.DictReader(StringIO(text))) for name, text in tables.items()}
    found = {(row["figure"], row["side"]): row for row in rows["figures"]}
    assert found["volume", "changed"]["value"] == str(told["backtest"]["after"]["volume"]["value"])
    assert found["unknown", "present"]["value"] == str(told["backtest"]["before"]["unknown"])
    bounds = told["backtest"]["before"]["precision_bounds"]
    assert found["precision", "present"]["if_unknown_failed"] == str(bounds["low"])
    assert [row["leads"] for row in rows["flips"]] == [
        str(told["backtest"][one]["leads"]) for one in ("joins", "leaves")
    ]
    assert [row["to"] for row in rows["loads"][::3]] == [one["to"] for one in told["load"]]


def test_the_words_name_both_playbooks_and_every_range(ask):
    said = ask("next.yaml").output
    assert all(
        word in said for word in ("present", "changed", "joins", "leaves", "95 times in 100", "nobody worked them")
    )


def test_late_touches_are_told_where_reps_have_a_record_and_a_file_has_none(ask):
    assert json.loads(ask("next.yaml", "--json").output)["at_risk"] is None
    (line,) = late(Amount(value=-8.2, low=-17, high=2))
    assert line.startswith("late      -8 (-17 to +2) first touches")


def test_without_another_playbook_it_is_tried_against_the_one_in_force(tmp_path, database, monkeypatch):
    asyncio.run(in_force(database))
    monkeypatch.setenv("BATONPASS_DATABASE_URL", database)
    (tmp_path / "next.yaml").write_text(TEXT.replace("mql_from: 40", "mql_from: 400").replace("from: 70", "from: 700"))
    app = typer.Typer()
    app.command("backtest")(backtest_command)
    app.command("other")(lambda: None)
    assert promised_by_rep("database") == {}
    with pytest.raises(Refused, match="0 rounds in the database"):
        CliRunner().invoke(app, ["backtest", str(tmp_path / "next.yaml")], catch_exceptions=False)


async def in_force(url):
    """A database in which the starter playbook is in force."""
    pool = await open_pool(url, connections=2)
    try:
        await apply(pool, TEXT, where="starter.yaml", by="test")
    finally:
        await pool.close()
