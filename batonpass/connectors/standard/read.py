"""What does a program of your own tell us?"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from re import compile as pattern
from typing import Any

from batonpass.connectors.fate import BACK, DELETED, FORGOTTEN, MERGED, Fate
from batonpass.connectors.naming import Naming
from batonpass.connectors.reached import REPLY, TOUCH, Reached
from batonpass.connectors.shapes import instant, obj, text
from batonpass.connectors.source import Came, Delivery, Item, Kind, Unkept

SHAPES = {kind.value: kind for kind in Kind}
FATES = {"merged": MERGED, "deleted": DELETED, "forgotten": FORGOTTEN, "restored": BACK}
SYSTEM = pattern(r"[a-z0-9_-]{1,40}")


def read(delivery: Delivery, naming: Naming) -> Sequence[Item]:
    """`{"type": "submission", "data": {…}}`, or a bare submission; `data` is what the API of that name takes."""
    data = obj(delivery.data)
    known_by = delivery.header("webhook-id")
    said = text(data, "type") or Kind.SUBMISSION.value
    if said.removeprefix("record.") in FATES:
        return (_fate(FATES[said.removeprefix("record.")], obj(data.get("data")), known_by),)
    if said in (TOUCH, REPLY):
        return (_reached(said, obj(data.get("data")), known_by),)
    kind = SHAPES.get(said.removeprefix("lead.").removesuffix(".created"))
    if kind is None:
        return (
            Unkept(because=f"{said} is no event we know; send one of {', '.join((*SHAPES, TOUCH, REPLY, *FATES))}"),
        )
    sent = dict(obj(data.get("data")) or {name: value for name, value in data.items() if name != "type"})
    if kind is Kind.SUBMISSION:
        sent["form"] = naming.form(text(sent, "form"), otherwise=text(sent, "form") or "standard")
    return (Came(kind=kind, sent=sent, key=known_by),)


def _fate(fate: str, told: Mapping[str, Any], key: str) -> Fate | Unkept:
    """What became of records of a CRM that has no door of its own here, such as Pipedrive."""
    system, into = text(told, "system").lower(), text(told, "into")
    given = told.get("records")
    said = [text({"id": one}, "id") for one in given] if isinstance(given, list) else []
    records = tuple(dict.fromkeys(one for one in said if one and one != into))
    if not SYSTEM.fullmatch(system) or not records or (fate == MERGED and not into):
        return Unkept(because="it needs `system`, `records`, and `into` where they were merged", key=key)
    return Fate(system=system, fate=fate, records=records, into=into)


def _reached(reached: str, told: Mapping[str, Any], key: str) -> Reached:
    """Somebody of ours reached out, or the lead answered, as a program of your own saw it."""
    return Reached(
        reached=reached,
        kind=text(told, "kind"),
        at=instant(told.get("at")) or text(told, "at"),
        people=tuple(one for one in (text(told, "person"),) if one),
        email=text(told, "email"),
        by=text(told, "by"),
        key=key,
    )
