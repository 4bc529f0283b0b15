"""What does a request say before its body is read?"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

HEADERS = {
    b"content-type": "content_type",
    b"content-length": "content_length",
    b"content-encoding": "content_encoding",
    b"idempotency-key": "idempotency_key",
    b"consent": "consent",
    b"x-consent": "consent",
    b"accept": "accept",
}


@dataclass(slots=True, kw_only=True)
class Asked:
    """The head of a request; each header that we look at once, empty when it is missing."""

    method: str
    path: str
    headers: list[tuple[bytes, bytes]]
    query: bytes = b""
    peer: str = ""
    content_type: bytes = b""
    content_length: bytes = b""
    content_encoding: bytes = b""
    idempotency_key: bytes = b""
    consent: bytes = b""
    accept: bytes = b""

    @property
    def wants_json(self) -> bool:
        """Does a program read the answer?"""
        return b"application/json" in self.accept and not self.wants_page

    @property
    def wants_page(self) -> bool:
        """Does a browser read the answer?"""
        return b"text/html" in self.accept


def asked(scope: Mapping[str, Any]) -> Asked:
    """Read the head of an ASGI request."""
    client = scope.get("client")
    peer = client[0] if client else ""
    said = Asked(method=scope["method"], path=scope["path"], headers=scope["headers"], peer=peer)
    said.query = scope.get("query_string", b"")
    for name, value in scope["headers"]:
        known = HEADERS.get(name)
        if known:
            setattr(said, known, value)
    return said
