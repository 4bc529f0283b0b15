"""How would one say this condition aloud?"""

from __future__ import annotations

import re
from decimal import Decimal

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
    Kind,
    Known,
    Not,
    OneOf,
    Operand,
    TextFunction,
    TextTest,
    Value,
)

_PLAIN = re.compile(r"[\w.@+/-]+")
_NUMBERS = {
    Comparison.IS: "is",
    Comparison.IS_NOT: "is not",
    Comparison.BELOW: "below",
    Comparison.AT_MOST: "at most",
    Comparison.ABOVE: "above",
    Comparison.AT_LEAST: "at least",
}
_TEXTS = {
    **_NUMBERS,
    Comparison.BELOW: "before",
    Comparison.AT_MOST: "up to",
    Comparison.ABOVE: "after",
    Comparison.AT_LEAST: "from",
}
_MIRRORED = {
    Comparison.BELOW: Comparison.ABOVE,
    Comparison.AT_MOST: Comparison.AT_LEAST,
    Comparison.ABOVE: Comparison.BELOW,
    Comparison.AT_LEAST: Comparison.AT_MOST,
}
_OPPOSITE = {
    Comparison.IS: Comparison.IS_NOT,
    Comparison.IS_NOT: Comparison.IS,
    Comparison.BELOW: Comparison.AT_LEAST,
    Comparison.AT_MOST: Comparison.ABOVE,
    Comparison.ABOVE: Comparison.AT_MOST,
    Comparison.AT_LEAST: Comparison.BELOW,
}
_ASKED = {
    TextFunction.STARTS_WITH: ("starts with", "does not start with"),
    TextFunction.ENDS_WITH: ("ends with", "does not end with"),
    TextFunction.CONTAINS: ("contains", "does not contain"),
}


def say(form: Form) -> str:
    """Say a form in plain English: "country is one of DE, AT and employees at least 50"."""
    return _say(form, yes=True)


def _say(form: Form, *, yes: bool) -> str:
    match form:
        case All(parts=parts):
            said = " and ".join(_say_inside(part) for part in parts)
            return said if yes else f"not ({said})"
        case Either(parts=parts):
            said = " or ".join(_say_inside(part) for part in parts)
            return said if yes else f"not ({said})"
        case Not(part=part):
            return _say(part, yes=not yes)
        case Compare():
            return _say_compare(form, yes=yes)
        case _:
            return _say_clause(form, yes=yes)


def _say_inside(form: Form) -> str:
    return f"({say(form)})" if isinstance(form, All | Either) else say(form)


def _say_clause(clause: Constant | Flag | OneOf | Among | TextTest | Known, *, yes: bool) -> str:
    match clause:
        case Constant(value=value):
            return "always" if value is yes else "never"
        case Flag(field=field):
            return field.label if yes else f"not {field.label}"
        case OneOf(operand=operand, values=(only,)):
            return f"{say_operand(operand)} {'is' if yes else 'is not'} {say_operand(only)}"
        case OneOf(operand=operand, values=values):
            offered = ", ".join(say_operand(value) for value in values)
            return f"{say_operand(operand)} {'is one of' if yes else 'is none of'} {offered}"
        case Among(operand=operand, field=field):
            return f"{field.label} {'include' if yes else 'do not include'} {say_operand(operand)}"
        case TextTest(function=function, text=text, part=part):
            return f"{text.label} {_ASKED[function][0 if yes else 1]} {say_operand(part)}"
        case Known(field=field, wanted=wanted):
            return f"{field.label} is {'known' if wanted is yes else 'unknown'}"


def _say_compare(clause: Compare, *, yes: bool) -> str:
    left, op, right = clause.left, clause.op if yes else _OPPOSITE[clause.op], clause.right
    if isinstance(left, Value) and isinstance(right, Field):
        left, op, right = right, _MIRRORED.get(op, op), left
    if isinstance(left, Field) and left.kind is Kind.TRUTH and isinstance(right, Value):
        return _say_clause(Flag(field=left), yes=(op is Comparison.IS) is right.value)
    signs = _NUMBERS if left.kind is Kind.NUMBER else _TEXTS
    return f"{say_operand(left)} {signs[op]} {say_operand(right)}"


def say_operand(operand: Operand) -> str:
    """Say a field by its label, a value as one would read it; in quotes only where its end could be mistaken."""
    if isinstance(operand, Field):
        return operand.label
    if isinstance(operand.value, bool):
        return "true" if operand.value else "false"
    if isinstance(operand.value, str):
        return operand.value if _PLAIN.fullmatch(operand.value) else f'"{operand.value}"'
    return format(Decimal(operand.value), "f")
