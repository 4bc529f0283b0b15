"""What does a condition say? From its words to the parsed form, one function a level of the grammar."""

from __future__ import annotations

from decimal import Decimal

from .check import among, compared, find_field, find_function, one_of, standing_alone, text_test
from .form import All, Clause, Comparison, Either, Field, Form, Known, Not, Operand, Schema, Value
from .text import LENGTH_MOST, ConditionError, Word, words_of

DEPTH_MOST = 50
"""Parentheses inside parentheses: whatever walks a form may recurse, for no form is deeper."""

_COMPARISONS = frozenset(Comparison)
_MISSING = "write `x is unknown` to ask whether something is missing"
_INSTEAD = {
    "and": "write && for and",
    "or": "write || for or",
    "not": "write ! for not, and !(x in [...]) for not in",
    "in": "in stands between a field and a list",
    "contains": 'contains stands behind a field, as in lead.title.contains("Sales")',
    "startswith": 'startsWith stands behind a field, as in lead.email.startsWith("info@")',
    "endswith": 'endsWith stands behind a field, as in lead.email_domain.endsWith(".edu")',
    "null": _MISSING,
    "none": _MISSING,
    "unknown": _MISSING,
}


def parse_condition(source: str, schema: Schema, most: int = LENGTH_MOST) -> Form:
    """Read a condition over the declared fields; raise ConditionError, with its place, at the first mistake."""
    return _Parser(source, schema, most).whole()


