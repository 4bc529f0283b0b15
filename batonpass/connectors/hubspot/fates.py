"""What does HubSpot say became of a contact: merged, deleted, deleted for privacy, or restored?"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from batonpass.connectors.fate import BACK, COMPANY, DELETED, FORGOTTEN, MERGED, Fate
from batonpass.connectors.shapes import obj, text
from batonpass.connectors.source import Unkept

HUBSPOT = "hubspot"
FATES = {"merge": MERGED, "deletion": DELETED, "privacyDeletion": FORGOTTEN, "restore": BACK}
KINDS = {"0-1": "contact", "0-2": "company", "0-3": "deal"}
"""What newer subscriptions (`object.merge`) call by number, as the older ones call it (`contact.merge`)."""


def kind_of(event: Mapping[str, Any]) -> str:
    """Which kind of event this is, by the older names: one of an object without a kind is about a contact."""
    said = text(event, "subscriptionType")
    numbered = text(event, "objectTypeId") or text(event, "fromObjectTypeId") or "0-1"
    what = said.removeprefix("object.")
    return said if what == said else f"{KINDS.get(numbered, f'object {numbered}')}.{what}"


def of_event(kind: str, event: Mapping[str, Any], key: str) -> Fate | Unkept | None:
    """What became of a contact; None for an event that says something else."""
    thing, _, what = kind.partition(".")
    fate = FATES.get(what)
    if fate is None or thing not in ("contact", "company"):
        return None
    if thing == "company":
        return Unkept(because=COMPANY, key=key)
    if fate is not MERGED:
        one = text(event, "objectId")
        return _fate(fate, [one], "", key)
    into = text(event, "newObjectId") or text(event, "primaryObjectId")
    merged = event.get("mergedObjectIds")
    gone = [text({"id": one}, "id") for one in merged] if isinstance(merged, list) else []
    return _fate(MERGED, [text(event, "primaryObjectId"), *gone], into, key)


def of_contact(contact: Mapping[str, Any]) -> tuple[Fate, ...]:
    """Which contacts a whole one has taken in, as it says itself for ever after."""
    told = obj(contact.get("properties")).get("hs_merged_object_ids")
    said = text(obj(told), "value") if isinstance(told, Mapping) else text({"value": told}, "value")
    into = text(contact, "id") or text(contact, "vid")
    found = _fate(MERGED, said.split(";"), into, "")
    return (found,) if isinstance(found, Fate) else ()


def _fate(fate: str, records: list[str], into: str, key: str) -> Fate | Unkept:
    known = tuple(dict.fromkeys(one for one in map(str.strip, records) if one and one != into))
    if not known or (fate is MERGED and not into):
        return Unkept(because="it does not say which contacts", key=key)
    return Fate(system=HUBSPOT, fate=fate, records=known, into=into)
