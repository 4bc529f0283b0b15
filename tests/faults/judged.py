"""Would the tests notice the faults that were found by judging odd lives of leads by hand? Each is put in a copy.

Run by hand: `python -m tests.faults.judged`; exit code 1 if one lived.
"""

from __future__ import annotations

from tests.breaking import tell
from tests.faults.hard import fault

FAULTS = (
    fault(
        "handoff/joining.py",
        "handoff/test_belong.py",
        "a match takes away what a person gave",
        "moves = found.rung in rules or lead.queue or (pool and found.pool != pool)",
        "moves = True",
    ),
    fault(
        "handoff/joining.py",
        "handoff/test_belong.py",
        "only the account's owner counts once it is known",
        "or lead.queue or (pool and found.pool != pool)",
        "",
    ),
    fault(
        "handoff/qualify.py",
        "handoff/test_objecting.py",
        "who objects is brought to sales by points",
        "back = objects(case.lead) or _cooling(case) or",
        "back = _cooling(case) or",
    ),
    fault(
        "handoff/answer.py",
        "handoff/test_objecting.py",
        "an undo calls who objects",
        "if objects(walk.lead) and walk.lead.stage is Stage.MQL:",
        "if objects(walk.lead) and walk.lead.stage is Stage.NURTURE:",
    ),
    fault(
        "learn/many/qualify.py",
        "learn/test_many_judged.py",
        "a plan hands over who objects",
        '~asked.many.standing["objects"].to_numpy() & ',
        "",
    ),
    fault(
        "handoff/qualify.py",
        "handoff/test_qualify.py",
        "days of rest are counted in hours",
        "ended + wait if more or not calendar else",
        "ended + wait if more or calendar else",
    ),
    fault(
        "learn/many/qualify.py",
        "learn/test_many_judged.py",
        "a plan counts days of rest in hours",
        "cooling[row] = many.at[row] <",
        "cooling[row] = cooling[row] and many.at[row] <",
    ),
    fault(
        "handoff/rang.py",
        "handoff/test_escalate.py",
        "an outage hides a broken promise",
        "    if missed:\n        now",
        "    if missed and not missed:\n        now",
    ),
    fault(
        "handoff/rang.py",
        "handoff/test_escalate.py",
        "a late lead goes to another team",
        "closed = (beyond | {EVERYBODY}) - here",
        "closed = beyond - here",
    ),
    fault(
        "handoff/rang.py",
        "handoff/test_escalate.py",
        "a late lead of an SDR goes to an account executive",
        "closed = (beyond | {EVERYBODY}) - here",
        "closed = {EVERYBODY} - here",
    ),
    fault(
        "handoff/rang.py",
        "handoff/test_escalate.py",
        "a late lead goes to any pool its owner shares",
        "key=lambda pool: pool.name != walk.lead.pool)",
        "key=lambda pool: 0)",
    ),
    fault(
        "handoff/pledges_second.py",
        "handoff/test_second.py",
        "what comes back late breaks again",
        "steps=() if broken else lay(",
        "steps=lay(",
    ),
    fault(
        "handoff/fold/__init__.py",
        "handoff/test_undone.py",
        "an undo forgets how fast an answer was promised",
        'next(tiers, lead.tier) if was.tier == "" else was.tier',
        "next(tiers, lead.tier)",
    ),
    fault(
        "handoff/fold/__init__.py",
        "handoff/test_undone.py",
        "a new round was accepted before it began",
        '"accepted_at": None if fact.starts_cycle else lead.accepted_at',
        '"accepted_at": lead.accepted_at',
    ),
    fault(
        "handoff/clock.py",
        "handoff/test_clock.py",
        "a lead is taken away at once after an outage",
        "if skipped or setting.at - taken.at > LATE:",
        "if skipped:",
    ),
    fault(
        "handoff/worked.py",
        "handoff/test_clock.py",
        "a hand-over forgets what was used",
        "worked = timedelta(seconds=last.worked_seconds)",
        "worked = timedelta()",
    ),
    fault(
        "handoff/resumed.py",
        "handoff/test_pledges.py",
        "an old list ends a pause",
        "if not arrived.historic and (raised or",
        "if (raised or",
    ),
    fault(
        "handoff/promised_too.py",
        "web/test_merges.py",
        "a merge loosens a promise",
        "    if mine.due_at <= theirs.due_at:",
        "    if mine.due_at >= theirs.due_at:",
    ),
    fault(
        "handoff/promised_too.py",
        "handoff/test_promised_too.py",
        "a merge forgets a raised hand",
        "waits is None or",
        "True or",
    ),
    fault(
        "handoff/joining.py",
        "web/test_merges.py",
        "who is taken apart keeps the promise of both",
        "return not isinstance(kept[0], f.Scored)",
        "return isinstance(kept[0], Merged)",
    ),
    fault(
        "handoff/messaging.py",
        "handoff/test_brief_full.py",
        "a rep is called by what keeps a lead back",
        "if lead.stage is not Stage.MQL and lead.stage not in WORKED:",
        "if lead.stage is Stage.MQL and lead.stage in WORKED:",
    ),
    fault(
        "handoff/qualify.py",
        "handoff/test_qualify.py",
        "a lead says that it is short of points it has",
        "or lead.stage is Stage.NEW or told_anew:",
        "or lead.stage is Stage.NEW:",
    ),
    fault(
        "handoff/qualify.py",
        "handoff/test_qualify.py",
        "what sales said of a lead is lost at its next click",
        " and not lead.cycle and lead.ended_at is None",
        "",
    ),
    fault(
        "handoff/lead.py",
        "web/test_api_leads.py",
        "nobody's lead says whose turn it was",
        'self.routed_because if self.owner or self.queue else ""',
        "self.routed_because",
    ),
    fault(
        "written/check.py",
        "written/test_check.py",
        "examples know an account by its first domain alone",
        "accounts=known, named=named",
        "named=named",
    ),
    fault(
        "written/territory.py",
        "written/test_routing_terms.py",
        "a list of companies matches none that is no account yet",
        "lead.email_domain in [{listed}] || has",
        "has",
    ),
    fault(
        "written/lint.py",
        "written/test_lint.py",
        "a domain in capitals matches nobody and nobody says so",
        "text.lower().rpartition",
        "text.rpartition",
    ),
    fault(
        "handoff/rounds.py",
        "store/test_merged_rounds.py",
        "a merge with a lead that came from no pool stops the count of all rounds",
        " if value is not None})",
        "})",
    ),
    fault(
        "handoff/answer.py",
        "handoff/test_dispose.py",
        "a lead that nobody called was called in time, for somebody said how it ended",
        "and ended.state == ClockState.MET and not fact.reason",
        "and not ended",
    ),
    fault(
        "handoff/escalate.py",
        "handoff/test_escalate.py",
        "a step that names the owner tells the manager",
        "    if step.who == OWNER:",
        "    if step.kind == StepKind.REMIND:",
    ),
    fault(
        "handoff/escalate.py",
        "handoff/test_escalate.py",
        "a late owner hears of it in their manager's place",
        "if stand_in == lead.owner and not owner_too:",
        "if stand_in == lead.owner and not stand_in:",
    ),
    fault(
        "handoff/available.py",
        "handoff/test_whose_siblings.py",
        "nobody stands in for a stand-in",
        "        one = other\n",
        "        return None\n",
    ),
    fault(
        "handoff/answer_second.py",
        "handoff/test_take_back.py",
        "what comes back goes past the SDR's stand-in",
        " if sdr else None\n        found = stand_in or",
        " if sdr else None\n        found =",
    ),
    fault(
        "handoff/touch.py",
        "handoff/test_touch.py",
        "a call of somebody who left since is refused",
        "request.left_at is None or at > request.left_at",
        "True",
    ),
)


if __name__ == "__main__":
    tell(FAULTS)
