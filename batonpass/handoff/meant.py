"""Which country and how many people does a form mean, however it is written?"""

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


def settle(fields: dict[str, str], countries: Mapping[str, str]) -> None:
    """Put the code for the country and digits for the size of the company.

    A country that cannot be read is missing data, for conditions and routing alike, and not a country of its own.
    """
    if "employees" in fields:
        fields["employees"] = how_many(fields["employees"])
    written = fields.get("country")
    if written:
        code = countries.get(written.lower())
        if code or not countries:
            fields["country"] = code or written
        else:
            fields[AS_WRITTEN] = fields.pop("country")


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
