"""Does a playbook read aloud as it decides, and is every difference of two told, and no other?"""

from __future__ import annotations

import pytest

from batonpass.written.in_words import in_words
from batonpass.written.load import load
from batonpass.written.unlike import unlike
from tests.written.sound import SOUND, changed


def read(text=SOUND):
    return load(text, "sound.yaml")


def rules(section, text=SOUND):
    return {rule.name: rule for one in in_words(read(text)) if one.name == section for rule in one.rules}


def test_a_rule_is_worded_by_the_condition_that_decides():
    assert rules("Fit")["right_size"].says == "50 people or more: employees at least 50"
    assert rules("Fit")["right_size"].gives == "+20"


def test_a_signal_says_how_it_fades_and_how_often_it_counts():
    assert "half of it every" in rules("Behaviour")["pricing"].says
    assert "at most" in rules("Behaviour")["pricing"].says


def test_what_is_less_than_a_day_and_who_hears_of_it_are_told_as_people_say_it():
    short = changed("requalify_after: 20d", "requalify_after: 12h")
    assert rules("Ready for sales", short)["requalify_after"].gives == "12 hours"
    assert rules("Giving back")["other"].gives == "goes to Disqualified; Mara Pinto hears of it"


def test_a_model_tells_only_what_differs():
    assert set(rules("Points for dach")) < {*rules("Fit"), *rules("Behaviour"), "german"}


@pytest.mark.parametrize("section", ["Ready for sales", "Promises", "Routing", "Escalation", "Outcomes"])
def test_every_part_of_the_agreement_is_told(section):
    assert rules(section)


def test_the_same_playbook_is_unlike_itself_in_nothing():
    assert unlike(read(), read(SOUND.replace("undo_grace", "# a remark\nundo_grace"))) == ()


@pytest.mark.parametrize(
    ("old", "new", "section", "rule"),
    [
        ("mql_from: 40", "mql_from: 45", "Ready for sales", "mql_from"),
        ("points: 40", "points: 41", "Behaviour", "demo_request"),
        ("account.employees >= 50", "account.employees >= 60", "Fit", "right_size"),
    ],
)
def test_a_changed_rule_is_told_with_both_wordings(old, new, section, rule):
    told = {(one.section, one.rule): one for one in unlike(read(), read(changed(old, new)))}
    assert told[section, rule].before != told[section, rule].after
