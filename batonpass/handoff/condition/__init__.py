"""Is this so for this lead: yes, no, or can nobody tell? The conditions that a playbook is written in.

A condition is a typed subset of CEL that always ends: no loops, no patterns, no calculation. What is missing is
unknown, never silently false. `docs/conditions.md` is the page for those who write them.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from typing import cast

from .form import (
    NUMBER,
    TEXT,
    TEXTS,
    TRUTH,
    Form,
    Kind,
    Schema,
    Type,
    choice,
    choices,
    fields_of,
)
from .parse import parse_condition
from .run import Facts, Run, runner
from .text import LENGTH_MOST, ConditionError
from .why import Why, missing, why
from .words import say

__all__ = [
    "NUMBER",
    "TEXT",
    "TEXTS",
    "TRUTH",
    "Condition",
    "ConditionError",
    "Facts",
    "Form",
    "Schema",
    "Type",
    "Why",
    "choice",
    "choices",
    "compile_condition",
    "misfits",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Condition:
    """A condition that was read and checked. Two are equal if they say the same, however they are spaced.

    `holds` says whether it does, given the facts; None means unknown. A path that is absent from the facts, or None, is
    unknown. The facts must fit the schema (`misfits`): numbers are int or Decimal, lists tuples or sets of text.
    """

    source: str = field(compare=False)
    form: Form
    fields: frozenset[str]
    holds: Run = field(compare=False, repr=False)

    def explain(self, facts: Facts) -> Why:
        """Give the answer of every clause with its words and the values it saw."""
        return why(self.form, facts)

    def unknown_because(self, facts: Facts) -> tuple[str, ...]:
        """Give the missing fields that made the answer unknown, in the order written; none if it is known."""
        return missing(self.form, facts)

    def words(self) -> str:
        """Say the condition in plain English, with the labels of the schema."""
        return say(self.form)


def compile_condition(source: str, schema: Schema, *, most: int = LENGTH_MOST) -> Condition:
    """Read and check a condition over the declared fields; raise ConditionError, with caret, at the first mistake.

    It has at most so many characters; one that a program wrote out of lists may have more than people should.
    """
    form = parse_condition(source, schema, most)
    fields = frozenset(one.path for one in fields_of(form))
    return Condition(source=source, form=form, fields=fields, holds=runner(form))


def misfits(facts: Facts, schema: Schema) -> tuple[str, ...]:
    """Say which facts are not of their declared type. Ask once a lead: conditions do not check again, for speed."""
    return tuple(_misfits(facts, schema))


def _misfits(facts: Facts, schema: Schema) -> Iterator[str]:
    for path, type_ in schema.items():
        seen = facts.get(path)
        if seen is not None and not _fits(seen, type_.kind):
            yield f"{path} is declared as {type_.kind}, but is {seen!r}"


def _fits(seen: object, kind: Kind) -> bool:
    match kind:
        case Kind.TRUTH:
            return isinstance(seen, bool)
        case Kind.NUMBER:
            return _is_exact(seen)
        case Kind.TEXT | Kind.CHOICE:
            return isinstance(seen, str)
        case Kind.LIST:
            if not isinstance(seen, tuple | list | frozenset | set):
                return False
            return all(isinstance(one, str) for one in cast("Collection[object]", seen))


def _is_exact(seen: object) -> bool:
    if isinstance(seen, Decimal):
        return seen.is_finite()
    return isinstance(seen, int) and not isinstance(seen, bool)
