"""Does a mistake in a condition say what is wrong, where, and what to write instead?"""

from pathlib import Path

import pytest

from batonpass.handoff.condition import TEXT, ConditionError, compile_condition
from tests.handoff.asking import ask


def complaint(source: str) -> str:
    with pytest.raises(ConditionError) as caught:
        ask(source)
    return str(caught.value)


def marked(source: str) -> tuple[str, str]:
    """The message, and what of the source the caret points at and beyond."""
    with pytest.raises(ConditionError) as caught:
        ask(source)
    return caught.value.message, source[caught.value.position :]


def test_the_caret_stands_under_the_mistake():
    assert complaint('lead.behaviour > 5 && account.employes >= "50"') == (
        "unknown field 'account.employes'; did you mean 'account.employees'?\n"
        '  | lead.behaviour > 5 && account.employes >= "50"\n'
        "  |                       ^"
    )


def test_of_several_lines_the_one_with_the_mistake_is_shown():
    with pytest.raises(ConditionError) as caught:
        ask("account.target &&\n  score.totl > 5 &&\n  true")
    assert caught.value.line_and_column == (2, 3)
    assert str(caught.value).endswith("\n  |   score.totl > 5 &&\n  |   ^")


def test_of_a_long_line_the_part_around_the_mistake_is_shown():
    said = complaint(f'lead.event == "{"x" * 300}" && nope > {"1" * 30} && {"account.target && " * 9} true')
    _, line, caret = said.split("\n")
    assert len(line) <= 104
    assert line[caret.index("^") :].startswith("nope")
    assert line.startswith("  | …xxx")


EXAMPLES = (Path(__file__).parent / "condition_errors.txt").read_text("utf-8").strip().split("\n\n")


@pytest.mark.parametrize("expected", EXAMPLES, ids=[example.split("\n")[1][4:] for example in EXAMPLES])
def test_every_mistake_is_explained_where_it_stands(expected):
    source = expected.split("\n")[1].removeprefix("  | ")
    assert complaint(source) == expected


@pytest.mark.parametrize(
    ("source", "message", "at"),
    [
        ("", "expected a field or a value, found the end", ""),
        ("score.total > 1\x0b", "U+000B has no meaning here", "\x0b"),
        ("lead.country\u00a0== 'DE'", "this is a no-break space; write an ordinary space", "\u00a0== 'DE'"),
        ("lead.country == 'DE'\x00", "U+0000 has no meaning here", "\x00"),
    ],
)  # fmt: skip
def test_what_cannot_be_seen_is_explained_too(source, message, at):
    assert marked(source) == (message, at)


def test_a_text_ends_on_its_own_line():
    assert marked('lead.country == "D\nE"')[0].startswith("this text is never closed")


def test_too_long_a_condition_is_refused():
    assert marked("true" + " " * 3_997)[0] == (
        "a condition has at most 4,000 characters, this has 4,001; give a long list a field"
    )


def test_fifty_parentheses_are_read_and_one_more_is_refused():
    assert ask("(" * 50 + "true" + ")" * 50).holds({}) is True
    assert marked("(" * 51 + "true" + ")" * 51) == ("more than 50 parentheses inside each other", "(true" + ")" * 51)


def test_parentheses_side_by_side_are_not_deep():
    assert ask(" && ".join(["(true)"] * 300)).holds({}) is True


@pytest.mark.parametrize("bomb", ["(" * 4_000, "!" * 4_000, "[" * 4_000, "has(" * 1_000, "!(" * 2_000, "1<" * 2_000])
def test_no_condition_exhausts_the_stack(bomb):
    with pytest.raises(ConditionError):
        ask(bomb)


def test_a_thousand_nots_cost_nothing():
    assert ask("!" * 3_001 + "account.target").holds({"account.target": True}) is False


def test_a_field_may_be_named_like_a_word_of_other_languages():
    assert compile_condition("null == 'x'", {"null": TEXT}).holds({"null": "x"}) is True
