"""What do the doors for other systems and for pages of our own sites take and answer, in OpenAPI 3.1?"""

from __future__ import annotations

from batonpass.web.api.openapi import JSON, Spec, a_problem, answers

TEXT: Spec = {"type": "string"}
HEARD: Spec = {
    "type": "object",
    "properties": {
        "kept": {"type": "boolean"},
        "lead_id": {"type": ["string", "null"]},
        "because": TEXT,
        "replayed": {"type": "boolean"},
        "items": {"type": ["array", "integer"], "items": {"type": "object"}},
    },
}
VISITS: Spec = {
    "type": "object",
    "required": ["anonymous_id", "consent"],
    "properties": {
        "anonymous_id": {"type": "string", "minLength": 16, "maxLength": 64},
        "consent": {"type": "boolean"},
        "proof": {"type": "object", "properties": dict.fromkeys(("text", "text_version", "page"), TEXT)},
        "events": {"type": "array", "maxItems": 50, "items": {"type": "object"}},
    },
}


def hook_paths() -> Spec:
    """The routes that need no key of ours: what comes there is proven, or names nobody."""
    return {
        "/hooks/{source}": {"get": _greeted(), "post": _heard()},
        "/t": {"post": _visited()},
        "/t.js": {"get": _script()},
    }


def _source() -> Spec:
    return {"name": "source", "in": "path", "required": True, "schema": TEXT}


def _heard() -> Spec:
    return {
        "summary": "Another system tells us something, signed as it signs",
        "operationId": "hear",
        "parameters": [_source()],
        "requestBody": {"required": True, "content": {JSON: {"schema": {}}, "text/xml": {"schema": TEXT}}},
        "responses": {"200": answers("What became of each part of it", HEARD)},
    }


def _greeted() -> Spec:
    return {
        "summary": "Another system tries our address",
        "operationId": "greet",
        "parameters": [_source()],
        "responses": {
            "200": {"description": "Its challenge, answered", "content": {"text/plain": {"schema": TEXT}}},
            "405": a_problem(405),
        },
    }


def _visited() -> Spec:
    return {
        "summary": "Our script tells what a visitor looked at, with consent; only from sites that the playbook names",
        "operationId": "visit",
        "requestBody": {"required": True, "content": {"text/plain": {"schema": VISITS}, JSON: {"schema": VISITS}}},
        "responses": {"200": answers("Whether something was kept, and why not", HEARD)},
    }


def _script() -> Spec:
    return {
        "summary": "The script for pages of your own sites",
        "operationId": "script",
        "responses": {"200": {"description": "JavaScript", "content": {"text/javascript": {"schema": TEXT}}}},
    }
