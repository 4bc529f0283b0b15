"""Are both sides measured by the same rules, and is chance called chance?"""

from dataclasses import replace
from datetime import timedelta

import numpy as np
import pytest
from scipy.stats import chi2

from batonpass.handoff.playbook.commitments import Commitments
from batonpass.learn.asked import Asked, asked_of, behind
from batonpass.learn.commitments import commitments_report, passed_of_month
from batonpass.learn.counted import undisposed
from batonpass.learn.diagnosis import parts_of
from batonpass.learn.headline import headline_report
from batonpass.learn.intervals import Rate, rate_of
from batonpass.learn.league import compared
from batonpass.learn.poisson import count_interval
from batonpass.learn.rounds import NEVER
from batonpass.learn.sla import finding, sla_report
from batonpass.learn.verdicts import verdicts
from tests.learn.drawn_rounds import FIRST, LAST, NOW, ZONE, days_before, drawn
from tests.learn.test_seams import TERMS

ASKED = Asked(first=FIRST, last=LAST, zone=ZONE)
AGREED = replace(TERMS, commitments=Commitments(qualified_a_month=2000, accepted=80, kept={"first_touch": 95}))


def table(name, rounds=None, terms=AGREED, make=sla_report):
    return next(one for one in make(drawn() if rounds is None else rounds, ASKED, terms) if one.name == name)


def cells(told, at=0):
    return dict(zip([one.name for one in told.columns], told.rows[at].cells, strict=True))


def test_breaches_of_our_own_outage_count_for_nobody_and_are_told():
    rounds = drawn()
    told = verdicts(rounds.between(ASKED.since, ASKED.until), "first_touch")
    row = next(row for row in table("sla", rounds).rows if row.cells[1] == "first_touch")
    assert (row.cells[3].of, row.cells[5]) == (int(told.kept.sum() + told.broken.sum()), int(told.excused.sum()))
    assert row.cells[5] > 0


def test_promises_that_a_leader_let_move_later_are_counted_by_tier():
    rounds = drawn(200)
    assert table("waived", rounds).rows == ()
    rounds.arrays["waived"][-3:] = [1, 2, 1]
    rounds.arrays["tier"][-3:] = [0, 0, 1]
    assert [row.cells for row in table("waived", rounds).rows] == [("urgent", 2), ("standard", 1)]


def test_first_touches_told_late_are_counted_by_who_got_the_lead_and_how_many_were_in_time():
    rounds = drawn(200)
    assert table("told_late", rounds).rows == ()
    late = np.flatnonzero(verdicts(rounds, "first_touch").broken)[-1:]
    rounds.arrays["told_late"][[*late, -1, -2]] = 1_200
    rounds.arrays["first_owner"][[*late, -1, -2]] = 1
    rounds.arrays["first_touch.state"][[-1, -2]] = 1
    assert [row.cells for row in table("told_late", rounds).rows] == [("ana", 3, 2)]


def test_a_promise_that_is_past_due_and_runs_on_is_broken():
    rounds = drawn(200)
    rounds.arrays["first_touch.state"][:] = 0
    rounds.arrays["first_touch.excuse"][:] = 0
    assert (
        verdicts(rounds, "first_touch").broken.sum()
        == (rounds.arrays["first_touch.due_at"] < NOW.timestamp() * 1e6).sum()
    )


def test_marketing_and_sales_stand_in_one_table_with_the_same_columns():
    assert {row.cells[0] for row in table("sla").rows} == {"marketing", "sales"}


@pytest.mark.parametrize(
    ("hits", "says"),
    [(92, "the commitment lies within its interval"), (500, "below the commitment"), (999, "above the commitment")],
)
def test_a_share_misses_its_commitment_only_when_its_whole_interval_does(hits, says):
    assert finding(rate_of(hits, 100 if hits == 92 else 1000), 95 if hits == 92 else 90) == says


def test_too_few_leads_give_no_finding():
    assert finding(Rate(hits=1, of=3), 95) == "too few to say"


def test_people_who_keep_promises_alike_are_hardly_ever_told_apart():
    apart = 0
    for seed in range(60):
        told = table("league", drawn(1200, seed=seed))
        apart += any("others" in str(row.cells[-1]) for row in told.rows)
    assert apart <= 8


def test_who_keeps_far_fewer_is_told_apart():
    rounds = drawn()
    hers = rounds.says("first_owner", "ana") & (np.arange(len(rounds)) % 2 == 0)
    rounds.arrays["first_touch.state"][hers] = 2
    row = next(row for row in table("league", rounds).rows if row.cells[0] == "ana")
    assert row.cells[-1] == "below the others"


def test_each_share_of_the_headline_opens_to_its_leads():
    rounds = drawn()
    handed = rounds.handed()
    for one in headline_report(rounds, ASKED, AGREED):
        for row in one.rows:
            for column, opens in row.opens.items():
                asked = asked_of(dict(pair.split("=") for pair in opens.split("&")), today=LAST, zone=ZONE)
                found = int(behind(handed.between(asked.since, asked.until), asked.which).sum())
                cell = row.cells[[c.name for c in one.columns].index(column)]
                assert found in ({cell} if isinstance(cell, int) else {cell.hits, cell.of - cell.hits})


