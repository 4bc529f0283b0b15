"""Which call did Segment pass on?"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from batonpass.connectors.naming import Naming
from batonpass.connectors.shapes import listed, obj, text
from batonpass.connectors.source import Came, Delivery, Item, Kind, Unkept

KINDS = {kind.value: kind for kind in Kind if kind is not Kind.SUBMISSION} | {"screen": Kind.PAGE}


def read(delivery: Delivery, _naming: Naming) -> Sequence[Item]:
    """One call, or a batch of them; each keeps its own shape, which our own doors take."""
    data = obj(delivery.data)
    return tuple(_call(one) for one in (listed(data, "batch") if "batch" in data else [data]))


def _call(call: Mapping[str, Any]) -> Item:
    said = text(call, "type") or text(call, "action") or ("track" if "event" in call else "")
    kind = KINDS.get(said)
    if kind is None:
        return Unkept(because=f"{said or 'this'} is no call we know")
    return Came(kind=kind, sent=call, key=text(call, "messageId") or text(call, "message_id"))
