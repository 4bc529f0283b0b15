"""Do all forms of a report hold the same figures?"""

import csv
import io
import json
from datetime import UTC, datetime
from decimal import Decimal

import polars as pl
import pytest

from batonpass.learn.intervals import Quantile, Rate, rate_of
from batonpass.learn.table import Column, Row, Table, Type

AT = datetime(2027, 3, 2, 10, tzinfo=UTC)
SHARE = rate_of(30, 40)
TABLE = Table(
    name="promises",
    title="Promises kept",
    columns=(
        Column(name="team", says="Team", type=Type.TEXT),
        Column(name="leads", says="Leads", type=Type.COUNT),
        Column(name="kept", says="Kept", type=Type.SHARE),
        Column(name="wait", says="Median wait", type=Type.SECONDS, interval=True),
        Column(name="worth", says="Worth", type=Type.MONEY),
        Column(name="since", says="Since", type=Type.INSTANT),
    ),
    rows=(
        Row(cells=("=Süd", 40, SHARE, Quantile(of=40, value=420.0, low=300.0, high=500.0), Decimal("12.5"), AT)),
        Row(cells=("North", 3, Rate(hits=1, of=3), Quantile(of=3), None, None), opens={"kept": "team=North"}),
    ),
    notes=("Fewer than 20 leads give no share.",),
)


def read_csv():
    return list(csv.DictReader(io.StringIO(TABLE.as_csv())))


def test_a_share_in_csv_has_its_interval_and_its_counts():
    first = read_csv()[0]
    assert (float(first["kept"]), int(first["kept_hits"]), int(first["kept_of"])) == (0.75, 30, 40)
    assert float(first["kept_low"]) == pytest.approx(SHARE.low)


def test_json_names_each_column_and_says_its_type():
    told = json.loads(TABLE.as_json())
    assert [(one["name"], one["type"]) for one in told["columns"]][2:4] == [("kept", "share"), ("wait", "seconds")]
    assert told["rows"][0]["kept"]["share"] == 0.75
    assert told["rows"][0]["since"] == "2027-03-02T10:00:00Z"


def test_a_figure_that_opens_says_which_leads():
    assert json.loads(TABLE.as_json())["rows"][1]["opens"] == {"kept": "team=North"}


def test_parquet_holds_what_the_csv_holds():
    frame = pl.read_parquet(io.BytesIO(TABLE.as_parquet()))
    assert frame.columns == list(read_csv()[0])
    assert frame["kept"].to_list() == [0.75, None]
    assert frame["since"].to_list() == [AT, None]


def test_a_table_without_rows_is_still_a_file():
    empty = Table(name="none", title="None", columns=TABLE.columns)
    assert pl.read_parquet(io.BytesIO(empty.as_parquet())).height == 0


def test_a_figure_nobody_can_say_is_empty_and_not_zero():
    second = read_csv()[1]
    assert (second["kept"], second["wait"], second["worth"]) == ("", "", "")


def test_text_that_looks_like_a_formula_stays_text():
    assert read_csv()[0]["team"] == "'=Süd"


def test_a_row_that_lacks_a_cell_is_refused():
    with pytest.raises(ValueError, match="row 0 has 1 cells for 6 columns"):
        Table(name="t", title="T", columns=TABLE.columns, rows=(Row(cells=("one",)),))
