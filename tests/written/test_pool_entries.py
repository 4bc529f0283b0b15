"""Is a pool that is set over the API held to what the playbook asks of one?"""

from __future__ import annotations

import pytest

from batonpass.written.entries import read_new_pool
from batonpass.written.refused import Refused


@pytest.mark.parametrize("limit", [{"cap": 3}, {"a_day": 3}])
def test_caps_say_where_the_rest_goes(limit):
    capped = {"members": [{"rep": "ana", **limit}, {"rep": "bruno"}]}
    with pytest.raises(Refused, match="where a lead goes when all have had their fill"):
        read_new_pool("emea", capped)
    assert read_new_pool("emea", {**capped, "overflow": "over_cap"}).members[0].rep == "ana"
