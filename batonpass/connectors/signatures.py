"""Is this signature the one that only a holder of the secret could make, and is it fresh?"""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
from datetime import UTC, datetime, timedelta

from .source import Delivery, Forged

WINDOW = timedelta(seconds=300)
"""A delivery older than this, or made for later than this, is somebody's replay (A07)."""


def mac(secret: str | bytes, said: bytes, algorithm: str = "sha256") -> bytes:
    """The code that goes with these bytes under this secret."""
    key = secret.encode() if isinstance(secret, str) else secret
    return hmac.new(key, said, getattr(hashlib, algorithm)).digest()


def must_match(said: str, made: bytes, *, where: str, prefix: str = "") -> None:
    """Forged unless what they said, in hexadecimal or base64, is what we made; compared in constant time."""
    if not said:
        raise Forged(f"the header {where} is missing")
    if prefix and not said.startswith(prefix):
        raise Forged(f"the header {where} does not begin with {prefix}")
    if not hmac.compare_digest(_bytes(said.removeprefix(prefix), len(made)), made):
        raise Forged(f"the signature in {where} does not match")


def must_know(token: str, secret: str, *, where: str) -> None:
    """Forged unless the token is the secret itself: for systems that cannot sign."""
    if not token or not hmac.compare_digest(token.encode(), secret.encode()):
        raise Forged(f"{where} does not hold the secret")


def must_be_fresh(said: str, delivery: Delivery, *, where: str, milliseconds: bool = False) -> None:
    """Forged unless this instant, seconds since 1970, lies within the window around now, on either side."""
    if not said.isascii() or not said.isdigit() or len(said) > 15:  # noqa: PLR2004 - a later number is no instant
        raise Forged(f"{where} holds no instant")
    at = datetime.fromtimestamp(int(said) / (1000 if milliseconds else 1), UTC)
    age = delivery.at - at
    if abs(age) > WINDOW:
        how = f"{age.total_seconds():.0f} s old" if age > timedelta(0) else f"{-age.total_seconds():.0f} s ahead of us"
        raise Forged(f"{where} is {how}; at most {WINDOW.total_seconds():.0f} s are let pass")


def _bytes(said: str, length: int) -> bytes:
    """What they wrote as bytes; nothing for what is neither hexadecimal nor base64."""
    try:
        return bytes.fromhex(said) if len(said) == 2 * length else base64.b64decode(said, validate=True)
    except (ValueError, binascii.Error):
        return b""
