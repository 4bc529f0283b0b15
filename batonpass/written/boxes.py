"""For which values of its fields can a condition hold? Told as boxes, each with a range for every field it names."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from itertools import product
from typing import TypeAlias

from batonpass.handoff.condition.form import (
    All,
    Compare,
    Comparison,
    Either,
    Field,
    Flag,
    Form,
    Kind,
    Not,
    OneOf,
    Value,
)

BOXES_MOST = 64
"""A condition with more alternatives than this is not looked into."""
_MIRRORED = {"<": ">", "<=": ">=", ">": "<", ">=": "<=", "==": "==", "!=": "!="}
_DENIED = {"<": ">=", "<=": ">", ">": "<=", ">=": "<", "==": "!=", "!=": "=="}


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """Numbers from `least` to `most`; None is without end; an end that is `open` is not in it."""

    least: Decimal | None = None
    most: Decimal | None = None
    least_open: bool = False
    most_open: bool = False

    @property
    def empty(self) -> bool:
        """Is no number in it?"""
        if self.least is None or self.most is None:
            return False
        return self.least > self.most or (self.least == self.most and (self.least_open or self.most_open))

    def both(self, other: "Span") -> "Span":
        """The numbers in both."""
        least, least_open = max((self.low(), other.low()))
        most, most_shut = min((self.high(), other.high()))
        return Span(
            least=None if least == -_ENDLESS else least,
            most=None if most == _ENDLESS else most,
            least_open=bool(least_open),
            most_open=not most_shut,
        )

    def within(self, other: "Span") -> bool:
        """Is every number of it in the other?"""
        return self.low() >= other.low() and self.high() <= other.high()

    def low(self) -> tuple[Decimal, int]:
        """Where it begins, to compare with where another does."""
        return (-_ENDLESS if self.least is None else self.least, int(self.least_open))

    def high(self) -> tuple[Decimal, int]:
        """Where it ends, to compare with where another does."""
        return (_ENDLESS if self.most is None else self.most, int(not self.most_open))


_ENDLESS = Decimal("Infinity")
Range: TypeAlias = Span | frozenset[object]
Box: TypeAlias = Mapping[str, Range]


def boxes_of(form: Form) -> tuple[Box, ...] | None:
    """Every box in which the form holds, none if it never does; None when it asks what ranges cannot tell."""
    found = _boxes(form, denied=False)
    return None if found is None else tuple(box for box in found if box is not None)


def inside(box: Box, other: Box) -> bool:
    """Does the other hold wherever this one does?"""
    return all(path in box and _within(box[path], wanted) for path, wanted in other.items())


def meet(box: Box, other: Box) -> Box | None:
    """Where both hold; None when nowhere."""
    joined: dict[str, Range] = dict(box)
    for path, wanted in other.items():
        held = joined.get(path)
        both = wanted if held is None else _both(held, wanted)
        if both is None:
            return None
        joined[path] = both
    return joined


def _boxes(form: Form, *, denied: bool) -> list[Box | None] | None:
    match form:
        case Not(part=part):
            return _boxes(part, denied=not denied)
        case All(parts=parts):
            return _any(parts, denied=denied) if denied else _every(parts, denied=denied)
        case Either(parts=parts):
            return _every(parts, denied=denied) if denied else _any(parts, denied=denied)
        case _:
            box = _clause(form, denied=denied)
            return None if box is None else [box]


def _every(parts: Iterable[Form], *, denied: bool) -> list[Box | None] | None:
    sides = [_boxes(part, denied=denied) for part in parts]
    known = [side for side in sides if side is not None]
    size = 1
    for side in known:
        size *= len(side)
    if len(known) < len(sides) or size > BOXES_MOST:
        return None
    return [_joined(chosen) for chosen in product(*known)]


def _joined(chosen: Iterable[Box | None]) -> Box | None:
    joined: Box | None = {}
    for box in chosen:
        joined = meet(joined, box) if joined is not None and box is not None else None
    return joined


def _any(parts: Iterable[Form], *, denied: bool) -> list[Box | None] | None:
    found: list[Box | None] = []
    for part in parts:
        side = _boxes(part, denied=denied)
        if side is None:
            return None
        found += side
    return found


def _clause(form: Form, *, denied: bool) -> Box | None:
    match form:
        case Flag(field=field):
            return {field.path: frozenset({not denied})}
        case OneOf(operand=Field() as field, values=values) if not denied:
            return {field.path: frozenset(one.value for one in values)} if field.kind is not Kind.NUMBER else None
        case Compare(op=op, left=Field() as field, right=Value(value=value)):
            return _compared(field, op.value, value, denied=denied)
        case Compare(op=op, left=Value(value=value), right=Field() as field):
            return _compared(field, _MIRRORED[op.value], value, denied=denied)
        case _:
            return None


def _compared(field: Field, written: str, value: object, *, denied: bool) -> Box | None:
    op = Comparison(_DENIED[written] if denied else written)
    if field.kind is Kind.NUMBER and isinstance(value, int | Decimal):
        span = _span(op, Decimal(value))
        return None if span is None else {field.path: span}
    return {field.path: frozenset({value})} if op is Comparison.IS else None


def _span(op: Comparison, value: Decimal) -> Span | None:
    match op:
        case Comparison.IS:
            return Span(least=value, most=value)
        case Comparison.BELOW | Comparison.AT_MOST:
            return Span(most=value, most_open=op is Comparison.BELOW)
        case Comparison.ABOVE | Comparison.AT_LEAST:
            return Span(least=value, least_open=op is Comparison.ABOVE)
        case Comparison.IS_NOT:
            return None


def _both(one: Range, other: Range) -> Range | None:
    if isinstance(one, Span) and isinstance(other, Span):
        both = one.both(other)
        return None if both.empty else both
    if isinstance(one, frozenset) and isinstance(other, frozenset):
        return (one & other) or None
    return None


def _within(one: Range, other: Range) -> bool:
    if isinstance(one, Span) and isinstance(other, Span):
        return one.within(other)
    return isinstance(one, frozenset) and isinstance(other, frozenset) and one <= other


def spans_on(boxes: tuple[Box, ...], path: str) -> Iterator[Span]:
    """The spans of boxes that speak of one number and nothing else."""
    for box in boxes:
        span = box.get(path)
        if len(box) == 1 and isinstance(span, Span):
            yield span
