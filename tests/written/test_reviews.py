"""Is marketing's review read as it is written, and is one refused that nobody could carry out?"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from batonpass.handoff.playbook.review import USUAL_REASONS, Unseen
from batonpass.written.check import check
from batonpass.written.in_words import in_words
from tests.written.sound import SOUND, read, refusal

HERE = "  disqualifiers:"
AT = datetime(2027, 3, 2, 12, tzinfo=UTC)


def written(said: str) -> str:
    return SOUND.replace(HERE, f"  review: {said}\n{HERE}", 1)


def review(said: str):
    return read(written(said)).playbook.definition.review


def warnings(said: str) -> str:
    return "\n".join(str(one) for one in read(written(said)).warnings)


def test_a_review_is_read_as_it_is_written():
    found = review("{by: person, people: [mara], within: 2h, unseen: pass, tiers: [standard], models: [dach]}")
    assert (found.people, found.within, found.unseen) == (("mara",), timedelta(hours=2), Unseen.PASS_ON)
    assert (found.tiers, found.models, found.hands_pass) == ({"standard"}, {"dach"}, True)


def test_one_word_is_enough():
    found = review("person")
    assert (found.within, found.unseen, found.reasons) == (timedelta(hours=4), Unseen.ALARM, USUAL_REASONS)


def test_automatic_means_that_nobody_looks():
    assert review("automatic") is None


def test_what_says_nothing_beside_automatic_is_told():
    assert "nobody looks" in warnings("{by: automatic, within: 2h}")


def test_who_completes_briefs_reviews_where_nobody_is_named():
    text = written("person").replace("campaign]}", "campaign], complete_within: 4h, by: ana}")
    assert read(text).playbook.definition.review.people == ("ana",)


@pytest.mark.parametrize(
    ("said", "says"),
    [
        ("{by: person, people: [maro]}", "mara"),
        ("{by: person, tiers: [standart]}", "standard"),
        ("{by: person, models: [dch]}", "dach"),
        ("{by: somebody}", "somebody"),
        ("{by: person, when: 'score.totl > 3'}", "score.total"),
        ("{by: person, unseen: forget}", "forget"),
    ],
)
def test_what_does_not_exist_is_refused_with_what_was_meant(said, says):
    assert any(says in line for line in refusal(written(said)))


def test_a_review_by_nobody_is_refused():
    text = written("person").replace("triage: {calendar: lisbon, manager: mara}", "triage: {calendar: lisbon}")
    assert any("wait for nobody" in line for line in refusal(text))


def test_a_raised_hand_that_waits_longer_than_its_own_promise_is_told():
    assert "begins to run" in warnings("{by: person, hand_raisers: wait, within: 2h}")


def test_reasons_that_all_need_a_note_are_told():
    assert "no click" in warnings("{by: person, reasons: {other: {needs_note: true}}}")


def test_examples_say_what_the_definition_says_whether_or_not_somebody_looks():
    assert [one.passed for one in check(read(written("{by: person, hand_raisers: wait}")), AT)] == [
        True,
        True,
    ]


def test_the_review_reads_aloud():
    text = written("{by: person, within: 2h, unseen: pass, tiers: [standard]}")
    rules = (rule for part in in_words(read(text)) for rule in part.rules)
    said = " ".join(f"{rule.says} {rule.gives}" for rule in rules)
    assert "before sales gets it, of the standard tier within 2 hours of working time" in said
    assert "nobody looks at in time passes on to sales" in said
