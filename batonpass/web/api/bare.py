"""What does the intake door take and answer, in OpenAPI 3.1?"""

from __future__ import annotations

from pydantic import BaseModel

from batonpass.web.api.bare_hooks import hook_paths
from batonpass.web.api.openapi import JSON, Spec, answers, takes
from batonpass.web.api.shapes_sent import AliasIn, BatchIn, GroupIn, IdentifyIn, PageIn, SubmissionIn, TrackIn

POINTS: Spec = {
    "type": ["object", "null"],
    "properties": {name: {"type": "number"} for name in ("fit", "behaviour", "total")},
}
TEXT, MAYBE = {"type": "string"}, {"type": ["string", "null"]}
TAKEN: Spec = {
    "type": "object",
    "required": ["lead_id", "stage", "owner", "queue", "tier", "due_at", "score", "because", "replayed"],
    "properties": {
        "lead_id": TEXT,
        "stage": TEXT,
        "band": TEXT,
        "owner": MAYBE,
        "queue": MAYBE,
        "tier": MAYBE,
        "due_at": {"type": ["string", "null"], "format": "date-time"},
        "score": POINTS,
        "because": TEXT,
        "notes": {
            "type": "array",
            "items": TEXT,
            "description": "a form or event that gives no signal, and which was probably meant; else left out",
        },
        "replayed": {"type": "boolean", "description": "true: this was answered before, and nothing was done again"},
    },
}
KEPT: Spec = {
    "type": "object",
    "properties": {
        "lead_id": MAYBE,
        "state": {"type": "string", "enum": ["set_aside", "quarantined"]},
        "because": TEXT,
        "kept": {"type": "boolean"},
    },
}
ITEMS: Spec = {
    "type": "object",
    "required": ["accepted", "rejected", "items"],
    "properties": {
        "accepted": {"type": "integer"},
        "rejected": {"type": "integer"},
        "items": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["index"],
                "properties": {
                    "index": {"type": "integer"},
                    "lead_id": MAYBE,
                    "kept": {"type": "boolean"},
                    "error": {"$ref": "#/components/schemas/Problem"},
                },
            },
        },
    },
}
IDEMPOTENCY: Spec = {
    "name": "Idempotency-Key",
    "in": "header",
    "required": False,
    "schema": {"type": "string", "maxLength": 255},
    "description": "the same key with the same content is answered as it was before; with other content it is refused",
}
CONSENT: Spec = {
    "name": "Consent",
    "in": "header",
    "required": False,
    "schema": {"type": "string"},
    "description": "denied: nothing of the request is kept",
}
FORM: Spec = {"name": "form", "in": "path", "required": True, "schema": {"type": "string", "maxLength": 64}}
INPUTS: Spec = {
    "type": "object",
    "properties": dict.fromkeys(("email", "first_name", "last_name", "company", "phone", "message"), TEXT),
    "additionalProperties": TEXT,
}
LATER = "Kept as it came, to be decided when a person has looked at it"


def bare_paths() -> Spec:
    """Every route of the intake door."""
    return {
        "/v1/submissions": {"post": _submission()},
        "/v1/track": {"post": _event("Somebody did something", TrackIn)},
        "/v1/page": {"post": _event("Somebody looked at a page", PageIn)},
        "/v1/identify": {"post": _event("Something was learnt about a person", IdentifyIn)},
        "/v1/group": {"post": _event("Something was learnt about a person's company", GroupIn)},
        "/v1/alias": {"post": _event("Two ids mean one person", AliasIn)},
        "/v1/batch": {"post": _batch()},
        "/f/{form}": {"get": _form_shown(), "post": _form_sent()},
        **hook_paths(),
    }


def _submission() -> Spec:
    return {
        **_post("Hand a lead in", SubmissionIn, [IDEMPOTENCY]),
        "operationId": "submit",
        "responses": {"201": answers("Durable, and decided", TAKEN), "202": answers(LATER, KEPT)},
    }


def _event(summary: str, model: type[BaseModel]) -> Spec:
    return {
        **_post(summary, model, [IDEMPOTENCY, CONSENT]),
        "operationId": model.__name__.removesuffix("In").lower(),
        "responses": {
            "200": answers("Durable, and decided", TAKEN),
            "202": answers("Nobody is named, so it was not kept; or kept to be decided later", KEPT),
            "204": {"description": "Consent was denied: nothing was kept"},
        },
    }


def _batch() -> Spec:
    return {
        **_post("Hand in many things at once", BatchIn, [IDEMPOTENCY, CONSENT]),
        "operationId": "batch",
        "responses": {
            "200": answers("What became of each item", ITEMS),
            "204": {"description": "Consent was denied: nothing was kept"},
        },
    }


def _form_shown() -> Spec:
    return {
        "summary": "A form to try",
        "operationId": "form_shown",
        "parameters": [FORM],
        "responses": {"200": {"description": "A page", "content": {"text/html": {"schema": TEXT}}}},
    }


def _form_sent() -> Spec:
    kinds = ("application/x-www-form-urlencoded", "multipart/form-data")
    received = {"type": "object", "properties": {"received": {"type": "boolean"}, "message": TEXT}}
    thanks = {"text/html": {"schema": TEXT}, JSON: {"schema": received}}
    return {
        "summary": "Send a plain form, without a key",
        "operationId": "form_sent",
        "parameters": [FORM, IDEMPOTENCY],
        "requestBody": {"required": True, "content": {kind: {"schema": INPUTS} for kind in kinds}},
        "responses": {
            "200": {"description": "Thanks", "content": thanks},
            "303": {"description": "Thanks, at the path that `_next` names"},
        },
    }


def _post(summary: str, model: type[BaseModel], parameters: list[Spec]) -> Spec:
    return {"summary": summary, "x-scope": "intake", "parameters": parameters, **takes(model)}
