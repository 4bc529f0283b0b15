"""What does `batonpass import` show, write and leave behind?"""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner

from batonpass.run.commands.import_leads import register
from batonpass.store.directory import apply
from batonpass.store.open import connect, open_pool
from batonpass.written.refused import Refused
from tests.database import database, postgres, wait_for

__all__ = ["database", "postgres"]
ROOT = Path(__file__).parents[2]
PUBLIC = ROOT.parent / "shared" / "data"
LEADS = PUBLIC / "x_education" / "Leads.csv"
OLIST = PUBLIC / "olist" / "olist_marketing_qualified_leads_dataset.csv"
LIST = "Mail;Vorname;Name;Firma;Land\neva@firm.example;Eva;Berg;Firm;Schweden\nnobody;Tom;Holm;Other;DE\n"


@pytest.fixture
def run(database, tmp_path, monkeypatch):
    """Type a command line in a folder that holds a list, against a database of our own."""
    monkeypatch.setenv("BATONPASS_DATABASE_URL", database)
    monkeypatch.chdir(tmp_path)
    (tmp_path / "leads.csv").write_text(LIST, "utf-8")
    app = typer.Typer()
    register(app)
    app.command("nothing")(lambda: None)
    return lambda *words: CliRunner().invoke(app, ["import", *words], catch_exceptions=False)


def ask(database, sql):
    async def once():
        connection = await connect(database)
        try:
            return await connection.fetchval(sql)
        finally:
            await connection.close()

    return wait_for(once())


def enforce(database, playbook):
    async def once():
        pool = await open_pool(database, connections=1)
        await apply(pool, playbook.read_text("utf-8"), where=playbook.name, by="test")
        await pool.close()

    wait_for(once())


def told(result):
    return json.loads(result.stdout)


def test_a_dry_run_tells_all_and_writes_nothing(run, database):
    counts = told(run("leads.csv", "--dry-run", "--json"))["dry_run"]
    assert (counts["rows"], counts["new_people"], counts["errors"]) == (2, 1, 1)
    assert ask(database, "select (select count(*) from app.leads) + (select count(*) from app.imports)") == 0


def test_a_dry_run_says_in_words_what_would_happen(run):
    words = run("leads.csv", "--dry-run", "--form", "demo").output
    assert "DRY RUN (historic): nothing has been written." in words
    assert "nobody is paged" in words
    assert "If the same rows came in live now, 1 leads would be handed over" in words
    assert "Mail: 'nobody' is not an e-mail address" in words
    assert "(line 3)" in words


def test_without_a_yes_nothing_is_imported(run, database):
    result = run("leads.csv")
    assert (result.exit_code, ask(database, "select count(*) from app.leads")) == (1, 0)


def test_rows_come_in_and_wrong_ones_stand_in_a_file_to_be_mended(run, tmp_path):
    answer = told(run("leads.csv", "--yes", "--json"))
    assert (answer["imported"]["taken"], answer["imported"]["failed"]) == (1, 1)
    with (tmp_path / "leads.errors.csv").open(encoding="utf-8-sig", newline="") as file:
        (row,) = csv.DictReader(file, delimiter=";")
    assert (row["batonpass_line"], row["batonpass_column"], row["Vorname"]) == ("3", "Mail", "Tom")


def test_a_mended_file_of_errors_is_imported_like_any_other(run, tmp_path):
    run("leads.csv", "--yes")
    errors = tmp_path / "leads.errors.csv"
    errors.write_text(errors.read_text("utf-8-sig").replace("nobody;Tom", "tom@other.example;Tom"), "utf-8")
    answer = told(run("leads.errors.csv", "--yes", "--json"))
    assert (answer["imported"]["taken"], answer["imported"]["failed"]) == (1, 0)


