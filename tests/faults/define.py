"""Would the tests notice a fault in marketing's half? Each is put into a copy of the tree and named with its test.

Run by hand: `python -m tests.faults.define`; exit code 1 if one lived.
"""

from __future__ import annotations

from tests.breaking import Fault, tell

SCORED = ("tests/handoff/test_score.py", "tests/handoff/test_gains.py")

FAULTS = (
    Fault(
        place="handoff/score.py",
        hurts="points fade as of when something was done, not as of the instant asked about",
        was="halvings = (at - when) / signal.half_life",
        becomes="halvings = (when - when) / signal.half_life",
        suites=SCORED,
    ),
    Fault(
        place="handoff/score.py",
        hurts="a cap lets one too many in",
        was="if near < signal.times:",
        becomes="if near <= signal.times:",
        suites=SCORED,
    ),
    Fault(
        place="handoff/score.py",
        hurts="the order in which acts arrived changes the score",
        was="latest = sorted(times, reverse=True)",
        becomes="latest = times",
        suites=SCORED,
    ),
    Fault(
        place="handoff/score.py",
        hurts="what will be done in the future counts today",
        was="if done.signal in model.signals and done.at <= at:",
        becomes="if done.signal in model.signals:",
        suites=SCORED,
    ),
    Fault(
        place="handoff/condition/run.py",
        hurts="unknown is taken for false, so its opposite holds",
        was="return None if value is None else not value",
        becomes="return not value",
        suites=("tests/handoff/test_condition_laws.py", "tests/handoff/test_condition_oracle.py"),
    ),
    Fault(
        place="handoff/merge.py",
        hurts="a merge loses what the other did",
        was="lead.activities + other.activities",
        becomes="lead.activities",
        suites=("tests/web/test_merges.py",),
    ),
    Fault(
        place="handoff/bands.py",
        hurts="a score that falls a little throws a lead out of its band",
        was="still = _still(scored, definition)",
        becomes="still = now",
        suites=("tests/handoff/test_bands.py", "tests/handoff/test_qualify.py"),
    ),
    Fault(
        place="handoff/gains.py",
        hurts="advice promises points that a cap does not give",
        was="[*had, *[at] * times], at)) - now",
        becomes="[*had, *[at] * times], at))",
        suites=SCORED,
    ),
    Fault(
        place="handoff/gains.py",
        hurts="advice asks for more than is enough",
        was="bisect_left(offer.gains, needed) + 1",
        becomes="bisect_left(offer.gains, needed) + 2",
        suites=SCORED,
    ),
    Fault(
        place="handoff/nearly.py",
        hurts="a rule two clauses away is said to lack only one",
        was='                if only:\n                    return ""\n',
        becomes="",
        suites=("tests/handoff/test_explain.py",),
    ),
    Fault(
        place="handoff/qualify.py",
        hurts="who has no budget is called again as soon as who was early",
        was="waits.get(why) or waits.get",
        becomes="waits.get",
        suites=("tests/handoff/test_qualify.py",),
    ),
    Fault(
        place="learn/many/qualify.py",
        hurts="a plan does not know how long a reason lets a lead rest",
        was="if not playbook.waits:",
        becomes="if True:",
        suites=("tests/learn/test_many_judged.py",),
    ),
    Fault(
        place="learn/many/qualify.py",
        hurts="a plan takes who never was with sales for somebody who was given back",
        was="np.where(finished & ~never, many.stage, low)",
        becomes="np.where(finished, many.stage, low)",
        suites=("tests/learn/test_many_judged.py",),
    ),
    Fault(
        place="connectors/dealt.py",
        hurts="a deal that was won stays open",
        was="return stages.get(theirs) or USUAL.get(theirs, OPEN)",
        becomes="return stages.get(theirs, OPEN)",
        suites=("tests/web/test_hook_deals.py",),
    ),
    Fault(
        place="store/reviewers.py",
        hurts="all of marketing hears of what one person looks at",
        was="if policy is None or policy.people:",
        becomes="if policy is None:",
        suites=("tests/web/test_reviews.py",),
    ),
    Fault(
        place="web/act_link/page.py",
        hurts="who left marketing still lets leads go by an old mail",
        was="in REVIEWS and not await may_review",
        becomes="in REVIEWS and await may_review",
        suites=("tests/web/test_reviews.py",),
    ),
    Fault(
        place="web/slack/page.py",
        hurts="who left marketing still lets leads go by an old button in Slack",
        was="not in REVIEWS or await may_review",
        becomes="not in REVIEWS or not await may_review",
        suites=("tests/web/test_slack.py",),
    ),
    Fault(
        place="tongue/heard.py",
        hurts="a German reads why a lead is theirs in English",
        was="said = _whole(text, _sentences()) or _parts(text)",
        becomes="said = _parts(text)",
        suites=("tests/web/test_german.py",),
    ),
    Fault(
        place="tongue/heard.py",
        hurts="what a lead wrote is translated where a form happens to fit",
        was="        if all_known:\n            return said",
        becomes="        return said",
        suites=("tests/web/test_german.py",),
    ),
)


if __name__ == "__main__":
    tell(FAULTS)
