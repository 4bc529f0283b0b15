"""What changed over there: a lead, a contact, an opportunity or a task, by an outbound message or a change event?"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any
from xml.etree.ElementTree import Element, ParseError, TreeBuilder, XMLParser, fromstring

import msgspec

from batonpass.connectors.dealt import IGNORED, OPEN, Dealt, stage_of
from batonpass.connectors.fate import COMPANY
from batonpass.connectors.naming import Naming
from batonpass.connectors.shapes import instant, listed, obj, text
from batonpass.connectors.source import Came, Changed, Delivery, Item, Kind, Reply, Unkept, Unreadable

from . import fates, touches

OUTBOUND = "{http://soap.sforce.com/2005/09/outbound}"
PEOPLE = frozenset({"Lead", "Contact"})
COMPANIES = frozenset({"Account"})
DEALS = frozenset({"Opportunity", "OpportunityContactRole"})
TRAITS = {
    "Email": "email", "FirstName": "first_name", "LastName": "last_name", "Company": "company", "Title": "title",
    "Phone": "phone", "CountryCode": "country", "Country": "country", "Industry": "industry",
    "NumberOfEmployees": "employees", "LeadSource": "salesforce_lead_source", "Status": "salesforce_status",
}  # fmt: skip
ACK = (
    b'<?xml version="1.0" encoding="UTF-8"?><soapenv:Envelope xmlns:soapenv="http://schemas.xmlsoap.org/soap/envelope/">'
    b'<soapenv:Body><notificationsResponse xmlns="http://soap.sforce.com/2005/09/outbound"><Ack>true</Ack>'
    b"</notificationsResponse></soapenv:Body></soapenv:Envelope>"
)
NOT_OURS = "a change of {} is nothing that we keep; Lead, Contact, Opportunity, Task and Event are"


def read(delivery: Delivery, naming: Naming) -> Sequence[Item]:
    """Each notification of an outbound message, or each change event, by itself."""
    if is_xml(delivery):
        told = _tree(delivery.body).iter(f"{OUTBOUND}Notification")
        return tuple(item for one in told for item in _notification(one, naming))
    try:
        data = msgspec.json.decode(delivery.body)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        raise Unreadable("Salesforce sends XML or JSON") from None
    events = listed({"events": data}, "events") if isinstance(data, list) else [obj(data)]
    return tuple(item for event in events for item in _change(event, naming))


def reply(delivery: Delivery) -> Reply | None:
    """An outbound message is sent again for a day unless it is acknowledged in its own words."""
    return Reply(body=ACK, media_type="text/xml; charset=utf-8") if is_xml(delivery) else None


def is_xml(delivery: Delivery) -> bool:
    """Is it an outbound message?"""
    return delivery.body.lstrip()[:1] == b"<"


class _Undeclared(TreeBuilder):
    """Hears a declaration in whatever letters it is written, before anything of it is believed."""

    def doctype(self, name: str, pubid: str | None, system: str | None) -> None:
        """Refuse it, for these are how XML is turned against us."""
        raise Unreadable("an outbound message declares no entities")


def _tree(body: bytes) -> Element:
    """The message as a tree; one that declares anything is refused."""
    try:
        return fromstring(body, XMLParser(target=_Undeclared()))  # noqa: S314 - nothing declared, nothing expanded
    except ParseError:
        raise Unreadable("the outbound message is no XML") from None


def _notification(notification: Element, naming: Naming) -> Iterator[Item]:
    thing = notification.find(f"{OUTBOUND}sObject")
    if thing is None:
        yield Unkept(because="it holds no object")
        return
    kind = next((value for name, value in thing.attrib.items() if name.endswith("}type")), "").rpartition(":")[2]
    values = {part.tag.rpartition("}")[2]: (part.text or "").strip() for part in thing}
    key = notification.findtext(f"{OUTBOUND}Id", "")
    if kind in DEALS:
        yield _deal(kind, values.get("Id", ""), values, naming=naming, key=key)
        return
    if kind in touches.ACTIVITIES:
        yield touches.of_values(kind, values, key=key)
        return
    ids = [values["Id"]] if values.get("Id") else []
    yield from _person(kind, ids, values, at=values.get("LastModifiedDate", ""), key=key)


def _change(event: Mapping[str, Any], naming: Naming) -> Iterator[Item]:
    data = obj(event.get("data")) or event
    payload = obj(data.get("payload"))
    header = obj(payload.get("ChangeEventHeader"))
    if not header:
        yield Unkept(because="it holds no change event")
        return
    kind, ids = text(header, "entityName"), header.get("recordIds")
    known = [one for one in ids if isinstance(one, str)] if isinstance(ids, list) else []
    values = {name: text(payload, name) for name in payload} | _parts(obj(payload.get("Name")))
    # The replay id is not contiguous and may be told anew after a gap; transaction and sequence name the change itself.
    key = f"{text(header, 'transactionKey')}/{text(header, 'sequenceNumber')}"
    if kind in DEALS:
        yield from (_deal(kind, one, values, naming=naming, key=key) for one in known)
        return
    if kind in touches.ACTIVITIES:
        yield touches.of_values(kind, values, key=key)
        return
    at = instant(header.get("commitTimestamp")) or values.get("LastModifiedDate", "")
    told_by = key if text(header, "transactionKey") else ""
    yield from _person(kind, known, values, at=at, key=told_by, change=text(header, "changeType"))


def _person(
    kind: str, ids: Sequence[str], values: Mapping[str, str], *, at: str, key: str, change: str = ""
) -> Iterator[Item]:
    """What became of a lead or contact over there, and what is said of it; one event may be about several."""
    if kind in COMPANIES:
        yield Unkept(because=COMPANY, key=key)
        return
    if kind in PEOPLE and (fate := fates.of_values(ids, values, change=change)):
        yield fate
        if fate.gone or values.get("MasterRecordId"):
            return
    for one in ids or ("",):
        yield _told(kind, [one] if one else [], values, at=at, key=f"{key}/{one}" if key and len(ids) > 1 else key)


def _deal(kind: str, known_by: str, values: Mapping[str, str], *, naming: Naming, key: str) -> Item:
    """Where an opportunity stands, or which contact it is with."""
    contact = values.get("ContactId", "")[:15]
    person = f"salesforce:{contact}" if contact else ""
    if kind == "OpportunityContactRole":
        deal, stage = values.get("OpportunityId", ""), OPEN
    else:
        deal, theirs = known_by, values.get("StageName", "")
        if not theirs and not person:
            return Unkept(because="nothing in it says whose the opportunity is or where it stands", key=key)
        stage = stage_of(theirs, naming.stages)
    if not deal:
        return Unkept(because="nothing in it says which opportunity it is about", key=key)
    if stage == IGNORED:
        return Unkept(because="that stage is one that the playbook leaves out", key=key)
    return Dealt(
        deal=f"salesforce:{deal[:15]}",
        stage=stage,
        person=person,
        amount=values.get("Amount", ""),
        currency=values.get("CurrencyIsoCode", ""),
        close_on=values.get("CloseDate", ""),
        key=key,
    )


def _parts(name: Mapping[str, Any]) -> dict[str, str]:
    return {part: text(name, part) for part in ("FirstName", "LastName") if name}


def _told(kind: str, ids: Sequence[str], values: Mapping[str, str], *, at: str, key: str) -> Item:
    traits = {ours: values[theirs] for theirs, ours in TRAITS.items() if values.get(theirs)}
    if kind not in PEOPLE or not ids:
        return Unkept(because=NOT_OURS.format(kind or "this"))
    changes = tuple(
        Changed(record=ids[0], field=name, value=value, at=at) for name, value in values.items() if at and name != "Id"
    )
    if not traits:
        return Unkept(because="none of the fields we know changed", changes=changes, key=key)
    known_by = ids[0][:15]
    sent: dict[str, Any] = {"userId": f"salesforce:{known_by}", "traits": traits}
    sent |= {"external_ids": {"salesforce": known_by}} if known_by else {}
    return Came(kind=Kind.IDENTIFY, sent=sent | ({"timestamp": at} if at else {}), key=key, changes=changes)
