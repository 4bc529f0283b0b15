"""Would the tests notice a fault in where a lead goes that sales gives back? Each is put into a copy of the tree.

Run by hand: `python -m tests.faults.given_back`; exit code 1 if one lived.
"""

from __future__ import annotations

from tests.breaking import Fault, tell

PURE = ("tests/handoff/test_given_back.py",)
DOUBLES = ("tests/web/test_doubles.py",)

FAULTS = (
    Fault(
        place="handoff/fold/review.py",
        hurts="what went back to marketing is taken back by nobody",
        was="lead.undo if rejected else None",
        becomes="None",
        suites=PURE,
    ),
    Fault(
        place="handoff/fold/__init__.py",
        hurts="a rejection that is taken back leaves the lead in the next round",
        was="lead.cycle if was.cycle is None else was.cycle",
        becomes="lead.cycle",
        suites=PURE,
    ),
    Fault(
        place="handoff/review.py",
        hurts="marketing is asked to look at what is taken back in a minute",
        was="tell(REVIEW, one, walk.lead, setting, why=why, actions=ANSWERS, not_before=not_before)",
        becomes="tell(REVIEW, one, walk.lead, setting, why=why, actions=ANSWERS)",
        suites=PURE,
    ),
    Fault(
        place="handoff/answer.py",
        hurts="marketing's promise runs on for a lead that sales took back",
        was="    if walk.lead.waiting:\n        not_asked_back(walk, fact)\n",
        becomes="",
        suites=PURE,
    ),
    Fault(
        place="handoff/joining.py",
        hurts="what a duplicate was promised is forgotten with it",
        was="        loser = as_before_it(loser)\n",
        becomes="        pass\n",
        suites=DOUBLES,
    ),
    Fault(
        place="handoff/joining.py",
        hurts="a duplicate that was none stands with nobody",
        was="    if given_back_as_double(walk.lead):\n        alive_again(walk, by=by)\n    elif",
        becomes="    if",
        suites=DOUBLES,
    ),
    Fault(
        place="handoff/merge.py",
        hurts="whom sales gave back twice comes to sales again with the next click",
        was="return _rests_too(going_on, other) if given_back_as_double(other) else going_on",
        becomes="return going_on",
        suites=PURE,
    ),
    Fault(
        place="handoff/doubles.py",
        hurts="a turn that came back with a duplicate is not taken again",
        was="if lead.turn_returned and lead.pool and owner:",
        becomes="if False:",
        suites=DOUBLES,
    ),
    Fault(
        place="store/doubles.py",
        hurts="anybody takes back what a colleague gave back, whenever they like",
        was="    undo(merged.other_was, request, batch.setting)\n",
        becomes="",
        suites=DOUBLES,
    ),
    Fault(
        place="handoff/rest.py",
        hurts="the promise after a rest begins when the clock happened to ring",
        was="if setting.at - clock.due_at < PROMPT:",
        becomes="if False:",
        suites=("tests/handoff/test_rest.py",),
    ),
)


if __name__ == "__main__":
    tell(FAULTS)
