"""Do columns answer a condition as it answers one lead at a time, unknown included?"""

from __future__ import annotations

from random import Random

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from batonpass.handoff.condition.form import Kind
from batonpass.learn.many.conditions import ManyConditions, NotInColumns
from batonpass.learn.many.numbers import ranked
from tests.handoff.asking import SCHEMA, ask, some_condition, some_facts

LEADS = 60
KINDS = {Kind.TEXT: pl.String, Kind.CHOICE: pl.String, Kind.TRUTH: pl.Boolean, Kind.LIST: pl.List(pl.String)}
chances = st.integers(0, 2**32).map(Random)


def columns(crowd):
    """Some leads as a frame, every number by its rank; here the score is a number like any other."""
    numbers = [path for path, type_ in SCHEMA.items() if type_.kind is Kind.NUMBER]
    ranks, series = ranked([[facts.get(path) for facts in crowd] for path in numbers])
    plain = [(path, KINDS[type_.kind]) for path, type_ in SCHEMA.items() if type_.kind is not Kind.NUMBER]
    kept = [pl.Series(path, [listed(facts.get(path)) for facts in crowd], dtype=kind) for path, kind in plain]
    return ranks, pl.DataFrame([*kept, *(one.alias(path) for path, one in zip(numbers, series, strict=True))])


def listed(seen):
    return list(seen) if isinstance(seen, tuple) else seen


def answers(source, crowd):
    ranks, frame = columns(crowd)
    expression = ManyConditions(numbers=AllRanked(ranks)).expression(ask(source).form)
    return list(frame.with_columns(answer=expression)["answer"])


class AllRanked:
    """In these tests the score is ranked too, for the made-up facts hold it as a number like the others."""

    def __init__(self, ranks):
        self.ranks = ranks

    def bounds(self, path, number):
        return self.ranks.bounds("lead.any", number)

    def alike(self, left, right):
        return True


@settings(max_examples=300)
@given(chances)
def test_many_leads_are_answered_as_one_at_a_time(chance):
    source, crowd = some_condition(chance), [some_facts(chance) for _ in range(LEADS)]
    assert answers(source, crowd) == [ask(source).holds(facts) for facts in crowd]


def test_the_made_up_conditions_have_all_three_answers():
    chance = Random(2027)
    found = [one for _ in range(40) for one in answers(some_condition(chance), [some_facts(chance)] * 2)]
    assert min(found.count(value) for value in (True, False, None)) > 5


def test_a_number_between_two_that_are_known_is_compared_exactly():
    crowd = [{"account.employees": n} for n in (49, 50, 51, None)]
    assert answers("account.employees > 50.5", crowd) == [False, False, True, None]


def test_points_compared_with_a_size_are_left_to_one_at_a_time():
    ranks, _ = ranked([[1]])
    with pytest.raises(NotInColumns, match=r"score\.total is compared with account\.employees"):
        ManyConditions(numbers=ranks).expression(ask("score.total > account.employees").form)
