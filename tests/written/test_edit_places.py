"""Does a value change in a playbook without anything else changing?"""

from __future__ import annotations

import pytest

from batonpass.written.edit_places import edit_places, edited
from batonpass.written.refused import Refused
from tests.store.office import STARTER
from tests.written.sound import SOUND, read

TEXT = STARTER.read_text("utf-8")


def test_a_promise_becomes_shorter_and_every_comment_stays():
    new = edited(TEXT, "tiers.urgent.first_touch", "15m", version="1-x")
    changed = [(a, b) for a, b in zip(TEXT.splitlines(), new.splitlines(), strict=True) if a != b]
    assert changed == [('version: "1"', 'version: "1-x"'), ("    first_touch: 30m", "    first_touch: 15m")]


def test_a_value_in_braces_is_exchanged_alone():
    new = edited(SOUND, "tiers.high.first_touch", "45m", version="2")
    assert "high: {when: score.total >= 70, first_touch: 45m, hours: team, calendar: lisbon}" in new
    assert read(new).playbook.version == "2"


def test_thresholds_promises_and_points_may_be_changed():
    places = {one.path: one.value for one in edit_places(TEXT)}
    assert places["definition.mql_from"] == "40"
    assert places["tiers.standard.first_touch"] == "4h"
    assert places["signals.pricing_page_view.points"] == "12"


@pytest.mark.parametrize("value", ["1}\nx: 2", "30m # no", "", "[1]", "a: b"])
def test_what_could_be_more_than_a_value_is_refused(value):
    with pytest.raises(Refused, match="cannot be"):
        edited(TEXT, "tiers.urgent.first_touch", value, version="2")


def test_a_place_that_no_meeting_changes_is_refused():
    with pytest.raises(Refused, match="no value that a meeting changes"):
        edited(TEXT, "company", "Evil", version="2")
