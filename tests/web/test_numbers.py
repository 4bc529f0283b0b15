"""Is what somebody wrote a number of ours, however it looks?"""

from __future__ import annotations

from decimal import Decimal, InvalidOperation

import pytest

from batonpass.web.parts.numbers import amount, whole


@pytest.mark.parametrize(("written", "number"), [("0", 0), ("7", 7), ("007", 7), ("100", 100)])
def test_plain_digits_are_a_number(written, number):
    assert whole(written, 100) == number


@pytest.mark.parametrize("written", ["", "-1", "1.5", "101", "²", "٣", "1e2", " 7", "9" * 5000])
def test_anything_else_is_none_and_nothing_breaks(written):
    assert whole(written, 100) is None


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("12000", "12000"),
        ("12000.50", "12000.50"),
        ("12,000.50", "12000.50"),
        ("14.900,50", "14900.50"),
        ("14900,50", "14900.50"),
        ("14.900", "14900"),
        ("14,900", "14900"),
        ("14 900,5", "14900.5"),
        ("14'900.00", "14900.00"),
        ("1.234.567,89", "1234567.89"),
        ("0,5", "0.5"),
    ],
)
def test_money_is_read_as_people_write_it(written, meant):
    assert amount(written) == Decimal(meant)


@pytest.mark.parametrize("written", ["abc", "1,2,3", "1.2.3", "1,23.4", "14.900.50", "1,000,00", ","])
def test_what_is_no_sum_is_refused_and_not_guessed_at(written):
    with pytest.raises(InvalidOperation):
        amount(written)
