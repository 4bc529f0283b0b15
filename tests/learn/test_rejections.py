"""Which kinds of leads are given back too often, and is it more than chance?"""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import date, timedelta
from urllib.parse import parse_qs

import numpy as np
import pytest

from batonpass.handoff.instants import NEVER
from batonpass.learn.answered import segments_in
from batonpass.learn.asked import Asked
from batonpass.learn.rejections import Decided, rejections_table, segments_of, stands, tripped
from batonpass.learn.terms import Terms
from batonpass.learn.why_not import NAMED, why_not
from tests.learn.drawn_rounds import DAY, FIRST, LAST, ZONE, drawn


def decided(n, *, source="web", given_back=0, reason="bad_fit"):
    return [
        Decided(lead=f"{source}{i}", segments={"source": source}, reason=reason if i < given_back else None)
        for i in range(n)
    ]


def segment(found, name):
    return next(one for one in found if one.name == name)


def test_half_of_sixty_given_back_trips_the_wire():
    found = segments_of([*decided(60, given_back=30), *decided(600, source="fair", given_back=30)])
    assert [one.name for one in tripped(found, 0.2)] == ["web"]


@pytest.mark.parametrize(
    ("given_back", "of", "trips", "says"),
    [
        (20, 100, False, "within"),
        (21, 100, True, "over; it may be chance"),
        (3, 5, False, "too few to say"),
        (10, 50, False, "within"),
        (11, 50, True, "over; it may be chance"),
        (25, 49, False, "over, but of fewer than 50"),
        (40, 100, True, "over"),
    ],
)
def test_the_wire_trips_above_the_share_and_not_on_it_and_of_enough_leads(given_back, of, trips, says):
    one = segment(segments_of(decided(of, given_back=given_back)), "web")
    assert (bool(tripped([one], 0.2)), stands(one, 0.2)) == (trips, says)


def test_a_segment_with_too_few_leads_has_no_share():
    found = segments_of(decided(19, given_back=19))
    assert segment(found, "web").rate.rate is None
    assert not segment(found, "web").over(0.2)


def test_leads_without_a_source_are_unknown_and_not_dropped():
    assert segment(segments_of(decided(25, source="")), "unknown").rate.of == 25


def test_the_same_leads_under_two_names_ask_once():
    leads = [
        Decided(lead=str(i), segments={"source": "list", "campaign": "bought"}, reason="bad_fit" if i < 40 else None)
        for i in range(60)
    ]
    assert len(tripped(segments_of(leads), 0.2)) == 1


def test_where_no_part_trips_the_whole_may():
    leads = [one for n in range(10) for one in decided(15, source=f"s{n}", given_back=6)]
    assert [one.kind for one in tripped(segments_of(leads), 0.2)] == ["all"]


def test_the_table_opens_the_rejected_leads_of_a_segment():
    table = rejections_table(
        segments_of(decided(40, source="a&b", given_back=4)), wire=0.2, words={}, opens="since=2027-01-01"
    )
    row = next(row for row in table.rows if row.cells[1] == "a&b")
    assert row.opens["rejected"] == "since=2027-01-01&source=a%26b&only=rejected"


REASONS = ("", "bad_fit", "no_budget", "student", "spam", "vendor", "timing", "duplicate")
WEEKS_BACK = Asked(first=LAST - timedelta(weeks=13), last=LAST, zone=ZONE)


def given_back(count=2000):
    """Rounds of eight weeks with reasons by lot, each rarer than the one before."""
    rounds = drawn(count)
    lot = np.random.default_rng(5).choice(len(REASONS), count, p=np.array([8, 7, 6, 5, 4, 3, 2, 1]) / 36)
    arrays = {**rounds.arrays, "reject_reason": lot.astype(np.int32)}
    return replace(rounds, arrays=arrays, words={**rounds.words, "reject_reason": REASONS})


def whys(rounds, asked=WEEKS_BACK):
    return why_not(rounds, asked, Terms(zone=ZONE, house=None, commitments=None, tiers=(), hours_of=None))


def test_each_week_counts_its_leads_by_the_reason_sales_gave():
    rounds = given_back()
    monday = int(np.datetime64("2027-03-22").astype("datetime64[us]").astype(np.int64))
    arrived, back = rounds.arrays["arrived_at"], rounds.arrays["rejected_at"] != NEVER
    there = back & (arrived >= monday) & (arrived < monday + 7 * DAY)
    said = Counter(REASONS[code] or "unknown" for code in rounds.arrays["reject_reason"][there])
    table = whys(rounds)
    (week,) = [row.cells[1:] for row in table.rows if row.cells[0] == "2027-03-22"]
    named = [column.name for column in table.columns[1:-1]]
    assert list(week) == [*(said[name] for name in named), sum(said.values()) - sum(said[name] for name in named)]


@pytest.mark.parametrize("later", range(8))
def test_the_weeks_hold_the_leads_of_the_days_asked_for_and_no_others(later):
    rounds, first = given_back(), FIRST + timedelta(days=later)
    asked = replace(WEEKS_BACK, first=first, last=LAST - timedelta(days=9))
    those = rounds.between(asked.since, asked.until)
    (whole,) = [one for one in segments_in(those, ("source",), np.ones(len(those), np.bool_)) if one.kind == "all"]
    table = whys(rounds, asked)
    assert sum(int(str(cell)) for row in table.rows for cell in row.cells[1:]) == whole.rate.hits
    days = [date.fromisoformat(str(row.cells[0])) for row in table.rows]
    assert (days[0], {day.weekday() for day in days[1:]}) == (first, {0})
    opened = [parse_qs(one) for row in table.rows for one in row.opens.values()]
    assert (min(one["from"] for one in opened), max(one["to"] for one in opened)) == ([f"{first}"], [f"{asked.last}"])


def test_the_most_frequent_reasons_have_a_column_and_all_others_one_together():
    columns = whys(given_back()).columns[1:]
    assert [column.says for column in columns] == [
        "unknown", "bad_fit", "no_budget", "student", "spam", "other reasons",
    ]  # fmt: skip
    assert len(columns) == NAMED + 1
