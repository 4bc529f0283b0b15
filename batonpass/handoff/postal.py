"""Does a postal code lie in a territory?"""

from __future__ import annotations

from dataclasses import dataclass

COUNTRY_MOST = 3
"""Letters of a country written before a postal code."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PostalRange:
    """Codes that begin with anything from `first` to `last`, both as many characters long: 80 to 87, SW1 to SW9."""

    first: str
    last: str

    def __str__(self) -> str:
        return self.first if self.first == self.last else f"{self.first}-{self.last}"

    def holds(self, code: str) -> bool:
        """Does a plain code lie in it?"""
        return self.first <= code[: len(self.first)] <= self.last


def plain_code(written: str) -> str:
    """A postal code as it is compared: capitals and digits alone, so that `sw1a 1aa` and `SW1A-1AA` are one.

    A country before it, as in `D-80331` and `SE-111 22`, is no part of the code.
    """
    country, dash, code = written.strip().partition("-")
    if dash and code[:1].isdigit() and country.isalpha() and len(country) <= COUNTRY_MOST:
        written = code
    return "".join(letter for letter in written.upper() if letter.isalnum())


def within(code: object, ranges: tuple[PostalRange, ...]) -> bool | None:
    """Is the code in one of the ranges? None when there is no code to tell by."""
    plain = plain_code(code) if isinstance(code, str) else ""
    return any(one.holds(plain) for one in ranges) if plain else None
