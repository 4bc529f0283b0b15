"""Do values come out of a joined column as they went in?"""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from batonpass.store.columns import APART, NULL, Unwritable, apart, columns
from batonpass.store.shape import encode, encode_each

TEXT = st.text(st.characters(exclude_categories=("Cs",), exclude_characters=(APART, NULL, "\x00")))
CELLS = st.none() | TEXT


@given(st.lists(st.tuples(CELLS, CELLS), max_size=5))
def test_every_text_and_every_null_comes_out_again(rows):
    first, second = columns(rows, 2)
    assert list(zip(apart(first), apart(second), strict=True)) == rows


@given(st.lists(CELLS, max_size=5))
def test_the_last_value_may_be_empty(cells):
    assert apart(columns([(cell,) for cell in [*cells, ""]], 1)[0])[-1] == ""


@pytest.mark.parametrize("others", [[], ["b"], ["b" * 1000, None], ["a" + APART + "b"]])
def test_a_value_that_holds_the_sign_between_values_does_not_travel(others):
    with pytest.raises(Unwritable, match="1f"):
        columns([(value,) for value in [*others, "a" + APART + "b"]], 1)


def test_a_column_may_say_one_thing_of_all_its_rows():
    at = datetime(2027, 3, 2, 10, 0, tzinfo=UTC)
    assert [apart(one) for one in columns([("a", None, at, 7)] * 3, 4)] == [
        ["a"] * 3, [None] * 3, ["2027-03-02T10:00:00+00:00"] * 3, ["7"] * 3
    ]  # fmt: skip


async def test_the_database_takes_a_column_apart_as_we_do(pool):
    values = ["", None, "a, b", "{x}", 'quote " and \\', "ä€😀", " "]
    column = columns([(value,) for value in values], 1)[0]
    assert (await pool.fetchval("select app.apart($1)", column))[1:] == values


async def test_instants_numbers_and_points_are_read_as_they_are_meant(pool):
    at = datetime(2027, 3, 2, 10, 0, 0, 123456, tzinfo=UTC)
    told = columns([(at, 7, Decimal("4.30")), (at, None, None)], 3)
    row = await pool.fetchrow(
        "select app.apart($1)::timestamptz[], app.apart($2)::int[], app.apart($3)::numeric[]", *told
    )
    assert [list(values)[1:] for values in row] == [[at, at], [7, None], [Decimal("4.30"), None]]


def test_things_written_in_one_go_stand_as_each_by_itself_even_with_ends_of_lines_in_them():
    things = [{"said": "one\ntwo\r\n"}, {"said": "\u2028\u2029\x85\x0b"}, {}]

    assert encode_each(things) == [encode(thing) for thing in things]
    assert encode_each([]) == []
