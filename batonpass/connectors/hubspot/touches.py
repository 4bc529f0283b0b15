"""What does HubSpot say of a call, an e-mail, a meeting or a message that somebody logged there?"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from batonpass.connectors.reached import REPLY, TOUCH, Reached
from batonpass.connectors.shapes import instant, listed, obj, text
from batonpass.connectors.source import Unkept

VOICEMAIL, WRONG_NUMBER = "b2cf5968-551e-4856-9783-52b3da59a7d0", "17b47fee-58de-441e-a44c-c6300d46f273"
"""What everybody's HubSpot calls these two ends of a call."""
NO_CALL = frozenset({"QUEUED", "CALLING_CRM_USER", "CONNECTING", "RINGING", "IN_PROGRESS", "FAILED", "CANCELED"})
NO_MAIL = frozenset({"BOUNCED", "FAILED", "SENDING", "SCHEDULED"})
MADE = "hs_timestamp"
Values = Mapping[str, str]


def of_object(data: Mapping[str, Any]) -> Reached | Unkept | None:
    """A touch or a reply, of one that a workflow sends whole; neither, with why; None when it is no such thing."""
    held = obj(data.get("properties"))
    read = next((one for name, one in KINDS.items() if name in held), None)
    if read is None:
        return None
    values = {name: text(obj(v), "value") if isinstance(v, Mapping) else text(held, name) for name, v in held.items()}
    said = read(values)
    if isinstance(said, Unkept):
        return said
    reached, kind, when = said
    people = listed(obj(obj(data.get("associations")).get("contacts")), "results")
    return Reached(
        reached=reached,
        kind=kind,
        at=instant(when) or when,
        people=tuple(f"hubspot:{text(one, 'id')}" for one in people if text(one, "id")),
        owner=values.get("hubspot_owner_id", ""),
    )


def _call(values: Values) -> tuple[str, str, str] | Unkept:
    at, end = values.get(MADE, ""), values.get("hs_call_disposition", "")
    if values.get("hs_call_status", "") in NO_CALL or end == WRONG_NUMBER:
        return Unkept(because="that call reached nobody")
    if values.get("hs_call_direction") == "INBOUND":
        return REPLY, "call", at
    return TOUCH, "voicemail" if end == VOICEMAIL else "call", at


def _email(values: Values) -> tuple[str, str, str] | Unkept:
    at, way = values.get(MADE, ""), values["hs_email_direction"]
    if way == "INCOMING_EMAIL":
        return REPLY, "email", at
    if way != "EMAIL" or values.get("hs_email_status", "") in NO_MAIL:
        return Unkept(because="that e-mail reached nobody")
    if values.get("hs_sequence_id"):
        return Unkept(because="a sequence sent that e-mail by itself; only what a person does is a touch")
    return TOUCH, "email", at


def _meeting(values: Values) -> tuple[str, str, str] | Unkept:
    """Booked is what counts, and it is booked when it is entered, not when it takes place."""
    if values.get("hs_meeting_outcome") in ("CANCELED", "NO_SHOW"):
        return Unkept(because="that meeting did not take place")
    return TOUCH, "meeting", values.get("hs_createdate", "")


def _message(values: Values) -> tuple[str, str, str] | Unkept:
    return TOUCH, "message", values.get(MADE, "")


KINDS: Mapping[str, Callable[[Values], tuple[str, str, str] | Unkept]] = {
    "hs_call_direction": _call,
    "hs_call_status": _call,
    "hs_email_direction": _email,
    "hs_meeting_start_time": _meeting,
    "hs_communication_channel_type": _message,
}
"""By the property that nothing else at HubSpot has, contacts and deals least of all."""
