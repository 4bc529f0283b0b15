"""Is the second half of a playbook read as it is meant, and are slips of the pen named?"""

from __future__ import annotations

from datetime import timedelta

import pytest

from batonpass.handoff.playbook import Stage
from batonpass.written.in_words import in_words
from tests.written.sound import SOUND, changed, read, told


def test_the_second_handoff_is_read_as_written():
    agreed = read(SOUND).playbook.second
    assert (agreed.accept, agreed.decide, agreed.default_queue) == (timedelta(hours=4), timedelta(days=14), "triage")
    assert [(r.code, r.then, r.anew) for r in agreed.returns.values()] == [
        ("no_show", Stage.SAL, True),
        ("later", Stage.NURTURE, False),
    ]


def test_without_steps_of_its_own_it_climbs_the_ladder_of_the_first():
    playbook = read(SOUND).playbook
    assert playbook.second.ladder == playbook.ladder
    own = read(changed("  accept: 4h\n  returns", "  accept: 4h\n  steps: [{at: 100%, notify: mara}]\n  returns"))
    assert [step.who for step in own.playbook.second.ladder] == ["mara"]


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("kind: choice, of: [now, later]", "kind: choice", "a choice needs its answers"),
        ("kind: choice, of: [now, later]", "kind: choice, of: [now, unknown, later]", "`unknown` can be answered"),
        ("kind: text}", "kind: text, of: [a]}", "only a choice has answers"),
        ("kind: text}", "kind: number}", '"number" cannot stand here'),
        ("answer.timing ==", "answer.timming ==", "did you mean 'answer.timing'"),
        ('answer.need == "yes"', 'answer.need == "perhaps"', "perhaps"),
        ("{pool: large}, {queue: triage}]", "{pool: huge}, {queue: triage}]", '"huge" is not among the pools'),
        ("{pool: large}, {queue: triage}]", "{pool: large}]", "the last rung is no queue"),
        ("later: {then: nurture}", "later: {then: won}", "cannot go back to Won"),
        ("answers: {need: yes, timing: now}", "answers: {need: no, timing: now}", '"a need now" is not ready'),
        ("lead: {employees: 20}", "lead: {employees: 200}", "is ready, and should not be"),
        ("answers: {need: yes, timing: now}", "answers: {ned: yes}", '"ned" is not one of the questions'),
        ("answers: {need: yes, timing: now}", "answers: {need: yes, timing: soon}", '"soon" is no answer to timing'),
    ],
)
def test_a_slip_of_the_pen_is_named_with_its_line(old, new, says):
    assert any(says in line and line.startswith("p.yaml:") for line in told(old, new))


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("  - pool: emea\n", '  - pool: "*"\n', "everybody's pool holds the account executives too"),
        ("  lost: {then: lost}", "  converted: {then: SQL}", "nobody can choose this"),
        ("  returns: {no_show: {says: they did not come, clock: anew}, later: {then: nurture}}\n", "", "no reason is"),
        ("later: {then: nurture}", "later: {then: nurture, clock: anew}", "no clock runs anew"),
    ],
)
def test_what_was_surely_not_meant_is_warned_of(old, new, says):
    assert any(says in str(problem) for problem in read(changed(old, new)).warnings)


def test_the_page_in_words_tells_the_second_half():
    sections = {section.name: section.rules for section in in_words(read(SOUND))}
    assert [rule.gives for rule in sections["Qualification"]] == [
        "yes or no or unknown, required",
        "now or later or unknown",
        "in words",
    ]
    assert [rule.gives for rule in sections["Coming back"]] == ["to the SDR, whose clock runs anew", "goes to Nurture"]
