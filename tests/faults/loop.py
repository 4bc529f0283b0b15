"""Would the tests notice a fault in the loop that closes? Each is put into a copy of the tree and named with its test.

Run by hand: `python -m tests.faults.loop`; exit code 1 if one lived.
"""

from __future__ import annotations

from tests.breaking import Fault, tell

LEARN = ("tests/learn/test_wager.py", "tests/learn/test_rejections.py", "tests/learn/test_funnel.py",
         "tests/learn/test_columns_of.py")  # fmt: skip
STORE = ("tests/store/test_proposals.py", "tests/store/test_past_rounds.py", "tests/store/test_computations.py")
FAULTS = (
    Fault(
        verb="why_not",
        hurts="a lead given back counts in the week after",
        was="- (monday - EPOCH_DAY).days) // 7",
        becomes="- (monday - EPOCH_DAY).days - 7) // 7",
        place="batonpass/learn/why_not.py",
        suites=LEARN,
    ),
    Fault(
        verb="why_not",
        hurts="the first week counts days that were not asked for",
        was="first, last = max(monday, span.first),",
        becomes="first, last = monday,",
        place="batonpass/learn/why_not.py",
        suites=LEARN,
    ),
    Fault(
        verb="drawn",
        hurts="what was agreed is drawn for the other side",
        was='agreed.of_sales("first_touch")',
        becomes="agreed.accepted",
        place="batonpass/web/reports/drawn.py",
        suites=("tests/web/test_reports.py",),
    ),
    Fault(
        verb="wager",
        hurts="every look is a new chance of a false alarm",
        was="mark = 2 / risk",
        becomes="mark = 0.1 / risk",
        place="batonpass/learn/wager.py",
        suites=LEARN,
    ),
    Fault(
        verb="watched",
        hurts="young leads ring the drift alarm, for a no comes sooner than a yes",
        was="at = arrived + _age(",
        becomes="at = now + 0 * _age(",
        place="batonpass/learn/watched.py",
        suites=LEARN,
    ),
    Fault(
        verb="maturity",
        hurts="the quick of the young make every wait look short",
        was='- np.searchsorted(ages, at, side="left")',
        becomes="- 0",
        place="batonpass/learn/maturity.py",
        suites=LEARN,
    ),
    Fault(
        verb="rejections",
        hurts="the trip-wire trips on the share that was agreed",
        was="self.rate.rate is not None and self.rate.rate > wire",
        becomes="self.rate.rate is not None and self.rate.rate >= wire",
        place="batonpass/learn/rejections.py",
        suites=LEARN,
    ),
    Fault(
        verb="columns_of",
        hurts="leads that were won were never an opportunity",
        was="at = np.where(at != NEVER, at, rounds.arrays",
        becomes="at = np.where(at == at, at, rounds.arrays",
        place="batonpass/learn/columns_of.py",
        suites=LEARN,
    ),
    Fault(
        verb="funnel",
        hurts="a month nobody can judge is called mature",
        was="(days := mature.get(step)) is None or",
        becomes="(days := mature.get(step)) is not None and",
        place="batonpass/learn/funnel.py",
        suites=LEARN,
    ),
    Fault(
        verb="past_rounds",
        hurts="what was learned later is in the handoff",
        was="PastRound(handed=handed, ended=ended, handed_at=at,",
        becomes="PastRound(handed=ended, ended=ended, handed_at=at,",
        place="batonpass/store/past_rounds.py",
        suites=STORE,
    ),
    Fault(
        verb="outcome",
        hurts="an open opportunity converted until the day it is lost, and taught the points otherwise after it",
        was="        return qualified",
        becomes="        return False",
        place="batonpass/learn/outcome.py",
        suites=("tests/learn/test_outcome.py", "tests/store/test_second_rounds.py"),
    ),
    Fault(
        verb="proposals",
        hurts="a mail leads to a page on which the proposal does not stand",
        was='"/rejections#proposal-{}"',
        becomes='"/calibration#proposal-{}"',
        place="batonpass/store/proposals.py",
        suites=STORE,
    ),
    Fault(
        verb="proposals",
        hurts="the second answer silently replaces the first",
        was="where id = $1 and state = 'open'",
        becomes="where id = $1",
        place="batonpass/store/proposals.sql",
        suites=STORE,
    ),
)


if __name__ == "__main__":
    tell(FAULTS)
