"""Would the tests notice a fault in which past leads are learned from, or in how a file that holds none is refused?

Run by hand: `python -m tests.faults.past`; exit code 1 if one lived.
"""

from __future__ import annotations

from tests.breaking import Fault, tell

ONCE, REFUSED = "tests/written/test_outcomes.py", "tests/run/test_refusals.py"


def fault(place: str, suite: str, hurts: str, *change: str) -> Fault:
    was, becomes = change
    return Fault(hurts=hurts, was=was, becomes=becomes, place=place, suites=(suite,))


FAULTS = (
    fault(
        "written/outcome_doubles.py", ONCE, "a lead that stands twice counts twice",
        "lead = held[0][1] if held else place", "lead = place",
    ),
    fault(
        "written/outcome_doubles.py", ONCE, "of a doubled lead the first row counts, whatever the others say",
        "used[lead] = place\n", "pass\n",
    ),
    fault(
        "written/outcome_doubles.py", ONCE, "rows that disagree on what became of a lead are not told",
        "differ.add(lead)", "pass",
    ),
    fault(
        "written/outcomes.py", ONCE, "capital letters make another lead of an address",
        "email and normal_email(email)", "email",
    ),
    fault("written/outcomes.py", ONCE, "a file without a lead is taken", "    _some(file, past, left_out)\n", ""),
    fault(
        "written/readable.py", REFUSED, "a pipe that nobody writes is waited for",
        "if S_ISREG(mode) or", "if True or S_ISREG(mode) or",
    ),
    fault(
        "written/csv_file.py", REFUSED, "half a file that is being written is taken for the whole",
        "if size != file.size:", "if size < 0:",
    ),
    fault(
        "run/commands/__init__.py", REFUSED, "letters that are none end in a traceback",
        "            _readable(typed)\n", "",
    ),
    fault(
        "store/world.py", "tests/store/test_playbooks.py", "what is asked of new texts since is told to nobody",
        "tuple(str(one) for one in _read_once(text).warnings) if text else ()", "()",
    ),
    fault(
        "store/play_back.py", "tests/run/test_backup.py", "of a backup cut short the line of a script is told",
        "reversed(ended) if reader_first else ended", "ended",
    ),
    fault(
        "learn/columns_of.py", "tests/learn/test_columns_of.py", "a deal that is open counts as won",
        'np.where(rounds.arrays["won_at"] != NEVER, rounds.arrays["amount"], np.nan)', 'rounds.arrays["amount"]',
    ),
    fault(
        "learn/columns_of.py", "tests/learn/test_columns_of.py", "euros and dollars are added up",
        "won[told & (money == code)]", "won[told]",
    ),
    fault(
        "learn/audit/money.py", "tests/learn/audit/test_money.py", "an audit lays euros and dollars together",
        "if len(several := _currencies(leads)) > 1:", "if len(several := _currencies(leads)) > 9:",
    ),
    fault(
        "written/outcomes.py", ONCE, "a decimal comma makes revenue a thousandth",
        "if DECIMAL_COMMA.fullmatch(bare) or", "if not bare or",
    ),
    fault(
        "learn/columns_of.py", "tests/learn/test_columns_of.py", "a month in which no lead came is passed over",
        "for n in range(len(counts))\n", "for n in np.flatnonzero(counts).tolist()\n",
    ),
    fault(
        "learn/audit/cohorts.py", "tests/learn/audit/test_cohorts.py", "an audit passes a month without leads over",
        "found.get(month, frame.clear())) for month in months]", "found[month]) for month in months if month in found]",
    ),
    fault(
        "store/world.py", "tests/store/test_playbooks.py", "without a playbook in force a command ends in a traceback",
        "    if text is None:\n        raise none_in_force()\n", "",
    ),
    fault(
        "run/report_told.py", "tests/run/test_report_told.py", "a sum of money is told as 2.76e+5",
        'case "money":', 'case "no money":',
    ),
    fault(
        "learn/calibrate.py", "tests/learn/test_calibrate.py", "of a rule nobody has the leads say two million",
        "if self.leads < APPLIES_LEAST:", "if self.leads < 0:",
    ),
)  # fmt: skip


if __name__ == "__main__":
    tell(FAULTS)
