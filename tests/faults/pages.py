"""Would the tests notice a fault in what the pages of the people at work show? Each is put into a copy of the tree.

Run by hand: `python -m tests.faults.pages`; exit code 1 if one lived.
"""

from __future__ import annotations

from tests.breaking import Fault, tell


def fault(place: str, suite: str, hurts: str, *change: str) -> Fault:
    where, (was, becomes) = f"batonpass/{place}", change
    return Fault(verb="pages", hurts=hurts, was=was, becomes=becomes, place=where, suites=(f"tests/{suite}",))


CHOICE = "web/test_inbox_choice.py"
FAULTS = (
    fault("web/inbox/pressing.py", CHOICE, "an accepted lead is to accept", "is Stage.MQL", "is not Stage.NEW"),
    fault("web/inbox/narrowed.py", CHOICE, "counts forget the other choices", "choice, but=name)", 'Choice(), but="")'),
    fault(
        "web/inbox/narrowed.py",
        CHOICE,
        "nobody hears of late leads",
        "late_left_out=sum(",
        "late_left_out=0 * sum(",
    ),
    fault("web/inbox/choice.py", CHOICE, "an address shows one's own", "if not NAMES & said.keys():", "if True:"),
    fault(
        "web/inbox/choice.py",
        CHOICE,
        "a choice holds for one page",
        "request.cookies.get(COOKIE",
        'request.cookies.get("none"',
    ),
    fault(
        "web/inbox/view.py",
        CHOICE,
        "an open lead counts among all",
        "if self.chosen.choice.narrows else",
        "if False else",
    ),
    fault("web/parts/reported.py", "web/test_reported.py", "no time reads as less", "> -LEAST_TOLD", "> 0"),
    fault(
        "web/parts/report.html",
        "web/test_reported.py",
        "an empty table is shown",
        "if one.labels and one.series and not one.empty %}",
        "if true %}",
    ),
    fault("web/parts/tabled.html", "web/test_reported.py", "a last column is cut", "> 7 %}", "> 9 %}"),
    fault(
        "web/privacy/page.py",
        "web/test_privacy.py",
        "instants of a machine",
        "if AN_INSTANT.full",
        "if not AN_INSTANT.full",
    ),
    fault("web/parts/traces.py", "web/test_people.py", "the end comes first", "name in IN_ORDER if", "name in () if"),
    fault("web/parts/rules.py", "web/test_words.py", "rules go by their codes", "rule.says)", "rule.name)"),
)

if __name__ == "__main__":
    tell(FAULTS)
