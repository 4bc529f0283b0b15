"""Do the two sides of a clause fit each other and the declared fields, and if not, what did the writer mean?"""

from __future__ import annotations

import difflib
from collections.abc import Sequence
from decimal import Decimal, InvalidOperation

from .form import (
    Among,
    Clause,
    Compare,
    Comparison,
    Constant,
    Field,
    Flag,
    Kind,
    OneOf,
    Operand,
    Schema,
    TextFunction,
    TextTest,
    Value,
)
from .text import ConditionError

_LISTED_MOST = 6


def find_field(path: str, at: int, source: str, *, schema: Schema) -> Field:
    """Give the declared field; raise ConditionError, with the likely name, for one that is not declared."""
    if path in schema:
        return Field(path=path, type=schema[path], label=_label(path, schema), at=at)
    thing, _, last = path.rpartition(".")
    likely = [known for known in schema if known.rpartition(".")[2] == last]
    beside = [known for known in schema if known.startswith(f"{thing}.")]
    meant = _meant(path, tuple(schema), likely=likely, listed=beside)
    raise ConditionError(f"unknown field {path!r}; {meant}", at, source)


def find_function(name: str, at: int, source: str) -> TextFunction:
    """Give the text function of that name; raise ConditionError, with those that exist, for any other."""
    if name in tuple(TextFunction):
        return TextFunction(name)
    raise ConditionError(f"unknown function {name!r}; {_meant(name, (*TextFunction, 'has'))}", at, source)


def standing_alone(operand: Operand, source: str) -> Clause:
    """Take a lone operand as a condition: only what is true or false can stand by itself."""
    if operand.kind is not Kind.TRUTH:
        example = f'"..." in {_shown(operand)}' if operand.kind is Kind.LIST else f"{_shown(operand)} == ..."
        says = f"a condition is true or false, but {_described(operand)}; ask something about it, as in {example}"
        raise ConditionError(says, operand.at, source)
    return Flag(field=operand) if isinstance(operand, Field) else Constant(value=bool(operand.value))


def compared(op: Comparison, left: Operand, right: Operand, source: str) -> Compare:
    """Join two operands by a comparison that their kinds allow."""
    ordered = op not in (Comparison.IS, Comparison.IS_NOT)
    _fit(left, right, f"cannot compare {_typed(left)} {op} {_typed(right)}", source, ordered=ordered)
    for side in (left, right):
        if ordered and side.kind in (Kind.TRUTH, Kind.CHOICE):
            says = f"{_described(side)} and has no order; use ==, != or in [...]"
            raise ConditionError(says, side.at, source)
    return Compare(op=op, left=left, right=right)


def one_of(operand: Operand, values: tuple[Value, ...], at: int, source: str) -> OneOf:
    """Join an operand and a written list, each value of which must fit it."""
    if not values:
        raise ConditionError("an empty list holds nothing, so this is never true", at, source)
    for value in values:
        _fit(operand, value, f"{_typed(operand)} cannot be in a list that holds {_typed(value)}", source)
    return OneOf(operand=operand, values=values)


def among(operand: Operand, held: Operand, source: str) -> Among:
    """Join an operand and a field that holds a list."""
    if not isinstance(held, Field) or held.kind is not Kind.LIST:
        says = f"the right side of in must be a list; {_described(held)}"
        raise ConditionError(says, held.at, source)
    if _family(operand) is not Kind.TEXT:
        says = f"{_typed(operand)} cannot be in {held.path}, a list of texts"
        raise ConditionError(says, operand.at, source)
    _check_offered(held, operand, source)
    return Among(operand=operand, field=held)


def text_test(function: TextFunction, text: Field, part: Operand, source: str) -> TextTest:
    """Ask something about a text; both sides must be text."""
    for side in (text, part):
        if _family(side) is not Kind.TEXT:
            raise ConditionError(f"{function}() needs text; {_described(side)}", side.at, source)
    return TextTest(function=function, text=text, part=part)


def _fit(left: Operand, right: Operand, says: str, source: str, *, ordered: bool = False) -> None:
    for side, other in ((left, right), (right, left)):
        if side.kind is Kind.LIST:
            raise ConditionError(f"{_described(side)}; write {_shown(other)} in {_shown(side)}", side.at, source)
    if _family(left) is not _family(right):
        blamed, other = (left, right) if isinstance(left, Value) else (right, left)
        raise ConditionError(says + _advice(blamed, other, ordered=ordered), blamed.at, source)
    _check_offered(left, right, source)
    _check_offered(right, left, source)


def _check_offered(chosen: Operand, written: Operand, source: str) -> None:
    """A text that a closed list does not offer would never match, in silence."""
    if not isinstance(chosen, Field) or not isinstance(written, Value) or not chosen.type.values:
        return
    if written.value not in chosen.type.values:
        says = f"{_shown(written)} is not a value of {chosen.path}; {_meant(str(written.value), chosen.type.values)}"
        raise ConditionError(says, written.at, source)


def _advice(blamed: Operand, other: Operand, *, ordered: bool) -> str:
    if isinstance(blamed, Value) and isinstance(blamed.value, str) and other.kind in (Kind.NUMBER, Kind.TRUTH):
        bare = "true or false" if other.kind is Kind.TRUTH else blamed.value if _is_number(blamed.value) else "a number"
        return f"; write {bare} without quotes"
    if other.kind is Kind.TRUTH:
        return "; write true or false"
    if ordered and blamed.kind is Kind.NUMBER and _family(other) is Kind.TEXT:
        return f"; {_described(other)} and has no size"
    if isinstance(blamed, Value) and _family(other) is Kind.TEXT:
        return f'; write "{_shown(blamed)}" in quotes'
    return ""


def _is_number(text: str) -> bool:
    try:
        return Decimal(text).is_finite()
    except InvalidOperation:
        return False


def _meant(written: str, offered: Sequence[str], *, likely: Sequence[str] = (), listed: Sequence[str] = ()) -> str:
    """Say what was probably meant, or else what there is."""
    names = [str(name) for name in offered]
    near = likely or difflib.get_close_matches(written, names, n=1, cutoff=0.6) or _same_letters(written, names)
    if near:
        return f"did you mean {near[0]!r}?"
    shown = listed or names
    more = f" and {len(shown) - _LISTED_MOST} more" if len(shown) > _LISTED_MOST else ""
    return f"there are {', '.join(shown[:_LISTED_MOST])}{more}"


def _same_letters(written: str, names: Sequence[str]) -> list[str]:
    return [name for name in names if name.casefold() == written.casefold()]


def _family(operand: Operand) -> Kind:
    return Kind.TEXT if operand.kind is Kind.CHOICE else operand.kind


def _shown(operand: Operand) -> str:
    if isinstance(operand, Field):
        return operand.path
    if isinstance(operand.value, bool):
        return "true" if operand.value else "false"
    return f'"{operand.value}"' if isinstance(operand.value, str) else format(Decimal(operand.value), "f")


def _typed(operand: Operand) -> str:
    return f"{_shown(operand)} ({operand.kind})"


def _described(operand: Operand) -> str:
    article = "a " if operand.kind in (Kind.NUMBER, Kind.CHOICE, Kind.LIST) else ""
    return f"{_shown(operand)} is {article}{operand.kind}"


def _label(path: str, schema: Schema) -> str:
    """The declared label, or the last part of the path; the whole path where another field ends alike."""
    if schema[path].label:
        return schema[path].label
    last = path.rpartition(".")[2]
    alone = sum(other.rpartition(".")[2] == last for other in schema) == 1
    return (last if alone else path.replace(".", " ")).replace("_", " ")
