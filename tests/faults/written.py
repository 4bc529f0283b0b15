"""Would the tests notice that a playbook is read otherwise than it was written? Each fault is put into a copy.

Run by hand: `python -m tests.faults.written`; exit code 1 if one lived.
"""

from __future__ import annotations

from tests.breaking import tell
from tests.faults.hard import fault

FAULTS = (
    fault(
        "written/lint.py",
        "written/test_lint.py",
        "points count twice where a narrow band stands between two that overlap",
        "(one for one in before if",
        "(one for one in before[-1:] if",
    ),
    fault(
        "written/broken.py",
        "written/test_broken.py",
        "a threshold is blamed for what a disqualifier did",
        "return checked.rule or _ground",
        "return _ground",
    ),
    fault(
        "written/unlike.py",
        "written/test_in_words.py",
        "who signs is not told of a change to one of two rungs of one name",
        "seen[place] += 1",
        "seen[place] += 0",
    ),
    fault(
        "written/in_words.py",
        "written/test_in_words.py",
        "who signs is not told that a closed pool passes its leads on",
        "        yield from _off_shift(rung.name, rung.target)\n",
        "",
    ),
    fault(
        "written/lint.py",
        "written/test_lint.py",
        "a cadence or a brief that no lead ever gets is put in force",
        "if other is None or (when",
        "if False and (when",
    ),
    fault(
        "written/lint.py",
        "written/test_lint.py",
        "a cadence for some tiers hides those for others",
        "not wide.tiers or (bool",
        "True or (bool",
    ),
    fault(
        "written/commitments.py",
        "written/test_commitments.py",
        "sales promises a share of plans that nobody has",
        '"cadence" in sales and not',
        "False and not",
    ),
    fault(
        "written/people.py",
        "written/test_load.py",
        "a longer list of free-mail domains puts a playbook out of force",
        "check_domain(domain.lower(), since)",
        "check_domain(domain.lower(), here)",
    ),
    fault(
        "written/outcomes.py",
        "written/test_outcomes.py",
        "the dot of kr. makes revenue a fraction",
        'SHORTENED.sub("", text)',
        "text",
    ),
)


if __name__ == "__main__":
    tell(FAULTS)
