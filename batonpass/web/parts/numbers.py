"""Which number did somebody write, in a form or in an address?"""

from __future__ import annotations

import re
from decimal import Decimal

GROUPED = re.compile(r"\d{1,3}([.,])\d{3}(?:\1\d{3})*")
BETWEEN = re.compile(r"[\s'\u2019]")


def whole(written: str, most: int) -> int | None:
    """Digits as a number from 0 to `most`; None for anything else, however long it is or whatever it looks like."""
    plain = written.isascii() and written.isdigit() and len(written) <= len(str(most))
    return int(written) if plain and int(written) <= most else None


def amount(written: str) -> Decimal:
    """Money as people write it, 14,900.50 or 14.900,50 or 14 900,5; raise InvalidOperation for what is no number.

    Whichever of point and comma comes last begins the cents, unless three digits follow it as in 14.900: no sum has
    thousandths.
    """
    text = BETWEEN.sub("", written)
    if GROUPED.fullmatch(text):
        return Decimal(re.sub("[.,]", "", text))
    head, point, cents = text.rpartition("," if text.rfind(",") > text.rfind(".") else ".")
    if not point:
        return Decimal(text)
    if re.search("[.,]", head):
        if not GROUPED.fullmatch(head) or point in head:
            return Decimal(written)
        head = re.sub("[.,]", "", head)
    return Decimal(f"{head}.{cents}")
