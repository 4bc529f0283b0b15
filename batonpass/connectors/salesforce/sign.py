"""Is a Salesforce delivery theirs? An outbound message is not signed, so the secret is the last part of the address.

What a program relays (change events, flows, Apex) may be signed instead: the code of `instant.body` and the instant.
"""

from __future__ import annotations

from batonpass.connectors.signatures import mac, must_be_fresh, must_know, must_match
from batonpass.connectors.source import Delivery

SIGNATURE, AT = "X-Batonpass-Signature", "X-Batonpass-Timestamp"


def verify(delivery: Delivery, secret: str) -> None:
    """Forged unless it came to /hooks/salesforce/SECRET or is signed, within the window."""
    at = delivery.header(AT.lower())
    if delivery.token or not at:
        must_know(delivery.token, secret, where="the address")
        return
    must_match(delivery.header(SIGNATURE.lower()), mac(secret, at.encode() + b"." + delivery.body), where=SIGNATURE)
    must_be_fresh(at, delivery, where=AT)
