"""Is what was expected of a decision judged only as far as the leads can carry it?"""

from __future__ import annotations

import pytest

from batonpass.learn.expected import Expected, Verdict, judge
from batonpass.learn.figures import compared

UP, DOWN = Expected(up=True, points=10), Expected(up=False, points=10)


@pytest.mark.parametrize(
    ("expected", "before", "after", "verdict"),
    [
        (UP, (500, 1000), (700, 1000), Verdict.CAME_TRUE),
        (UP, (500, 1000), (520, 1000), Verdict.DID_NOT),
        (UP, (500, 1000), (300, 1000), Verdict.DID_NOT),
        (UP, (10, 20), (14, 20), Verdict.CANNOT_TELL),
        (UP, (5, 10), (10, 10), Verdict.CANNOT_TELL),
        (UP, (500, 1000), (590, 1000), Verdict.CANNOT_TELL),
        (DOWN, (700, 1000), (500, 1000), Verdict.CAME_TRUE),
        (DOWN, (500, 1000), (700, 1000), Verdict.DID_NOT),
        (DOWN, (0, 0), (0, 0), Verdict.CANNOT_TELL),
    ],
)
def test_a_decision_is_judged_by_size_and_by_chance(expected, before, after, verdict):
    assert judge(expected, before, after).verdict is verdict


def test_the_interval_of_the_change_is_newcombes():
    found = judge(UP, (48, 80), (56, 70))
    assert (round(found.low, 2), round(found.high, 2)) == (5.24, 33.39)


def test_too_few_cases_are_named_with_how_many_there_are():
    assert judge(UP, (50, 100), (9, 12)).because.startswith("too few cases since the change: 100 and 12")


def test_a_figure_says_whether_it_moved_by_more_than_chance():
    assert compared([("accepted", (90, 100), (60, 100))])[0].change == "up"
    assert compared([("accepted", (62, 100), (60, 100))])[0].change == "no more than chance"
    assert compared([("accepted", (5, 10), (60, 100))])[0].change == "too few to compare"


def test_of_many_figures_side_by_side_none_is_up_for_chance_alone():
    alone, *_ = compared([("accepted", (62, 80), (50, 80))])
    among, *_ = compared([("accepted", (62, 80), (50, 80)), *[("accepted", (50, 80), (50, 80))] * 6])
    assert (alone.change, among.change) == ("up", "no more than chance")


def test_what_is_accepted_and_what_is_given_back_are_asked_once():
    """18 of 140 given back after 5 of 122, among four that stood still: counted twice it would be called a change."""
    still = [
        (name, (50, 100), (50, 100)) for name in ("followed_up", "qualified", "undisposed", "unworked", "complete")
    ]
    both = [("accepted", (122, 140), (117, 122)), ("rejected", (18, 140), (5, 122))]
    assert {one.change for one in compared([*still, *both])} == {"no more than chance"}
    assert compared([("rejected", (30, 140), (5, 122)), ("accepted", (110, 140), (117, 122))])[0].change == "up"


def test_where_some_were_accepted_first_and_given_back_after_they_are_two_questions():
    alone = compared([("rejected", (30, 140), (5, 122)), ("accepted", (122, 140), (117, 122))])
    assert [one.change for one in alone] == ["up", "down"]
