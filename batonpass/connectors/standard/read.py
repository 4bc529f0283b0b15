"""What does a program of your own tell us?"""

from __future__ import annotations

from collections.abc import Sequence

from batonpass.connectors.naming import Naming
from batonpass.connectors.shapes import obj, text
from batonpass.connectors.source import Came, Delivery, Item, Kind, Unkept

SHAPES = {kind.value: kind for kind in Kind}


def read(delivery: Delivery, naming: Naming) -> Sequence[Item]:
    """`{"type": "submission", "data": {…}}`, or a bare submission; `data` is what the API of that name takes."""
    data = obj(delivery.data)
    known_by = delivery.header("webhook-id")
    said = text(data, "type") or Kind.SUBMISSION.value
    kind = SHAPES.get(said.removeprefix("lead.").removesuffix(".created"))
    if kind is None:
        return (Unkept(because=f"{said} is no event we know; send one of {', '.join(SHAPES)}"),)
    sent = dict(obj(data.get("data")) or {name: value for name, value in data.items() if name != "type"})
    if kind is Kind.SUBMISSION:
        sent["form"] = naming.form(text(sent, "form"), otherwise=text(sent, "form") or "standard")
    return (Came(kind=kind, sent=sent, key=known_by),)
