"""Is everybody in a pool dealt what their weight promises, whatever happens to the pool?"""

from __future__ import annotations

from collections import Counter
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from batonpass.handoff.people import Member
from batonpass.handoff.turn import OWED, TURN, count_on, give_back, had_on, next_in_turn, split

WEIGHTS = st.lists(st.integers(1, 60), min_size=1, max_size=12)


def pool(*weights: int) -> list[Member]:
    return [Member(rep=f"r{n}", weight=weight) for n, weight in enumerate(weights)]


def deal(members, tally, times):
    got = Counter()
    for _ in range(times):
        chosen, tally = next_in_turn(members, tally)
        got[chosen] += 1
    return got, tally


@given(WEIGHTS, st.integers(1, 300))
def test_nobody_is_ever_a_whole_turn_from_what_the_weights_promise(weights, turns):
    members, tally, got = pool(*weights), {}, Counter()
    for turn in range(1, turns + 1):
        chosen, tally = next_in_turn(members, tally)
        got[chosen] += 1
        for member in members:
            assert abs(got[member.rep] - Fraction(turn * member.weight, sum(weights))) < 1


@given(WEIGHTS, st.integers(1, 200))
def test_what_is_dealt_is_what_is_taken(weights, turns):
    _, tally = deal(pool(*weights), {}, turns)
    assert sum(tally.values()) == 0


@given(st.lists(st.sets(st.integers(0, 5), min_size=1), min_size=1, max_size=120))
def test_whoever_is_there_nobody_is_three_turns_from_their_share(presences):
    members, tally, owed, got = pool(1, 1, 1, 1, 1, 1), {}, Counter(), Counter()
    for present in presences:
        here = [member for n, member in enumerate(members) if n in present]
        chosen, tally = next_in_turn(here, tally)
        got[chosen] += 1
        for member in here:
            owed[member.rep] += Fraction(1, len(here))
    assert max(abs(got[m.rep] - owed[m.rep]) for m in members) < 3


@given(st.integers(1, 400), WEIGHTS)
def test_a_colleague_who_returns_is_not_flooded(away_for, weights):
    members = pool(1, *weights)
    _, tally = deal(members[1:], {}, away_for)
    share = Fraction(1, sum(m.weight for m in members))
    got, _ = deal(members, tally, 60)
    assert got["r0"] <= 60 * share + 2


def test_a_new_colleague_begins_level_with_the_others():
    _, tally = deal(pool(1, 1), {}, 501)
    got, _ = deal(pool(1, 1, 1), tally, 30)
    assert [got[f"r{n}"] for n in range(3)] == [10, 10, 10]


@given(st.integers(1, 100), st.integers(1, 100), st.integers(0, 50))
def test_a_change_of_weights_floods_nobody(before, after, turns):
    _, tally = deal(pool(before, 1), {}, turns)
    got, _ = deal(pool(after, 1), tally, 2 * (after + 1))
    assert abs(got["r1"] - 2) <= 1


def test_the_smallest_weight_never_rounds_to_nothing():
    got, _ = deal(pool(99, 100, 1), {}, 400)
    assert got["r2"] == 2


def test_a_turn_given_back_comes_back_at_double_pace_at_most():
    members, tally = pool(1, 1, 1, 1), {}
    tally = give_back("r0", tally, 6)
    order = []
    for _ in range(160):
        chosen, tally = next_in_turn(members, tally)
        order.append(chosen)
    got = Counter(order)
    assert [got[f"r{n}"] for n in range(4)] == [45, 39, 38, 38]
    assert max(order[n : n + 8].count("r0") for n in range(152)) <= 2 * 2 + 1
    assert tally[OWED + "r0"] == 0


def test_taking_back_what_was_given_back_leaves_everything_as_it_was():
    _, tally = deal(pool(1, 1), {}, 3)
    assert {k: v for k, v in give_back("r0", give_back("r0", tally), -1).items() if v} == tally


def test_turns_of_a_day_are_counted_on_that_day_alone():
    tally: dict[str, int] = {}
    count_on(738_000, "ana", tally)
    count_on(738_000, "ana", tally)
    assert (had_on(738_000, "ana", tally), had_on(738_001, "ana", tally)) == (2, 0)
    assert had_on(738_000, "ana", give_back("ana", tally, day=738_000)) == 1
    assert had_on(738_000, "ana", give_back("ana", tally, day=737_999)) == 2


@given(st.integers(0, TURN), st.lists(st.integers(1, 1000), min_size=1, max_size=20))
def test_a_whole_is_divided_without_a_rest(whole, weights):
    parts = split(whole, tuple(weights))
    assert (sum(parts), all(part >= 0 for part in parts)) == (whole, True)


@given(WEIGHTS, st.integers(0, 40))
def test_the_same_pool_and_tally_give_the_same_answer(weights, turns):
    _, tally = deal(pool(*weights), {}, turns)
    assert next_in_turn(pool(*weights), tally) == next_in_turn(pool(*weights), dict(tally))
