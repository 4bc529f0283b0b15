"""Does the doctor see what makes an installation unfit, and nothing where all is well?"""

from __future__ import annotations

import pytest

from batonpass.run.commands.doctor import unfit

SOUND = {"test_clock": False, "apart": 0.2}


def test_a_sound_installation_is_fit():
    assert unfit("2026f", **SOUND) == []


@pytest.mark.parametrize(
    ("zones", "changed", "says"),
    [
        ("2025b", {}, "zone data 2025b is older than 2026f"),
        ("2026f", {"test_clock": True}, "the test clock is on"),
        ("2026f", {"apart": 600.0}, "600 s from the database's"),
    ],
)
def test_what_makes_it_unfit_is_named(zones, changed, says):
    (why,) = unfit(zones, **{**SOUND, **changed})
    assert says in why
