"""Does what a stranger wrote stay text in a spreadsheet, and come back as they wrote it (S17)?"""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from batonpass.written.csv_safe import as_it_was, harmless


@pytest.mark.parametrize(
    "text",
    ["=1+1", "+cmd|calc", "-1+1", "@SUM(1)", "\t=1", "\r=1", "\n=1", "\uff1d1+1", "\uff0b1", "\uff0d1", "\uff20SUM(1)"],
)
def test_no_cell_begins_as_a_formula_does(text):
    assert harmless(text) == f"'{text}"


@given(st.text(st.sampled_from("=\uff1d+-@'\n a1"), max_size=4))
def test_it_comes_back_as_it_was(text):
    assert as_it_was(harmless(text)) == (text[1:] if text[:1] == "'" and harmless(text[1:]) != text[1:] else text)
