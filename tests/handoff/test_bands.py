"""Which band does a score reach, by the pair of its halves or by its total, and on which grounds?"""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from batonpass.handoff.bands import RANK, band, reached, short_of
from batonpass.handoff.facts import Scored
from batonpass.handoff.lead import Lead
from batonpass.handoff.playbook.matrix import Matrix
from tests.handoff.cast import PLAYBOOK, TUESDAY_TEN, submission, walk

PLAIN = PLAYBOOK.definition
TENS = (Decimal(10), Decimal(20), Decimal(30))
MATRIX = Matrix(
    fit=TENS,
    behaviour=TENS,
    cells={"A1": "hot", "A2": "hot", "A3": "mql", "D1": "nurture", "D2": "nurture"},
    slack=Decimal(5),
)
PAIRED = replace(PLAIN, matrix=MATRIX)
STICKY = replace(PLAIN, mql_exit_below=Decimal(35))
POINTS = st.integers(-20, 120)


def pair(fit: int, behaviour: int) -> Scored:
    total = Decimal(fit + behaviour)
    return Scored(at=TUESDAY_TEN, fit=Decimal(fit), behaviour=Decimal(behaviour), total=total, model="base")


def held(level: str) -> Lead:
    return Lead(id="L1", band=level)


@pytest.mark.parametrize(
    ("fit", "behaviour", "cell"),
    [(30, 30, "A1"), (29, 30, "B1"), (20, 10, "B3"), (10, 9, "C4"), (9, 29, "D2"), (-5, 0, "D4"), (99, 20, "A2")],
)
def test_a_grade_begins_at_its_points(fit, behaviour, cell):
    assert MATRIX.cell(Decimal(fit), Decimal(behaviour)) == cell


def test_a_named_cell_decides_whatever_the_total():
    assert reached(pair(30, 12), PAIRED) == "mql"
    assert reached(pair(0, 90), PAIRED) == "nurture"


def test_a_cell_that_is_not_named_goes_by_the_total():
    assert (reached(pair(20, 60), PAIRED), reached(pair(20, 15), PAIRED)) == ("hot", "nurture")


def test_a_student_who_reads_everything_is_not_ready_and_hears_which_cell():
    steps = [submission("ebook")]
    lead = walk(*steps, playbook=replace(PLAYBOOK, definition=PAIRED)).lead
    assert (lead.stage, lead.because) == ("Nurture", "D1 (fit 0 and behaviour 40) is not for sales yet")


def test_the_verdict_names_the_rule_that_decided():
    rules = [
        next(f.rule for f in walk(fact, playbook=book).facts if hasattr(f, "rule"))
        for fact, book in (
            (submission("demo"), PLAYBOOK),
            (submission("ebook"), PLAYBOOK),
            (submission("ebook"), replace(PLAYBOOK, definition=PAIRED)),
            (submission("ebook"), replace(PLAYBOOK, definition=replace(PLAIN, fit_at_least=Decimal(0)))),
            (submission(email="a@rival.example"), PLAYBOOK),
        )
    ]
    assert rules == [
        "definition.hand_raisers", "definition.mql_from", "definition.matrix.cells.D1", "definition.mql_from",
        "definition.disqualifiers.rival",
    ]  # fmt: skip


def test_a_half_below_zero_fails_a_bar_of_zero():
    short = short_of(pair(-10, 60), replace(PLAIN, fit_at_least=Decimal(0)))
    assert short
    assert short.because == "score 50, but fit is below 0"


def test_the_mql_band_is_left_below_its_exit_only():
    assert band(held("mql"), pair(0, 35), STICKY) == "mql"
    assert band(held("mql"), pair(0, 34), STICKY) == "nurture"
    assert band(held(""), pair(0, 39), STICKY) == "nurture"


def test_what_was_hot_falls_through_the_mql_band():
    assert band(held("hot"), pair(0, 59), STICKY) == "mql"
    assert band(held("hot"), pair(0, 36), STICKY) == "mql"


def test_without_an_exit_threshold_the_mql_band_ends_where_it_begins():
    assert band(held("mql"), pair(0, 39), PLAIN) == "nurture"


def test_a_cell_is_left_only_by_more_than_the_slack():
    assert band(held("hot"), pair(30, 15), PAIRED) == "hot"
    assert band(held("hot"), pair(30, 14), PAIRED) == "mql"


@given(st.sampled_from(["", "nurture", "mql", "hot"]), POINTS, POINTS, st.sampled_from([PLAIN, PAIRED, STICKY]))
def test_a_band_held_is_never_better_than_held_or_reached(level, fit, behaviour, definition):
    now, stays = reached(pair(fit, behaviour), definition), band(held(level), pair(fit, behaviour), definition)
    assert RANK[now] <= RANK[stays] <= max(RANK[now], RANK[level])


@given(POINTS, POINTS, st.sampled_from([PLAIN, PAIRED, STICKY]))
def test_the_same_score_twice_gives_the_same_band(fit, behaviour, definition):
    once = band(held(""), pair(fit, behaviour), definition)
    assert band(held(once), pair(fit, behaviour), definition) == once
