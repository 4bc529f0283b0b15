"""Would the tests notice a fault in how promises are laid out more than once? Each is put in a copy of the tree.

Run by hand: `python -m tests.faults.laid`; exit code 1 if one lived.
"""

from __future__ import annotations

from tests.breaking import tell
from tests.faults.hard import fault

LAID, RELAID, OUTAGES = "handoff/test_laid_again.py", "store/test_relaid.py", "whole/test_outages.py"
WARNED = "store/test_warned.py"
FAULTS = (
    fault(
        "handoff/pauses.py",
        LAID,
        "a pause of a minute buys an afternoon",
        "due_at = max(at, min(due_at, no_later))",
        "due_at = max(at, due_at)",
    ),
    fault(
        "handoff/clock.py",
        LAID,
        "new hours buy back what a hand-over kept",
        "min(runs_out, clock.no_later or runs_out)",
        "runs_out",
    ),
    fault(
        "handoff/clock.py",
        LAID,
        "a hand-over takes back the gap after an outage",
        "put_off(clock.steps_from, steps) if clock.steps_from else steps",
        "steps",
    ),
    fault(
        "handoff/clock.py",
        LAID,
        "who gets a late lead is late at once",
        "used=used,\n        over=over,",
        "used=used,\n        over=0,",
    ),
    fault(
        "handoff/clock.py",
        LAID,
        "new hours buy back what passed since a promise broke",
        "over = max(over, used - clock.budget_seconds)",
        "over = 0",
    ),
    fault(
        "handoff/worked.py",
        LAID,
        "parts of a second are not used",
        "length.total_seconds() if rest else whole",
        "whole",
    ),
    fault(
        "handoff/clock.py",
        LAID,
        "what came before a higher tier took no time",
        "worked_seconds=worked_seconds(clock, setting.at, setting),",
        "worked_seconds=0,",
    ),
    fault(
        "handoff/worked.py",
        LAID,
        "a touch counts by the hours of who has it now",
        "setting.hours(last.calendars)",
        "setting.hours(clock.calendars)",
    ),
    fault(
        "handoff/worked.py",
        LAID,
        "a touch in a pause counts on",
        "    if last.calendars:",
        "    if clock.calendars:",
    ),
    fault(
        "handoff/pauses.py",
        LAID,
        "a pause counts days of 24 hours",
        "same_time_later(setting.at, left // DAY, hours) + left % DAY",
        "setting.at + left",
    ),
    fault(
        "store/due.sql",
        OUTAGES,
        "what broke while we were down is the rep's",
        "interval '5 minutes' and c.breached",
        "interval '5 days' and c.breached",
    ),
    fault(
        "handoff/rang.py",
        LAID,
        "a pause lasts until we come",
        'why="for it may not stand still longer"), since=over.at',
        'why="for it may not stand still longer")',
    ),
    fault("store/relaid.py", RELAID, "a lead is called on a holiday", " or (called and running is lead.clock)", ""),
    fault("store/relaid.py", RELAID, "a held lead waits longer", "running.promise not in (HOLD, REST) and ", ""),
    fault(
        "store/relaid.py", RELAID, "a version changes hours behind promises", "if after and not overlaid", "if False"
    ),
    fault(
        "store/directory.py",
        RELAID,
        "a queue's promises keep its old hours",
        "if hours != queue.calendar:",
        "if False:",
    ),
    fault(
        "handoff/other_hours.py",
        RELAID,
        "all else keeps the old hours",
        "ours = running.promise in OF_SALES",
        "ours = False",
    ),
    fault(
        "handoff/other_hours.py",
        RELAID,
        "every promise tells of every change",
        "if promises.differs(",
        "if moved or (",
    ),
    fault(
        "handoff/answer.py",
        LAID,
        "who went elsewhere in a pause keeps the hours of before",
        "    follow_hours(walk, THEIR_HOURS)\n",
        "",
    ),
    fault(
        "handoff/path.py",
        LAID,
        "a lead whose country is learned is called at seven",
        'walk.lead.value("country") != lead.value("country")',
        "False",
    ),
    fault(
        "handoff/answer.py",
        "handoff/test_touch.py",
        "what runs out while it is rejected is an outage of ours",
        "    ring_again(walk, now_running(lead))\n",
        "",
    ),
    fault(
        "handoff/touch_back.py",
        "handoff/test_touch_back.py",
        "a mail that comes back late is an outage of ours",
        "    ring_again(walk, ran)\n",
        "",
    ),
    fault(
        "handoff/touch_back.py",
        "handoff/test_touch_back.py",
        "a ladder is climbed again for a mail that came back",
        "request.told_at or request.touched_at, setting)",
        "request.touched_at, setting)",
    ),
    fault(
        "handoff/touch_back.py",
        "handoff/test_touch_back.py",
        "its last step is climbed again by who got the lead with it",
        "max(0.0, used - budget)",
        "0.0",
    ),
    fault(
        "handoff/joining.py",
        "web/test_merges.py",
        "what ran out while two leads were one is an outage of ours",
        "    ring_again(walk, ran)\n",
        "",
    ),
    fault(
        "store/due.sql",
        WARNED,
        "who never heard that a lead is theirs is late with it",
        "group by o.created_at order by o.created_at desc limit 1",
        "",
    ),
    fault("store/warned.sql", WARNED, "news of a breach nobody heard of", "o.state in ('sent', 'sending')", "true"),
    fault(
        "handoff/answer.py",
        WARNED,
        "another manager hears of it than was told",
        "if request.warned is not None:",
        "if False:",
    ),
    fault(
        "handoff/escalate.py",
        "handoff/test_escalate.py",
        "a manager reads of a breach while there is time",
        'kind = "breach" if step.percent >= WHOLE else "reminder"',
        'kind = "breach"',
    ),
    fault(
        "handoff/moves.py",
        "handoff/test_notify.py",
        "what was done last week was done just now",
        "if fresh and fresh.lines != walk.lead.brief:",
        "if False:",
    ),
    fault(
        "handoff/snooze.py",
        "handoff/test_notify.py",
        "who paused is told when it would have run out",
        "if one.paused_at is None and setting.at",
        "if setting.at",
    ),
    fault(
        "handoff/ways.py",
        "handoff/test_ways.py",
        "a manager is woken for what stands still",
        "(at := clock.waits_until)",
        "(at := clock.due_at)",
    ),
    fault(
        "handoff/answer.py",
        WARNED,
        "who called is told days later whose lead it is",
        'KNOWN_BY_NOW = ("assigned", "reassigned")',
        "KNOWN_BY_NOW = ()",
    ),
    fault(
        "handoff/answer.py",
        "handoff/test_pledges.py",
        "a reminder of a promise that stands still",
        '    walk.withdraw("reminder")\n',
        "",
    ),
    fault(
        "handoff/moves.py", WARNED, "a lead is given to who lost it", "withdraw(*WHOSE_IT_WAS)", 'withdraw("snoozed")'
    ),
    fault(
        "store/take.sql",
        WARNED,
        "the CRM never hears whose a lead was",
        " and (o.effect <> 'PostWebhook' or o.kind in ('rejected', 'disposed'))",
        "",
    ),
    fault(
        "handoff/answer.py",
        "handoff/test_clock.py",
        "a lead was first touched when we heard of it first",
        "return last if fact.at < last.ended_at else None",
        "return last if last.breached_at and fact.at <= last.due_at else None",
    ),
    fault(
        "store/zone_data.py",
        RELAID,
        "an older program moves promises back",
        "if version <= known",
        "if version == known",
    ),
    fault("store/zone_data.py", RELAID, "every zone moves", 'known["zones"].get(name) != mark', "mark"),
    fault(
        "store/world.py",
        RELAID,
        "a queue that nobody has set keeps leads from coming in",
        "if name == NO_HOURS:",
        "if name == None:",
    ),
    fault(
        "store/directory.py",
        RELAID,
        "a queue that is set at last keeps all hours",
        "else NO_HOURS",
        "else queue.calendar",
    ),
    fault(
        "store/relaid.py",
        RELAID,
        "a playbook that sets a queue at last does not",
        "else NO_HOURS",
        "else queue.calendar",
    ),
)


if __name__ == "__main__":
    tell(FAULTS)
