"""Is a Segment delivery theirs? By an HMAC of the body; Segment signs no instant, so its message id stops replays."""

from __future__ import annotations

from batonpass.connectors.signatures import mac, must_match
from batonpass.connectors.source import Delivery


def verify(delivery: Delivery, secret: str) -> None:
    """Forged unless `X-Signature` is the code of these very bytes; Segment makes it with SHA-1."""
    must_match(delivery.header("x-signature"), mac(secret, delivery.body, "sha1"), where="X-Signature")
