"""What does a mail that was posted say?"""

from __future__ import annotations

from collections.abc import Sequence

from batonpass.connectors.naming import Naming
from batonpass.connectors.source import Delivery, Item
from batonpass.written.mail import read_mail


def read(delivery: Delivery, _: Naming) -> Sequence[Item]:
    """The body is the mail as it came (RFC 5322); a header says to whom the envelope returns, if it is known."""
    returns_to = delivery.headers.get("x-return-path")
    return (read_mail(delivery.body, returns_to=None if returns_to is None else returns_to.strip("<> ")),)
