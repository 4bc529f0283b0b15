"""Are months that cannot be compared told apart?"""

from __future__ import annotations

from datetime import date, timedelta

from batonpass.learn.audit.cohorts import State
from tests.learn.audit.exports import audited, kinds

FIRST = date(2025, 1, 1)


def export(days: int, *, first: date = FIRST, a_day: int = 4, lag: int = 10, since: date = FIRST, until: date) -> str:
    """Leads day by day, every fourth won after `lag` days; wins are recorded between two days."""
    lines = ["id,created,won date"]
    for n in range(days * a_day):
        came = first + timedelta(days=n // a_day)
        ended = came + timedelta(days=lag + n % 7)
        won = n % 4 == 0 and since <= ended <= until
        lines.append(f"{n},{came},{ended if won else ''}")
    return "\n".join(lines) + "\n"


def states(report) -> dict[str, State]:
    return {one.month: one.state for one in report.cohorts.months}


def test_a_whole_year_is_whole_but_for_the_youngest_month():
    told = audited(export(365, until=date(2025, 12, 31)))
    assert {month for month, state in states(told).items() if state} == {"2025-12"}


def test_a_month_is_mature_when_nine_in_ten_outcomes_have_come():
    assert audited(export(365, lag=10, until=date(2026, 6, 1))).cohorts.mature_days == 16


def test_months_before_outcomes_were_recorded_are_no_bad_months():
    told = audited(export(365, since=date(2025, 6, 5), until=date(2026, 6, 1)))
    assert told.cohorts.recorded_since == date(2025, 6, 5)
    assert {month for month, state in states(told).items() if state is State.UNRECORDED} == {
        f"2025-0{month}" for month in range(1, 7)
    }


def test_late_first_wins_of_slow_deals_are_no_late_records():
    assert audited(export(365, lag=60, until=date(2026, 6, 1))).cohorts.recorded_since is None


def test_the_settled_share_leaves_out_what_cannot_be_compared():
    told = audited(export(365, since=date(2025, 6, 5), until=date(2026, 6, 1)))
    assert told.cohorts.settled.rate == 0.25


def test_a_month_in_which_the_export_begins_is_not_whole():
    told = audited(export(100, first=date(2025, 1, 14), until=date(2026, 6, 1)))
    assert told.cohorts.months[0].cut is State.BEGINS_LATE


def test_a_month_in_which_the_export_ends_is_not_whole():
    told = audited(export(100, first=date(2025, 1, 1), until=date(2026, 6, 1)))
    assert told.cohorts.months[-1].cut is State.ENDS_EARLY


def test_months_that_run_dry_are_told():
    rest = "".join(f"x{n},2025-0{n}-15,\n" for n in range(5, 8))
    told = audited(export(100, first=date(2025, 1, 1), until=date(2026, 6, 1)) + rest)
    assert (told.cohorts.months[-2].cut, "months run dry" in kinds(told)) == (State.THIN, True)


def test_within_thirty_days_is_told_only_of_months_old_enough():
    told = audited(export(365, until=date(2025, 12, 31)))
    assert (told.cohorts.months[0].soon is not None, told.cohorts.months[-1].soon) == (True, None)


def test_a_stage_that_went_silent_is_found():
    told = audited(export(365, until=date(2025, 6, 1)))
    assert "a stage that went silent" in kinds(told)


def test_the_end_of_the_export_is_no_silence():
    assert "a stage that went silent" not in kinds(audited(export(365, until=date(2025, 12, 31))))


def test_a_source_that_went_silent_is_found():
    lines = ["id,created,source"]
    lines += [
        f"{n},{FIRST + timedelta(days=n // 4)},{'fair' if n % 4 == 0 and n < 800 else 'ads'}" for n in range(365 * 4)
    ]
    assert "a source that went silent" in kinds(audited("\n".join(lines) + "\n"))


def test_stages_count_all_who_reached_them():
    told = audited(export(100, until=date(2026, 6, 1)))
    assert [(one.name, one.leads) for one in told.stages] == [("came in", 400), ("won", 100)]


def test_stages_are_also_told_of_those_old_enough():
    told = audited(export(365, since=date(2025, 6, 5), until=date(2025, 12, 31)))
    assert (told.stages[1].of_all.rate < 0.2, told.stages[1].of_mature.rate) == (True, 0.25)


def test_a_month_in_which_none_came_in_is_told_and_not_passed_over():
    months = audited("id,created\n1,2026-01-15\n2,2026-01-20\n3,2026-03-02\n").cohorts.months
    assert [(one.month, one.leads, one.cut) for one in months][1] == ("2026-02", 0, State.EMPTY)
