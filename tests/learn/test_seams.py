"""Does the seam map find the minutes that were hidden, and say so no louder than it may?"""

from dataclasses import replace

import numpy as np
import pytest

from batonpass.handoff.instants import NEVER
from batonpass.handoff.playbook.commitments import Commitments
from batonpass.learn.asked import Asked, asked_of, behind
from batonpass.learn.seam_map import BY_NAME, SEAMS
from batonpass.learn.seams import changes, measure, waits_at, worst
from batonpass.learn.seams_told import seams_report
from batonpass.learn.terms import Terms
from batonpass.written.calendars import read_calendars
from tests.learn.drawn_rounds import FIRST, LAST, NOW, ZONE, days_before, drawn

HOURS = read_calendars(
    {"office": {"tz": "Europe/Lisbon", "days": ["Mon", "Tue", "Wed", "Thu", "Fri"], "hours": ["09:00", "18:00"]}}, "c"
)["office"]
TERMS = Terms(zone=ZONE, house=HOURS, commitments=Commitments(), tiers=("urgent", "standard"), hours_of=lambda _: HOURS)
ASKED = Asked(first=FIRST, last=LAST, zone=ZONE)


def table(name, rounds=None, asked=ASKED):
    return next(one for one in seams_report(rounds or drawn(), asked, TERMS) if one.name == name)


@pytest.mark.parametrize("seed", range(5))
@pytest.mark.parametrize("step", ["told", "delivered"])
def test_seven_minutes_more_are_named_with_their_median_and_90_percent(seed, step):
    slow, plain = drawn(seed=seed, more=step, slower=7), drawn(seed=seed)
    row = dict(zip([c.name for c in table("worst", slow).columns], table("worst", slow).rows[0].cells, strict=True))
    seam = next(one for one in SEAMS if one.end == step)
    last, usual = slow.between(days_before(7), NOW), measure(plain.between(days_before(7), NOW), seam)
    assert (row["seam"], len(last)) == (seam.name, len(plain.between(days_before(7), NOW)))
    assert row["p50"].value - usual.p50.value == pytest.approx(420, rel=0.01)
    assert row["p90"].value - usual.p90.value == pytest.approx(420, rel=0.01)


def test_a_seam_that_people_own_is_named_too():
    row = table("worst", drawn(6000, more="answered", slower=7)).rows[0]
    assert row.cells[:3] == ("looked-answered", "opened to accepted or given back", "human")


def test_where_nothing_changed_hardly_any_week_has_a_worst_seam():
    named = 0
    for seed in range(60):
        rounds = drawn(1500, seed=seed, days=14)
        found = worst(changes(rounds.between(days_before(7), NOW), rounds.between(days_before(14), days_before(7))))
        named += found is not None
    assert named <= 9


def test_who_waits_still_makes_the_wait_longer_and_is_counted():
    rounds = drawn(never=0.4)
    told = measure(rounds, BY_NAME["delivered-looked"])
    looked = rounds.cut(rounds.has("looked"))
    assert told.waiting == len(rounds) - len(looked)
    assert told.p50.value > measure(looked, BY_NAME["delivered-looked"]).p50.value


def test_who_was_called_before_the_page_was_opened_skipped_that_seam():
    rounds = drawn(never=0)
    rounds.arrays["looked_at"][:100] = NEVER
    assert waits_at(rounds, BY_NAME["delivered-looked"]).skipped.sum() == 100


def test_a_lead_that_was_let_go_waits_no_longer():
    rounds = drawn(300, never=1.0)
    rounds.arrays["ended_at"][:] = rounds.at("delivered") + 60_000_000
    assert measure(rounds, BY_NAME["delivered-looked"]).waiting == 0


def test_machines_and_people_are_told_apart():
    sides = {row.cells[0]: row.cells[2] for row in table("sides").rows}
    assert sides == {"system": "system", "human": "human", "whole": "human"}


def test_working_time_is_never_more_than_time():
    for row in table("seams").rows:
        wall, working = row.cells[7].value, row.cells[10].value
        assert working is None or working <= wall + 1e-6


