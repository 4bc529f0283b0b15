"""What can a condition be made of? The parsed form, frozen and typed, over which every back end is written."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal
from enum import StrEnum


class Kind(StrEnum):
    """What a field holds; the value is the word that messages use."""

    TEXT = "text"
    NUMBER = "number"
    TRUTH = "true or false"
    CHOICE = "choice"
    LIST = "list"


@dataclass(frozen=True, slots=True, kw_only=True)
class Type:
    """The declared type of a field.

    A choice is text out of `values`; a list holds texts, out of `values` if there are any. `label` is what people call
    the field; without one its own name is used.
    """

    kind: Kind
    values: tuple[str, ...] = ()
    label: str = ""

    def labelled(self, label: str) -> Type:
        """Give the same type under the name that people use for the field."""
        return replace(self, label=label)


TEXT = Type(kind=Kind.TEXT)
NUMBER = Type(kind=Kind.NUMBER)
TRUTH = Type(kind=Kind.TRUTH)
TEXTS = Type(kind=Kind.LIST)

Schema = Mapping[str, Type]
"""Field path, such as `account.employees`, to its declared type."""


def choice(*values: str) -> Type:
    """Declare a field that holds one of a closed list of texts."""
    return Type(kind=Kind.CHOICE, values=values)


def choices(*values: str) -> Type:
    """Declare a field that holds a list of texts, each out of a closed list."""
    return Type(kind=Kind.LIST, values=values)


class Comparison(StrEnum):
    """How two operands are compared, as written."""

    IS = "=="
    IS_NOT = "!="
    BELOW = "<"
    AT_MOST = "<="
    ABOVE = ">"
    AT_LEAST = ">="


class TextFunction(StrEnum):
    """What can be asked about a text, as written."""

    STARTS_WITH = "startsWith"
    ENDS_WITH = "endsWith"
    CONTAINS = "contains"


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """A field that is read; `label` is what people call it."""

    path: str
    type: Type
    label: str = field(compare=False)
    at: int = field(default=0, compare=False)

    @property
    def kind(self) -> Kind:
        """Say what the field holds."""
        return self.type.kind


@dataclass(frozen=True, slots=True, kw_only=True)
class Value:
    """A written value: text, exact number or truth."""

    value: str | int | Decimal | bool
    at: int = field(default=0, compare=False)

    @property
    def kind(self) -> Kind:
        """Say what the value is."""
        if isinstance(self.value, bool):
            return Kind.TRUTH
        return Kind.TEXT if isinstance(self.value, str) else Kind.NUMBER


Operand = Field | Value


@dataclass(frozen=True, slots=True, kw_only=True)
class Constant:
    """`true` or `false`, written out."""

    value: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Flag:
    """A true-or-false field that stands by itself."""

    field: Field


@dataclass(frozen=True, slots=True, kw_only=True)
class Compare:
    """`left op right`; both sides are of one kind (a choice is text)."""

    op: Comparison
    left: Operand
    right: Operand


@dataclass(frozen=True, slots=True, kw_only=True)
class OneOf:
    """`operand in [values]`."""

    operand: Operand
    values: tuple[Value, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Among:
    """`operand in field`, where the field holds a list."""

    operand: Operand
    field: Field


@dataclass(frozen=True, slots=True, kw_only=True)
class TextTest:
    """`text.function(part)`."""

    function: TextFunction
    text: Field
    part: Operand


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """`has(field)` when `wanted`, `field is unknown` when not; never itself unknown."""

    field: Field
    wanted: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Not:
    """`!part`."""

    part: Form


@dataclass(frozen=True, slots=True, kw_only=True)
class All:
    """`a && b && …`; no part is itself an All."""

    parts: tuple[Form, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Either:
    """`a || b || …`; no part is itself an Either."""

    parts: tuple[Form, ...]


Clause = Constant | Flag | Compare | OneOf | Among | TextTest | Known
Form = Clause | Not | All | Either


def fields_of(form: Form) -> tuple[Field, ...]:
    """Give each field that the form reads, once, in the order in which it is written."""
    return tuple({one.path: one for one in _operands(form) if isinstance(one, Field)}.values())


def _clauses(form: Form) -> Iterator[Clause]:
    """Give what the form is put together from, in the order in which it is written."""
    match form:
        case All(parts=parts) | Either(parts=parts):
            for part in parts:
                yield from _clauses(part)
        case Not(part=part):
            yield from _clauses(part)
        case clause:
            yield clause


def _operands(form: Form) -> Iterator[Operand]:
    for clause in _clauses(form):
        match clause:
            case Compare(left=left, right=right):
                yield from (left, right)
            case OneOf(operand=operand):
                yield operand
            case Among(operand=operand, field=held):
                yield from (operand, held)
            case TextTest(text=text, part=part):
                yield from (text, part)
            case Flag(field=one) | Known(field=one):
                yield one
            case Constant():
                pass


def texts_asked(form: Form) -> Iterator[tuple[str, str]]:
    """Give each text that a field is compared with, with the path of that field."""
    for clause in _clauses(form):
        match clause:
            case OneOf(operand=Field(path=path), values=values):
                yield from ((path, one.value) for one in values if isinstance(one.value, str))
            case Compare(left=Field(path=path), right=Value(value=str(text))):
                yield path, text
            case Compare(left=Value(value=str(text)), right=Field(path=path)):
                yield path, text
            case TextTest(text=Field(path=path), part=Value(value=str(text))):
                yield path, text
            case _:
                pass