class _Parser:
    """Goes through the words once, left to right; `word` is the next to be read."""

    def __init__(self, source: str, schema: Schema, most: int) -> None:
        self.source = source
        self.schema = schema
        self.words = words_of(source, most)
        self.place = 0
        self.depth = 0

    @property
    def word(self) -> Word:
        return self.words[self.place]

    def whole(self) -> Form:
        form = self.any_of()
        if self.word.sort != "end":
            raise self.unexpected("&& or || or the end")
        return form

    def any_of(self) -> Form:
        parts = [self.all_of()]
        while self.take("||"):
            parts.append(self.all_of())
        flat = [one for part in parts for one in (part.parts if isinstance(part, Either) else (part,))]
        return Either(parts=tuple(flat)) if len(flat) > 1 else flat[0]

    def all_of(self) -> Form:
        parts = [self.negation()]
        while self.take("&&"):
            parts.append(self.negation())
        flat = [one for part in parts for one in (part.parts if isinstance(part, All) else (part,))]
        return All(parts=tuple(flat)) if len(flat) > 1 else flat[0]

    def negation(self) -> Form:
        sign, nots = self.word, 0
        while self.take("!"):
            nots += 1
        form = self.bracket() if self.sees("(") else self.clause(after=sign if nots else None)
        if self.sees_relation():
            says = "what stands before this is true or false already; join comparisons with &&, as in a < b && b < c"
            raise ConditionError(says, self.word.at, self.source)
        # Two nots cancel each other out, of unknown too; so a thousand of them cost no depth.
        return Not(part=form) if nots % 2 else form

    def bracket(self) -> Form:
        opened = self.advance()
        self.depth += 1
        if self.depth > DEPTH_MOST:
            raise ConditionError(f"more than {DEPTH_MOST} parentheses inside each other", opened.at, self.source)
        form = self.any_of()
        self.expect(")")
        self.depth -= 1
        return form

    def clause(self, *, after: Word | None) -> Form:
        """One clause without && and ||; `after` is the `!` before it, which may not be followed by a comparison."""
        if self.sees_call():
            return self.call()
        left = self.operand()
        if self.ends_clause():
            return standing_alone(left, self.source)
        if not self.sees_relation():
            raise self.unexpected("a comparison such as == or in")
        if after:
            raise ConditionError("! reaches only the next word; write !(a == b)", after.at, self.source)
        return self.relation(left)

    def call(self) -> Clause:
        name = self.advance()
        path, _, function = name.text.rpartition(".")
        self.expect("(")
        if function == "has" and not path:
            field = self.field(self.advance())
            self.expect(")")
            return Known(field=field, wanted=True)
        asked = find_function(function, name.at + len(name.text) - len(function), self.source)
        if not path:
            says = f"{function}() stands behind a field, as in lead.email.{function}(...)"
            raise ConditionError(says, name.at, self.source)
        text = find_field(path, name.at, self.source, schema=self.schema)
        part = self.operand()
        self.expect(")")
        return text_test(asked, text, part, self.source)

    def relation(self, left: Operand) -> Clause:
        sign = self.advance()
        if sign.text == "is":
            return self.unknown(left, sign)
        if sign.text != "in":
            return compared(Comparison(sign.text), left, self.operand(), self.source)
        if self.sees("["):
            opened = self.word
            return one_of(left, self.values(), opened.at, self.source)
        return among(left, self.operand(), self.source)

    def unknown(self, left: Operand, sign: Word) -> Known:
        word = self.advance()
        if word.text != "unknown" or not isinstance(left, Field):
            says = "`is` goes only with a field and `unknown`; write has(x) for is not unknown, and == to compare"
            raise ConditionError(says, sign.at, self.source)
        return Known(field=left, wanted=False)

    def values(self) -> tuple[Value, ...]:
        self.expect("[")
        values: list[Value] = []
        while not self.take("]"):
            at = self.word.at
            value = self.operand()
            if not isinstance(value, Value):
                raise ConditionError(f"only values can stand in a list; {value.path} is a field", at, self.source)
            values.append(value)
            if not self.take(",") and not self.sees("]"):
                raise self.unexpected(", or ]")
        return tuple(values)

    def operand(self) -> Operand:
        word = self.advance()
        match word.sort, word.text:
            case "number", digits:
                return _number(digits, word.at)
            case "mark", "-" if self.word.sort == "number":
                return _number("-" + self.advance().text, word.at)
            case "text", text:
                return Value(value=text, at=word.at)
            case "name", "true" | "false":
                return Value(value=word.text == "true", at=word.at)
            case "mark", "[":
                raise ConditionError("a list stands only to the right of in", word.at, self.source)
            case _:
                return self.field(word)

    def field(self, word: Word) -> Field:
        if word.sort == "name" and (word.text in self.schema or word.text.lower() not in _INSTEAD):
            return find_field(word.text, word.at, self.source, schema=self.schema)
        raise self.unexpected("a field or a value", word)

    def sees(self, mark: str) -> bool:
        return self.word.sort == "mark" and self.word.text == mark

    def ends_clause(self) -> bool:
        return self.word.sort == "end" or any(self.sees(mark) for mark in ("&&", "||", ")"))

    def sees_call(self) -> bool:
        if self.word.sort != "name":
            return False
        ahead = self.words[self.place + 1]
        return ahead.sort == "mark" and ahead.text == "("

    def sees_relation(self) -> bool:
        if self.word.sort == "name":
            return self.word.text in ("in", "is")
        return self.word.sort == "mark" and self.word.text in _COMPARISONS

    def advance(self) -> Word:
        word = self.word
        self.place = min(self.place + 1, len(self.words) - 1)
        return word

    def take(self, mark: str) -> bool:
        if self.sees(mark):
            self.advance()
            return True
        return False

    def expect(self, mark: str) -> None:
        if not self.take(mark):
            raise self.unexpected(mark)

    def unexpected(self, wanted: str, word: Word | None = None) -> ConditionError:
        found = word or self.word
        hint = _INSTEAD.get(found.text.lower(), "") if found.sort == "name" else ""
        says = f"expected {wanted}, found {found}"
        return ConditionError(f"{says}; {hint}" if hint else says, found.at, self.source)


def _number(digits: str, at: int) -> Value:
    return Value(value=Decimal(digits) if "." in digits else int(digits), at=at)
