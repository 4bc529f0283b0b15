"""How is a new lead named?"""

from __future__ import annotations

import os
from datetime import datetime

ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"
PAIRS = tuple(high + low for high in ALPHABET for low in ALPHABET)


def new_lead_id(at: datetime) -> str:
    """A fresh id that sorts by time: 48 bits of milliseconds and 42 of chance."""
    number = int(at.timestamp() * 1000) << 42 | int.from_bytes(os.urandom(6)) >> 6
    return (
        f"L{PAIRS[number >> 80]}{PAIRS[number >> 70 & 1023]}{PAIRS[number >> 60 & 1023]}{PAIRS[number >> 50 & 1023]}"
        f"{PAIRS[number >> 40 & 1023]}{PAIRS[number >> 30 & 1023]}{PAIRS[number >> 20 & 1023]}"
        f"{PAIRS[number >> 10 & 1023]}{PAIRS[number & 1023]}"
    )
