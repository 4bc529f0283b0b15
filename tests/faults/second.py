"""Would the tests notice a fault in the second handoff? Each is put into a copy of the tree.

Run by hand: `python -m tests.faults.second`; exit code 1 if one lived.
"""

from __future__ import annotations

from tests.breaking import Fault, tell


def fault(room: str, hurts: str, was: str, becomes: str) -> Fault:
    suites = tuple(f"tests/handoff/test_{name}.py" for name in ("second", "second_days", "take_back"))
    return Fault(verb=room, hurts=hurts, was=was, becomes=becomes, place=f"batonpass/handoff/{room}.py", suites=suites)


FAULTS = (
    fault("checklist", "what nobody knows counts as a yes", "elif holds is None:", "elif False:"),
    fault("checklist", "unknown is an answer", "if one.value != UNKNOWN}}", "}}"),
    fault(
        "second_handoff",
        "the SDR's clock runs on while others decide",
        "            walk.keep(stand_still(clock, setting))",
        "            pass",
    ),
    fault(
        "pledges_second",
        "what comes back begins anew",
        "due_at = _later_by(due_at, since, setting.at, hours)",
        "due_at = local_days_later(setting.at, clock.days.count, hours)",
    ),
    fault(
        "fold/clock",
        "who takes over what came back gets fewer days",
        "days=fact.days,\n        no_later=fact.no_later,\n        held_steps=()",
        "days=None,\n        no_later=fact.no_later,\n        held_steps=()",
    ),
    fault("pledges_second", "what comes back late breaks again", "steps=() if broken else lay(", "steps=lay("),
    fault("answer_second", "every reason gives the time again", "if resumed and fresh:", "if resumed:"),
    fault("answer_second", "a note is taken twice", "if _done_already(walk.lead, request):", "if False:"),
    fault("answer_second", "anybody takes over", "    must_own(walk.lead, request.by, setting)\n", ""),
    fault(
        "moves",
        "SDRs get what an account executive leaves",
        "if onward is None or not is_executives(lead):",
        "if True:",
    ),
    fault("rang", "the late account executive keeps it", "and not asked:", "or asked:"),
    fault("rang", "only the manager hears after fourteen days", "if step.promise in OWNER_TOO:", "if False:"),
    fault("moves", "an SDR claims back what they handed over", "    must_not_claim(lead, rep.id, people)\n", ""),
    fault("moves", "an SDR takes back what they handed over", "    must_not_take_back(lead, request, people)\n", ""),
    fault(
        "take_back", "what was called back waits for an answer still", "ends = is_asked(lead) and", "ends = False and"
    ),
    fault(
        "owner_lost",
        "who stands in gets back what they handed over",
        "    if to == handed_by(walk.lead):\n",
        "    if False:\n",
    ),
    fault("dispose", "a word converts past the second handoff", "if setting.playbook.second and", "if False and"),
    Fault(
        verb="absences",
        hurts="who goes on leave keeps what they were asked to take",
        was="promise in ('first_touch', 'ae_accept')",
        becomes="promise in ('first_touch')",
        place="batonpass/store/absences.sql",
        suites=("tests/whole/test_second.py",),
    ),
    Fault(
        verb="brief_read",
        hurts="a brief opened on Monday says just now of Friday",
        was="    lines = brief(lead, setting).lines",
        becomes="    lines = lead.brief",
        place="batonpass/handoff/brief_read.py",
        suites=("tests/handoff/test_brief_read.py",),
    ),
    Fault(
        verb="news",
        hurts="a mail that an outage held up says just now",
        was="lines_later(effect.lines, written=written, read=now) if written else effect.lines",
        becomes="effect.lines",
        place="batonpass/connectors/email/news.py",
        suites=("tests/connectors/test_render_words.py",),
    ),
    Fault(
        verb="pressing",
        hurts="what an account executive is asked to take over is not to be accepted",
        was=" or is_asked(self.lead)",
        becomes="",
        place="batonpass/web/inbox/pressing.py",
        suites=("tests/web/test_second_pages.py",),
    ),
)


if __name__ == "__main__":
    tell(FAULTS)
