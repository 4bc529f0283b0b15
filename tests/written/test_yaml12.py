"""Files are read by YAML 1.2: what people mean is what they get, and every refusal names its line."""

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from batonpass.written.refused import Problem, Refused, dotted, quoted
from batonpass.written.yaml12 import parse


def refusal(text: str | bytes) -> str:
    with pytest.raises(Refused) as caught:
        parse(text, "p.yaml")
    return str(caught.value)


def value(written: str) -> object:
    data = parse(f"a: {written}", "p.yaml").data
    assert isinstance(data, dict)
    return data["a"]


@pytest.mark.parametrize("written", ["NO", "no", "yes", "on", "off", "y", "17:00", "2026-06-07", "1_000", "0b1", "<<"])
def test_what_older_yaml_turns_into_something_else_stays_text(written: str) -> None:
    assert value(written) == written


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("012", 12),
        ("0o14", 12),
        ("0x1F", 31),
        ("-7", -7),
        ("+7", 7),
        ("~", None),
        ("", None),
        ("Null", None),
        ("TRUE", True),
        ("False", False),
        ("!!str 12", "12"),
        ("! 12", "12"),
        ("'12'", "12"),
        ("!!float 3", Decimal(3)),
        (".", "."),
        ("-", [None]),
    ],
)
def test_the_core_schema_is_followed(written: str, meant: object) -> None:
    got = value(f"\n  {written}")
    assert (got, type(got)) == (meant, type(meant))


@pytest.mark.parametrize("written", ["1.50", "1e3", ".5", "5.", "-0.25"])
def test_numbers_with_a_fraction_are_exact(written: str) -> None:
    got = value(written)
    assert isinstance(got, Decimal)
    assert str(got) == str(Decimal(written))


def test_on_is_a_name_like_any_other() -> None:
    assert parse("on: {NO: 1, 1: x}", "p.yaml").data == {"on": {"NO": 1, "1": "x"}}


def test_a_byte_order_mark_and_windows_lines_do_not_matter() -> None:
    assert parse(b"\xef\xbb\xbfa: 1\r\nb: 2\r\n", "p.yaml").data == {"a": 1, "b": 2}


def test_an_empty_file_holds_nothing() -> None:
    assert parse("# nothing yet\n", "p.yaml").data is None


POSITIONS = """\
signals:
  demo:
    points: ten
  list: [one, {two: 2}]
  base: &base
    half: 3
  copy: *base
"""


@pytest.mark.parametrize(
    ("path", "where"),
    [
        (("signals", "demo", "points"), (3, 13)),
        (("signals", "demo"), (2, 3)),
        (("signals", "list", 1, "two"), (4, 21)),
        (("signals", "list", 0), (4, 10)),
        (("signals", "copy"), (7, 3)),
        (("signals", "copy", "half"), (6, 11)),
        (("signals", "demo", "cap"), (2, 3)),
        ((), (1, 1)),
    ],
)
def test_every_value_knows_its_line_and_column(path: tuple[str | int, ...], where: tuple[int, int]) -> None:
    assert parse(POSITIONS, "p.yaml").position(path) == where


def test_a_name_knows_its_line_and_column_too() -> None:
    assert parse(POSITIONS, "p.yaml").key_position(("signals", "demo", "points")) == (3, 5)


def test_a_problem_reads_like_a_sentence_with_its_place() -> None:
    problem = parse(POSITIONS, "playbook.yaml").problem(
        ("signals", "demo", "points"), '"ten" is not a number', "Write a number such as 10"
    )
    assert str(problem) == ('playbook.yaml:3:13 signals.demo.points: "ten" is not a number. Write a number such as 10.')


def test_refused_tells_every_problem_and_gives_them_as_data() -> None:
    refused = Refused([Problem(where="a.csv", says="no rows"), Problem(where="a.csv", line=2, says="no e-mail")])
    assert str(refused) == "a.csv: no rows.\na.csv:2: no e-mail."
    assert refused.as_dicts()[1] == {
        "where": "a.csv", "says": "no e-mail", "instead": "", "path": "", "line": 2, "column": None,
    }  # fmt: skip


def test_paths_and_quotations_are_written_one_way() -> None:
    assert dotted(("examples", 2, "expect")) == "examples[2].expect"
    assert quoted("a\x1b[31m\n") == '"a\\x1b[31m\\x0a"'
    assert quoted("x" * 100) == '"' + "x" * 59 + '…"'


def test_all_duplicate_keys_are_refused_with_both_places() -> None:
    assert refusal("a: 1\nb: {c: 1, c: 2}\na: 3") == (
        'p.yaml:2:11 b.c: "c" is written twice, first on line 2, column 5. Keep one.\n'
        'p.yaml:3:1 a: "a" is written twice, first on line 1, column 1. Keep one.'
    )


def test_after_fifty_problems_the_rest_can_wait() -> None:
    assert len(refusal("a: 1\n" * 99).splitlines()) == 50


