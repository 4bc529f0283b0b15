"""Does a playbook read aloud as it decides, and is every difference of two told, and no other?"""

from __future__ import annotations

import pytest

from batonpass.tongue.heard import heard, heard_term
from batonpass.tongue.spoken import speaking
from batonpass.written.in_words import in_words
from batonpass.written.load import load
from batonpass.written.unlike import unlike
from tests.written.sound import SOUND, changed


def read(text=SOUND):
    return load(text, "sound.yaml")


def rules(section, text=SOUND):
    """By name; of two that bear one, the first."""
    every = [rule for one in in_words(read(text)) if one.name == section for rule in one.rules]
    return {rule.name: rule for rule in reversed(every)}


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


@pytest.mark.parametrize(
    ("written", "rule", "says", "gives"),
    [
        ("pool: '*'", "pool", "Then", "in turn: everybody"),
        (
            "{pool: emea, off_shift: next_rung}",
            "pool.off_shift",
            "If nobody of emea is at work",
            "goes on to the next step",
        ),
        (
            "{pool: '*', off_shift: {hold: triage, at_most: 2h, then: emea}}",
            "pool.off_shift",
            "If nobody is at work",
            "waits in the queue triage, 2 hours at most, then the next in turn of emea",
        ),
        ("account_owner: {inactive: manager}", "account_owner.inactive", "If that owner has left", "their manager"),
        ("needs: [lead.email, lead.country]", "needs", "If email or country is missing", "queue triage"),
    ],
)
def test_what_a_rung_does_with_a_lead_is_told_whole_and_in_german(written, rule, says, gives):
    told = rules("Routing", changed("routing:\n", f"routing:\n  - {written}\n"))[rule]
    assert (told.says, told.gives) == (says, gives)
    with speaking("de"):
        assert (heard(says) != says, heard_term(gives) != gives) == (True, True)


def test_one_of_a_kind_is_told_as_one():
    short = SOUND.replace("{email: a word, after: 2d, counts: [call]}", "").replace("within: 4h}, ]", "within: 4h}]")
    assert rules("Follow-up", short)["standard"].gives == "1 touch"
    assert rules("Outcomes", changed("wait: 60d", "wait: 12h"))["recycled"].gives == "goes to Nurture, rests 12 hours"


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
        ("  - account_owner\n", "  - account_owner: {inactive: manager}\n", "Routing", "account_owner.inactive"),
        ("  - pool: emea\n", "  - {pool: emea, off_shift: next_rung}\n", "Routing", "pool.off_shift"),
    ],
)
def test_a_changed_rule_is_told_with_both_wordings(old, new, section, rule):
    told = {(one.section, one.rule): one for one in unlike(read(), read(changed(old, new)))}
    assert told[section, rule].before != told[section, rule].after


def test_a_change_of_one_of_two_rungs_of_one_name_is_told():
    two = "  - pool: emea\n  - pool: large\n"
    before, after = (changed("  - pool: emea\n", one) for one in (two, two.replace("emea", "'*'")))
    assert [(one.before, one.after) for one in unlike(read(before), read(after))] == [
        ("Then: in turn: emea", "Then: in turn: everybody")
    ]
