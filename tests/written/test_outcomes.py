"""Does a lead that stands in a file twice count once, and is a file that holds no lead refused?"""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from batonpass.written.csv_file import look
from batonpass.written.load import load
from batonpass.written.outcome_doubles import once
from batonpass.written.outcomes import Asked, read_outcomes
from batonpass.written.refused import Refused

STARTER = load((Path(__file__).parents[2] / "playbooks" / "starter.yaml").read_text("utf-8"), "starter.yaml")
ANA, BO = {"Email": "ana@firm.example"}, {"Email": "bo@firm.example"}


@pytest.mark.parametrize(
    ("names", "converted", "expected"),
    [
        ([ANA, BO], [True, False], ((0, 1), {}, 0)),
        ([ANA, BO, ANA], [True, False, True], ((0, 1), {"Email": 1}, 0)),
        ([ANA, ANA, ANA], [None, False, True], ((2,), {"Email": 2}, 1)),
        ([ANA, ANA], [True, None], ((0,), {"Email": 1}, 1)),
        ([{"Id": "7"} | ANA, {"Id": "8"} | ANA, {"Id": "7"} | BO], [False] * 3, ((0,), {"Email": 1, "Id": 1}, 0)),
        ([{"Id": "7"} | ANA, {"Id": "7"} | ANA], [False] * 2, ((0,), {"Id": 1}, 0)),
        ([{"Id": "7"}, {"Phone": "7"}], [False] * 2, ((0, 1), {}, 0)),
        ([{}, {}], [False] * 2, ((0, 1), {}, 0)),
    ],
)
def test_each_lead_counts_once_by_the_row_that_says_most_of_it(names, converted, expected):
    found = once(names, converted)
    assert (found.places, found.by, found.differ) == expected
    assert found.doubled == len(names) - len(found.places)


def read(tmp_path, *lines):
    path = tmp_path / "leads.csv"
    path.write_text("\n".join(lines))
    return read_outcomes(look(path), STARTER, Asked(worth="Revenue"), at=datetime(2027, 3, 2, tzinfo=UTC))


def test_the_letters_of_an_address_tell_no_lead_apart_and_its_revenue_counts_once(tmp_path):
    found = read(
        tmp_path,
        "Email,Country,Outcome,Revenue",
        "Ana@Firm.example,SE,lost,",
        "bo@firm.example,SE,won,70",
        "ana@firm.example ,SE,won,100",
        "bo@firm.example,SE,won,70",
    )
    assert [(one.converted, one.worth) for one in found.past] == [(True, 70), (True, 100)]
    assert (found.once.by, found.once.differ, len(found.columns["Country"])) == ({"Email": 2}, 1, 2)


def test_where_no_column_tells_leads_apart_all_count_and_that_is_known(tmp_path):
    found = read(tmp_path, "Country,Outcome,Revenue", "SE,won,1", "SE,won,1")
    assert (len(found.past), found.told_apart) == (2, False)


@pytest.mark.parametrize("called", ["Prospect ID", "Lead Number", "mql_id"])
def test_a_column_that_is_called_an_id_is_named_to_tell_leads_apart(tmp_path, called):
    rows = [f"p{n},API,{n % 2}" for n in range(20)]
    found = read(tmp_path, f"{called},Origin,Converted,Revenue", *(f"{row},1" for row in (*rows, rows[0])))
    assert (len(found.past), found.told_apart, found.instead) == (21, False, called)


def test_the_number_of_a_company_tells_no_lead_apart(tmp_path):
    rows = [f"c{n % 5},API,{n % 2},1" for n in range(20)]
    assert read(tmp_path, "Customer ID,Origin,Converted,Revenue", *rows).instead == ""


@pytest.mark.parametrize(
    ("rows", "says"),
    [([], "no row below the header"), (["ana@firm.example,SE,won,1,2,3,4"], "none of its 1 rows can be read")],
)
def test_a_file_that_holds_no_lead_is_refused(tmp_path, rows, says):
    with pytest.raises(Refused, match=says):
        read(tmp_path, "Email,Country,Outcome,Revenue", *rows)


@pytest.mark.parametrize(
    ("written", "worth"),
    [("1000", 1000), ("1,000.50", 1000.5), ("1.000,50", 1000.5), ("EUR 900", 900), ("12,5", 12.5), ("1,234", 1234),
     ("$ 2,000", 2000), ("", None), ("n/a", None), ("Fr. 1200", 1200), ("kr. 500,50", 500.5), ("S/. 300", 300),
     ("1.234.567", 1234567), ("CHF 1'200.-", 1200), ("1.200,- €", 1200), ("1200 kr.", 1200), ("Rs.1,500", 1500)],
)  # fmt: skip
def test_revenue_is_read_as_it_was_meant(tmp_path, written, worth):
    (one,) = read(tmp_path, "Email,Country,Outcome,Revenue", f'ana@firm.example,SE,won,"{written}"').past
    assert one.worth == worth
