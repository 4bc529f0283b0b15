"""Would the tests notice a fault in what we learn? Each is put into a copy of the tree and named with its test.

Run by hand: `python -m tests.faults_learn`; exit code 1 if one lived.
"""

from __future__ import annotations

import sys

from tests.faults import Fault, caught

LEARN = ("tests/learn/test_intervals.py", "tests/learn/audit")
FAULTS = (
    Fault(
        verb="intervals",
        hurts="every share is surer than it is",
        was="+ extra / (4 * of)) / (1 + extra)",
        becomes=") / (1 + extra)",
        place="batonpass/learn/intervals.py",
        suites=LEARN,
    ),
    Fault(
        verb="intervals",
        hurts="of many groups one is always named",
        was="raised = given[order] * given.size /",
        becomes="raised = given[order] * given.size / given.size *",
        place="batonpass/learn/intervals.py",
        suites=LEARN,
    ),
    Fault(
        verb="dates",
        hurts="3/4 is read month first in Europe",
        was='front = "%d/%m" if order is Order.DAY_FIRST',
        becomes='front = "%m/%d" if order is Order.DAY_FIRST',
        place="batonpass/learn/audit/dates.py",
        suites=LEARN,
    ),
    Fault(
        verb="waits",
        hurts="untouched leads vanish from the promise",
        was="np.nan_to_num(seconds, nan=np.inf) <= limit",
        becomes="np.nan_to_num(seconds, nan=0.0) <= limit",
        place="batonpass/learn/audit/waits.py",
        suites=LEARN,
    ),
    Fault(
        verb="cohorts",
        hurts="months before the records look like failures",
        was="return first if expected > SURPRISING else None",
        becomes="return None",
        place="batonpass/learn/audit/cohorts.py",
        suites=LEARN,
    ),
)


def main() -> None:
    lived = 0
    for fault in FAULTS:
        test = caught(fault)
        lived += not test
        sys.stdout.write(f"{fault.verb:9} {fault.hurts:45} {test or 'LIVED'}\n")
        sys.stdout.flush()
    sys.exit(1 if lived else 0)


if __name__ == "__main__":
    main()
