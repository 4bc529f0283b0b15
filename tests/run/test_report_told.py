"""Does a terminal read as the page does?"""

from __future__ import annotations

import asyncio
from datetime import UTC, date
from decimal import Decimal

import pytest
import typer
from typer.testing import CliRunner

from batonpass.learn.asked import Asked
from batonpass.learn.table import Column, Row, Table, Type
from batonpass.run.commands.report import Answer, register
from batonpass.run.report_told import in_words
from batonpass.web.reports.listed import COLUMNS
from batonpass.written.refused import Refused
from tests.run.test_backtest_commands import in_force

TABLE = Table(name="leads", title="Leads", columns=COLUMNS, rows=())
MAY = Asked(first=date(2027, 5, 1), last=date(2027, 5, 31), zone=UTC)


@pytest.mark.parametrize(
    ("chance", "read"), [(0.0, "0.0 %"), (0.0004, "below 0.1 %"), (0.25, "25.0 %"), (1.0, "100.0 %")]
)
def test_a_chance_is_read_in_per_cent(chance, read):
    column = Column(name="chance", says="Chance", type=Type.CHANCE)
    table = Table(name="league", title="By person", columns=(column,), rows=(Row(cells=(chance,)),), notes=())
    assert list(in_words("SLA", MAY, [table]))[-1].strip() == read


@pytest.mark.parametrize(("amount", "read"), [(Decimal("275800.00"), "275,800"), (0.4, "0"), (1_234_567, "1,234,567")])
def test_money_is_read_to_its_last_whole_figure(amount, read):
    column = Column(name="amount", says="Won amount", type=Type.MONEY)
    table = Table(name="funnel", title="Funnel", columns=(column,), rows=(Row(cells=(amount,)),), notes=())
    assert list(in_words("Funnel", MAY, [table]))[-1].strip() == read


@pytest.mark.parametrize("name", ["", "leads"])
def test_a_table_is_found_by_its_name_and_the_first_without_one(name):
    assert Answer(name="leads", title="", about=MAY, tables=(TABLE,), data={}).table(name) is TABLE


def test_a_table_that_is_none_is_refused_with_those_there_are():
    with pytest.raises(Refused, match="Name one of leads"):
        Answer(name="leads", title="", about=MAY, tables=(TABLE,), data={}).table("league")


def test_the_leads_behind_a_figure_are_asked_for_as_figures_open_them(database, monkeypatch):
    monkeypatch.setenv("BATONPASS_DATABASE_URL", database)
    asyncio.run(in_force(database))
    app = typer.Typer()
    register(app)
    app.command("other")(lambda: None)
    asked = ["report", "leads", "--only", "promise=first_touch", "--only", "result=broken", "--csv"]
    told = CliRunner().invoke(app, asked, catch_exceptions=False).output
    assert told.strip() == "lead,name,company,stage,owner,queue,score"
    with pytest.raises(Refused, match="colour is nothing to ask for"):
        CliRunner().invoke(app, ["report", "leads", "--only", "colour=red"], catch_exceptions=False)
