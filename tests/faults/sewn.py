"""Would the tests notice a fault where follow-up plans, the second handoff, reviews and objections meet?

Run by hand: `python -m tests.faults.sewn`; exit code 1 if one lived.
"""

from __future__ import annotations

from tests.breaking import Fault, tell


def fault(room: str, hurts: str, was: str, becomes: str, *suites: str) -> Fault:
    place = f"batonpass/{room}.py"
    return Fault(verb=room, hurts=hurts, was=was, becomes=becomes, place=place, suites=suites)


PASSED, WISHES = "tests/handoff/test_passed_on.py", "tests/handoff/test_wishes.py"
FAULTS = (
    fault(
        "handoff/following",
        "a lead that comes back is followed up no more",
        "elif running.ended == HANDED_OVER and",
        "elif False and",
        PASSED,
    ),
    fault(
        "handoff/following",
        "a lead that was handed over gets a new plan",
        " or second_of(lead).waiting:",
        ":",
        PASSED,
    ),
    fault(
        "handoff/cadence",
        "the days away count",
        "running.started_at + timedelta(seconds=away)",
        "running.started_at",
        PASSED,
    ),
    fault(
        "handoff/cadence",
        "late touches are forgiven",
        "to_come(running, stopped)",
        "to_come(running, running.started_at)",
        PASSED,
    ),
    fault("handoff/lead", "what stands still is due", "if self.paused_at is None:", "if True:", PASSED),
    fault(
        "handoff/fold/__init__",
        "a closed lead waits for an account executive",
        '"second": asked(lead, waits=False),',
        '"second": lead.second,',
        PASSED,
    ),
    fault(
        "handoff/wishes",
        "an objection to marketing is nothing",
        "objects(lead):\n        return MARKETING",
        "not lead:\n        return MARKETING",
        WISHES,
    ),
    fault(
        "handoff/notify", "an automatic answer goes to who refuses mail", ' or unwanted(lead, "email"):', ":", WISHES
    ),
    fault("handoff/objecting", "the answer that waits leaves all the same", 'walk.withdraw("ack")', "pass", WISHES),
    fault(
        "store/deals",
        "a deal goes to who claims it last",
        "holder == one.lead_id:",
        "True:",
        "tests/store/test_deals.py",
    ),
    fault(
        "store/clock_rows",
        "the second asking overwrites the first",
        "if number > 1 else",
        "if False else",
        "tests/store/test_second_rounds.py",
    ),
    fault(
        "store/shadow",
        "a shadow waits for marketing",
        "review=None))",
        "review=playbook.definition.review))",
        "tests/store/test_shadow_review.py",
    ),
    fault(
        "handoff/notify",
        "every evening somebody hears that nobody works at night",
        "if elapsed(opens - DAY, opens, hours):",
        "if False:",
        "tests/handoff/test_notify.py",
    ),
)


if __name__ == "__main__":
    tell(FAULTS)
