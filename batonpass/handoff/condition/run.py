"""Does a condition hold for these facts? The parsed form turned into closures, with unknown as a third answer."""

from __future__ import annotations

import operator
from collections.abc import Callable, Container, Mapping
from functools import partial
from operator import methodcaller
from typing import Any

from .form import (
    All,
    Among,
    Compare,
    Comparison,
    Constant,
    Either,
    Field,
    Flag,
    Form,
    Known,
    Not,
    OneOf,
    Operand,
    TextFunction,
    TextTest,
    Value,
)

Facts = Mapping[str, Any]
"""Field path to value; a path that is absent or None is unknown."""

Run = Callable[[Facts], bool | None]
Read = Callable[[Facts], Any]
Test = Callable[[Any], bool]

# Each asks the written value first, so that the value can be bound to it: 50 <= seen for `seen >= 50`.
_SEEN_SECOND: dict[Comparison, Callable[[Any, Any], bool]] = {
    Comparison.IS: operator.eq,
    Comparison.IS_NOT: operator.ne,
    Comparison.BELOW: operator.gt,
    Comparison.AT_MOST: operator.ge,
    Comparison.ABOVE: operator.lt,
    Comparison.AT_LEAST: operator.le,
}
_SEEN_FIRST: dict[Comparison, Callable[[Any, Any], bool]] = {
    Comparison.IS: operator.eq,
    Comparison.IS_NOT: operator.ne,
    Comparison.BELOW: operator.lt,
    Comparison.AT_MOST: operator.le,
    Comparison.ABOVE: operator.gt,
    Comparison.AT_LEAST: operator.ge,
}
_TEXT_METHODS = {
    TextFunction.STARTS_WITH: "startswith",
    TextFunction.ENDS_WITH: "endswith",
    TextFunction.CONTAINS: "__contains__",
}


def runner(form: Form) -> Run:
    """Turn a form into a function of facts that answers True, False or None for unknown (Kleene's three values)."""
    match form:
        case All(parts=parts):
            return _joint(parts, stops_at=False)
        case Either(parts=parts):
            return _joint(parts, stops_at=True)
        case Not(part=part):
            return _not(runner(part))
        case Known(field=field, wanted=wanted):
            return _known(field.path, wanted=wanted)
        case Flag(field=field):
            return _single(field.path, operator.truth)
        case _:
            single = one_field(form)
            return _single(*single) if single else _pair(form)


def one_field(form: Form) -> tuple[str, Test] | None:
    """Give path and test of a clause that looks at one field only and answers unknown just when that field is."""
    match form:
        case Flag(field=field):
            return field.path, operator.truth
        case Compare(op=op, left=Field() as field, right=Value(value=value)):
            return field.path, partial(_SEEN_SECOND[op], value)
        case Compare(op=op, left=Value(value=value), right=Field() as field):
            return field.path, partial(_SEEN_FIRST[op], value)
        case OneOf(operand=Field() as field, values=values):
            return field.path, frozenset(one.value for one in values).__contains__
        case Among(operand=Value(value=value), field=field):
            return field.path, methodcaller("__contains__", value)
        case TextTest(function=function, text=field, part=Value(value=value)):
            return field.path, methodcaller(_TEXT_METHODS[function], value)
        case Not(part=part):
            single = one_field(part)
            return (single[0], _negated(single[1])) if single else None
        case _:
            return None


def _joint(parts: tuple[Form, ...], *, stops_at: bool) -> Run:
    """Join parts by and (which stops at false) or by or (which stops at true).

    Clauses of one field are asked first and in this very loop, which is where the speed comes from. Nobody can see the
    order from outside: and and or with three values do not depend on it.
    """
    singles = tuple(single for part in parts if (single := one_field(part)))
    others = tuple(runner(part) for part in parts if not one_field(part))
    goes_on = not stops_at

    def run(facts: Facts) -> bool | None:
        answer: bool | None = goes_on
        for path, test in singles:
            seen = facts.get(path)
            if seen is None:
                answer = None
            elif test(seen) is stops_at:
                return stops_at
        for other in others:
            value = other(facts)
            if value is stops_at:
                return stops_at
            if value is None:
                answer = None
        return answer

    return run


def _single(path: str, test: Test) -> Run:
    def run(facts: Facts) -> bool | None:
        seen = facts.get(path)
        return None if seen is None else test(seen)

    return run


def _pair(clause: Constant | Compare | OneOf | Among | TextTest) -> Run:
    """Answer a clause that looks at two fields, or at none."""
    match clause:
        case Constant(value=value):
            return lambda _facts: value
        case Compare(op=op, left=left, right=right):
            return _both(_read(left), _read(right), _SEEN_FIRST[op])
        case OneOf(operand=operand, values=values):
            offered = frozenset(one.value for one in values)
            return _both(_read(operand), lambda _facts: offered, _is_in)
        case Among(operand=operand, field=field):
            return _both(_read(operand), _read(field), _is_in)
        case TextTest(function=function, text=text, part=part):
            method = _TEXT_METHODS[function]
            return _both(_read(text), _read(part), lambda seen, asked: getattr(seen, method)(asked))


def _both(left: Read, right: Read, test: Callable[[Any, Any], bool]) -> Run:
    def run(facts: Facts) -> bool | None:
        first, second = left(facts), right(facts)
        return None if first is None or second is None else test(first, second)

    return run


def _read(operand: Operand) -> Read:
    if isinstance(operand, Value):
        value = operand.value
        return lambda _facts: value
    path = operand.path
    return lambda facts: facts.get(path)


def _is_in(item: object, held: Container[object]) -> bool:
    return item in held


def _negated(test: Test) -> Test:
    return lambda seen: not test(seen)


def _not(part: Run) -> Run:
    def run(facts: Facts) -> bool | None:
        value = part(facts)
        return None if value is None else not value

    return run


def _known(path: str, *, wanted: bool) -> Run:
    return lambda facts: (facts.get(path) is not None) is wanted
