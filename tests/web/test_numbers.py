"""Is what somebody wrote a number of ours, however it looks?"""

from __future__ import annotations

import pytest

from batonpass.web.parts.numbers import whole


@pytest.mark.parametrize(("written", "number"), [("0", 0), ("7", 7), ("007", 7), ("100", 100)])
def test_plain_digits_are_a_number(written, number):
    assert whole(written, 100) == number


@pytest.mark.parametrize("written", ["", "-1", "1.5", "101", "²", "٣", "1e2", " 7", "9" * 5000])
def test_anything_else_is_none_and_nothing_breaks(written):
    assert whole(written, 100) is None