@pytest.mark.parametrize(
    ("text", "line_and_says"),
    [
        ("a: b: c", "1:5: a colon stands where no setting can begin"),
        ("a:\n\t- b", "2:1: a tab is used for indenting. Use spaces."),
        ("a: @home now", '1:4: a text cannot begin with @. Put the whole text in quotes, such as "@home now".'),
        ("a: 'x", "1:4: the quoted text that begins here never ends"),
        ("a: [1, 2\nb: 3", "1:4: the list that begins here is not closed"),
        ("a: {b: 1", "1:4: the group that begins here is not closed"),
        ("a: 1\nb\nc: 2", "3:1: this line, or the one above, has no colon"),
        ("a:\n  - b\n c: 2", "3:2: the indent of this line fits neither"),
        ('a: "\\q"', "1:5: a backslash in double quotes"),
        ("- a\nb: 2", "2:1: this line stands among list items"),
        ("a: - b", "1:4: a list item cannot begin on the line of its name"),
        ("a: !x!y 2", "1:4: a tag of unknown meaning"),
        ("a: *", "1:5: `&` and `*` name a part of the file"),
        ("%YAML 3.0\n---\na: 1", "1:1: this asks for another version of YAML"),
        ("a: |x\n b", "1:5: did not find expected comment or line break. Mend the YAML here."),
        ("'a' b\n", "1:5: this stands behind the end of what came before it"),
        ("a: ]", "1:4: a closing bracket stands where a value should"),
    ],
)
def test_a_slip_of_the_pen_is_explained_where_it_happened(text: str, line_and_says: str) -> None:
    assert f"p.yaml:{line_and_says}" in refusal(text)


@pytest.mark.parametrize(
    ("text", "line_and_says"),
    [
        ("a: !!binary xx", '1:4 a: the tag "tag:yaml.org,2002:binary" is not plain data'),
        ("!!python/object:os.system {a: b}", "1:1: the tag"),
        ("a: !local [b]", '1:4 a: the tag "!local" is not plain data'),
        ("!local a: b", '1:1 a: the tag "!local" is not plain data'),
        ("x: {!!binary a: b}", '1:5 x.a: the tag "tag:yaml.org,2002:binary" is not plain data'),
        ("a: !!map [b]", '1:4 a: the tag "tag:yaml.org,2002:map" is not for a list. Remove it.'),
        ("a: !!seq {b: 1}", '1:4 a: the tag "tag:yaml.org,2002:seq" is not for a group. Remove it.'),
        ("a: !!int x", '1:4 a: "x" is not what its tag !!int says'),
        ("a: .inf", '1:4 a: ".inf" is not a number one can count with'),
        ("a: 1e99", '1:4 a: "1e99" is too large or too small'),
        ("a: " + "9" * 41, "1:4 a: a number of more than 40 digits"),
        ("? [a]\n: 1", "1:3: a list or group stands where a name should"),
        ("x: [{<<: 3}]", "1:6 x[0].<<: `<<` does not merge in YAML 1.2"),
        ("? \n: 1", "1:2: a value without a name"),
        ("a: 1\n---\nb: 2", "2:1: a second document begins here"),
        ("a: &a [*a]", "1:8 a[0]: *a names nothing that is complete above it"),
        ("a: &x 1\nb: &x [*x]", "2:8 b[0]: *x names nothing that is complete above it"),
        ("a: *none", "1:4 a: *none names nothing that is complete above it"),
        ("a: &k k\n*k : 1", "2:1: an alias stands where a name should"),
    ],
)
def test_what_is_not_plain_data_is_refused(text: str, line_and_says: str) -> None:
    assert f"p.yaml:{line_and_says}" in refusal(text)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        (b"x: 1\nbcd: \xc3\xa9\xff", "p.yaml:2:7: the byte 0xff is not UTF-8 text"),
        ("a: 1\nb: x\0y", "p.yaml:2:5: a character that cannot be seen, U+0000, stands here"),
        ("a: 1\r\nb: \x1b[31m", "p.yaml:2:4: a character that cannot be seen, U+001B"),
        ("a: 1\rb: \x1b[31m", "p.yaml:2:4: a character that cannot be seen, U+001B"),
        ("a: x\u2028b: y", "p.yaml:1:5: a character that cannot be seen, U+2028"),
        ("a\u200b: y", "p.yaml:1:2: a character that cannot be seen, U+200B"),
        ("a: \u202ey", "p.yaml:1:4: a character that cannot be seen, U+202E"),
        ("a: 1\n\ufeffb: 2", "p.yaml:2:1: a character that cannot be seen, U+FEFF"),
        ("a: \ud800", "p.yaml:1:4: a character that cannot be seen, U+D800"),
        ("x" * 5_000_001, "p.yaml: the file is larger than 5 MB"),
    ],
)
def test_what_is_not_readable_text_is_refused(text: str | bytes, says: str) -> None:
    assert says in refusal(text)


def test_a_million_laughs_are_refused_before_they_are_laughed() -> None:
    lines = ["a: &a [1,1,1,1,1,1,1,1,1]"]
    lines += [f"{new}: &{new} [{','.join([f'*{old}'] * 9)}]" for old, new in zip("abcdefgh", "bcdefghi", strict=True)]
    assert "more than 100,000 values, aliases written out" in refusal("\n".join(lines))


def test_depth_is_bounded_in_brackets_and_through_aliases() -> None:
    ladder = "".join(f"a{step}: &a{step} [" + (f"*a{step - 1}" if step else "1") + "]\n" for step in range(100))
    assert "more than 64 levels deep" in refusal("[" * 4_000_000)
    assert "more than 64 levels deep" in refusal("- " * 100)
    assert "makes the file more than 64 levels deep" in refusal(ladder)


def test_an_alias_repeats_what_it_names() -> None:
    assert parse("a: &x {n: 1}\nb: [*x, *x]", "p.yaml").data == {"a": {"n": 1}, "b": [{"n": 1}, {"n": 1}]}


SCRAPS = st.lists(
    st.sampled_from([*"ab1-:?,[]{}&*!|>'\"%@`#~ \n\t", "- ", ": ", "\n  ", "&a ", "*a", "!!int ", "<<: ", "..."])
)


@settings(deadline=None)
@given(SCRAPS.map("".join) | st.binary() | st.text())
def test_whatever_is_written_is_read_or_refused(text: str | bytes) -> None:
    assert outcome(text)


def outcome(text: str | bytes) -> str:
    try:
        return str(parse(text, "p.yaml").position(()))
    except Refused as refused:
        return str(refused)
