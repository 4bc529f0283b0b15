"""Does the guard name what was written after the handoff, and leave honest columns alone?"""

from __future__ import annotations

import numpy as np
import pytest

from batonpass.handoff.instants import NEVER
from batonpass.learn.leakage import Column, Why, codes_of, look_for_leaks, told_by
from tests.learn.real import real, x_education

WON = np.arange(1000) % 3 == 0


def look(values, won=WON, **kept):
    (found,) = look_for_leaks([Column(name="it", values=values, **kept)], won, np.random.default_rng(1))
    return found


def test_a_column_that_says_nearly_everything_leaks():
    found = look(["closed" if won else "ringing" for won in WON])
    assert found.why == (Why.ALONE,)


def test_a_column_that_is_full_where_sales_worked_and_tells_there_leaks():
    chance = np.random.default_rng(2)
    rated = np.where(WON, chance.random(1000) < 0.7, chance.random(1000) < 0.35)
    high = np.where(WON, chance.random(1000) < 0.85, chance.random(1000) < 0.2)
    found = look([("high" if up else "low") if kept else None for kept, up in zip(rated, high, strict=True)])
    assert found.why == (Why.FILLED,)
    assert "convert where it is empty" in found.because


def test_a_form_field_whose_gaps_tell_is_a_question_and_no_leak():
    chance = np.random.default_rng(3)
    asked = np.where(WON, chance.random(1000) < 0.9, chance.random(1000) < 0.5)
    found = look(["yes" if kept else None for kept in asked])
    assert (found.why, found.leaks) == ((Why.GAPS,), False)


def test_an_honest_column_is_left_alone():
    chance = np.random.default_rng(4)
    found = look([str(kind) for kind in np.where(chance.random(1000) < 0.3, WON, chance.random(1000) < 0.5)])
    assert found.why == ()


def test_a_column_of_different_texts_says_nothing_by_remembering_them():
    assert look([f"lead {n}" for n in range(1000)]).alone < 0.55


def test_a_column_written_after_the_handoff_leaks_whatever_it_says():
    handed = np.full(1000, 100)
    written = np.where(np.arange(1000) % 10 == 0, 150, 50)
    column = Column(name="it", values=["a"] * 1000, written_at=written)
    (found,) = look_for_leaks([column], WON, np.random.default_rng(1), handed_at=handed)
    assert (found.why, found.late) == ((Why.LATE,), 100)


def test_a_lead_that_was_never_handed_over_has_nothing_written_too_late():
    column = Column(name="it", values=["a"] * 1000, written_at=np.full(1000, 150))
    (found,) = look_for_leaks([column], WON, np.random.default_rng(1), handed_at=np.full(1000, NEVER))
    assert not found.leaks


def test_what_a_lead_says_of_itself_is_not_learned_from_it():
    folds = np.array([0, 1, 0, 1], dtype=np.int32)
    won = np.array([True, False, True, False])
    assert (told_by(np.zeros(4, dtype=np.int32), won, folds)[[0, 2]] < 0.1).all()


def test_many_numbers_become_ten_steps():
    assert len(set(codes_of([str(n) for n in range(500)]).tolist())) == 10


def test_too_few_leads_are_not_judged():
    with pytest.raises(ValueError, match="100 leads"):
        look(["a"] * 50, won=WON[:50])


def test_on_the_x_education_list_the_columns_that_sales_wrote_are_named_and_the_honest_are_not():
    columns, won = x_education(real("x_education/Leads.csv"))
    looked = look_for_leaks(
        [Column(name=name, values=values) for name, values in columns.items()], won, np.random.default_rng(0)
    )
    assert {one.name: one.why for one in looked if one.leaks} == {
        "Tags": (Why.ALONE, Why.FILLED),
        "Lead Quality": (Why.FILLED,),
        "Lead Profile": (Why.FILLED,),
    }
