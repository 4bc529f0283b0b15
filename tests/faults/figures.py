"""Would the tests notice a fault in what a figure counts, or in the leads it opens to? Each is named with its test.

Run by hand: `python -m tests.faults.figures`; exit code 1 if one lived.
"""

from __future__ import annotations

from tests.breaking import Fault, tell

ROUNDS = "tests/handoff/test_rounds.py"
OPENS = "tests/learn/test_figures_open.py"
MERGED = "tests/store/test_merged_rounds.py"
FAULTS = (
    Fault(
        verb="rounds",
        hurts="a lead whose stored facts cannot be read keeps every report from going on",
        was="    except UNREADABLE as error:",
        becomes="    except ZeroDivisionError as error:",
        place="batonpass/store/readable.py",
        suites=("tests/store/test_readable.py",),
    ),
    Fault(
        verb="rounds",
        hurts="a deal that was won leaves the figures when its lead is merged",
        was='return "" if row is not so_far.row or is_over(row) else so_far.merged_into',
        becomes="return so_far.merged_into",
        place="batonpass/handoff/round_merge.py",
        suites=(MERGED,),
    ),
    Fault(
        verb="rounds",
        hurts="what was over before a merge is handed over once more after it",
        was=" or other.stage not in OPEN:",
        becomes=":",
        place="batonpass/handoff/round_merge.py",
        suites=(MERGED,),
    ),
    Fault(
        verb="rounds",
        hurts="a promise that was kept is forgotten when its lead goes on in another",
        was="for clock in other.clocks if _came_to_one(clock, other)}",
        becomes="for clock in ()}",
        place="batonpass/handoff/round_merge.py",
        suites=(MERGED,),
    ),
    Fault(
        verb="rounds",
        hurts="what was taken back still happened",
        was="for name in DECIDED & so_far.row.keys():",
        becomes="for name in ():",
        place="batonpass/handoff/round_facts.py",
        suites=(ROUNDS,),
    ),
    Fault(
        verb="rounds",
        hurts="a call is forgotten with the acceptance that was taken back",
        was='"lost_at", "ended_at", "stage",',
        becomes='"lost_at", "ended_at", "stage", "touched_at", "touches",',
        place="batonpass/handoff/round_facts.py",
        suites=(ROUNDS,),
    ),
    Fault(
        verb="rounds",
        hurts="a lead whose approval was taken back counts as handed over",
        was="so_far.rounds.pop()\n        waited,",
        becomes="waited,",
        place="batonpass/handoff/round_review.py",
        suites=(ROUNDS,),
    ),
    Fault(
        verb="rounds",
        hurts="what an account executive gave back is never over",
        was="    Returned: returned,\n",
        becomes="",
        place="batonpass/handoff/round_facts.py",
        suites=(ROUNDS,),
    ),
    Fault(
        verb="rounds",
        hurts="a promise that stands still is broken by the hour it had",
        was="    ClockPaused: _paused,\n",
        becomes="",
        place="batonpass/handoff/round_facts.py",
        suites=("tests/store/test_figures_by_hand.py",),
    ),
    Fault(
        verb="league",
        hurts="who got a lead first is told to have kept what another kept",
        was='kept = _held(now, told.kept, "first_touch.owner",',
        becomes='kept = _held(now, told.kept, "first_touch.no_owner",',
        place="batonpass/learn/league.py",
        suites=(OPENS,),
    ),
    Fault(
        verb="commitments",
        hurts="a lead that marketing let go in the next month is in none",
        was="    qualified = len(now)\n",
        becomes='    qualified = int((now.at("mql") < int(month.until.timestamp() * 1e6)).sum())\n',
        place="batonpass/learn/commitments.py",
        suites=(OPENS,),
    ),
    Fault(
        verb="rounds",
        hurts="a source called unknown stands beside one that nobody told",
        was='if "" in words and UNKNOWN in words:',
        becomes="if not words:",
        place="batonpass/learn/rounds.py",
        suites=(OPENS,),
    ),
    Fault(
        verb="seams",
        hurts="marketing's look is told in the machine's time",
        was="np.where(looked == NEVER, over, looked) - asked)",
        becomes="np.where(looked == NEVER, asked, looked) - asked)",
        place="batonpass/learn/seams.py",
        suites=(OPENS,),
    ),
    Fault(
        verb="seams",
        hurts="the dashboard leaves out who waits for marketing",
        was="rounds.on_the_way().between",
        becomes="rounds.handed().between",
        place="batonpass/learn/seams_when.py",
        suites=(OPENS,),
    ),
    Fault(
        verb="sla",
        hurts="one outage of ours opens to the leads of another",
        was=", excuse=now.words[column][int(code)])",
        becomes=")",
        place="batonpass/learn/sla.py",
        suites=(OPENS,),
    ),
    Fault(
        verb="asked",
        hurts="what marketing kept opens to what it did not",
        was='return ~rounds.says("source", "")',
        becomes='return rounds.says("source", "unheard")',
        place="batonpass/learn/asked.py",
        suites=(OPENS,),
    ),
    Fault(
        verb="diagnosis",
        hurts="a change of conversion opens to nobody",
        was='opens={"before": span.before.opens(only="handed"), "after": span.opens(only="handed")},',
        becomes='opens={"whole": span.opens(only="handed")},',
        place="batonpass/learn/diagnosis.py",
        suites=(OPENS,),
    ),
    Fault(
        verb="why_not",
        hurts="the other reasons open to nobody",
        was="reason=one or OR.join(rest)",
        becomes="reason=one",
        place="batonpass/learn/why_not.py",
        suites=(OPENS,),
    ),
    Fault(
        verb="rounds",
        hurts="what marketing sent back waits for sales for ever",
        was='**({"ended_at": fact.at} if isinstance(fact, SentBack) else {})',
        becomes="**({} if isinstance(fact, SentBack) else {})",
        place="batonpass/handoff/round_review.py",
        suites=(ROUNDS,),
    ),
    Fault(
        verb="ledger",
        hurts="a promise kept by giving the lead back was nobody's",
        was="lead.queue else lead.owner or before.owner",
        becomes="lead.queue else lead.owner",
        place="batonpass/store/ledger.py",
        suites=("tests/store/test_rounds.py",),
    ),
    Fault(
        verb="verdicts",
        hurts="a promise to somebody who is forgotten vanishes from its sum",
        was=" | rounds.says(state, ERASED)",
        becomes="",
        place="batonpass/learn/verdicts.py",
        suites=(OPENS,),
    ),
    Fault(
        verb="rounds",
        hurts="a table is cut off and does not say so",
        was=" if left > 0 else ()",
        becomes=" if left > 99 else ()",
        place="batonpass/learn/rounds.py",
        suites=(OPENS,),
    ),
    Fault(
        verb="rounds",
        hurts="who was forgotten leaves every figure when the rounds are worked out anew",
        was="rounds where lead in (select id from app.leads) returning",
        becomes="rounds returning",
        place="batonpass/store/rounds.sql",
        suites=("tests/store/test_figures_by_hand.py",),
    ),
    Fault(
        verb="erase",
        hurts="who is forgotten while their rounds are kept is not, or counts as they stood before",
        was="    await hold_rounds(connection)\n",
        becomes="",
        place="batonpass/store/erase.py",
        suites=("tests/store/test_rounds.py",),
    ),
)


if __name__ == "__main__":
    tell(FAULTS)
