"""What is this telephone number the world over?"""

import re
from functools import lru_cache
from unicodedata import decimal, normalize

import phonenumbers

SHORTEST, LONGEST = 8, 15
"""Digits of a number with its country's code (E.164)."""
SEPARATORS = str.maketrans("", "", " -./()\u00a0\u2011\u2013")

_LABEL = re.compile(r"^(?:p|t|m|tel|phone|mobile|mob|cell|fon)\s*[.:]+\s*(?=[+(0-9])", re.IGNORECASE)
"""What some programs write before a number, such as the `p:` of a list of lead ads."""


def spaced(number: str) -> str:
    """The number as people read and dictate it, +351 912 345 678; as it is where it is none."""
    try:
        known = phonenumbers.parse(number)
    except phonenumbers.NumberParseException:
        return number
    if not phonenumbers.is_possible_number(known):
        return number
    return phonenumbers.format_number(known, phonenumbers.PhoneNumberFormat.INTERNATIONAL)


@lru_cache(maxsize=10_000)
def e164(written: str, country: str = "") -> str:
    """Give the number as +351912345678; as it was written, in our digits, when it cannot be told or is none.

    A number without its country's code needs the `country` (ISO 3166-1) it is dialled in.
    """
    if not written.isascii():
        written = "".join(
            str(one) if (one := decimal(letter, -1)) >= 0 else letter for letter in normalize("NFKC", written)
        )
    written = _LABEL.sub("", written.strip(), count=1) if written[:1].isalpha() else written
    plain = written.replace("(0)", "").translate(SEPARATORS)
    if plain.startswith("00"):
        plain = "+" + plain[2:]
    if plain.startswith("+"):
        digits = plain[1:]
        whole = digits.isascii() and digits.isdigit() and SHORTEST <= len(digits) <= LONGEST
        return plain if whole else written
    if len(country) != 2:  # noqa: PLR2004 - a name that is no country's code
        return written
    try:
        number = phonenumbers.parse(written, country)
    except phonenumbers.NumberParseException:
        return written
    if not phonenumbers.is_possible_number(number):
        return written
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
