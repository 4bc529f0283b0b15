"""Do charts say in their table what they draw, and do filters keep what was chosen?"""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from batonpass.web.parts.rendered import STATIC, environment
from batonpass.web.parts.reported import Chart, Filter, Kind, Series, Tile, Unit, address, in_words, spark
from batonpass.web.parts.tabled import Tabled

PAGE = """{% import "parts/report.html" as report with context %}
{{ report.head("Seams", "all", filters, csv="/seams.csv", print=true) }}{{ report.tiles(tiles) }}
{{ report.chart(chart) }}"""
WEEKS = ("w46", "w47")
KEPT = Series(name="Kept <b>", values=(0.9, None), low=(0.8, None), high=(0.95, None))
CHART = Chart(kind=Kind.LINES, title="SLA", labels=WEEKS, series=(KEPT,), unit=Unit.SHARE, mark=(0.9, "agreed"))


def page(**view) -> str:
    given = {"filters": (), "tiles": (), "chart": CHART} | view
    return environment().from_string(PAGE).render(**given)


@pytest.mark.parametrize(
    ("value", "unit", "said"),
    [
        (0.936, Unit.SHARE, "93.6\N{NO-BREAK SPACE}%"),
        (660, Unit.SECONDS, "11\N{NO-BREAK SPACE}min"),
        (-90, Unit.SECONDS, "\N{MINUS SIGN}1\N{NO-BREAK SPACE}min 30\N{NO-BREAK SPACE}s"),
        (-0.02, Unit.SECONDS, "0\N{NO-BREAK SPACE}s"),
        (1240, Unit.COUNT, "1,240"),
        (100.0, Unit.NUMBER, "100"),
        (2.5, Unit.NUMBER, "2.5"),
        (None, Unit.COUNT, "\N{EN DASH}"),
    ],
)
def test_a_figure_is_told_in_its_unit(value, unit, said):
    assert in_words(value, unit) == said


def test_a_figure_in_the_table_has_its_interval_and_an_unknown_one_a_dash():
    assert [figures for _, figures in CHART.rows] == [
        ("90.0\N{NO-BREAK SPACE}% (80.0\N{NO-BREAK SPACE}% to 95.0\N{NO-BREAK SPACE}%)",),
        ("\N{EN DASH}",),
    ]


def test_the_browser_gets_the_same_figures_as_the_table():
    drawn = json.loads(CHART.data)
    assert (drawn["labels"], drawn["series"][0]["values"]) == (list(WEEKS), [0.9, None])


def test_a_name_that_somebody_slipped_in_stays_text():
    assert "<b>" not in page().replace("<b></b>", "")


def test_the_table_is_there_without_a_script():
    assert "<details open data-figures>" in page()


def test_a_chart_of_nothing_offers_no_table_of_nothing():
    assert "details" not in page(chart=replace(CHART, labels=(), series=()))


def test_a_table_of_eight_columns_is_set_so_that_its_last_is_in_sight():
    told = Tabled(title="By month", heads=("",) * 8, rows=(), notes=())
    made = environment().from_string('{% from "parts/tabled.html" import figures with context %}{{ figures(told) }}')
    assert 'class="apart dense"' in made.render(told=told)


def test_a_chosen_filter_is_chosen_again():
    region = Filter(name="region", says="Region", value="dach", options=(("", "All"), ("dach", "DACH")))
    assert '<option value="dach" selected>DACH</option>' in page(filters=(region,))


def test_an_address_holds_what_was_chosen_and_nothing_empty():
    assert address("/sla", {"region": "dach", "from": ""}, tier="high") == "/sla?region=dach&tier=high"


def test_a_line_needs_two_known_figures():
    assert spark((1, None)) == ""
    assert "polyline" in spark((1, None, 2))


def test_a_tile_opens_its_leads():
    assert '<a href="/leads?late=1">7</a>' in page(tiles=(Tile(name="Late", value="7", opens="/leads?late=1"),))


def test_the_bundle_keeps_its_licences_beside_it():
    told = (STATIC / "lib" / "LICENSES.txt").read_text("utf-8")
    assert "Apache ECharts" in told
    assert "zrender" in told


def test_a_chart_with_long_names_has_room_for_two_lines_of_each():
    short = replace(CHART, labels=["all leads"] * 4, across=True)
    long = replace(short, labels=["opened to accepted or given back"] * 4)
    assert (short.tall, long.tall, replace(long, labels=long.labels * 20).tall) == (4, 6, 30)
