"""Would the tests notice a fault in the reports? Each is put into a copy of the tree and named with its test.

Run by hand: `python -m tests.faults.reports`; exit code 1 if one lived.
"""

from __future__ import annotations

from tests.breaking import Fault, tell

SEAMS, SLA = "tests/learn/test_seams.py", "tests/learn/test_sla.py"
AT_ONCE = "tests/learn/test_counted_at_once.py"
KEPT = "tests/web/test_reports_kept.py"
FAULTS = (
    Fault(
        verb="kept",
        hurts="figures of yesterday are shown as today's",
        was="return answer if timedelta() <= now - at < FRESH else None",
        becomes="return answer",
        place="batonpass/web/reports/kept.py",
        suites=(KEPT,),
    ),
    Fault(
        verb="made",
        hurts="a small house reads figures a minute old",
        was="if len(rounds) >= many:",
        becomes="if len(rounds) >= 0:",
        place="batonpass/web/reports/made.py",
        suites=(KEPT,),
    ),
    Fault(
        verb="page",
        hurts="nobody is told that figures are a minute old",
        was="if reader.now - made.now < COUNTED_NOW:",
        becomes="if made.now:",
        place="batonpass/web/reports/page.py",
        suites=(KEPT,),
    ),
    Fault(
        verb="record",
        hurts="a pause buys a better record",
        was="least(m.due_at, d.due_at) as due_at",
        becomes="m.due_at",
        place="batonpass/store/record.sql",
        suites=("tests/store/test_record.py",),
    ),
    Fault(
        verb="record",
        hurts="what broke by our outage is theirs",
        was="return None if promise.excused else False",
        becomes="return False",
        place="batonpass/learn/record.py",
        suites=("tests/learn/test_record.py",),
    ),
    Fault(
        verb="record",
        hurts="a breach counts on the day of the late touch",
        was="case when late then due_at else ended_at end",
        becomes="ended_at",
        place="batonpass/store/record.sql",
        suites=("tests/store/test_record.py",),
    ),
    Fault(
        verb="record",
        hurts="a breach goes along with the lead",
        was="coalesce(breached_owner, owner) = $1",
        becomes="owner = $1",
        place="batonpass/store/record.sql",
        suites=("tests/store/test_record.py",),
    ),
    Fault(
        verb="survival",
        hurts="who waits still is taken for served",
        was="return Ordered(over=np.sort(waits[ended]), still=np.sort(waits[~ended]))",
        becomes="return Ordered(over=np.sort(waits), still=waits[:0])",
        place="batonpass/learn/survival.py",
        suites=("tests/learn/test_survival.py",),
    ),
    Fault(
        verb="seams",
        hurts="who was let go waits for ever",
        was="waiting=here & ~(done | past | self.let_go),",
        becomes="waiting=here & ~(done | past),",
        place="batonpass/learn/seams.py",
        suites=(SEAMS,),
    ),
    Fault(
        verb="seams",
        hurts="the worst seam is named by chance",
        was="return self.slower * self.now.here if self.p < SURE else 0.0",
        becomes="return self.slower * self.now.here",
        place="batonpass/learn/seams.py",
        suites=(SEAMS,),
    ),
    Fault(
        verb="verdicts",
        hurts="a promise past due that nobody rang for is no breach",
        was="broken = late | rounds.says(state, ClockState.BREACHED)",
        becomes="broken = rounds.says(state, ClockState.BREACHED)",
        place="batonpass/learn/verdicts.py",
        suites=(SLA,),
    ),
    Fault(
        verb="verdicts",
        hurts="our own outage is booked to sales",
        was="broken=broken & ~excused,",
        becomes="broken=broken,",
        place="batonpass/learn/verdicts.py",
        suites=(SLA,),
    ),
    Fault(
        verb="diagnosis",
        hurts="the parts do not add up",
        was="rate, mean_w, mean_h = (r0 + r1) / 2,",
        becomes="rate, mean_w, mean_h = r1,",
        place="batonpass/learn/diagnosis.py",
        suites=(SLA,),
    ),
    Fault(
        verb="seams",
        hurts="a lead that an account executive gave back waits for them for ever",
        was='return _first(rounds, "taken_over", "returned")',
        becomes='return point(rounds, "taken_over")',
        place="batonpass/learn/seams.py",
        suites=("tests/learn/test_seams.py",),
    ),
    Fault(
        verb="round days",
        hurts="a day that changed is read as it was",
        was=" and not exists (select from app.round_stale s where s.day = d.day)",
        becomes="",
        place="batonpass/store/round_days.sql",
        suites=("tests/store/test_round_days.py",),
    ),
    Fault(
        verb="kept days",
        hurts="a day that was packed anew is told as it was",
        was="if kept is None or kept.version != version:",
        becomes="if kept is None:",
        place="batonpass/store/kept_days.py",
        suites=("tests/store/test_round_days.py",),
    ),
    Fault(
        verb="log-rank",
        hurts="who waits still is not at risk",
        was="my_risk = (len(mine) - ended[first] - my_still)",
        becomes="my_risk = (len(mine.over) - ended[first])",
        place="batonpass/learn/log_rank.py",
        suites=(AT_ONCE,),
    ),
    Fault(
        verb="headline",
        hurts="weeks that have not begun have figures",
        was="last = min(asked.last, now.astimezone(asked.zone).date())",
        becomes="last = asked.last",
        place="batonpass/learn/headline.py",
        suites=(AT_ONCE,),
    ),
    Fault(
        verb="survival",
        hurts="an interval stops a step too early",
        was="apart <= Z)]",
        becomes="apart < 0.98 * Z)]",
        place="batonpass/learn/survival.py",
        suites=(AT_ONCE,),
    ),
    Fault(
        verb="league",
        hurts="a breach is booked to who has the lead now",
        was='return kept, _held(now, told.broken, "first_touch.breached_owner", otherwise="owner")',
        becomes='return kept, _by_name(now, "owner", told.broken)',
        place="batonpass/learn/league.py",
        suites=(AT_ONCE,),
    ),
    Fault(
        verb="segments",
        hurts="who has no word is another kind than unknown",
        was="names = [word or UNKNOWN for word in rounds.words[kind]]",
        becomes="names = [word for word in rounds.words[kind]]",
        place="batonpass/learn/answered.py",
        suites=(AT_ONCE,),
    ),
)


if __name__ == "__main__":
    tell(FAULTS)
