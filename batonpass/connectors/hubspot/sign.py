"""Is a HubSpot delivery theirs, whole and fresh? By version 3 of their signature."""

from __future__ import annotations

from batonpass.connectors.signatures import mac, must_be_fresh, must_match
from batonpass.connectors.source import Delivery

SIGNATURE, AT = "X-HubSpot-Signature-v3", "X-HubSpot-Request-Timestamp"
PLAIN = {
    "%3A": ":", "%2F": "/", "%3F": "?", "%40": "@", "%21": "!", "%24": "$", "%27": "'", "%28": "(", "%29": ")",
    "%2A": "*", "%2C": ",", "%3B": ";",
}  # fmt: skip
"""HubSpot signs an address in which these signs stand as themselves."""


def verify(delivery: Delivery, secret: str) -> None:
    """Forged unless method, our public address, body and instant are signed, within the window (S32)."""
    at = delivery.header(AT.lower())
    said = f"{delivery.method}{_decoded(delivery.url)}".encode() + delivery.body + at.encode()
    must_match(delivery.header(SIGNATURE.lower()), mac(secret, said), where=SIGNATURE)
    must_be_fresh(at, delivery, where=AT, milliseconds=True)


def _decoded(url: str) -> str:
    for coded, sign in PLAIN.items():
        url = url.replace(coded, sign).replace(coded.lower(), sign)
    return url
