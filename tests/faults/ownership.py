"""Would the tests notice a lead that is the wrong person's, or told to nobody? Each is put into a copy of the tree.

Run by hand: `python -m tests.faults.ownership`; exit code 1 if one lived.
"""

from __future__ import annotations

from tests.breaking import Fault, tell

OWNERSHIP = "tests/handoff/test_ownership.py"


def fault(room: str, hurts: str, was: str, becomes: str) -> Fault:
    suites = (OWNERSHIP, "tests/handoff/test_rungs.py")
    return Fault(verb=room, hurts=hurts, was=was, becomes=becomes, place=f"batonpass/handoff/{room}.py", suites=suites)


FAULTS = (
    fault(
        "route_again",
        "what waits for an account executive is never routed again",
        "lead.stage in OPEN",
        'lead.stage == "MQL"',
    ),
    fault(
        "path",
        "only a look-up routes what waited",
        "    route_on(walk)\n",
        "    route_on(walk) if isinstance(fact, f.Learned) else None\n",
    ),
    fault("route_again", "another queue never gets its lead", "(routed.missing or routed.queue == lead.queue)", "True"),
    fault(
        "brief_anew",
        "the brief forgets what was found out",
        "    if handed_by(walk.lead):\n        walk.keep",
        "    if False:\n        walk.keep",
    ),
    fault(
        "rang",
        "an SDR gets the lead back that they handed over",
        "    avoid = not_for(lead)\n",
        "    avoid = NOBODY\n",
    ),
    fault(
        "moves",
        "who is on leave is given leads by hand",
        "if leave := leave_of(rep, setting):",
        "if (leave := leave_of(rep, setting)) and rep.available:",
    ),
    fault(
        "answer_second",
        "who is away hears that a lead came back",
        "walk.lead.owner or answers_for(walk.lead.queue, setting) if",
        "walk.lead.owner or sdr if",
    ),
    fault("answer_second", "what comes back at night waits for ever", "        if found.held:", "        if False:"),
    fault("escalate", "the last step is silent", "    if chosen is None:", "    if False:"),
    fault(
        "notify",
        "a queue without a manager waits in silence",
        "manager_of_queue(default, setting), *bosses, *people))",
        "manager_of_queue(default, setting), *bosses))",
    ),
    fault(
        "notify", "who has left is written to", "rep is None or not (rep.active or kind == ASKED_AGAIN)", "rep is None"
    ),
    fault(
        "notify",
        "a gap is told to a manager who is gone",
        "who = answers_for(setting.playbook.default_queue, setting)",
        "who = manager_of_queue(setting.playbook.default_queue, setting)",
    ),
    fault(
        "route",
        "one colleague hides all others",
        "setting.colleagues.get(domain, ())",
        "setting.colleagues.get(domain, ())[:1]",
    ),
    fault(
        "route",
        "an account stays its former owner's",
        "setting.directory.owner_of(account) if account else lead.account_owner",
        "lead.account_owner",
    ),
    fault(
        "available",
        "who stands in by the second leave is not asked",
        "longest.delegate or next((one.delegate for one in told if one.delegate), None)",
        "longest.delegate",
    ),
    fault(
        "available", "the first leave told counts, not the longest", "    if len(told) < 2:", "    if told or not told:"
    ),
    Fault(
        verb="turn",
        hurts="yesterday's lead given back makes room today",
        was="if had and seen == day:",
        becomes="if had:",
        place="batonpass/handoff/turn.py",
        suites=("tests/handoff/test_pools.py",),
    ),
    Fault(
        verb="absences",
        hurts="a feed that says nothing new is written every hour",
        was="if await _told_before(connection, source) == told:",
        becomes="if False:",
        place="batonpass/store/absences.py",
        suites=("tests/store/test_absences.py",),
    ),
    Fault(
        verb="owner_lost",
        hurts="who named somebody away is not told why another has the lead",
        was='because=f"{why_not}; {found.because}") if why_not else found)',
        becomes="because=found.because))",
        place="batonpass/handoff/owner_lost.py",
        suites=("tests/web/test_api_directory.py",),
    ),
    Fault(
        verb="ask_many",
        hurts="one lead about which nothing can be decided keeps hundreds from moving",
        was="except (CannotDecide, *UNWRITABLE) as error:",
        becomes="except ZeroDivisionError as error:",
        place="batonpass/store/ask_many.py",
        suites=("tests/web/test_moves.py",),
    ),
    Fault(
        verb="ask_many",
        hurts="who holds a lead that nobody can read cannot leave",
        was="except (*UNWRITABLE, CannotDecide) as error:",
        becomes="except ZeroDivisionError as error:",
        place="batonpass/store/ask_many.py",
        suites=("tests/store/test_readable.py",),
    ),
    Fault(
        verb="match",
        hurts="twins that come to no answer hold up all after them",
        was='        since = rows[-1]["id"]\n',
        becomes="        break\n",
        place="batonpass/store/match.py",
        suites=("tests/store/test_readable.py",),
    ),
    fault("available", "a leave without an end stops routing", "min(leave.last, FOR_EVER)", "leave.last"),
    fault(
        "joining",
        "what a guest sent stays with their host",
        "_without_guests([*dropwhile(_of_the_merge, since)])",
        "[*dropwhile(_of_the_merge, since)]",
    ),
    Fault(
        verb="held",
        hurts="the second ladder knows no colleagues",
        was="(*playbook.routing, *onward)",
        becomes="playbook.routing",
        place="batonpass/store/held.py",
        suites=(OWNERSHIP,),
    ),
    Fault(
        verb="handed_on",
        hurts="the summary goes to a manager who is away",
        was="who_hears(manager, setting)[0] if manager else None",
        becomes="manager",
        place="batonpass/store/handed_on.py",
        suites=("tests/store/test_left_out.py",),
    ),
    Fault(
        verb="absences",
        hurts="an account executive who hands on keeps what waits for their answer",
        was="promise in ('ae_accept', 'first_touch')",
        becomes="promise = 'first_touch'",
        place="batonpass/store/absences.sql",
        suites=("tests/store/test_absences.py",),
    ),
)

ICS = "batonpass/connectors/leave/ics.py"
CALENDARS = tuple(
    Fault(verb="ics", hurts=hurts, was=was, becomes=becomes, place=ICS, suites=("tests/connectors/test_leave_feed.py",))
    for hurts, was, becomes in (
        ("an hour is lost over the clock change", "end = start + length  #", "end = start.astimezone(UTC) + length  #"),
        ("days told one by one are working days", "return [start, *beside]", "return [start]"),
        ("who said no to a day out is away on it", "_counts(event) and not _declined(event, theirs)", "_counts(event)"),
        ("who is asked is found by the address alone", '_address(str(attendee.params.get("EMAIL", "")))', '""'),
        (
            "one broken event spoils all",
            "    except UNREADABLE:\n        wrong.append",
            "    except ZeroDivisionError:\n        wrong.append",
        ),
        ("a day left out is kept", " and one.date() not in days_out", ""),
    )
)


if __name__ == "__main__":
    tell(FAULTS, CALENDARS)
