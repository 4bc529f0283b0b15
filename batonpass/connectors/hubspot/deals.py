"""What does HubSpot say of a deal: an event about it, or all of it?"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from batonpass.connectors.dealt import IGNORED, LOST, OPEN, WON, Dealt, stage_of
from batonpass.connectors.naming import Naming
from batonpass.connectors.shapes import listed, obj, text
from batonpass.connectors.source import Unkept

CLOSED = {"hs_is_closed_won": WON, "hs_is_closed_lost": LOST}
NOTHING = "nothing in it says whose the deal is or where it stands"
WHERE = "that stage is one that the playbook leaves out"


def is_deal(kind: str) -> bool:
    """Is an event of this kind about a deal?"""
    return kind.startswith("deal.")


def holds_deal(data: Mapping[str, Any]) -> bool:
    """Is this object a deal, and no contact?"""
    return "dealstage" in obj(data.get("properties"))


def of_event(event: Mapping[str, Any], naming: Naming, key: str) -> Dealt | Unkept:
    """A stage that changed, or a contact that the deal was tied to; which one it is with is told only then."""
    name, value = text(event, "propertyName"), text(event, "propertyValue")
    if _ties(event) and event.get("associationRemoved") is not True:
        person = f"hubspot:{text(event, 'toObjectId')}"
        return Dealt(deal=_deal(text(event, "fromObjectId")), stage=OPEN, person=person, key=key)
    if name == "dealstage":
        return _kept(Dealt(deal=_deal(text(event, "objectId")), stage=stage_of(value, naming.stages), key=key))
    if name in CLOSED and value == "true":
        return Dealt(deal=_deal(text(event, "objectId")), stage=CLOSED[name], key=key)
    return Unkept(because=NOTHING, key=key)


def of_object(data: Mapping[str, Any], naming: Naming) -> Dealt | Unkept:
    """A whole deal, as a workflow sends it, with the contacts that it is tied to."""
    properties = obj(data.get("properties"))
    people = listed(obj(obj(data.get("associations")).get("contacts")), "results")
    known_by = text(data, "id") or _value(properties, "hs_object_id")
    changed = text(data, "updatedAt") or _value(properties, "hs_lastmodifieddate")
    return _kept(
        Dealt(
            deal=_deal(known_by),
            stage=stage_of(_value(properties, "dealstage"), naming.stages),
            person=f"hubspot:{text(people[0], 'id')}" if people else "",
            amount=_value(properties, "amount"),
            currency=_value(properties, "deal_currency_code"),
            close_on=_value(properties, "closedate"),
            reason=_value(properties, "closed_lost_reason"),
            key=f"deal/{known_by}/{changed}" if known_by and changed else "",
        )
    )


def _ties(event: Mapping[str, Any]) -> bool:
    """Does it tie a deal to a contact? Newer subscriptions name both by the numbers of their kinds."""
    kinds = (text(event, "fromObjectTypeId"), text(event, "toObjectTypeId"))
    return text(event, "associationType") == "DEAL_TO_CONTACT" or kinds == ("0-3", "0-1")


def _kept(told: Dealt) -> Dealt | Unkept:
    return Unkept(because=WHERE, key=told.key) if told.stage == IGNORED else told


def _deal(known_by: str) -> str:
    return f"hubspot:{known_by}"


def _value(properties: Mapping[str, Any], name: str) -> str:
    """Older shapes wrap each value: `{"value": …}`."""
    value = properties.get(name)
    return text(obj(value), "value") if isinstance(value, Mapping) else text(properties, name)
