"""Is what somebody logged in the CRM a touch, a reply, or nothing of either?"""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from batonpass.connectors.hubspot.touches import VOICEMAIL, WRONG_NUMBER, of_object
from batonpass.connectors.naming import Naming
from batonpass.connectors.reached import Reached
from batonpass.connectors.salesforce.touches import of_values
from batonpass.connectors.source import Delivery, Unkept
from batonpass.connectors.sources import SOURCES

TEN = "2027-03-02T10:20:00Z"
THEIRS = [
    ({"hs_call_direction": "OUTBOUND", "hs_timestamp": TEN}, ("touch", "call", TEN)),
    ({"hs_call_status": "NO_ANSWER", "hs_timestamp": TEN}, ("touch", "call", TEN)),
    ({"hs_call_disposition": VOICEMAIL, "hs_call_status": "BUSY", "hs_timestamp": TEN}, ("touch", "voicemail", TEN)),
    ({"hs_call_direction": "OUTBOUND", "hs_call_disposition": WRONG_NUMBER}, None),
    ({"hs_call_direction": "OUTBOUND", "hs_call_status": "FAILED"}, None),
    ({"hs_call_direction": "INBOUND", "hs_timestamp": "1803982800000"}, ("reply", "call", "2027-03-02T10:20:00+00:00")),
    ({"hs_email_direction": "EMAIL", "hs_email_status": "SENT", "hs_timestamp": TEN}, ("touch", "email", TEN)),
    ({"hs_email_direction": "EMAIL", "hs_email_status": "BOUNCED"}, None),
    ({"hs_email_direction": "EMAIL", "hs_sequence_id": "88"}, None),
    ({"hs_email_direction": "FORWARDED_EMAIL"}, None),
    ({"hs_email_direction": "INCOMING_EMAIL", "hs_timestamp": TEN}, ("reply", "email", TEN)),
    ({"hs_meeting_start_time": "2027-03-09T10:00:00Z", "hs_createdate": TEN}, ("touch", "meeting", TEN)),
    ({"hs_meeting_start_time": TEN, "hs_meeting_outcome": "CANCELED"}, None),
    ({"hs_communication_channel_type": "LINKEDIN_MESSAGE", "hs_timestamp": TEN}, ("touch", "message", TEN)),
]  # fmt: skip
TASKS = [
    ({"TaskSubtype": "Call", "CallType": "Outbound"}, ("touch", "call", TEN)),
    ({"TaskSubtype": "Call", "CallType": "Inbound"}, ("reply", "call", TEN)),
    ({"TaskSubtype": "Call", "CallDisposition": "Left Voice Mail"}, ("touch", "voicemail", TEN)),
    ({"TaskSubtype": "Task", "Type": "Email"}, ("touch", "email", TEN)),
    ({"TaskSubtype": "LinkedIn"}, ("touch", "message", TEN)),
    ({"TaskSubtype": "ListEmail"}, None),
    ({"TaskSubtype": "Task"}, None),
    ({"TaskSubtype": "Call", "Status": "Not Started"}, None),
]


def seen(told: Reached | Unkept | None) -> tuple[str, str, str] | None:
    return (told.reached, told.kind, told.at) if isinstance(told, Reached) else None


@pytest.mark.parametrize(("properties", "expected"), THEIRS)
def test_what_hubspot_holds_is_a_touch_only_where_a_person_of_ours_reached_out(properties, expected):
    told = of_object({"properties": properties, "associations": {"contacts": {"results": [{"id": "501"}]}}})
    assert told is not None
    assert seen(told) == expected


@pytest.mark.parametrize(
    "properties", [{"email": "eva@acme.example", "hs_email_domain": "acme.example"}, {"dealstage": "1"}]
)
def test_a_contact_or_a_deal_is_no_touch(properties):
    assert of_object({"properties": properties}) is None


@pytest.mark.parametrize(("values", "expected"), TASKS)
def test_a_task_is_a_touch_once_it_is_done_and_says_how(values, expected):
    told = of_values("Task", {"Status": "Completed", "CompletedDateTime": TEN, **values}, key="1")
    assert seen(told) == expected


def test_an_event_in_the_calendar_counts_from_when_it_was_entered():
    event = {
        "CreatedDate": TEN,
        "StartDateTime": "2027-03-09T10:00:00Z",
        "WhoId": "003000000000501AAA",
        "OwnerId": "005A",
    }
    told = of_values("Event", event, key="1")
    assert isinstance(told, Reached)
    assert (seen(told), told.people, told.owner) == (("touch", "meeting", TEN), ("salesforce:003000000000501",), "005A")


def test_a_program_of_ones_own_says_who_reached_whom():
    data = {"email": "eva@acme.example", "by": "ana@lumen.example", "kind": "call", "at": TEN}
    body = {"type": "touch", "data": data}
    delivery = Delivery(method="POST", url="", body=b"", at=datetime(2027, 3, 2, tzinfo=UTC), data=body)
    (told,) = SOURCES["standard"].read(delivery, Naming())
    assert isinstance(told, Reached)
    assert (told.email, told.by, told.kind, told.at) == ("eva@acme.example", "ana@lumen.example", "call", TEN)
