"""Is a delivery of LinkedIn's theirs, and is the address that they try ours?"""

from __future__ import annotations

import json

from batonpass.connectors.signatures import mac, must_match
from batonpass.connectors.source import Delivery, Forged, Reply

HEADER, PREFIX = "X-LI-Signature", "hmacsha256="


def verify(delivery: Delivery, secret: str) -> None:
    """Forged unless the header is the code of the body, before which LinkedIn writes the name of the scheme."""
    said = delivery.header(HEADER.lower()).removeprefix(PREFIX)
    must_match(said, mac(secret, PREFIX.encode() + delivery.body), where=HEADER)


def greet(delivery: Delivery, secret: str) -> Reply:
    """Answer the challenge, which LinkedIn asks every two hours, with its code under the app's secret."""
    code = delivery.query.get("challengeCode", "")
    if not code or len(code) > 100 or not code.isascii():  # noqa: PLR2004 - theirs is a UUID
        raise Forged("challengeCode is missing")
    answer = {"challengeCode": code, "challengeResponse": mac(secret, code.encode()).hex()}
    return Reply(body=json.dumps(answer).encode())
