"""Is a Jotform delivery theirs? Jotform signs nothing, so the secret is the last part of the address."""

from __future__ import annotations

from batonpass.connectors.signatures import must_know
from batonpass.connectors.source import Delivery


def verify(delivery: Delivery, secret: str) -> None:
    """Forged unless it came to /hooks/jotform/SECRET."""
    must_know(delivery.token, secret, where="the address")
