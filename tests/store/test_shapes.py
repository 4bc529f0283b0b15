"""Can two versions that work side by side read what the other keeps (R35)?

What stands in the database was written by versions before this one, and while some processes are upgraded and others
are not, by the one after. So a field keeps its name and its type for ever; one that is added has a default, and is
passed over by who does not know it.
"""

from __future__ import annotations

import pytest

from tests.store.shapes import broken, kinds, listed, shapes

BEFORE = {"Touched": {"at": "needed datetime", "kind": "str"}, "Stage": {"MQL": "value"}}


def test_what_is_kept_has_the_fields_it_always_had_and_new_ones_can_be_missing():
    assert broken(listed(), shapes()) == []


def test_nobody_stumbles_over_a_field_that_only_the_version_after_knows():
    assert [kind.__name__ for kind in kinds() if kind.__struct_config__.forbid_unknown_fields] == []


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"Stage": {"MQL": "value"}}, "Touched is gone"),
        ({**BEFORE, "Stage": {}}, "Stage.MQL was value, and is gone"),
        ({**BEFORE, "Touched": {"at": "needed datetime"}}, "Touched.kind was str, and is gone"),
        (
            {**BEFORE, "Touched": {"at": "needed str", "kind": "str"}},
            "Touched.at was needed datetime, and is needed str",
        ),
        ({**BEFORE, "Touched": {"at": "datetime", "kind": "str"}}, "Touched.at was needed datetime, and is datetime"),
        ({**BEFORE, "Touched": {**BEFORE["Touched"], "by": "needed str"}}, "Touched.by is new and needed"),
    ],
)
def test_what_the_other_version_could_not_read_is_named(change, says):
    assert broken(BEFORE, change) == [says]


def test_a_field_more_with_a_default_and_a_kind_more_break_nothing():
    more = {**BEFORE, "Touched": {**BEFORE["Touched"], "by": "str"}, "Sung": {"at": "needed datetime"}}
    assert broken(BEFORE, more) == []
