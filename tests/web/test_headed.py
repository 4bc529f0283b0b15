"""Does the figure that matters stand first on a report's page, with what was agreed beside it?"""

from __future__ import annotations

from batonpass.learn.intervals import Quantile, rate_of
from batonpass.learn.table import Column, Row, Table, Type
from batonpass.tongue.spoken import speaking
from batonpass.web.parts.tabled import noted_once, tabled
from batonpass.web.reports.headed import given_back, lost, promised, waited

FULL = "\N{NO-BREAK SPACE}%"


def table(*rows: Row, notes: tuple[str, ...] = (), **columns: Type) -> Table:
    named = tuple(Column(name=name, says=name, type=kind) for name, kind in columns.items())
    return Table(name="told", title="Told", columns=named, rows=rows, notes=notes)


def test_each_side_shows_what_it_committed_to_and_nothing_else():
    sla = table(
        Row(cells=("sales", "First touch in time", rate_of(81, 100), 85), opens={"kept": "promise=first_touch"}),
        Row(cells=("sales", "Won or lost in time", rate_of(3, 40), None)),
        side=Type.TEXT, says=Type.TEXT, kept=Type.SHARE, target=Type.NUMBER,
    )  # fmt: skip
    (tile,) = promised(sla)
    assert (tile.name, tile.value, tile.says) == (
        "Sales: first touch in time",
        f"81.0{FULL}",
        f"81 of 100 · agreed 85{FULL}",
    )
    assert tile.opens == "/leads?promise=first_touch"


def test_what_sales_gave_back_stands_with_how_many_kinds_are_above_the_wire():
    told = table(
        Row(cells=("all", "all leads", rate_of(10, 100))),
        Row(cells=("region", "DACH", rate_of(9, 30))),
        Row(cells=("region", "UK", rate_of(1, 70))),
        Row(cells=("form", "fair", rate_of(2, 3, least=20))),
        kind=Type.TEXT, segment=Type.TEXT, rejected=Type.SHARE,
    )  # fmt: skip
    whole, above = given_back(told, 0.2)
    assert (whole.value, whole.says) == (f"10.0{FULL}", f"10 of 100 · agreed at most 20{FULL}")
    assert above.value == "1 of 2"


def test_nothing_stands_first_where_nothing_is_known():
    assert given_back(table(kind=Type.TEXT, rejected=Type.SHARE), 0.2) == []
    assert lost(table(kind=Type.TEXT, unworked=Type.SHARE)) == []


def test_a_wait_stands_beside_the_days_before():
    sides = table(
        Row(cells=("what the buyer waited: submitted to first touch", _median(3600), _median(60))),
        Row(cells=("all that machines took: submitted to delivered", _median(None), _median(60))),
        says=Type.TEXT, p50=Type.SECONDS, before=Type.SECONDS,
    )  # fmt: skip
    (tile,) = waited(sides)
    assert (tile.name, tile.value) == ("What the buyer waited", "1\N{NO-BREAK SPACE}h")
    assert tile.says == "median, 1\N{NO-BREAK SPACE}min before · submitted to first touch"
    with speaking("de"):
        assert [one.name for one in waited(sides)] == ["Was der Käufer wartete"]


def test_a_note_of_several_tables_stands_once_under_the_last_of_them():
    one = table(notes=("both", "mine"), group=Type.TEXT)
    other = table(notes=("both",), group=Type.TEXT)
    assert [told.notes for told in noted_once([tabled(each, leads="/leads") for each in (one, other)])] == [
        ("mine",), ("both",)
    ]  # fmt: skip


def test_a_number_below_nothing_has_a_minus_sign():
    (((cell,),),) = (tabled(table(Row(cells=(-3.92,)), points=Type.NUMBER), leads="/leads").rows,)
    assert cell.text == "\N{MINUS SIGN}3.92"


def _median(seconds: float | None) -> Quantile:
    return Quantile(value=seconds, low=None, high=None, of=30)
