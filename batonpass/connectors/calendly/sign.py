"""Is a Calendly delivery theirs, whole and fresh? By an HMAC of the instant and the body."""

from __future__ import annotations

from batonpass.connectors.signatures import mac, must_be_fresh, must_match
from batonpass.connectors.source import Delivery

HEADER = "Calendly-Webhook-Signature"


def verify(delivery: Delivery, secret: str) -> None:
    """Forged unless `t=…,v1=…` is the code of these very bytes at an instant within the window."""
    said = (part.strip().partition("=") for part in delivery.header(HEADER.lower()).split(","))
    parts = {name: value for name, _, value in said}
    at = parts.get("t", "")
    must_match(parts.get("v1", ""), mac(secret, at.encode() + b"." + delivery.body), where=HEADER)
    must_be_fresh(at, delivery, where=HEADER)
