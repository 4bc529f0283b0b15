"""Is a round that goes wrong told of, and followed by the next?"""

from __future__ import annotations

import logging

import pytest

from batonpass.run.carry_on import carry_on

LOG = logging.getLogger("rounds")


def test_a_round_that_goes_wrong_is_told_with_what_went_wrong(caplog):
    with carry_on(LOG, "counting failed"):
        raise ValueError("seven is no colour")
    assert [(one.getMessage(), str(one.exc_info[1])) for one in caplog.records] == [
        ("counting failed", "seven is no colour")
    ]


def test_what_passes_by_itself_is_not_worth_a_line(caplog):
    with carry_on(LOG, "counting failed"):
        raise ConnectionResetError
    assert not caplog.records


def test_who_is_told_to_stop_stops():
    with pytest.raises(KeyboardInterrupt), carry_on(LOG, "counting failed"):
        raise KeyboardInterrupt
