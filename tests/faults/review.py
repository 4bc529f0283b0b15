"""Would the tests notice a fault in marketing's review? Each is put into a copy of the tree and named with its test.

Run by hand: `python -m tests.faults.review`; exit code 1 if one lived.
"""

from __future__ import annotations

from tests.breaking import Fault, tell

PURE = ("tests/handoff/test_review.py",)
STORED = ("tests/web/test_api_reviews.py", "tests/web/test_api_signatures.py", "tests/web/test_matches.py")

FAULTS = (
    Fault(
        place="handoff/objecting.py",
        hurts="who objects passes on to sales by a clock",
        was="if objects(lead) and lead.waiting and not",
        becomes="if lead.seq < 0 and lead.waiting and not",
        suites=("tests/handoff/test_objecting.py",),
    ),
    Fault(
        place="handoff/reviewed.py",
        hurts="who asked for a demo while they waited is answered last",
        was="hand_by_now(walk.lead, waiting, playbook.definition)",
        becomes="waiting.hand",
        suites=PURE,
    ),
    Fault(
        place="handoff/playbook/review.py",
        hurts="an unseen lead is lost in silence",
        was="unseen: Unseen = Unseen.ALARM",
        becomes="unseen: Unseen = Unseen.PASS_ON",
        suites=(*PURE, "tests/written/test_reviews.py"),
    ),
    Fault(
        place="handoff/reviewed.py",
        hurts="the alarm rings once and never again",
        was="if late and not step.next_steps:",
        becomes="if False:",
        suites=PURE,
    ),
    Fault(
        place="handoff/reviewed.py",
        hurts="the second of two answers wins too",
        was="if lead.waiting:\n        return lead.waiting",
        becomes="if lead.review:\n        return lead.review",
        suites=PURE,
    ),
    Fault(
        place="handoff/reviewed.py",
        hurts="a yes is taken back from under a rep who called",
        was="if lead.stage is not Stage.MQL or (lead.clock is None):",
        becomes="if False:",
        suites=PURE,
    ),
    Fault(
        place="handoff/review.py",
        hurts="who asked for us waits for marketing",
        was='if policy.hands_pass and seen["lead.hand_raised"] is True:',
        becomes="if False:",
        suites=PURE,
    ),
    Fault(
        place="handoff/review.py",
        hurts="a lead we cannot judge goes to sales unseen",
        was="policy.when.holds(seen) is not False",
        becomes="policy.when.holds(seen) is True",
        suites=PURE,
    ),
    Fault(
        place="handoff/review.py",
        hurts="a playbook without reviews changes what waits",
        was="same, policy = waiting.playbook == playbook.version, playbook.definition.review",
        becomes="same, policy = True, playbook.definition.review or Review(tiers=frozenset({'none'}))",
        suites=PURE,
    ),
    Fault(
        place="handoff/fold/review.py",
        hurts="a lead sent back returns at its next click",
        was='        "ended_at": fact.at,\n        "ended_in"',
        becomes='        "ended_in"',
        suites=PURE,
    ),
    Fault(
        place="handoff/joining.py",
        hurts="a matched lead stays with whoever had it",
        was="    _by_its_account(walk, matched)\n    return",
        becomes="    return",
        suites=STORED[2:],
    ),
    Fault(
        place="web/api/signatures.py",
        hurts="an administrator's key signs for both sides",
        was="if side.value not in who.scopes:",
        becomes="if False:",
        suites=STORED[1:2],
    ),
    Fault(
        place="store/playbooks.sql",
        hurts="two who sign for one side at one instant meet a mistake of ours",
        was="where version = $1 for no key update;",
        becomes="where version = $1;",
        suites=STORED[1:2],
    ),
)


if __name__ == "__main__":
    tell(FAULTS)
