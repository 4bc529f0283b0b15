"""Is any CSV of the wild read right, and what is broken told by its line, never by a crash?"""

from __future__ import annotations

import csv
import io

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from batonpass.written.csv_file import look, rows
from batonpass.written.csv_records import OPEN_LINES_MOST, Form, rows_of
from batonpass.written.refused import Refused

HEAD = "email,company,country\n"
LETTERS = st.text(st.characters(codec="utf-8", exclude_characters="\0\r", exclude_categories=["Cs"]), max_size=12)


@pytest.fixture
def written(tmp_path):
    """Write a file and look at it."""

    def write(content, **told):
        path = tmp_path / "leads.csv"
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return look(path, **told)

    return write


def cells(file):
    return [row.cells for row in rows(file)]


def test_a_plain_file_is_read_row_by_row(written):
    file = written(HEAD + "a@a.example,Acme,DE\n")
    assert (file.columns, cells(file)) == (("email", "company", "country"), [("a@a.example", "Acme", "DE")])


@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
def test_the_separator_is_found(written, separator):
    file = written(separator.join(["email", "pay, roughly"]) + "\n" + separator.join(["a@a.example", "1"]) + "\n")
    assert file.form.separator == separator


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_all_ends_of_lines_are_the_same(written, end):
    assert cells(written(end.join(["email,city", "a@a.example,Bonn", "", "b@b.example,Köln"]))) == [
        ("a@a.example", "Bonn"),
        ("b@b.example", "Köln"),
    ]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "cp1252"])
def test_letters_are_read_in_the_usual_encodings(written, encoding):
    people = "".join(f"p{n}@a.example,Jürgen Müller,Österreich\n" for n in range(20))
    assert cells(written(("email,name,country\n" + people).encode(encoding)))[0][1:] == (
        "Jürgen Müller",
        "Österreich",
    )


def test_an_encoding_that_was_guessed_is_told_with_the_line(written):
    file = written("email,city\na@a.example,Bonn\nb@b.example,Köln\n".encode("cp1252"))
    assert "cp1252" in file.says
    assert "line 3" in file.says


def test_a_few_bad_bytes_in_a_good_file_spoil_their_rows_only(written):
    file = written("email,city\na@a.example,Köln\nb@b.example,Zürich\n".encode() + b"c@c.example,K\xf6ln\n")
    assert [(row.line, bool(row.wrong)) for row in rows(file)] == [(2, False), (3, False), (4, True)]


def test_a_cell_in_quotes_may_hold_lines_and_separators(written):
    file = written(HEAD + '"a@a.example","Acme, ""the"" firm\nof two lines",DE\nb@b.example,B,DE\n')
    assert [(row.line, row.cells[1]) for row in rows(file)] == [(2, 'Acme, "the" firm\nof two lines'), (4, "B")]


def test_a_quote_inside_a_word_is_an_inch(written):
    assert cells(written(HEAD + 'a@a.example,5" screens,DE\n'))[0][1] == '5" screens'


def test_a_quote_that_never_closes_spoils_its_row_only(written):
    many = "".join(f"p{n}@a.example,A,DE\n" for n in range(2 * OPEN_LINES_MOST))
    found = list(rows(written(HEAD + 'x@x.example,"Acme,DE\n' + many)))
    assert [row.line for row in found if row.wrong] == [2]
    assert len(found) == 2 * OPEN_LINES_MOST + 1


def test_a_quote_left_open_at_the_end_is_an_error_of_its_line(written):
    found = list(rows(written(HEAD + 'a@a.example,A,DE\nb@b.example,"B,DE')))
    assert [(row.line, "never closed" in row.wrong) for row in found] == [(2, False), (3, True)]


def test_a_short_row_is_filled_up_and_a_long_one_is_wrong(written):
    found = list(rows(written(HEAD + "a@a.example\nb@b.example,B,DE,more\nc@c.example,C,DE,,\n")))
    assert [(len(row.cells), bool(row.wrong)) for row in found] == [(3, False), (4, True), (3, False)]


def test_a_nul_byte_spoils_its_row_only(written):
    found = list(rows(written(HEAD + "a@a.example,A\0,DE\nb@b.example,B,DE\n")))
    assert [bool(row.wrong) for row in found] == [True, False]


def test_columns_of_the_same_name_are_told_apart(written):
    assert written("Mail,Mail,,\na@a.example,b,c,d\n").columns == ("Mail", "Mail (2)", "column 3", "column 4")


def test_a_line_that_names_the_separator_is_no_header(written):
    assert written("sep=;\nemail;city\na@a.example;Bonn\n").columns == ("email", "city")


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"PK\x03\x04" + b"\0" * 99, "Excel"),
        (b"\xd0\xcf\x11\xe0" + b"\0" * 99, "Excel"),
        (bytes(range(256)) * 9, "binary"),
        (b"", "empty"),
        (b"\n\n \n", "empty"),
        (b"<html><body>", "web page"),
        (b"eva@firm.example,Firm\n", "no name of a column"),
    ],
)
def test_what_is_no_csv_is_refused_saying_what_to_do(written, content, says):
    with pytest.raises(Refused, match=says) as refused:
        written(content)
    assert refused.value.problems[0].instead


def test_an_encoding_nobody_knows_is_refused(written):
    with pytest.raises(Refused, match="no encoding"):
        written(HEAD, encoding="klingon")


def test_reading_goes_on_at_a_line(written):
    file = written(HEAD + 'a@a.example,"A\nA",DE\nb@b.example,B,DE\nc@c.example,C,DE\n')
    assert [row.line for row in rows(file, since=4)] == [4, 5]


@settings(max_examples=200)
@given(st.lists(st.lists(LETTERS, min_size=2, max_size=5), min_size=1, max_size=6), st.sampled_from(",;\t|"))
def test_what_a_spreadsheet_writes_is_read_as_it_was(table, separator):
    text = io.StringIO()
    csv.writer(text, delimiter=separator, quoting=csv.QUOTE_ALL, lineterminator="\n").writerows(table)
    read = [row.cells for row in rows_of(text.getvalue().split("\n"), Form(separator=separator))]
    assert read == [tuple(row) for row in table]


@settings(max_examples=300)
@given(st.text(st.sampled_from('",;a \n'), max_size=60))
def test_no_text_makes_it_fail_or_lose_a_line(text):
    lines = text.split("\n")
    found = list(rows_of(lines, Form(separator=",")))
    covered = sum(1 + sum(cell.count("\n") for cell in row.cells) for row in found)
    assert covered == sum(1 for line in lines if line.strip(" \t")) + _empty_inside(found, lines)


def _empty_inside(found, lines):
    """Empty lines that belong to a cell in quotes."""
    inside = {row.line + n for row in found for n in range(1 + sum(cell.count("\n") for cell in row.cells))}
    return sum(1 for n in inside if not lines[n - 1].strip(" \t"))


def test_lines_of_separators_alone_are_passed_over_and_what_stands_between_them_keeps_its_line():
    lines = [",", "a,b", ",,", " , ", '"x', ",", 'y",z']
    found = rows_of(lines, Form(separator=","), filled=True)
    assert [(row.line, row.cells) for row in found] == [(2, ("a", "b")), (4, (" ", " ")), (5, ("x\n,\ny", "z"))]
