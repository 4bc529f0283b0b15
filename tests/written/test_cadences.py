"""Is a cadence that nobody can keep refused where it is written, and is one that stands read aloud as it works?"""

from __future__ import annotations

import pytest

from batonpass.written.in_words import in_words
from tests.written.sound import SOUND, changed, read, refusal, told

WAS = "cadences: {standard: {steps: [{call: first call, within: 4h}, {email: a word, after: 2d, counts: [call]}]}}"
STEPS = "steps: [{call: one, within: 4h}, {email: two, after: 2d}]"


@pytest.mark.parametrize(
    ("cadences", "says"),
    [
        ("{a: {steps: [{after: 2d}]}}", "this step says no touch"),
        ("{a: {steps: [{call: x, email: y}]}}", "call and email both stand in one step"),
        ("{a: {steps: [{call: x}, {email: x, after: 1d}]}}", '"x" stands twice'),
        ("{a: {steps: [{call: x, after: 3d}, {email: y, after: 2d}]}}", '"y" comes before "x"'),
        ("{a: {steps: [{call: x, after: 1d}, {email: y, after: 4h}]}}", '"y" comes before "x"'),
        ("{a: {steps: [{call: x, counts: [call]}]}}", '"call" is what the step itself asks for'),
        ("{a: {steps: [{call: x, counts: [fax]}]}}", '"fax" cannot stand here'),
        (
            f"{{a: {{{STEPS}, least: {{touches: 3, before: recycled}}}}}}",
            "3 touches are asked for, but only 2 are planned",
        ),
        (f"{{a: {{{STEPS}, least: {{touches: 2, before: silence}}}}}}", '"silence" is not one of the outcomes'),
        (f"{{a: {{{STEPS}, tiers: [urgant]}}}}", '"urgant" is not among the tiers'),
        (f"{{a: {{{STEPS}, stop: {{replied: [answered]}}}}}}", '"answered" is not one of the signals'),
        ("{a: {}, b: {}}", 'this cadence takes every lead, so "b" is never reached'),
        ("{a: {tiers: [high]}, b: {tiers: [high]}, c: {}}", '"a" is for the same leads'),
        ("{a: {steps: [{call: x, within: 1d4h}]}}", "is not a number of days"),
        ("{a: {when: lead.colour == 1}}", "lead.colour"),
    ],
)
def test_an_impossible_cadence_is_refused(cadences, says):
    assert any(says in line for line in told(WAS, f"cadences: {cadences}"))


def test_a_plan_that_outlasts_the_day_of_the_outcome_is_refused():
    text = changed("standard: {first_touch: 4h", "standard: {dispose: 2d, first_touch: 4h")
    assert "the last step is due after 2 days" in "".join(refusal(text))


def test_leads_without_any_cadence_are_warned_of():
    warnings = [str(one) for one in read(changed(WAS, f"cadences: {{a: {{{STEPS}, tiers: [high]}}}}")).warnings]
    assert any("gets no planned touches" in one for one in warnings)


def test_a_window_in_which_nobody_works_is_warned_of():
    night = '  lisbon: {tz: Europe/Lisbon, days: [Mon, Tue, Wed, Thu, Fri], hours: ["09:00", "18:00"]}\n'
    far = night + '  night: {tz: Europe/Lisbon, days: [Sun], hours: ["02:00", "03:00"]}\n'
    text = changed(night, far).replace("contact_windows: {SE: lisbon,", "contact_windows: {SE: night,")
    assert any("nobody works in night" in str(one) for one in read(text).warnings)


def test_a_cadence_without_steps_is_that_of_the_trade():
    text = changed(WAS, "cadences: {standard: {}}").replace(
        "recycled: {then: nurture", "no_response: {then: nurture}\n  recycled: {then: nurture"
    )
    (cadence,) = read(text).playbook.cadences
    assert (len(cadence.steps), cadence.least, cadence.least_for) == (8, 6, frozenset({"no_response"}))
    assert (cadence.steps[0].kind, cadence.steps[-1].after.days) == ("call", 13)


def test_a_cadence_reads_aloud_touch_by_touch():
    rules = {rule.name: rule for one in in_words(read(SOUND)) if one.name == "Follow-up" for rule in one.rules}
    assert (rules["standard"].gives, rules["standard.1"].gives) == ("2 touches", "within 4 hours")
    assert rules["standard.2"].says == "2. a word (e-mail; call counts as well)"
    assert rules["standard.2"].gives == "from day 2, by the end of the day"
