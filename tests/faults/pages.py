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
        "web/privacy/rows.py",
        "web/test_privacy.py",
        "instants of a machine",
        "AN_INSTANT.fullmatch(text) is not None",
        "AN_INSTANT.fullmatch(text) is None",
    ),
    fault("web/parts/traces.py", "web/test_people.py", "the end comes first", "name in IN_ORDER if", "name in () if"),
    fault("web/parts/rules.py", "web/test_words.py", "rules go by their codes", "rule.says)", "rule.name)"),
    fault(
        "web/lead/follow_up.py",
        "web/test_follow_up_page.py",
        "a planned touch is logged by its word",
        "kind=step.kind",
        "kind=told",
    ),
    fault("web/lead/ladder.py", "web/test_lead.py", "a late bar stays green", "min(passed, LATE_MOST)", "0"),
    fault("web/lead/cards.py", "web/test_lead.py", "who wants no calls is called", "and not unwanted(lead, kind)", ""),
    fault(
        "web/lead/page.py", "web/test_lead.py", "a door is closed to who gave away", "and reader.sees(held.lead)", ""
    ),
    fault("web/parts/numbers.py", "web/test_numbers.py", "a comma is no cents", 'text.rfind(",") >', "-2 >"),
    fault(
        "web/parts/not_done.py", "web/test_written.py", "others write on our pages", "not same_origin(request)", "False"
    ),
    fault("web/parts/not_done.py", "web/test_written.py", "a password is shown", "and name not in secret", ""),
    fault("web/static/drafts.js", "web/test_written.py", "nothing is brought back", "if (!draft ||", "if (true ||"),
    fault(
        "web/static/drafts.js",
        "web/test_written.py",
        "what was sent comes back",
        "if (arrived) session",
        "if (0) session",
    ),
    fault(
        "web/board/page.py", "web/test_board.py", "a leave to come is told as begun", 'state == "away"', 'state != ""'
    ),
    fault(
        "web/parts/clocks.py", "web/test_paused.py", "what is paused is told as late", "_at is not None:", "_at == 0:"
    ),
)

if __name__ == "__main__":
    tell(FAULTS)
