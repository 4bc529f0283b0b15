"""Would the tests notice a fault in what we learn? Each is put into a copy of the tree and named with its test.

Run by hand: `python -m tests.faults.learn`; exit code 1 if one lived.
"""

from __future__ import annotations

from tests.breaking import Fault, tell

LEARN = ("tests/learn/test_intervals.py", "tests/learn/audit")
SEAMS, SLA = ("tests/learn/test_seams.py",), ("tests/learn/test_sla.py",)
FAULTS = (
    Fault(
        verb="intervals",
        hurts="every share is surer than it is",
        was="+ extra / (4 * of)) / (1 + extra)",
        becomes=") / (1 + extra)",
        place="batonpass/learn/intervals.py",
        suites=LEARN,
    ),
    Fault(
        verb="intervals",
        hurts="of many groups one is always named",
        was="raised = given[order] * given.size /",
        becomes="raised = given[order] * given.size / given.size *",
        place="batonpass/learn/intervals.py",
        suites=LEARN,
    ),
    Fault(
        verb="dates",
        hurts="3/4 is read month first in Europe",
        was='front = "%d/%m" if order is Order.DAY_FIRST',
        becomes='front = "%m/%d" if order is Order.DAY_FIRST',
        place="batonpass/learn/audit/dates.py",
        suites=LEARN,
    ),
    Fault(
        verb="leads",
        hurts="a file put together twice makes every share surer than it is",
        was='rows.unique(subset=[one for one in rows.columns if one != ROW], keep="first", maintain_order=True)',
        becomes="rows",
        place="batonpass/learn/audit/leads.py",
        suites=("tests/learn/audit/test_quality.py",),
    ),
    Fault(
        verb="leads",
        hurts="twelve thousand is read as twelve",
        was="thousands = many if (dotted & ~grouped).any() else many | grouped",
        becomes="thousands = many",
        place="batonpass/learn/audit/leads.py",
        suites=("tests/learn/audit/test_money.py",),
    ),
    Fault(
        verb="capacity",
        hurts="a run in which nobody came says that all was in time",
        was="for late in runs if len(late)])",
        becomes="if len(late) else 0.0 for late in runs])",
        place="batonpass/learn/capacity.py",
        suites=("tests/learn/test_capacity.py",),
    ),
    Fault(
        verb="office",
        hurts="half of the leads of an office that never closes come nowhere",
        was="inside = 1.0 if open_.all() else stated.in_hours / HUNDRED",
        becomes="inside = stated.in_hours / HUNDRED",
        place="batonpass/learn/office.py",
        suites=("tests/learn/test_capacity.py",),
    ),
    Fault(
        verb="joint review",
        hurts="agreement that cannot be told is told as none",
        was='return "cannot be told"',
        becomes='return "None"',
        place="batonpass/run/commands/joint_review.py",
        suites=("tests/learn/test_agreement.py",),
    ),
    Fault(
        verb="waits",
        hurts="untouched leads vanish from the promise",
        was="np.nan_to_num(seconds, nan=np.inf) <= limit",
        becomes="np.nan_to_num(seconds, nan=0.0) <= limit",
        place="batonpass/learn/audit/waits.py",
        suites=LEARN,
    ),
    Fault(
        verb="cohorts",
        hurts="months before the records look like failures",
        was="return first if expected > SURPRISING else None",
        becomes="return None",
        place="batonpass/learn/audit/cohorts.py",
        suites=LEARN,
    ),
    Fault(
        verb="league",
        hurts="one slow person puts all others above",
        was="if adjusted[most] >= SURE:",
        becomes="if len(left) == len(found) or adjusted[most] >= SURE:",
        place="batonpass/learn/league.py",
        suites=SLA,
    ),
    Fault(
        verb="league",
        hurts="a queue stands among the people",
        was="if who not in terms.queues)",
        becomes="if who)",
        place="batonpass/learn/league.py",
        suites=SLA,
    ),
    Fault(
        verb="seams",
        hurts="marketing's look is booked to the machine",
        was="return came + np.where(asked == NEVER, 0, np.where(looked == NEVER, over, looked) - asked)",
        becomes="return came",
        place="batonpass/learn/seams.py",
        suites=SEAMS,
    ),
    Fault(
        verb="rounds",
        hurts="who waits for marketing is in no figure",
        was='came = came | self.has("review_asked")',
        becomes="came = came | False",
        place="batonpass/learn/rounds.py",
        suites=SEAMS,
    ),
    Fault(
        verb="predictive",
        hurts="weights that are no better are offered",
        was="    if low <= 0:",
        becomes="    if low <= -1:",
        place="batonpass/learn/predictive.py",
        suites=("tests/learn/test_predictive.py",),
    ),
    Fault(
        verb="answered",
        hurts="a wire that trips brings no leads",
        was="return rate.rate is not None and rate.rate > share",
        becomes="return rate.low is not None and rate.low > share",
        place="batonpass/learn/answered.py",
        suites=("tests/learn/test_columns_of.py",),
    ),
    Fault(
        verb="asked",
        hurts="the list of a step is not that of the funnel",
        was="return reached_at(rounds, Step(step)) != NEVER if step in set(Step) else rounds.has(step)",
        becomes="return rounds.has(step)",
        place="batonpass/learn/asked.py",
        suites=("tests/learn/test_funnel.py",),
    ),
    Fault(
        verb="calibrate",
        hurts="sixty outcomes decide",
        was="PRIOR: Final = 0.3",
        becomes="PRIOR: Final = 3.0",
        place="batonpass/learn/calibrate.py",
        suites=("tests/learn/test_calibrate.py",),
    ),
    Fault(
        verb="calibrate",
        hurts="points move though their interval holds them",
        was="return (found.low[1:] > today) | (found.high[1:] < today)",
        becomes="return found.weights[1:] != today",
        place="batonpass/learn/calibrate.py",
        suites=("tests/learn/test_calibrate.py",),
    ),
    Fault(
        verb="leakage",
        hurts="what was written afterwards is taken for known",
        was="Why.LATE: late > LATE_MOST * max(int(there.sum()), 1),",
        becomes="Why.LATE: False,",
        place="batonpass/learn/leakage.py",
        suites=("tests/learn/test_leakage.py",),
    ),
    Fault(
        verb="backtest",
        hurts="leads nobody worked are lost ones",
        was="precision_bounds=Bounds(low=_share(hits, volume), high=_share(hits + unknown, volume)),",
        becomes="precision_bounds=Bounds(low=_share(hits, volume), high=_share(hits, volume)),",
        place="batonpass/learn/backtest.py",
        suites=("tests/learn/test_backtest.py",),
    ),
    Fault(
        verb="trial",
        hurts="points are tried on leads they were made from",
        was="here, others = folds == fold, folds != fold\n        learned",
        becomes="here, others = folds == fold, folds >= 0\n        learned",
        place="batonpass/learn/trial.py",
        suites=("tests/learn/test_trial.py",),
    ),
    Fault(
        verb="capacity",
        hurts="the one due last is answered first",
        was="heappush(waits, (dues[place], place))\n            place += 1\n        now",
        becomes="heappush(waits, (-dues[place], place))\n            place += 1\n        now",
        place="batonpass/learn/capacity.py",
        suites=("tests/learn/test_capacity.py",),
    ),
    Fault(
        verb="counted",
        hurts="the unanswered count as given back",
        was='return yes, rounds.has("rejected") & ~yes',
        becomes="return yes, ~yes",
        place="batonpass/learn/counted.py",
        suites=SLA,
    ),
)


if __name__ == "__main__":
    tell(FAULTS)
