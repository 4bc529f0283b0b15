"""Would the tests notice a fault in how leads are followed up? Each is put into a copy of the tree.

Run by hand: `python -m tests.faults.cadence`; exit code 1 if one lived.
"""

from __future__ import annotations

from tests.breaking import Fault, tell

TOLD = (
    "cadence",
    "following",
    "standing",
    "wanted",
    "rest",
    "asked",
    "follow_corners",
    "follow_ends",
    "customer",
    "touch_back",
    "heard",
    "answered",
    "rounds",
)
LAWS = tuple(f"tests/handoff/test_{name}.py" for name in TOLD)


def fault(file: str, hurts: str, was: str, becomes: str) -> Fault:
    return Fault(verb=file, hurts=hurts, was=was, becomes=becomes, place=f"batonpass/handoff/{file}.py", suites=LAWS)


FAULTS = (
    fault("cadence", "a holiday in July moves a touch by days", "bool(running.away_seconds)", "False"),
    fault(
        "cadence",
        "a step opens on a Sunday",
        "return next_open(max(start, midnight(start, after.days, hours)), hours)",
        "return max(start, midnight(start, after.days, hours))",
    ),
    fault(
        "cadence",
        "a step of day 4 opens on day 3",
        "midnight(start, after.days, hours)",
        "midnight(start, after.days - 1, hours)",
    ),
    fault(
        "cadence",
        "a hand-over buys time",
        "opens_at, due_at = min(fresh[0], step.due_at), min(fresh[1], step.due_at)",
        "opens_at, due_at = fresh",
    ),
    fault(
        "cadence",
        "a touch of today does the step of next week",
        "return at < midnight(step.opens_at, 0, hours)",
        "return False",
    ),
    fault("cadence", "a step rings at its due instant", "s.due_at < at", "s.due_at <= at"),
    fault("wishes", "refused channels are used", "if _said(lead, name) in NO)", "if False)"),
    fault(
        "cadence",
        "any number of touches is enough",
        "needed, made = min(running.least, len(wanted))",
        "needed, made = min(0, len(wanted))",
    ),
    fault(
        "following",
        "a reply does not end the plan",
        '    _end(walk, "reply", because=because, waits_for=ANSWER, heard_at=fact.at)',
        "    _finish(walk)",
    ),
    fault(
        "following",
        "accepting begins a second plan",
        "    if running and running.cycle == lead.cycle:\n",
        "    if running and running.cycle > lead.cycle:\n",
    ),
    fault(
        "following",
        "a reminder leaves after the end",
        "    walk.withdraw(FOLLOW_UP)\n\n\ndef _until",
        "\n\ndef _until",
    ),
    fault(
        "following",
        "a meeting agreed on after a reply is nobody's concern",
        "if running.meets and CALLED_OFF",
        'if running.ended == "meeting" and CALLED_OFF',
    ),
    fault("following", "what was said long ago ends a plan", "fact.at < since - AHEAD_MOST", "False"),
    fault(
        "path",
        "a hand raised in work is promised nothing",
        "        walk.keep(pledge)\n\n\ndef _answer",
        "        pass\n\n\ndef _answer",
    ),
    fault("answer", "a touch before they asked answers them", "fact.at >= asked.started_at", "True"),
    fault("path", "points that come during a rest are forgotten", "    rests(walk, case, verdict)\n", ""),
    fault("path", "who came back is looked at for having rested", "    rests_no_more(walk)\n    follow", "    follow"),
    fault("following", "what is allowed again stays left out", "        walk.keep(again)\n", ""),
    fault("cadence", "what is over is chased", " and fresh[n - 1][1] > setting.at]", "]"),
    fault("following", "reps are asked for what they paused", "    stand_still(walk)\n", ""),
    fault("standing", "a pause gives no time back", "if stood else _same(step)", "if not stood else _same(step)"),
    fault("standing", "who writes is away still", "because=WROTE))", "because=WROTE)) if False else None"),
    fault("standing", "who is away is told of at every reply", "running.still_until == until", "False"),
    fault(
        "following",
        "an outcome is asked for before the meeting",
        "if ended == MEETING or running.meets else",
        "if ended == MEETING else",
    ),
    fault(
        "following",
        "a reply that was answered before we heard of it waits for an answer",
        "running.touched_at > fact.at",
        "running.touched_at > walk.setting.at",
    ),
    fault(
        "following",
        "an answer told late is none",
        "(running.heard_at or running.ended_at)",
        "running.ended_at",
    ),
    fault(
        "following",
        "days of who had the lead before count",
        "            walk.keep(cadence.in_hours_of(lead, setting))",
        "            pass",
    ),
    fault(
        "qualify",
        "a customer's raised hand is nobody's",
        "if lead.stage is Stage.WON and (anew := _asked_as_customer(case)):",
        "if anew := None:",
    ),
    fault("path", "a customer's request goes to a stranger", "of_customer(walk.lead, setting) or ", ""),
    fault(
        "lead",
        "a request that sales gave back makes a customer none",
        "return Stage.WON if self.customer and stage not in OPEN and stage is not Stage.MERGED else stage",
        "return stage",
    ),
    fault("retain", "a customer who asks is a prospect", "lead.customer or lead.stage", "lead.stage"),
    fault("merge", "a merge loses what a customer asked for", " and lead.stage is not Stage.WON:", ":"),
    fault("deal", "a CRM's word for customers wins what they ask", "(request.by != CRM or", "(request.by or"),
    fault("deal", "a deal of years ago wins what is asked now", "deal_id in second_of(lead).past", "deal_id is None"),
    Fault(
        hurts="points bring back whom sales disqualified",
        verb="qualify",
        was="    if lead.stage is Stage.DISQUALIFIED:\n        return True\n",
        becomes="",
        suites=("tests/handoff/test_qualify.py",),
    ),
    Fault(
        hurts="who was called since they asked is to be called again, for they turned out to be two leads",
        verb="merge",
        was="made.at > promise.started_at and not made.earlier",
        becomes="False",
        suites=("tests/handoff/test_promised_too.py",),
    ),
    fault("merge", "calls to a twin make a lead silent", "_besides(lead.follow_up, other.touches)", "lead.follow_up"),
    Fault(
        hurts="an absence counts as an answer",
        place="written/mail.py",
        was="if _says_away(head):",
        becomes="if False:",
        suites=("tests/store/test_mail_meaning.py",),
    ),
    Fault(
        hurts="one automatic reply keeps a processor busy for minutes",
        place="written/mail.py",
        was="part.content[:TEXT_MOST]",
        becomes="part.content",
        suites=("tests/store/test_mail_meaning.py",),
    ),
    Fault(
        hurts="what is over is refused as nobody's",
        verb="touch",
        was="if lead.stage not in (Stage.MQL, Stage.SAL):",
        becomes="if False:",
        suites=("tests/handoff/test_dispose.py",),
    ),
    fault("answered", "who answers Ana is Bruno's", ", first=of_answer(said.by, setting)", ""),
    fault("answered", "an old answer is a new one", "(request.at or setting.at) > ended", "setting.at > ended"),
    fault("round_facts", "a round an answer began came weeks before", "    Replied: _replied,\n", ""),
    fault("following", "a call before the claim is asked for again", "for made in lead.made:", "for made in ():"),
    fault(
        "following",
        "who booked a meeting is called four times",
        "if last and last.signal in plan.meetings:",
        "if last is None:",
    ),
    fault("following", "a call before an undoing is asked for again", "    f.Undone: _taken_back,\n", ""),
    fault("following", "an answer that came back is one", "    TouchBounced: _bounced,\n", ""),
    fault("touch", "a touch told twice counts twice", "if request.at and (at,", "if not request and (at,"),
    fault("fold/touch", "a mail that came back was the last one", "plan.ended == FINISHED and", "not plan.ended and"),
    fault("fold/cadence", "touches before the claim count for nothing", " - len(lead.made))", ")"),
    fault("fold/cadence", "a late step is told again and again", "if n in late else s", "if n in () else s"),
    fault(
        "fold/__init__",
        "an undone rejection loses the plan",
        '"follow_up": was.follow_up,',
        '"follow_up": lead.follow_up,',
    ),
    fault("dispose", "anybody may call a lead silent early", "if request.by != _overrides(lead, people) or", "if"),
)


if __name__ == "__main__":
    tell(FAULTS)