def test_leads_that_nobody_answered_are_no_rejections():
    rounds = drawn(never=0.5)
    row = cells(table("headline", rounds, make=headline_report))
    now = rounds.between(ASKED.since, ASKED.until)
    assert row["accepted"].of + row["unanswered"] == len(now)
    assert row["accepted"].rate == pytest.approx(0.8, abs=0.03)


def test_the_weeks_hold_each_lead_once():
    rounds = drawn(days=50)
    assert sum(table("weeks", rounds, make=headline_report).column("leads")) == len(rounds)


def test_the_volume_is_due_by_the_working_time_that_has_passed():
    row = cells(table("volume", make=commitments_report))
    month = Asked(first=FIRST, last=LAST, zone=ZONE)
    passed = passed_of_month(month, AGREED, NOW)
    assert row["by_now"] == pytest.approx(2000 * passed)
    assert passed == pytest.approx(20 / 23)


def test_a_volume_far_below_its_pace_is_behind():
    assert cells(table("volume", drawn(1000), make=commitments_report))["finding"] == "behind"


@pytest.mark.parametrize("count", [5, 20, 150, 2000])
def test_the_interval_of_a_count_is_nearly_the_exact_one(count):
    exact = chi2.ppf(0.025, 2 * count) / 2, chi2.ppf(0.975, 2 * count + 2) / 2
    assert count_interval(count) == pytest.approx(exact, rel=0.01)


def halves(rounds):
    return rounds.between(days_before(56), days_before(28)), rounds.between(days_before(28), NOW)


@pytest.mark.parametrize("seed", range(4))
def test_the_parts_of_a_change_add_up_to_it(seed):
    before, after = halves(drawn(seed=seed))
    found = parts_of(before, after)
    whole = found.after.rate - found.before.rate
    assert found.quality + found.follow_up + found.system + found.rest == pytest.approx(whole, abs=1e-9)


def test_a_change_that_comes_with_other_leads_is_told_as_lead_quality():
    rounds = drawn(8000)
    poor = rounds.says("source", "fair")
    rounds.arrays["sql_at"][poor] = NEVER
    late = rounds.at("arrived") >= int(days_before(28).timestamp() * 1e6)
    rounds = rounds.cut(poor | (np.arange(len(rounds)) % 2 == 0) | ~late)
    found = parts_of(*halves(rounds))
    assert found.quality < 5 * min(found.follow_up, found.system, 0)
    assert found.quality < 0


def test_a_change_that_comes_with_late_calls_is_told_as_follow_up():
    rounds = drawn(8000)
    late = rounds.at("arrived") >= int(days_before(28).timestamp() * 1e6)
    slow = late & (np.arange(len(rounds)) % 2 == 0)
    rounds.arrays["first_touch.excuse"][:] = 0
    rounds.arrays["first_touch.state"][:] = np.where(slow | (np.arange(len(rounds)) % 10 == 0), 2, 1)
    broken = rounds.arrays["first_touch.state"] == 2
    rounds.arrays["sql_at"][broken] = NEVER
    found = parts_of(*halves(rounds))
    assert found.follow_up < -0.02
    assert abs(found.follow_up) > 5 * max(abs(found.quality), abs(found.system))


def test_the_days_before_are_as_many():
    assert ASKED.before.last == FIRST - timedelta(days=1)
    assert ASKED.before.last - ASKED.before.first == LAST - FIRST


def test_what_our_own_outage_broke_is_nobodys_breach():
    told = verdicts(drawn(), "first_touch")
    assert told.excused.any()
    assert not (told.broken & told.excused).any()


def test_who_was_taken_over_by_an_account_executive_has_a_disposition():
    rounds = drawn()
    taken = rounds.cut(rounds.has("sql"))
    silent = replace(taken, arrays={**taken.arrays, "disposed_at": np.full(len(taken), NEVER)})
    late, of = undisposed(silent)
    assert (late.sum(), of.sum()) == (0, len(silent))


def test_one_who_is_far_below_puts_nobody_above_the_others():
    chances, share = compared([90, 91, 89, 30, 90], [100] * 5)
    assert [p < 0.05 for p in chances] == [False, False, False, True, False]
    assert share == pytest.approx(0.9)


def test_the_table_by_first_owner_says_that_it_is_not_that_of_who_kept_what():
    told = sla_report(drawn(), replace(ASKED, by="owner"), replace(AGREED, names={"ana": "Ana Duarte"}))[-1]
    assert (told.title, told.columns[0].says, "Ana Duarte" in told.column("group")) == (
        "By first owner",
        "First owner",
        True,
    )
    assert any("First touch by person" in note for note in told.notes)


def test_a_promise_that_broke_in_a_queue_is_no_persons():
    rounds = drawn()
    people = ("", "triage", "bruno", "astrid")
    words = {**rounds.words, "owner": people, "first_owner": people}
    told = table("league", replace(rounds, words=words), replace(AGREED, queues=frozenset({"triage"})))
    assert {row.cells[0] for row in told.rows} == {"bruno", "astrid"}
    assert "broke in a queue" in told.notes[-1]
