"""Was this form opened to be tried, by somebody of ours, lately?"""

from __future__ import annotations

import hashlib
import hmac
from datetime import UTC, datetime, timedelta

HELD = timedelta(hours=1)
TEST = "_test"
"""The input, and the parameter of the address, that holds the mark."""


def try_mark(form: str, at: datetime, secret: bytes) -> str:
    """A mark that lets this form be tried for an hour."""
    until = str(int((at + HELD).timestamp()))
    return f"{until}.{_sign(form, until, secret)}"


def is_test(said: str, form: str, now: datetime, secret: bytes) -> bool:
    """Is it a mark of ours, for this form, and not too old?"""
    until, _, sign = said.partition(".")
    if not (until.isascii() and until.isdigit() and len(until) < len("10000000000000")):
        return False
    ours = hmac.compare_digest(sign.encode(), _sign(form, until, secret).encode())
    return ours and datetime.fromtimestamp(int(until), UTC) > now


def _sign(form: str, until: str, secret: bytes) -> str:
    return hmac.new(secret, f"form test\n{form}\n{until}".encode(), hashlib.sha256).hexdigest()[:32]
