"""What does HubSpot say: an event about a contact or a deal, a whole one, a touch, or somebody's answers in a form?"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from batonpass.connectors.naming import Naming
from batonpass.connectors.shapes import instant, listed, obj, text
from batonpass.connectors.source import Came, Changed, Delivery, Item, Kind, Unkept

from . import deals, fates, touches

TRAITS = {
    "firstname": "first_name", "lastname": "last_name", "jobtitle": "title", "company": "company", "phone": "phone",
    "country": "country", "industry": "industry", "numemployees": "employees", "hs_language": "language",
    "email": "email", "website": "website", "lifecyclestage": "hubspot_lifecycle_stage", "city": "city",
}  # fmt: skip
BY_HAND = frozenset({"CRM_UI", "CRM_UI_BULK_ACTION", "MOBILE_IOS", "MOBILE_ANDROID"})
CHANGED, CREATED = "contact.propertyChange", "contact.creation"


def read(delivery: Delivery, naming: Naming) -> Sequence[Item]:
    """A list holds events; an object is a contact, if it has properties, or a form."""
    if isinstance(delivery.data, list):
        return tuple(_event(obj(one), naming) for one in delivery.data)
    data = obj(delivery.data)
    if deals.holds_deal(data):
        return (deals.of_object(data, naming),)
    if told := touches.of_object(data):
        return (told,)
    if "properties" in data:
        came = _contact(data)
        return (came, *fates.of_contact(data)) if isinstance(came, Came) else (came,)
    if "values" in data or "fields" in data:
        return (_form(data, naming),)
    return (_event(data, naming),)


def _event(event: Mapping[str, Any], naming: Naming) -> Item:
    """One change of one property. Who it is stands elsewhere: in the contact that the id belongs to."""
    kind, contact = fates.kind_of(event), text(event, "objectId")
    if deals.is_deal(kind):
        return deals.of_event(event, naming, _key(event))
    if told := fates.of_event(kind, event, _key(event)):
        return told
    if kind == CREATED:
        return Unkept(because="a contact was created; what is known of it comes with its properties")
    name = TRAITS.get(text(event, "propertyName"), "")
    if kind != CHANGED or not contact or not name:
        what = f"{kind or 'this'} {text(event, 'propertyName')}".strip()
        changes = _changes(event) if kind == CHANGED and contact else ()
        return Unkept(because=f"{what} is no event we know", changes=changes, key=_key(event))
    value = text(event, "propertyValue")
    sent: dict[str, Any] = {**_named(contact), "traits": {name: value}}
    if name == "email":
        sent["email"] = value
    sent |= _when(event.get("occurredAt"))
    return Came(kind=Kind.IDENTIFY, sent=sent, key=_key(event), changes=_changes(event))


def _changes(event: Mapping[str, Any]) -> tuple[Changed, ...]:
    """The same as a change of a field, for those that are kept alike."""
    at = instant(event.get("occurredAt"))
    one = Changed(
        record=text(event, "objectId"),
        field=text(event, "propertyName"),
        value=text(event, "propertyValue"),
        at=at,
        person=text(event, "changeSource") in BY_HAND,
    )
    return (one,) if at and one.field else ()


def _key(event: Mapping[str, Any]) -> str:
    """The event's id is the same at each attempt, but only within one subscription."""
    known_by = text(event, "eventId")
    return f"{text(event, 'subscriptionId')}/{known_by}" if known_by else ""


def _contact(contact: Mapping[str, Any]) -> Item:
    properties = obj(contact.get("properties"))
    values = {name: _plain(value) for name, value in properties.items()}
    traits = {ours: values[theirs] for theirs, ours in TRAITS.items() if values.get(theirs)}
    known_by = text(contact, "id") or text(contact, "vid") or values.get("hs_object_id", "")
    changed = text(contact, "updatedAt") or instant(values.get("lastmodifieddate"))
    sent = {**_named(known_by), "traits": traits, "timestamp": changed}
    key = f"contact/{known_by}/{changed}" if known_by and changed else ""
    return Came(kind=Kind.IDENTIFY, sent={name: value for name, value in sent.items() if value}, key=key)


def _named(contact: str) -> dict[str, Any]:
    """The contact's id over there: what waits is found by it, and so is the person under another address."""
    return {"userId": f"hubspot:{contact}", **({"external_ids": {"hubspot": contact}} if contact else {})}


def _plain(value: object) -> str:
    """Older shapes wrap each value: `{"value": …}`."""
    return text(obj(value), "value") if isinstance(value, Mapping) else text({"value": value}, "value")


def _form(form: Mapping[str, Any], naming: Naming) -> Item:
    known_by = text(form, "formId") or text(form, "formGuid") or text(form, "form-id")
    context = obj(form.get("context"))
    page = text(form, "pageUrl") or text(context, "pageUri")
    sent = naming.submission(
        list(_answers(form)),
        form=naming.form(known_by, text(form, "formName"), otherwise="hubspot"),
        occurred_at=instant(form.get("submittedAt")),
        source={"channel": "hubspot", **({"page": page} if page else {})},
    )
    return Came(kind=Kind.SUBMISSION, sent=sent, key=text(form, "conversionId"))


def _answers(form: Mapping[str, Any]) -> Iterator[tuple[str, object]]:
    for answer in (*listed(form, "values"), *listed(form, "fields")):
        name = text(answer, "name")
        yield TRAITS.get(name, name), answer.get("value")


def _when(value: object) -> dict[str, str]:
    at = instant(value)
    return {"timestamp": at} if at else {}
