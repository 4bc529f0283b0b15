"""Does a postal code lie in a territory?"""

from __future__ import annotations

import re
from dataclasses import dataclass

COUNTRY_MOST = 3
"""Letters of a country written before a postal code."""
DIGITS = 5
ZEROED = frozenset({"DE", "ES", "FI", "FR", "IT", "MX", "TR", "UA", "US"})
"""Where codes are five digits and some begin with a zero, which a spreadsheet takes away."""
_BRITISH = re.compile(r"([A-Z]{1,2}[0-9][A-Z0-9]?)[0-9][A-Z]{2}")
_DISTRICT = re.compile(r"[A-Z]{1,2}([0-9][A-Z0-9]?)?")
"""How the first half of a British code begins: its area, such as E, or its district, such as SW1."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PostalRange:
    """Codes that begin with anything from `first` to `last`, both as many characters long: 80 to 87, SW1 to SW9."""

    first: str
    last: str

    def __str__(self) -> str:
        return self.first if self.first == self.last else f"{self.first}-{self.last}"

    def holds(self, code: str) -> bool:
        """Does a plain code lie in it?

        A British area or district is a whole one: E is not EC, and neither SW11 nor SW19 lies in SW1.
        """
        british = _BRITISH.fullmatch(code) or _BRITISH.fullmatch(f"{code}1AA")
        if british and _DISTRICT.fullmatch(self.first):
            code = british[1]
            if _goes_on(code, len(self.first)):
                return False
        return self.first <= code[: len(self.first)] <= self.last


def _goes_on(code: str, at: int) -> bool:
    """Is what stands before this place the half of a number, or of a word?"""
    before, after = code[at - 1 : at], code[at : at + 1]
    return (before.isdigit() and after.isdigit()) or (before.isalpha() and after.isalpha())


def plain_code(written: str, country: object = None) -> str:
    """A postal code as it is compared: capitals and digits alone, so that `sw1a 1aa` and `SW1A-1AA` are one.

    A country before it, as in `D-80331` and `SE-111 22`, is no part of the code. A German 1067 is 01067.
    """
    before, dash, code = written.strip().partition("-")
    if dash and code[:1].isdigit() and before.isalpha() and len(before) <= COUNTRY_MOST:
        written = code
    plain = "".join(letter for letter in written.upper() if letter.isalnum())
    lost = country in ZEROED and plain.isdigit() and len(plain) == DIGITS - 1
    return plain.zfill(DIGITS) if lost else plain


def within(code: object, ranges: tuple[PostalRange, ...], country: object = None) -> bool | None:
    """Is the code in one of the ranges? None when there is no code to tell by."""
    plain = plain_code(code, country) if isinstance(code, str) else ""
    return any(one.holds(plain) for one in ranges) if plain else None
