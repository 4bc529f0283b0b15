"""Is a Webflow delivery theirs, whole and fresh? By an HMAC of the instant and the body."""

from __future__ import annotations

from batonpass.connectors.signatures import mac, must_be_fresh, must_match
from batonpass.connectors.source import Delivery

SIGNATURE, AT = "X-Webflow-Signature", "X-Webflow-Timestamp"


def verify(delivery: Delivery, secret: str) -> None:
    """Forged unless instant and body are signed, within the window."""
    at = delivery.header(AT.lower())
    must_match(delivery.header(SIGNATURE.lower()), mac(secret, at.encode() + b":" + delivery.body), where=SIGNATURE)
    must_be_fresh(at, delivery, where=AT, milliseconds=True)
