"""Does the logic of three values hold for every condition and every lead?"""

from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st

from batonpass.handoff.condition import Condition, ConditionError
from tests.handoff.asking import SCHEMA, ask, some_condition, some_facts

chances = st.integers(0, 2**32).map(Random)
conditions = chances.map(some_condition)
leads = chances.map(some_facts)


def for_all(*strategies):
    """A claim about everything made up so, however busy the machine is."""
    return lambda claim: settings(deadline=None)(given(*strategies)(claim))


def answer(source: str, facts: dict[str, object]) -> bool | None:
    return ask(source).holds(facts)


def rank(value):
    """Kleene's order: false, unknown, true; and is the least, or the greatest."""
    return {False: 0, None: 1, True: 2}[value]


@for_all(conditions, conditions, leads)
def test_and_is_the_least_of_its_parts(a, b, facts):
    assert rank(answer(f"({a}) && ({b})", facts)) == min(rank(answer(a, facts)), rank(answer(b, facts)))


@for_all(conditions, conditions, leads)
def test_or_is_the_greatest_of_its_parts(a, b, facts):
    assert rank(answer(f"({a}) || ({b})", facts)) == max(rank(answer(a, facts)), rank(answer(b, facts)))


@for_all(conditions, leads)
def test_not_turns_the_order_round(a, facts):
    assert rank(answer(f"!({a})", facts)) == 2 - rank(answer(a, facts))


@for_all(conditions, conditions, leads)
def test_not_of_an_and_is_an_or_of_nots(a, b, facts):
    assert answer(f"!(({a}) && ({b}))", facts) is answer(f"!({a}) || !({b})", facts)


@for_all(conditions, conditions, conditions, leads)
def test_and_is_spread_over_or(a, b, c, facts):
    assert answer(f"({a}) && (({b}) || ({c}))", facts) is answer(f"({a}) && ({b}) || ({a}) && ({c})", facts)


@for_all(conditions, conditions, leads)
def test_the_order_of_writing_does_not_matter(a, b, facts):
    assert answer(f"({a}) && ({b})", facts) is answer(f"({b}) && ({a})", facts)


@for_all(conditions.filter(lambda source: "has(" not in source and "unknown" not in source), leads, leads)
def test_learning_more_never_turns_a_known_answer(a, facts, more):
    seen = {path: value for path, value in facts.items() if value is not None}
    before, after = answer(a, seen), answer(a, {**more, **seen})
    assert before in (None, after)


@for_all(conditions, leads)
def test_with_every_field_known_the_answer_is_known(a, facts):
    known = {path: value for path, value in facts.items() if value is not None}
    assert set(SCHEMA) - set(known) or answer(a, known) is not None


@for_all(conditions, leads)
def test_a_condition_reads_only_the_fields_it_names(a, facts):
    condition = ask(a)
    assert condition.holds({path: facts.get(path) for path in condition.fields}) is condition.holds(facts)


@for_all(conditions, leads)
def test_the_explanation_agrees_with_the_answer(a, facts):
    assert ask(a).explain(facts).value is ask(a).holds(facts)


@for_all(conditions, leads)
def test_missing_fields_are_named_exactly_when_the_answer_is_unknown(a, facts):
    condition = ask(a)
    named = condition.unknown_because(facts)
    assert bool(named) is (condition.holds(facts) is None)
    assert all(facts.get(path) is None and path in condition.fields for path in named)


@for_all(conditions)
def test_reading_the_same_text_twice_gives_the_same_condition(a):
    first: Condition = ask(a)
    assert first == ask(f"  \t{a}\n")
    assert first.words()


SCRAPS = (
    "lead.tags",
    "lead.country",
    "score.total",
    "account.target",
    "has",
    "in",
    "is",
    "unknown",
    "true",
    "'DE'",
    "5",
    "x",
)
SIGNS = ("&&", "||", "!", "==", "<", "(", ")", "[", "]", ",", "-", ".", '"', "'", "\\", "\n", "contains(")


@for_all(st.lists(st.sampled_from(SCRAPS + SIGNS)).map(" ".join) | st.text())
def test_whatever_is_written_is_read_or_refused(source):
    assert outcome(source) in (True, False, None, "^")


def outcome(source):
    try:
        return ask(source).holds({})
    except ConditionError as error:
        return str(error)[-1]