@pytest.mark.parametrize("by", ["source", "team", "hour", "channel"])
def test_the_parts_of_a_seam_add_up_to_it(by):
    whole = {row.cells[0]: row.cells[4] for row in table("seams").rows}
    parts = table("by", asked=Asked(first=FIRST, last=LAST, zone=ZONE, by=by))
    for seam, count in whole.items():
        assert sum(row.cells[2] for row in parts.rows if row.cells[1] == seam) == count


def test_each_figure_opens_to_as_many_leads_as_it_says():
    rounds = drawn()
    now = rounds.between(ASKED.since, ASKED.until)
    for row in table("seams", rounds).rows:
        for column, says in (("here", row.cells[4]), ("waiting", row.cells[5]), ("skipped", row.cells[6])):
            words = dict(pair.split("=") for pair in row.opens[column].split("&"))
            asked = asked_of(words, today=LAST, zone=ZONE)
            assert int(behind(now, asked.which).sum()) == says


def test_the_median_lies_in_its_interval_as_often_as_that_says():
    holds = 0
    for seed in range(100):
        told = measure(drawn(200, seed=seed, days=7, never=0), BY_NAME["told-delivered"]).p50
        holds += told.low <= 6 <= told.high
    assert 91 <= holds <= 99


def test_the_leads_of_the_worst_seam_are_those_that_waited_longest():
    told = table("worst_leads", drawn(more="delivered", slower=7))
    waited = told.column("waited")
    assert list(waited) == sorted(waited, reverse=True)
    assert waited[0] >= 420


def test_the_hours_of_arrival_hold_all_leads():
    rounds = drawn(500)
    assert sum(table("when", rounds).column("here")) == len(rounds.between(ASKED.since, ASKED.until))


def looked_at_by_marketing():
    """Rounds in which marketing was asked a minute after the lead was kept and looked for an hour; some wait still."""
    rounds = drawn(400, never=0)
    asked = rounds.at("kept") + 60_000_000
    waits = np.arange(len(rounds)) % 4 == 0
    decided = asked + 3_600_000_000
    arrays = {**rounds.arrays, "review_asked_at": asked, "reviewed_at": np.where(waits, NEVER, decided)}
    arrays |= {f"{name}_at": np.where(waits, NEVER, rounds.at(name)) for name in ("mql", "accepted", "rejected")}
    for name in ("decided", "routed", "told", "delivered", "looked", "touched", "disposed", "ended"):
        later = rounds.at(name) + 3_660_000_000
        arrays[f"{name}_at"] = np.where(waits | (rounds.at(name) == NEVER), NEVER, later)
    return replace(rounds, arrays=arrays), int(waits.sum())


def test_marketings_look_is_a_seam_of_its_own_with_those_who_wait_for_it():
    rounds, waiting = looked_at_by_marketing()
    told = table("seams", rounds)
    row = next(row for row in told.rows if row.cells[0] == "review")
    assert (row.cells[2], row.cells[3]) == ("human", "marketing")
    here = np.count_nonzero(rounds.at("arrived") >= np.int64(ASKED.since.timestamp() * 1e6))
    assert row.cells[4] == here
    assert 0 < row.cells[5] <= waiting


def test_marketings_look_is_no_wait_of_the_machine():
    rounds, _ = looked_at_by_marketing()
    plain = measure(drawn(400, never=0), BY_NAME["system"]).p50.value
    assert measure(rounds.cut(rounds.has("decided")), BY_NAME["system"]).p50.value - plain < 120
    assert measure(rounds, BY_NAME["kept-decided"]).p50.value == pytest.approx(60, abs=1)


def test_a_seam_that_nobody_came_to_is_not_told():
    assert not {"review", "touched-booked", "handed-taken"} & {row.cells[0] for row in table("seams").rows}


def test_a_lead_that_an_account_executive_gave_back_waits_for_none():
    rounds = drawn(3)
    arrived = rounds.at("arrived")
    own = {"handed_over_at": arrived, "taken_over_at": np.full(3, NEVER), "ended_at": np.full(3, NEVER)}
    back = np.where(np.arange(3) < 2, arrived + 60_000_000, NEVER)
    told = measure(replace(rounds, arrays={**rounds.arrays, **own, "returned_at": back}), BY_NAME["handed-taken"])
    assert (told.here, told.over, told.waiting) == (3, 2, 1)
