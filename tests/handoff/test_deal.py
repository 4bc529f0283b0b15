"""Is an amount that a CRM writes read as the money it means?"""

from __future__ import annotations

from decimal import Decimal

import pytest

from batonpass.handoff.deal import money

AMOUNTS = {
    "1200.50": "1200.50", "1200": "1200", "1,200.50": "1200.50", "1,234": "1234", "12,34,567": "1234567",
    "1200,5": "1200.5", "1.200,50": "1200.50", "1 200,50": "1200.50", "1\u00a0200": "1200", "1\u202f200,50": "1200.50",
    "33.333333": "33.33", "1.2E+3": "1200", "0": "0",
}  # fmt: skip


@pytest.mark.parametrize("written", AMOUNTS)
def test_an_amount_is_read_to_the_cent(written):
    """What a currency was turned into has more places than two, and a deal that was won is not refused for them."""
    read = money(written)
    assert read == Decimal(AMOUNTS[written])
    assert read is not None
    assert -int(read.as_tuple().exponent) <= 2


@pytest.mark.parametrize("written", ["", "-5", "NaN", "Infinity", "much", "1e13", "EUR 5"])
def test_what_is_no_amount_is_none(written):
    assert money(written) is None
