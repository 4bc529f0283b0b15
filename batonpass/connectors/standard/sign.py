"""Is a delivery by the Standard Webhooks scheme theirs, whole and fresh? By an HMAC of id, instant and body."""

from __future__ import annotations

import binascii

from batonpass.connectors.signatures import mac, must_be_fresh, must_match
from batonpass.connectors.source import Delivery, Forged

PREFIX = "whsec_"


def verify(delivery: Delivery, secret: str) -> None:
    """Forged unless one of the signatures that stand in the header is ours, at an instant within the window."""
    known_by, at = delivery.header("webhook-id"), delivery.header("webhook-timestamp")
    if not known_by:
        raise Forged("the header webhook-id is missing")
    made = mac(_key(secret), f"{known_by}.{at}.".encode() + delivery.body)
    said = [one.removeprefix("v1,") for one in delivery.header("webhook-signature").split() if one.startswith("v1,")]
    last = Forged("the header webhook-signature holds no v1 signature")
    for one in said:
        try:
            must_match(one, made, where="webhook-signature")
            break
        except Forged as forged:
            last = forged
    else:
        raise last
    must_be_fresh(at, delivery, where="webhook-timestamp")


def _key(secret: str) -> bytes:
    """`whsec_` and base64, as most senders print it; any other text letter by letter."""
    if not secret.startswith(PREFIX):
        return secret.encode()
    try:
        return binascii.a2b_base64(secret.removeprefix(PREFIX) + "==")
    except binascii.Error:
        raise Forged("what follows whsec_ in our own setting is not base64") from None
