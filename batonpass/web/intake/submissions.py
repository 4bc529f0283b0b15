"""Which ids of a browser come with a submission, and how is its consent proven later?"""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Mapping
from typing import Any

from .aliases import ANONYMOUS, aliases_of

HASHED = 16
"""So many bytes of a keyed hash tell two addresses apart and give none of them away."""


def apart(sent: Mapping[str, Any]) -> tuple[Mapping[str, Any], tuple[str, ...]]:
    """A submission without the ids of the browser it came from, and those ids by which earlier visits are known."""
    if "anonymous_id" not in sent and "anonymousId" not in sent:
        return sent, ()
    ids = {name: sent[name] for name in ANONYMOUS if name in sent}
    return {name: value for name, value in sent.items() if name not in ids}, aliases_of(ids)


def proven(consent: Mapping[str, Any], *, page: str, peer: str, secret: bytes) -> dict[str, Any]:
    """A consent with its proof: which page it was given on, and a keyed hash of the address it came from.

    Which words were agreed to stands in it already (`text`, `text_version`), and when in the fact that keeps it.
    """
    mark = hmac.new(secret, f"consent\n{peer}".encode(), hashlib.sha256).digest()[:HASHED].hex()
    proof = {"page": page, "ip_hash": mark if peer else ""}
    return {**consent, **{name: value for name, value in proof.items() if value and name not in consent}}
