"""Which plain value does a word in YAML stand for, by the core schema of YAML 1.2?"""

import re
from decimal import Decimal
from typing import TypeAlias

from batonpass.written.refused import quoted

Data: TypeAlias = "dict[str, Data] | list[Data] | str | int | Decimal | bool | None"
"""What a file can hold. Numbers with a fraction are Decimal, exact; dates and times of day stay text."""

DIGITS_MOST = 40

_TAG = "tag:yaml.org,2002:"
_KEYWORDS: dict[str, bool | None] = {
    **dict.fromkeys(("", "~", "null", "Null", "NULL")),
    **dict.fromkeys(("true", "True", "TRUE"), True),
    **dict.fromkeys(("false", "False", "FALSE"), False),
}
_BASES = (
    (re.compile(r"[-+]?[0-9]+"), 10),
    (re.compile(r"0o[0-7]+"), 8),
    (re.compile(r"0x[0-9a-fA-F]+"), 16),
)
_FRACTION = re.compile(r"[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?")
_NO_NUMBER = re.compile(r"[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN)")


class NotPlain(Exception):
    """A word that cannot be taken as plain data: what is wrong with it, and what to write instead."""

    def __init__(self, says: str, instead: str) -> None:
        super().__init__(says)
        self.says = says
        self.instead = instead


def value_of(word: str, *, plain: bool, tag: str | None) -> Data:
    """Give what a scalar stands for; `plain`: without quotes. Raise NotPlain for foreign tags, unusable numbers."""
    if tag in (None, ""):
        return _core(word) if plain else word
    kind = (tag or "").removeprefix(_TAG)
    if tag == "!" or kind == "str":
        return word
    if kind not in _KINDS or tag == kind:
        raise NotPlain(f"the tag {quoted(tag)} is not plain data", "Remove it; put the value in quotes if it is text.")
    value = _core(word)
    if type(value) not in _KINDS[kind]:
        raise NotPlain(f"{quoted(word)} is not what its tag !!{kind} says", "Remove the tag or mend the value.")
    return Decimal(value) if kind == "float" and isinstance(value, int) else value


_KINDS: dict[str, tuple[type, ...]] = {
    "null": (type(None),),
    "bool": (bool,),
    "int": (int,),
    "float": (int, Decimal),
}


def _core(word: str) -> str | int | Decimal | bool | None:
    if word in _KEYWORDS:
        return _KEYWORDS[word]
    # Most words are text: one look at the first letter spares them the patterns.
    if word[0] not in "+-.0123456789":
        return word
    for pattern, base in _BASES:
        if pattern.fullmatch(word):
            return int(_short(word), base)
    if _FRACTION.fullmatch(word):
        return _decimal(word)
    if _NO_NUMBER.fullmatch(word):
        raise NotPlain(f"{quoted(word)} is not a number one can count with", "Write an ordinary number, or quote it.")
    return word


def _decimal(word: str) -> Decimal:
    value = Decimal(_short(word))
    if abs(value.adjusted()) > DIGITS_MOST:
        raise NotPlain(f"{quoted(word)} is too large or too small a number", "Write an ordinary number.")
    return value


def _short(word: str) -> str:
    if len(word) > DIGITS_MOST:
        raise NotPlain(f"a number of more than {DIGITS_MOST} digits", "Shorten it, or put it in quotes if it is text.")
    return word
