"""How senior is somebody with this job title, and in which part of the firm do they work?"""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from batonpass.handoff.titles import FUNCTIONS, SENIORITIES, function_of, seniority_of

LINES = Path(__file__).with_name("titles.txt").read_text("utf-8").splitlines()
TITLES = [tuple(part.strip() for part in line.split("|")) for line in LINES if not line.startswith("#")]


@pytest.mark.parametrize(("title", "seniority", "function"), TITLES, ids=[title for title, *_ in TITLES])
def test_a_title_tells_level_and_part_of_the_firm(title, seniority, function):
    assert (seniority_of(title) or "-", function_of(title) or "-") == (seniority, function)


@pytest.mark.parametrize("title", ["", "  ", "???", "Ninja", "社長", "a" * 10_000])
def test_a_title_that_tells_nothing_is_unknown(title):
    assert (seniority_of(title), function_of(title)) == ("", "")


@given(st.text())
def test_any_text_gives_one_of_our_words_or_none(title):
    assert seniority_of(title) in {"", *SENIORITIES}
    assert function_of(title) in {"", *FUNCTIONS}


@given(st.sampled_from([title for title, *_ in TITLES]))
def test_capitals_and_spaces_change_nothing(title):
    loud = f"  {title.upper().replace(' ', '   ')} "
    assert (seniority_of(loud), function_of(loud)) == (seniority_of(title), function_of(title))
