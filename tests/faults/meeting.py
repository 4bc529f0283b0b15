"""Would the tests notice a fault in what both sides do together? Each is put into a copy and named with its test.

Run by hand: `python -m tests.faults.meeting`; exit code 1 if one lived.
"""

from __future__ import annotations

from tests.breaking import Fault, tell

JOINT, MEETING = ("tests/web/test_joint_review.py",), ("tests/web/test_meeting.py",)
FAULTS = (
    Fault(verb="view", hurts="each side reads what the other said", place="batonpass/web/joint_review/view.py",
          was="await joint_review.labels(pool, review.id) if one.side == side}",
          becomes="await joint_review.labels(pool, review.id)}", suites=JOINT),
    Fault(verb="sample", hurts="the order tells the kind", place="batonpass/learn/joint_sample.py",
          was='key=lambda one: _lot(seed, "shown", one.lead)', becomes="key=lambda one: one.band",
          suites=("tests/learn/test_joint_sample.py",)),
    Fault(verb="sample", hurts="some leads are never drawn", place="batonpass/learn/joint_sample.py",
          was="start = _share(seed)", becomes="start = 0.0", suites=("tests/learn/test_joint_sample.py",)),
    Fault(verb="label", hurts="a colleague overrules a colleague", place="batonpass/store/joint_review.py",
          was='if before and before["by"] != who.email:', becomes="if False:", suites=JOINT),
    Fault(verb="label", hurts="labels change once all is shown", place="batonpass/store/joint_review.py",
          was='if held["in_at"]:', becomes="if False:", suites=JOINT),
    Fault(verb="pack", hurts="a pack is worked out anew after the meeting", place="batonpass/web/meeting/building.py",
          was="if held.numbers is not None:", becomes="if False:", suites=MEETING),
    Fault(verb="expected", hurts="chance counts as success", place="batonpass/learn/expected.py",
          was="if towards >= expected.points and least > 0:", becomes="if towards >= expected.points:",
          suites=("tests/learn/test_expected.py",)),
    Fault(verb="expected", hurts="a few leads carry a verdict", place="batonpass/learn/expected.py",
          was="if of < RATE_LEAST]", becomes="if of < 1]", suites=("tests/learn/test_expected.py",)),
    Fault(verb="edit", hurts="a value brings a line of its own along", place="batonpass/written/edit_places.py",
          was="if not plain_value or len(value) > LONGEST:", becomes="if len(value) > LONGEST:",
          suites=("tests/written/test_edit_places.py",)),
    Fault(verb="draft", hurts="a broken example comes into force", place="batonpass/store/signatures.py",
          was="        await refuse_unsound(connection, written, version)\n        because",
          becomes="        because", suites=JOINT),
)  # fmt: skip


if __name__ == "__main__":
    tell(FAULTS)
