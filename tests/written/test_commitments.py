"""Are both sides' promises for the month read as they are written?"""

import pytest

from batonpass.written.in_words import in_words
from batonpass.written.load import load
from batonpass.written.refused import Refused
from tests.written.sound import SOUND, changed, read, told


def test_both_sides_promise_under_equal_rules():
    agreed = read(SOUND).playbook.commitments
    assert (agreed.qualified_a_month, agreed.accepted, agreed.of_sales("first_touch")) == (120, 80, 95)


def test_a_playbook_without_commitments_promises_no_number():
    agreed = read(changed("{qualified_a_month: 120, accepted: 80%, brief_complete: 90%, source_known: 95%}", "{}"))
    assert agreed.playbook.commitments.qualified_a_month is None


def test_nobody_can_promise_more_than_all_leads():
    assert "101% is more than all leads" in told("accepted: 80%", "accepted: 101%")[0]


def test_a_share_of_a_promise_that_no_tier_makes_is_refused():
    assert "no tier promises accept" in told("{first_touch: 95%}", "{first_touch: 95%, accept: 90%}")[0]


def test_a_share_of_follow_up_plans_is_refused_where_none_is_planned_and_only_told_where_that_is_in_force():
    without = SOUND.partition("cadences:")[0].replace("{first_touch: 95%}", "{first_touch: 95%, cadence: 90%}")
    with pytest.raises(Refused, match=r"commitments.sales.cadence: no cadence plans a touch\. Write one"):
        read(without)
    assert [one.path for one in load(without, "sound.yaml", kept=True).warnings if "cadence" in one.says]


def test_the_commitments_read_aloud():
    rules = next(one.rules for one in in_words(read(SOUND)) if one.name == "Commitments")
    assert (rules[0].says, rules[0].gives) == ("Marketing: leads ready for sales each month", "120")
