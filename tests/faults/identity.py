"""Would the tests notice a fault in who is who? Each is put into a copy of the tree and named with its test.

Run by hand: `python -m tests.faults.identity`; exit code 1 if one lived.
"""

from __future__ import annotations

from tests.breaking import Fault, tell

PURE = ("tests/handoff/test_person.py", "tests/handoff/test_verified.py", "tests/handoff/test_match.py")
JUDGED = ("tests/web/test_merges_judged.py",)
STORED = ("tests/web/test_merges.py", "tests/web/test_matches.py")
TOLD = ("tests/handoff/test_merged_told.py",)


FAULTS = (
    Fault(
        place="handoff/joined_news.py",
        hurts="a merge promises an answer that nobody hears of",
        was="if promised or (",
        becomes="if (",
        suites=TOLD,
    ),
    Fault(
        place="handoff/joined_news.py",
        hurts="what waits for the morning is lost with the lead that is gone",
        was="    elif elsewhere and lead.owner and lead.owner != by:",
        becomes="    elif False:",
        suites=TOLD,
    ),
    Fault(
        place="handoff/merge.py",
        hurts="a merge loses what the other did",
        was="lead.activities + other.activities",
        becomes="lead.activities",
        suites=STORED,
    ),
    Fault(
        place="handoff/merge.py",
        hurts="the laxer promise goes on",
        was="-lead.clock.due_at.timestamp()",
        becomes="lead.clock.due_at.timestamp()",
        suites=STORED,
    ),
    Fault(
        place="handoff/joining.py",
        hurts="what came in between goes to the wrong lead",
        was="side = other.id if fact.person in theirs else lead.id",
        becomes="side = lead.id",
        suites=STORED,
    ),
    Fault(
        place="store/merge.py",
        hurts="a moved promise rings on two leads",
        was="await connection.execute(SQL.drop_clocks, *_moved(pair, both))",
        becomes="_moved(pair, both)",
        suites=STORED,
    ),
    Fault(
        place="store/met.py",
        hurts="later submissions reach a lead that is gone",
        was='ids = {row["person"]: row["merged_into"] for row in rows if row["merged_into"]}',
        becomes="ids = {}",
        suites=STORED,
    ),
    Fault(
        place="handoff/verified.py",
        hurts="a stranger overwrites a verified value",
        was="theirs = vouches(before.by)",
        becomes="theirs = ours",
        suites=PURE,
    ),
    Fault(
        place="handoff/verified.py",
        hurts="any door of a similar name vouches",
        was='door.partition("/")[0] in VOUCHED',
        becomes="any(door.startswith(one) for one in VOUCHED)",
        suites=PURE,
    ),
    Fault(
        place="handoff/identify.py",
        hurts="free mail gets an account by what it claims",
        was="if domain in directory.free_mail:",
        becomes="if False:",
        suites=PURE,
    ),
    Fault(
        place="handoff/person.py",
        hurts="dots tell people apart at Gmail",
        was='local.replace(".", "")',
        becomes="local",
        suites=PURE,
    ),
    Fault(
        place="handoff/person.py",
        hurts="tags of any company are dropped unasked",
        was="(tags_everywhere or domain in TAGGED)",
        becomes="True",
        suites=PURE,
    ),
    Fault(
        place="handoff/match.py",
        hurts="one of two accounts of a name is taken",
        was="if len(accounts) > 1:",
        becomes="if False:",
        suites=PURE,
    ),
    Fault(
        place="handoff/match.py",
        hurts="the same name in another country is taken",
        was="country != account.country:",
        becomes="False:",
        suites=PURE,
    ),
    Fault(
        place="store/match.py",
        hurts="a declined match is asked again",
        was="await connection.execute(SQL.remember, _memory(lead, with_domain=same), account.domain, same, by)",
        becomes="pass",
        suites=STORED,
    ),
    Fault(
        place="handoff/merge.py",
        hurts="a merge brings back whom sales gave up",
        was="    if lead.ended_at:",
        becomes="    if False:",
        suites=JUDGED,
    ),
    Fault(
        place="handoff/joining.py",
        hurts="what a merge alone made ready stays so",
        was="        _unborn(walks[0], by=by)",
        becomes="        pass",
        suites=JUDGED,
    ),
    Fault(
        place="handoff/joining.py",
        hurts="work on what a merge made ready is thrown away",
        was="    return not any(by_hand)",
        becomes="    return True",
        suites=JUDGED,
    ),
    Fault(
        place="handoff/notify.py",
        hurts="a customer speaks to somebody who has left",
        was="    if kind in HEARD_IN_PLACE:",
        becomes="    if False:",
        suites=("tests/handoff/test_notify.py",),
    ),
    Fault(
        place="handoff/joining.py",
        hurts="the middle of a chain of merges stays dead",
        was='Merged, MergedAway, Unmerged)\n"""Facts',
        becomes='Merged, Unmerged)\n"""Facts',
        suites=JUDGED,
    ),
    Fault(
        place="store/match.py",
        hurts="who gave a number alone is nobody's twin",
        was='if not number.startswith("+"):',
        becomes='if not number.startswith("+") or not lead.value("email"):',
        suites=STORED[1:],
    ),
)


if __name__ == "__main__":
    tell(FAULTS)
