"""Is a delivery of Meta's theirs, and is the address that they try ours?"""

from __future__ import annotations

from batonpass.connectors.signatures import mac, must_know, must_match
from batonpass.connectors.source import Delivery, Forged, Reply


def verify(delivery: Delivery, secret: str) -> None:
    """Forged unless `X-Hub-Signature-256` is the code of these very bytes under the app's secret."""
    where = "X-Hub-Signature-256"
    must_match(delivery.header(where.lower()), mac(secret, delivery.body), where=where, prefix="sha256=")


def greet(delivery: Delivery, secret: str) -> Reply:
    """Say the challenge back to whoever knows the token that was agreed on when the address was registered."""
    if delivery.query.get("hub.mode") != "subscribe":
        raise Forged("hub.mode is not subscribe")
    must_know(delivery.query.get("hub.verify_token", ""), secret, where="hub.verify_token")
    challenge = delivery.query.get("hub.challenge", "")
    if not challenge.isascii() or not challenge.isalnum():
        raise Forged("hub.challenge is no challenge of theirs")
    return Reply(body=challenge.encode(), media_type="text/plain")
