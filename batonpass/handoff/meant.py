"""Which country and how many people does a form mean, however it is written, and where does it say nothing at all?"""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from re import IGNORECASE
from re import compile as pattern

SIZE = pattern(
    r"(\d{1,3}(?:[.,' ]\d{3})+|\d{1,9})(?:[.,](\d{1,2}))?\s*(k?)\s*"
    r"(?:(?:-|\u2013|to|bis|\u00e0|a)\s*\d[\d.,' ]*k?|\+)?",
    IGNORECASE,
)
"""A number with its thousands apart or not, a fraction, `k` for thousands; then the upper end of a range, or a plus."""
DIGITS_MOST = 9
AS_WRITTEN = "country_as_written"
"""Where a country stands that nobody knows, for a person to read."""

NO_VALUE = frozenset({"n/a", "#n/a", "nan", "null", "(null)", "(blank)", "(none)", "-", "--"})
"""What programs write when they have no value; of names only what cannot be one, for people are called Null."""
NOT_SAID = NO_VALUE | {"unknown", "undefined", "none", "not set", "(not set)"}
NAMES, WORDS = ("first_name", "last_name", "company"), ("title", "country", "language")
LONGEST_EXCUSE = 9


def settle(fields: dict[str, str], countries: Mapping[str, str]) -> None:
    """Put the code for the country and digits for the size of the company; leave out what says nothing.

    A country that cannot be read is missing data, for conditions and routing alike, and not a country of its own. So is
    a dash or `unknown` that somebody put where an answer was asked for: it takes the place of no earlier answer.
    """
    for name in (*NAMES, *WORDS, "phone"):
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
        return not any(letter.isdigit() for letter in text)
    if name in NAMES:
        return text.lower() == "n/a" or not any(letter.isalnum() for letter in text)
    return text.lower() in NOT_SAID or not any(letter.isalnum() for letter in text)


def how_many(text: str) -> str:
    """A number of people as digits: 1.200, 1,200, 51-200 (its lower end), 10k, 1.5k, 1000+; any other text as it is."""
    if len(text) <= DIGITS_MOST and text.isascii() and text.isdigit():
        return str(int(text))
    found = SIZE.fullmatch(text.strip())
    if not found:
        return text
    whole, fraction, thousands = found.groups()
    number = Decimal("".join(c for c in whole if c.isdecimal()) + "." + (fraction or "0"))
    return str(int(number * 1000 if thousands else number))
