"""Which rule is named when an example of a playbook does not hold any more?"""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from batonpass.written.broken import why_broken
from batonpass.written.check import check
from tests.written.sound import changed, read

AT = datetime(2027, 3, 2, 10, tzinfo=UTC)
RIVAL = "says: works for a rival}"
WISH = "expect: {stage: MQL, tier: urgent, total: 60, owner: ana}"


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        (RIVAL, RIVAL + "\n    away: {when: 'lead.country == \"SE\"', says: from Sweden}",
         "disqualified: from Sweden. The rule: definition.disqualifiers.away. The"),
        ("fit_at_least: 0\n  hand_raisers: [demo_request]", "fit_at_least: 50",
         "but fit is below 50. The rule: definition.fit_at_least, 50 here. The"),
        ("urgent: {when: lead.hand_raised", "urgent: {when: 'lead.country == \"PT\"'", "The rule: tiers. The"),
        (WISH, "expect: {owner: bruno}", "The rule: routing. The"),
        (WISH, "expect: {total: 61}", "The rule: fit and signals. The"),
        (WISH, "expect: {band: hot}", "The rule: definition.hot_from, 70 here. The"),
        (WISH, "expect: {not: MQL}", "The rule: definition.hand_raisers. The"),
    ],
)  # fmt: skip
def test_the_rule_that_is_named_is_the_one_that_broke_the_example(old: str, new: str, says: str) -> None:
    written = read(changed(old, new))
    (broken,) = [one for one in check(written, AT) if not one.passed]

    assert says in why_broken(broken, written)
