"""Is an example that vanishes told with advice that can be written into the file as it stands?"""

from __future__ import annotations

import pytest

from batonpass.written.given_up import given_up, refuse_silent_removals
from batonpass.written.refused import Refused
from tests.written.sound import changed, read


@pytest.mark.parametrize("name", ["a rival", "a rival, who asks: how much", "2 rivals", "true", 'the "best" rival'])
def test_the_advice_for_an_example_that_goes_is_yaml_that_gives_it_up(name: str) -> None:
    quoted = "'" + name + "'"
    before = read(changed("{name: a rival,", f"{{name: {quoted},"))
    now = changed("name: a rival,", "name: another,")

    with pytest.raises(Refused) as told:
        refuse_silent_removals(read(now), "p.yaml", before=before)
    advice = told.value.problems[0].instead.partition("it goes: ")[2]
    mended = read(now.replace("  counter_examples:", f"  {advice}\n  counter_examples:", 1))

    assert [one.name for one in given_up(mended, before=before)] == [name]
    refuse_silent_removals(mended, "p.yaml", before=before)
