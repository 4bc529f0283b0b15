"""For which of many leads does a condition hold? The parsed form as one Polars expression, with unknown as null."""

from __future__ import annotations

import operator
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Protocol

import polars as pl

from batonpass.handoff.condition.form import (
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
from batonpass.handoff.condition.run import runner

TRUTHS: dict[Comparison, Callable[[Any, Any], pl.Expr]] = {
    Comparison.IS: operator.eq,
    Comparison.IS_NOT: operator.ne,
    Comparison.BELOW: operator.lt,
    Comparison.AT_MOST: operator.le,
    Comparison.ABOVE: operator.gt,
    Comparison.AT_LEAST: operator.ge,
}
MIRRORED = {
    Comparison.BELOW: Comparison.ABOVE,
    Comparison.AT_MOST: Comparison.AT_LEAST,
    Comparison.ABOVE: Comparison.BELOW,
    Comparison.AT_LEAST: Comparison.AT_MOST,
}
UNKNOWN = pl.lit(None, dtype=pl.Boolean)


class NotInColumns(Exception):
    """A playbook asks something that columns cannot answer; each lead has to be asked by itself. The text says what."""


class Numbers(Protocol):
    """How the column of a number field stands for its exact numbers: by whole numbers in the same order."""

    def bounds(self, path: str, number: Decimal) -> tuple[int, int]:
        """The least whole number that stands for `number` or more, and the greatest for `number` or less."""
        ...

    def alike(self, left: str, right: str) -> bool:
        """Do these two columns mean the same number by the same whole number?"""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class ManyConditions:
    """Turns conditions into expressions over a frame whose columns are named by field path."""

    numbers: Numbers

    def expression(self, form: Form) -> pl.Expr:
        """Give the expression: true, false or null as `Condition.holds` gives True, False or None.

        Raises NotInColumns for the comparison of two number fields that are kept differently (a score with a size).
        """
        match form:
            case All(parts=parts):
                return pl.all_horizontal([self.expression(part) for part in parts])
            case Either(parts=parts):
                return pl.any_horizontal([self.expression(part) for part in parts])
            case Not(part=part):
                return ~self.expression(part)
            case Known(field=field, wanted=wanted):
                seen = pl.col(field.path)
                return seen.is_not_null() if wanted else seen.is_null()
            case Flag(field=field):
                return pl.col(field.path)
            case Constant(value=value):
                return pl.lit(value)
            case Compare():
                return self._compare(form)
            case OneOf():
                return self._one_of(form)
            case Among(operand=operand, field=field):
                return _both(_read(operand), pl.col(field.path), lambda one, held: held.list.contains(one))
            case TextTest(function=function, text=text, part=part):
                return _text_test(function, text, part)

    def _compare(self, form: Compare) -> pl.Expr:
        op, left, right = form.op, form.left, form.right
        if isinstance(left, Value) and isinstance(right, Field):
            op, left, right = MIRRORED.get(op, op), right, left
        if isinstance(left, Value):
            return pl.lit(runner(form)({}))
        if left.kind is not Kind.NUMBER:
            return TRUTHS[op](pl.col(left.path), _read(right))
        if isinstance(right, Field):
            if not self.numbers.alike(left.path, right.path):
                raise NotInColumns(f"{left.path} is compared with {right.path}")
            return TRUTHS[op](pl.col(left.path), pl.col(right.path))
        return self._with_number(op, left.path, _exact(right))

    def _with_number(self, op: Comparison, path: str, number: Decimal) -> pl.Expr:
        least, most = self.numbers.bounds(path, number)
        seen, stands = pl.col(path), least == most
        match op:
            case Comparison.BELOW:
                return seen < least
            case Comparison.AT_MOST:
                return seen <= most
            case Comparison.ABOVE:
                return seen > most
            case Comparison.AT_LEAST:
                return seen >= least
            case Comparison.IS:
                return seen == least if stands else _never(seen)
            case Comparison.IS_NOT:
                return seen != least if stands else ~_never(seen)

    def _one_of(self, form: OneOf) -> pl.Expr:
        operand = form.operand
        if isinstance(operand, Value):
            return pl.lit(runner(form)({}))
        if operand.kind is not Kind.NUMBER:
            return _is_in(pl.col(operand.path), [one.value for one in form.values])
        bounds = (self.numbers.bounds(operand.path, _exact(one)) for one in form.values)
        return _is_in(pl.col(operand.path), [least for least, most in bounds if least == most])


def _exact(value: Value) -> Decimal:
    return Decimal(value.value)  # pyright: ignore[reportArgumentType] - the checker lets only numbers stand here


def _read(operand: Operand) -> pl.Expr:
    return pl.lit(operand.value) if isinstance(operand, Value) else pl.col(operand.path)


def _never(seen: pl.Expr) -> pl.Expr:
    """False where the field is known, unknown where it is not."""
    return pl.when(seen.is_not_null()).then(statement=False).otherwise(UNKNOWN)


def _is_in(seen: pl.Expr, values: Sequence[object]) -> pl.Expr:
    """One equality after the other: a list would have to be of the column's own type."""
    return pl.any_horizontal([_never(seen), *(seen == value for value in values)])


def _both(left: pl.Expr, right: pl.Expr, test: Callable[[pl.Expr, pl.Expr], pl.Expr]) -> pl.Expr:
    known = left.is_not_null() & right.is_not_null()
    return pl.when(known).then(test(left, right)).otherwise(UNKNOWN)


def _text_test(function: TextFunction, text: Field, part: Operand) -> pl.Expr:
    seen, asked = pl.col(text.path), _read(part)
    match function:
        case TextFunction.STARTS_WITH:
            return _both(seen, asked, lambda s, a: s.str.starts_with(a))
        case TextFunction.ENDS_WITH:
            return _both(seen, asked, lambda s, a: s.str.ends_with(a))
        case TextFunction.CONTAINS:
            return _both(seen, asked, lambda s, a: s.str.contains(a, literal=True))
