"""Does a postal code lie in a territory?"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

FIVE = "DE DZ ES FI FR IT KR LT MX MY PL PR SK TR UA US"
ZEROED = {
    **dict.fromkeys(FIVE.split(), 5),
    **dict.fromkeys(("NO", "DK", "AU", "NZ", "ZA"), 4),
    "CN": 6,
    "JP": 7,
    "BR": 8,
}
"""How many digits a code has where all codes are digits; some begin with a zero, which a spreadsheet takes away."""
TWO_ZEROS = ("US", "PR")
"""Where a code may begin with two of them."""
PLATES = {
    "A": "AT", "B": "BE", "D": "DE", "E": "ES", "F": "FR", "FIN": "FI", "H": "HU", "I": "IT", "L": "LU", "N": "NO",
    "P": "PT", "S": "SE", "SLO": "SI", "UK": "GB",
}  # fmt: skip
"""The letters of a car plate that are written before a code, and the country they stand for."""
LEAST = 3
"""So many digits after the letters of a country are a code; fewer are a district such as N 1."""
_SEVERAL = re.compile(r"[,;/|\n&]+|\s(?:and|or|und|oder|och|et|ou|y|e)\s", re.IGNORECASE)
_FROM_TO = re.compile(r"(\d{4,})\s*-\s*(\d{4,})")
_BEFORE = re.compile(r"([A-Z]{1,3})([\s-]+|(?=\d))(.+)", re.DOTALL)
_TABLE_ZERO = re.compile(r"(\d+)\.0+")
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

    A country before it, as in `D-80331` and `SE-111 22`, is no part of the code. A German 1067 is 01067, and what a
    spreadsheet made 1067.0 as well. Digits and letters of another width are ours, and a town beside digits is none.
    """
    said = "".join("-" if unicodedata.category(one) == "Pd" else one for one in unicodedata.normalize("NFKC", written))
    said = said.strip().upper()
    table = _TABLE_ZERO.fullmatch(said)
    country, said = _without_country(table[1] if table else said, country)
    plain = "".join(letter for letter in said if letter.isalnum())
    digits = ZEROED.get(str(country), 0)
    if not plain.isdigit():
        beside = re.findall(rf"(?<!\d)\d{{{digits}}}(?!\d)", said) if digits else []
        return str(beside[0]) if len(beside) == 1 else plain
    lost = digits - len(plain) == 1 or (country in TWO_ZEROS and len(plain) == LEAST)
    return plain.zfill(digits) if lost else plain


def _without_country(said: str, country: object) -> tuple[object, str]:
    """The country a code is said to lie in, and the code without it; nothing changes where none stands before it."""
    found = _BEFORE.fullmatch(said)
    if not found:
        return country, said
    letters, between, code = found.groups()
    meant = PLATES.get(letters, letters)
    known = country in (meant, letters)
    digits = sum(one.isdigit() for one in code)
    apart = bool(between) and (digits >= LEAST or "-" in between) and code[0].isdigit() and (known or _no_letters(code))
    british = meant == "GB" and bool(between)
    if apart or british or (known and not between and _no_letters(code) and digits > LEAST):
        return country or meant, code
    return country, said


def _no_letters(text: str) -> bool:
    """Is it made of digits, and what stands between them, alone?"""
    return not any(one.isalpha() for one in text)


def codes_in(written: str, country: object = None) -> tuple[str, ...]:
    """All the codes that somebody wrote into one field, each as it is compared; words beside them are none."""
    ends = _FROM_TO.fullmatch(written.strip())
    several = ends.groups() if ends and len(ends[1]) == len(ends[2]) else _SEVERAL.split(written)
    plain = (plain_code(one, country) for one in several)
    return tuple(dict.fromkeys(code for code in plain if any(one.isdigit() for one in code)))


def within(code: object, ranges: tuple[PostalRange, ...], country: object = None) -> bool | None:
    """Is the code in one of the ranges? None when there is no code to tell by, or several that do not agree."""
    codes = codes_in(code, country) if isinstance(code, str) else ()
    inside = {any(one.holds(plain) for one in ranges) for plain in codes}
    return inside.pop() if len(inside) == 1 else None
