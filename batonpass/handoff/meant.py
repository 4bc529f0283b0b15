"""Which country and how many people does a form mean, however it is written, and where does it say nothing at all?"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal, InvalidOperation
from functools import lru_cache
from re import IGNORECASE
from re import compile as pattern
from unicodedata import combining, normalize

SIZE = pattern(
    r"(\d{1,3}(?:[.,'\u2019 ]\d{3})+|\d{1,9})(?:[.,](\d{1,2}))?\s*(k?)\s*"
    r"(?:(?:-|\u2013|to|bis|\u00e0|a)\s*[$\u20ac\u00a3]?\s*\d[\d.,'\u2019 ]*k?|\+)?",
    IGNORECASE,
)
"""A number with its thousands apart or not, a fraction, `k` for thousands; then the upper end of a range, or a plus."""
MONEY = pattern(r"^(?:[$\u20ac\u00a3]|[A-Z]{3}\b)\s*|\s*(?:[$\u20ac\u00a3]|\b[A-Z]{3})$")
DIGITS_MOST = 9
AS_WRITTEN = "country_as_written"
"""Where a country stands that nobody knows, for a person to read."""

NO_VALUE = frozenset({"n/a", "#n/a", "nan", "null", "(null)", "(blank)", "(none)", "-", "--"})
"""What programs write when they have no value; of names only what cannot be one, for people are called Null."""
NOT_SAID = NO_VALUE | {"unknown", "undefined", "none", "not set", "(not set)"}
NAMES, WORDS = ("first_name", "last_name", "company"), ("title", "country", "language")
EXCUSED = (*NAMES, *WORDS, "phone")
LONGEST_EXCUSE = 9
NOT_ASKED: Mapping[str, Mapping[str, str]] = {}
IN_ASCII = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ø": "oe", "æ": "ae", "å": "aa", "-": "_", " ": "_"})


def settle(fields: dict[str, str], countries: Mapping[str, str]) -> None:
    """Put the code for the country and digits for the size of the company; leave out what says nothing.

    A country that cannot be read is missing data, for conditions and routing alike, and not a country of its own. So is
    a dash or `unknown` that somebody put where an answer was asked for: it takes the place of no earlier answer.
    """
    for name in EXCUSED:
        if (text := fields.get(name)) and len(text) <= LONGEST_EXCUSE and _says_nothing(name, text):
            del fields[name]
    if "employees" in fields:
        fields["employees"] = how_many(fields["employees"])
    written = fields.get("country")
    if written:
        code = countries.get(written.lower())
        if code or not countries:
            fields["country"] = code or written
        else:
            fields[AS_WRITTEN] = fields.pop("country")


def _says_nothing(name: str, text: str) -> bool:
    if name == "phone":
        return not any(map(str.isdigit, text))
    if name in NAMES:
        return text.lower() == "n/a" or not any(map(str.isalnum, text))
    return text.lower() in NOT_SAID or not any(map(str.isalnum, text))


def as_asked(fields: dict[str, str], asked: Mapping[str, Mapping[str, str]]) -> None:
    """Put answers under the names that the playbook declares, and of a choice as it declares them.

    Capitals, spaces, dashes and accents do not matter: a form that sends `Stückzahl` answers what `stueckzahl` asks.
    """
    for name in [name for name in fields if name not in asked and folded(name) in asked]:
        fields.setdefault(folded(name), fields[name])
        del fields[name]
    for name, answers in asked.items():
        if answers and (said := fields.get(name)):
            fields[name] = answers.get(said.casefold(), said)


def answers_of(answers: Iterable[str]) -> dict[str, str]:
    """The answers of a choice by how they read without capitals; those that differ in these alone stay apart."""
    alike: dict[str, list[str]] = {}
    for answer in answers:
        alike.setdefault(answer.casefold(), []).append(answer)
    return {plain: ones[0] for plain, ones in alike.items() if len(ones) == 1}


@lru_cache(maxsize=4096)
def folded(name: str) -> str:
    """A name as a playbook can declare it: small letters of the Latin alphabet, with `_` between words."""
    plain = normalize("NFKD", normalize("NFC", name).casefold().translate(IN_ASCII))
    return "".join(c for c in plain if not combining(c))


def how_many(text: str) -> str:
    """A number of people as digits: 1.200, 1,200, 51-200 (its lower end), 10k, 1.5k, 1000+; any other text as it is."""
    if len(text) <= DIGITS_MOST and text.isascii() and text.isdigit():
        return str(int(text))
    number = _size(text.strip())
    return text if number is None else str(int(number))


def as_number(seen: object) -> Decimal | None:
    """The exact number in an answer: 4.5 or 1.200 as it stands, 1,200 and 51-200 as sizes, $60k; or None."""
    text = str(seen)
    try:
        number = Decimal(text)
    except InvalidOperation:
        number = _size(MONEY.sub("", text.strip()))
    return number if number is not None and number.is_finite() else None


def _size(text: str) -> Decimal | None:
    found = SIZE.fullmatch(text)
    if not found:
        return None
    whole, fraction, thousands = found.groups()
    number = Decimal("".join(c for c in whole if c.isdecimal()) + "." + (fraction or "0"))
    return number * 1000 if thousands else number
