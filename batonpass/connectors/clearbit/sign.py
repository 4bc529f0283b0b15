"""Is a delivery of Clearbit's shape theirs? By an HMAC of the body, made with SHA-1."""

from __future__ import annotations

from batonpass.connectors.signatures import mac, must_match
from batonpass.connectors.source import Delivery


def verify(delivery: Delivery, secret: str) -> None:
    """Forged unless `X-Request-Signature` is the code of these very bytes."""
    where = "X-Request-Signature"
    must_match(delivery.header(where.lower()), mac(secret, delivery.body, "sha1"), where=where, prefix="sha1=")
