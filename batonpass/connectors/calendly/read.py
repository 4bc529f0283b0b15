"""Who booked, moved or called off a meeting?"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from batonpass.connectors.naming import Naming
from batonpass.connectors.shapes import listed, obj, text
from batonpass.connectors.source import Came, Delivery, Item, Kind, Unkept

BOOKED, CANCELLED, NO_SHOW = "invitee.created", "invitee.canceled", "invitee_no_show.created"
EVENTS = {CANCELLED: "meeting_cancelled", NO_SHOW: "meeting_missed"}


def read(delivery: Delivery, naming: Naming) -> Sequence[Item]:
    """A booking is a submission of the form `calendly`; a cancellation is something the person did."""
    data = obj(delivery.data)
    invitee = obj(data.get("payload"))
    kind = text(data, "event") or BOOKED
    if kind in EVENTS:
        return (_event(EVENTS[kind], obj(invitee.get("invitee")) or invitee, data),)
    if kind != BOOKED:
        return (Unkept(because=f"{kind} is no event we know"),)
    return (Came(kind=Kind.SUBMISSION, sent=_booking(invitee, naming), key=text(invitee, "uri")),)


def _booking(invitee: Mapping[str, Any], naming: Naming) -> dict[str, Any]:
    asked = [(text(one, "question"), one.get("answer")) for one in listed(invitee, "questions_and_answers")]
    meeting, tracking = obj(invitee.get("scheduled_event")), obj(invitee.get("tracking"))
    name = [("first_name", invitee.get("first_name")), ("last_name", invitee.get("last_name"))]
    if not invitee.get("first_name"):
        name = [("full name", invitee.get("name"))]
    source = {
        "campaign": text(tracking, "utm_campaign"),
        "medium": text(tracking, "utm_medium"),
        "channel": text(tracking, "utm_source") or "calendly",
    }
    return naming.submission(
        [
            ("email", invitee.get("email")), *name, ("phone", invitee.get("text_reminder_number")),
            ("meeting_at", meeting.get("start_time")), ("meeting_name", meeting.get("name")),
            ("time_zone", invitee.get("timezone")), *asked,
        ],
        form=naming.form(text(invitee, "event"), text(meeting, "name"), otherwise="calendly"),
        occurred_at=text(invitee, "created_at"),
        source={name: value for name, value in source.items() if value},
    )  # fmt: skip


def _event(name: str, invitee: Mapping[str, Any], data: Mapping[str, Any]) -> Item:
    at = text(data, "created_at") or text(invitee, "updated_at")
    sent = {"email": text(invitee, "email"), "event": name, "timestamp": at}
    return Came(kind=Kind.TRACK, sent=sent, key=f"{name}/{text(invitee, 'uri')}")
