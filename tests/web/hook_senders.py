"""How do other systems deliver? One sender and one lead a source, all invented, signed as each of them signs."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import Any

SECRET = "invented-for-tests-1"
URL = "https://handoff.lumen.example"
TUESDAY = datetime(2027, 3, 2, 10, tzinfo=UTC)
Headers = dict[str, str]


def code(said: bytes, secret: str = SECRET, algorithm: str = "sha256") -> bytes:
    return hmac.new(secret.encode(), said, getattr(hashlib, algorithm)).digest()


def seconds(at: datetime) -> str:
    return str(int(at.timestamp()))


def by_hubspot(body: bytes, at: datetime) -> Headers:
    moment = str(int(at.timestamp() * 1000))
    said = f"POST{URL}/hooks/hubspot".encode() + body + moment.encode()
    return {
        "X-HubSpot-Signature-v3": base64.b64encode(code(said)).decode(),
        "X-HubSpot-Request-Timestamp": moment,
    }


def by_standard(body: bytes, at: datetime) -> Headers:
    said = f"msg_1.{seconds(at)}.".encode() + body
    signature = "v1," + base64.b64encode(code(said)).decode()
    return {"webhook-id": "msg_1", "webhook-timestamp": seconds(at), "webhook-signature": signature}


def by_calendly(body: bytes, at: datetime) -> Headers:
    signature = code(f"{seconds(at)}.".encode() + body).hex()
    return {"Calendly-Webhook-Signature": f"t={seconds(at)},v1={signature}"}


def by_webflow(body: bytes, at: datetime) -> Headers:
    moment = str(int(at.timestamp() * 1000))
    return {"X-Webflow-Signature": code(f"{moment}:".encode() + body).hex(), "X-Webflow-Timestamp": moment}


def by_salesforce(body: bytes, at: datetime) -> Headers:
    signature = code(f"{seconds(at)}.".encode() + body).hex()
    return {"X-Batonpass-Signature": signature, "X-Batonpass-Timestamp": seconds(at)}


def by_typeform(body: bytes, at: datetime) -> Headers:
    return {"Typeform-Signature": "sha256=" + base64.b64encode(code(body)).decode()}


def by_facebook(body: bytes, at: datetime) -> Headers:
    return {"X-Hub-Signature-256": "sha256=" + code(body).hex()}


def by_linkedin(body: bytes, at: datetime) -> Headers:
    return {"X-LI-Signature": code(b"hmacsha256=" + body).hex()}


def by_segment(body: bytes, at: datetime) -> Headers:
    return {"X-Signature": code(body, algorithm="sha1").hex()}


def by_clearbit(body: bytes, at: datetime) -> Headers:
    return {"X-Request-Signature": "sha1=" + code(body, algorithm="sha1").hex()}


def by_jotform(body: bytes, at: datetime) -> Headers:
    return {}


SIGNERS: Mapping[str, Callable[[bytes, datetime], Headers]] = {
    "calendly": by_calendly,
    "clearbit": by_clearbit,
    "facebook": by_facebook,
    "hubspot": by_hubspot,
    "jotform": by_jotform,
    "linkedin": by_linkedin,
    "salesforce": by_salesforce,
    "segment": by_segment,
    "standard": by_standard,
    "typeform": by_typeform,
    "webflow": by_webflow,
}
DATED = ("calendly", "hubspot", "salesforce", "standard", "webflow")
"""Those that sign the instant, so that a replay is known by its age."""
EVA = "eva@firm.example"
SAMPLES: Mapping[str, Any] = {
    "calendly": {
        "event": "invitee.created",
        "created_at": "2027-03-02T09:59:00Z",
        "payload": {
            "email": EVA,
            "name": "Eva Ek",
            "uri": "https://meetings.example/invitees/1",
            "questions_and_answers": [{"question": "Company", "answer": "Firm"}],
            "tracking": {"utm_campaign": "spring"},
        },
    },
    "clearbit": {
        "id": "c-1",
        "type": "person_company",
        "status": 200,
        "body": {
            "person": {"email": EVA, "name": {"givenName": "Eva", "familyName": "Ek"}, "employment": {"title": "COO"}},
            "company": {"name": "Firm", "domain": "firm.example", "metrics": {"employees": 120}},
        },
    },
    "facebook": {
        "object": "page",
        "entry": [
            {
                "id": "1",
                "changes": [
                    {
                        "field": "leadgen",
                        "value": {
                            "leadgen_id": "77",
                            "form_id": "5",
                            "created_time": 1804500000,
                            "field_data": [
                                {"name": "email", "values": [EVA]},
                                {"name": "full_name", "values": ["Eva Ek"]},
                                {"name": "company_name", "values": ["Firm"]},
                            ],
                        },
                    }
                ],
            }
        ],
    },
    "hubspot": {
        "conversionId": "h-1",
        "submittedAt": 1803981540000,
        "pageUrl": "https://www.lumen.example/demo",
        "values": [
            {"name": "email", "value": EVA},
            {"name": "firstname", "value": "Eva"},
            {"name": "numemployees", "value": "120"},
        ],
    },
    "jotform": {
        "formID": "9",
        "formTitle": "Ask for a demo",
        "submissionID": "j-1",
        "rawRequest": json.dumps(
            {"q3_name": {"first": "Eva", "last": "Ek"}, "q4_email": EVA, "q5_company": "Firm", "slug": "submit/9"}
        ),
    },
    "linkedin": {
        "id": "l-1",
        "submittedAt": 1803981540000,
        "testLead": False,
        "versionedLeadGenFormUrn": "urn:li:versionedLeadGenForm:(urn:li:leadGenForm:4,1)",
        "formResponse": {
            "answers": [
                {"questionId": 1, "answerDetails": {"textQuestionAnswer": {"answer": EVA}}},
                {"questionId": 2, "answerDetails": {"textQuestionAnswer": {"answer": "Firm"}}},
            ],
            "consentResponses": [{"accepted": True}],
        },
    },
    "salesforce": {
        "data": {
            "payload": {
                "ChangeEventHeader": {
                    "entityName": "Lead",
                    "changeType": "CREATE",
                    "recordIds": ["00Q000000000001AAA"],
                    "transactionKey": "t-1",
                    "sequenceNumber": 1,
                    "commitTimestamp": 1803981540000,
                },
                "Name": {"FirstName": "Eva", "LastName": "Ek"},
                "Email": EVA,
                "Company": "Firm",
            },
            "event": {"replayId": 1},
        },
        "channel": "/data/LeadChangeEvent",
    },
    "segment": {
        "type": "track",
        "event": "Pricing Page View",
        "messageId": "s-1",
        "userId": "u-1",
        "context": {"traits": {"email": EVA}},
        "timestamp": "2027-03-02T09:59:00Z",
    },
    "standard": {"type": "submission", "data": {"form": "demo", "email": EVA, "first_name": "Eva"}},
    "typeform": {
        "event_id": "t-1",
        "event_type": "form_response",
        "form_response": {
            "form_id": "o3",
            "submitted_at": "2027-03-02T09:59:00Z",
            "definition": {"title": "Ask us", "fields": [{"id": "q1", "title": "Company"}]},
            "answers": [
                {"type": "text", "text": "Firm", "field": {"id": "q1", "type": "short_text", "ref": "r1"}},
                {"type": "email", "email": EVA, "field": {"id": "q2", "type": "email", "ref": "r2"}},
            ],
        },
    },
    "webflow": {
        "triggerType": "form_submission",
        "payload": {
            "name": "Ask for a demo",
            "id": "w-1",
            "submittedAt": "2027-03-02T09:59:00Z",
            "data": {"Name": "Eva Ek", "Email": EVA, "Company": "Firm"},
        },
    },
}


def path_of(source: str) -> str:
    """Where it delivers to; Jotform cannot sign, so its address holds the secret."""
    return f"/hooks/{source}/{SECRET}" if source == "jotform" else f"/hooks/{source}"


def bytes_of(said: Any) -> bytes:
    return said if isinstance(said, bytes) else json.dumps(said).encode()


def secret_of(name: str) -> str | None:
    """The settings of the tests: every source has the same secret."""
    return SECRET if name.endswith("_HOOK_SECRET") else None


async def deliver(doors: Any, source: str, said: Any, *, at: datetime = TUESDAY, headers: Headers | None = None) -> Any:
    """Post a delivery as that system does, signed at that instant."""
    body = bytes_of(said)
    signed = SIGNERS[source](body, at) if headers is None else headers
    kind = "text/xml" if body.startswith(b"<") else "application/json"
    return await doors.http.post(path_of(source), content=body, headers={"Content-Type": kind, **signed})
