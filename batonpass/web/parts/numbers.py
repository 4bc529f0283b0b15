"""Which whole number did somebody write, in a form or in an address?"""

from __future__ import annotations


def whole(written: str, most: int) -> int | None:
    """Digits as a number from 0 to `most`; None for anything else, however long it is or whatever it looks like."""
    plain = written.isascii() and written.isdigit() and len(written) <= len(str(most))
    return int(written) if plain and int(written) <= most else None