def test_no_cell_of_a_file_of_errors_is_a_formula_and_a_mended_one_comes_in_as_it_was(run, tmp_path, database):
    (tmp_path / "leads.csv").write_text("email,last_name,company\neva@firm.example,Lind,Firm\nnobody,=1+1,+Plus AB\n")
    run("leads.csv", "--yes")
    errors = tmp_path / "leads.errors.csv"
    text = errors.read_text("utf-8-sig")
    assert ("'=1+1" in text, "'+Plus" in text) == (True, True)
    errors.write_text(text.replace("nobody,", "tom@other.example,"), "utf-8")
    assert told(run("leads.errors.csv", "--yes", "--json"))["imported"]["taken"] == 1
    kept = ask(database, "select string_agg(body::text, ' ') from app.inbox")
    assert [f': "{cell}"' in kept for cell in ("=1+1", "+Plus AB", "'=1+1")] == [True, True, False]


def test_a_finished_file_says_so_and_does_nothing(run, database):
    run("leads.csv", "--yes")
    assert told(run("leads.csv", "--yes", "--json"))["state"] == "already done"
    assert ask(database, "select count(*) from app.inbox") == 1


def test_a_script_hears_of_refused_rows_by_an_exit_code_of_its_own(run, tmp_path):
    asked = (("--dry-run",), ("--yes",), ("--yes",), ("--yes", "--allow-refused"))
    assert [run("leads.csv", *words).exit_code for words in asked] == [3, 3, 3, 0]
    (tmp_path / "leads.csv").write_text("email\neva@firm.example\n")
    assert run("leads.csv", "--yes").exit_code == 0


def test_a_limit_stops_and_the_same_command_goes_on(run, tmp_path):
    (tmp_path / "leads.csv").write_text("email\n" + "".join(f"p{n}@firm.example\n" for n in range(5)))
    assert told(run("leads.csv", "--yes", "--json", "--limit", "2"))["imported"]["taken"] == 2
    assert told(run("leads.csv", "--yes", "--json"))["imported"]["taken"] == 5


def test_the_same_file_with_other_columns_is_not_imported_twice_by_accident(run):
    run("leads.csv", "--yes")
    result = run("leads.csv", "--yes", "--json", "--map", "Land=-")
    assert (result.exit_code, told(result)["state"]) == (1, "imported otherwise before")


def test_a_file_that_is_no_csv_is_refused(run, tmp_path):
    (tmp_path / "leads.xlsx").write_bytes(b"PK\x03\x04" + b"\0" * 99)
    with pytest.raises(Refused, match="Save As > CSV"):
        run("leads.xlsx", "--yes")


def test_a_mapping_file_says_what_the_columns_are(run, tmp_path):
    (tmp_path / "ids.csv").write_text("key,where\nk1,x\nk2,-none-\n")
    (tmp_path / "map.yaml").write_text("columns: {key: external_id, where: source.channel}\nempty: [-none-]\n")
    answer = told(run("ids.csv", "--mapping", "map.yaml", "--yes", "--json"))
    assert (answer["imported"]["taken"], [one["field"] for one in answer["columns"]]) == (
        2,
        ["external_id", "source.channel"],
    )


@pytest.mark.parametrize(
    ("playbook", "path", "who", "rows", "ready"),
    [
        ("x_education.yaml", LEADS, "Prospect ID=external_id", 9_240, 2_934),
        ("olist.yaml", OLIST, "mql_id=external_id", 8_000, 2_420),
    ],
)
@pytest.mark.timeout(400)
def test_a_public_list_comes_in_whole(run, database, *, playbook, path, who, rows, ready):
    if not path.exists():
        pytest.skip(f"{path.name} is not ours to ship; put it into ../shared/data/{path.parent.name} to run this")
    enforce(database, ROOT / "bench" / "playbooks" / playbook)
    counts = told(run(str(path), "--map", who, "--dry-run", "--json"))["dry_run"]
    assert (counts["new_people"], counts["errors"], counts["handed_over"]["leads"]) == (rows, 0, ready)
