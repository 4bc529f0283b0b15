"""Do the instants of others read as ours, and does nothing that is none ever trip us?"""

from __future__ import annotations

import pytest

from batonpass.connectors.shapes import instant


@pytest.mark.parametrize("as_text", [False, True])
@pytest.mark.parametrize("value", [1772445600, 1772445600000])
def test_seconds_and_milliseconds_are_instants(value, as_text):
    assert instant(str(value) if as_text else value) == "2026-03-02T10:00:00+00:00"


@pytest.mark.parametrize("value", ["²", "٣", "9" * 5000, 10**400, -5, 0, True, None, float("inf"), "soon"])
def test_what_is_no_instant_of_our_time_says_nothing(value):
    assert instant(value) == ""
