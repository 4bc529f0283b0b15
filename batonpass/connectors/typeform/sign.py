"""Is a Typeform delivery theirs? By an HMAC of the body; Typeform signs no instant, so its event id stops replays."""

from __future__ import annotations

from batonpass.connectors.signatures import mac, must_match
from batonpass.connectors.source import Delivery


def verify(delivery: Delivery, secret: str) -> None:
    """Forged unless `Typeform-Signature` is the code of these very bytes."""
    said = delivery.header("typeform-signature")
    must_match(said, mac(secret, delivery.body), where="Typeform-Signature", prefix="sha256=")
