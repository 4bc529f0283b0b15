"""Is a mail that was posted to us passed on by our own mail system? By an HMAC of the instant and the mail."""

from __future__ import annotations

from batonpass.connectors.signatures import mac, must_be_fresh, must_match
from batonpass.connectors.source import Delivery

SIGNATURE, AT = "X-Batonpass-Signature", "X-Batonpass-Timestamp"


def verify(delivery: Delivery, secret: str) -> None:
    """Forged unless the code is that of `instant.mail` at an instant within the window."""
    at = delivery.header(AT.lower())
    must_match(delivery.header(SIGNATURE.lower()), mac(secret, at.encode() + b"." + delivery.body), where=SIGNATURE)
    must_be_fresh(at, delivery, where=AT)
