"""How does the receiver know that a post is ours, whole and fresh? By the Standard Webhooks scheme."""

from __future__ import annotations

import binascii
from datetime import UTC, datetime
from urllib.parse import quote

from standardwebhooks.webhooks import Webhook

_PREFIX = "whsec_"
_SECRET_LEAST = 16


class BadSecret(ValueError):
    """The secret cannot sign. The text never holds the secret."""


def signed(body: str, *, key: str, at: datetime, secret: str) -> dict[str, str]:
    """The three headers that go with the body. `key` stays the same over all tries; `at` is the instant of this one."""
    moment, known_by = at.astimezone(UTC), quote(key, safe="/:")
    return {
        "webhook-id": known_by,
        "webhook-timestamp": str(int(moment.timestamp())),
        "webhook-signature": _signer(secret).sign(known_by, moment, body),
    }


def _signer(secret: str) -> Webhook:
    """`whsec_` and base64, as most receivers print it; any other text is taken letter by letter."""
    try:
        raw = (
            binascii.a2b_base64(secret.removeprefix(_PREFIX) + "==") if secret.startswith(_PREFIX) else secret.encode()
        )
    except binascii.Error:
        raise BadSecret("what follows whsec_ is not base64") from None
    if len(raw) < _SECRET_LEAST:
        raise BadSecret(f"it has {len(raw)} bytes and needs {_SECRET_LEAST} or more")
    return Webhook(raw)
