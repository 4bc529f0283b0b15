"""Would the tests notice a fault in what keeps promises through trouble? Each is put into a copy of the tree.

Run by hand: `python -m tests.faults.hard`; exit code 1 if one lived.
"""

from __future__ import annotations

from tests.breaking import Fault, tell


def fault(place: str, suite: str, hurts: str, *change: str) -> Fault:
    """A fault in one file, what stands there and what it becomes, and the tests that should see it."""
    was, becomes = change
    name = place.rpartition("/")[2].partition(".")[0]
    suites = (f"tests/{suite}",)
    return Fault(verb=name, hurts=hurts, was=was, becomes=becomes, place=f"batonpass/{place}", suites=suites)


WATCH, SEALS, MERGES, ESCALATE, AGAIN = (
    "store/test_watch.py", "store/test_seals.py", "web/test_merges.py", "handoff/test_escalate.py",
    "handoff/test_route_again.py",
)  # fmt: skip
FAULTS = (
    fault(
        "store/proof.sql",
        SEALS,
        "a changed fact looks as it was kept",
        "where f.seq is null or k.salt is null or p.digest is distinct from",
        "where f.seq is null or k.salt is null or sha256('') =",
    ),
    fault("store/proof.sql", SEALS, "a seal may be left out", "last is distinct from number - 1 or whole", "whole"),
    fault(
        "store/seals.sql",
        SEALS,
        "seals hold nothing of the one before",
        "sha256(last.seal || string_agg(",
        "sha256(''::bytea || string_agg(",
    ),
    fault(
        "store/seals.sql",
        SEALS,
        "the seal of a lead is counted too far",
        "select id, salt, seq from due",
        "select id, salt, seq + 1 from due",
    ),
    fault(
        "store/watch.sql",
        WATCH,
        "who left still has leads",
        "(owner is null or owner <> all ($1::text[]))",
        "(owner is null or $1::text[] is null)",
    ),
    fault(
        "store/watch.sql",
        WATCH,
        "who is forgotten is an alarm for ever",
        " and f.body ->> 'step_at' is not null",
        "",
    ),
    fault(
        "store/clock_rows.py",
        "store/test_due.py",
        "what was never promised rings for ever",
        "if taken_back is None:",
        "if True:",
    ),
    fault("store/watch.sql", WATCH, "what passes by itself is an alarm", "where looks = 2", "where looks >= 1"),
    fault(
        "store/watch.sql",
        WATCH,
        "what is no longer so stays an alarm",
        "g.gone_at is null and g.what = any ($1::text[])",
        "g.gone_at is null and g.what <> all ($1::text[])",
    ),
    fault("store/alarms.py", WATCH, "without a manager nobody hears", "if row else []", "if not row else []"),
    fault(
        "handoff/lead.py",
        WATCH,
        "an open lead without a due time",
        "return self.changed_at + LIES_AT_MOST",
        "return first",
    ),
    fault(
        "handoff/escalate.py",
        ESCALATE,
        "who slept never hears",
        "*_when_awake(sleeper, lead, setting, kind=kind, why=why)",
        "*_when_awake(None, lead, setting, kind=kind, why=why)",
    ),
    fault(
        "handoff/seen.py",
        AGAIN,
        "a raised hand is forgotten by the second routing",
        "hand_raised=hand, at=",
        "at=",
    ),
    fault(
        "handoff/route_again.py",
        AGAIN,
        "a lead with an owner is routed again",
        "lead.owner is not None:\n        raise",
        "lead.owner == '':\n        raise",
    ),
    fault(
        "handoff/route_again.py",
        AGAIN,
        "from one queue it goes into another, and nobody is told",
        "if routed.owner is None:\n        raise",
        "if routed.owner == '':\n        raise",
    ),
    fault("handoff/joining.py", MERGES, "a merged lead keeps its turn", "if _took_a_turn(loser):", "if not loser:"),
    fault("handoff/joining.py", MERGES, "two people have one turn", "    if back:\n", "    if back and not back:\n"),
    fault(
        "handoff/notify.py",
        "handoff/test_notify.py",
        "a queue without a manager is silent",
        "manager_of_queue(default, setting), *bosses, *people))",
        "manager_of_queue(default, setting)))",
    ),
    fault(
        "store/due.sql",
        "store/test_races.py",
        "clocks ring by the clock on the wall",
        "where c.next_at < app.now() and c.next_at >= $2\norder by c.next_at\nlimit $1",
        "where c.next_at < clock_timestamp() and c.next_at >= $2\norder by c.next_at\nlimit $1",
    ),
    fault(
        "handoff/answer.py",
        "store/test_races.py",
        "a touch told late leaves the breach uncorrected",
        "corrected = clock.breached_at is not None and fact.at <= clock.due_at",
        "corrected = clock.breached_at is not None and fact.at < clock.due_at",
    ),
    fault(
        "run/travel.py",
        "run/test_travel.py",
        "time travel digests as it likes",
        "self.channels, singles=self.singles)",
        "self.channels)",
    ),
    fault(
        "run/keep_watch.py",
        "whole/test_trouble.py::test_e16_a_worker_that_hangs_is_noticed_by_another_process_and_told_by_it",
        "the alarm waits for who is still",
        "    await send_alarms(pool, channels)\n",
        "    pass\n",
    ),
    fault(
        "handoff/fold/__init__.py",
        "handoff/test_touch.py",
        "an undo overrules a new owner",
        'was if was and was.what == "approval" and was.at == at else None',
        "was",
    ),
    fault(
        "handoff/answer.py",
        "handoff/test_touch.py",
        "an undo forgets the touch",
        "    if since and clock:\n",
        "    if since and clock and not since:\n",
    ),
    fault(
        "handoff/fold/__init__.py",
        "handoff/test_pools.py",
        "a turn is taken back twice",
        '        "turn_returned": False,\n        "clocks": booked',
        '        "clocks": booked',
    ),
    fault(
        "handoff/path.py",
        "handoff/test_pledges.py",
        "a pause never ends",
        "    if running is None or running.paused_at:\n        return False",
        "    if running is None:\n        return False",
    ),
    fault(
        "handoff/resumed.py",
        "handoff/test_pledges.py",
        "a pause makes what is urgent patient",
        "if running and running.tier != walk.lead.tier and",
        "if running and not running and",
    ),
    fault(
        "handoff/available.py",
        "handoff/test_pools.py",
        "a lead waits for who is on leave on Monday",
        "opens, over = next_open(setting.at, hours), True",
        "opens, over = next_open(setting.at, hours), None",
    ),
    fault(
        "handoff/pools.py",
        "handoff/test_pools.py",
        "a full pool is not full at night",
        "look for look in looks if look.full_later), None)",
        "look for look in looks if look.full), None)",
    ),
    fault(
        "handoff/clock.py",
        "handoff/test_clock.py",
        "a new version moves running promises to other hours",
        "if clock.promise == FIRST_TOUCH and clock.playbook == setting.playbook.version:",
        "if clock.promise == FIRST_TOUCH:",
    ),
    fault(
        "handoff/fold/touch.py",
        "handoff/test_touch_back.py",
        "a bounce of last month lowers today's count",
        "fact.told_at is None or fact.told_at >= plan.started_at",
        "fact.told_at is None or fact.told_at != plan.started_at",
    ),
    fault(
        "handoff/touch_back.py",
        "handoff/test_touch_back.py",
        "a bounce rings by the newest ladder",
        "    if clock.held_steps:\n",
        "    if clock.held_steps and not clock.steps:\n        pass\n    if clock.steps:\n",
    ),
    fault(
        "store/world.py",
        "store/test_left_out.py",
        "a calendar left out strands its promises",
        "else self.former[name]",
        "else self.calendars[name]",
    ),
    fault(
        "store/left_out.py",
        "store/test_left_out.py",
        "who is named no more keeps their leads",
        "if rep.active and not (still and still.active):",
        "if rep.active and still and not still.active:",
    ),
    fault(
        "store/alarms.py",
        "store/test_watch.py",
        "that no mail leaves is told by mail",
        "if one.channel not in mute",
        "if one.channel",
    ),
    fault(
        "store/due.sql",
        "whole/test_outages.py",
        "an outage ends in a flood",
        "update app.outbox set digest = true, due_at = app.now() + interval '1 minute'",
        "update app.outbox set due_at = app.now()",
    ),
    fault(
        "store/due.sql",
        "store/test_due.py",
        "the clock another holds is put off",
        "where (lead_id, promise, cycle, next_at) = ($2, $3, $4, $5)",
        "where lead_id < $2 and ($2, $3, $4, $5) is not null",
    ),
    fault(
        "handoff/touch.py",
        "web/test_reviews.py",
        "a reviewer can take nothing back",
        "    if request.by in setting.directory.reps:  #",
        "    if request.by:  #",
    ),
)


if __name__ == "__main__":
    tell(FAULTS)
