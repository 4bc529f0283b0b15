"""What does the API look like, every route of it, in OpenAPI 3.1?"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi
from pydantic import BaseModel
from pydantic.json_schema import models_json_schema

from batonpass.web.problem import KINDS, MEDIA_TYPE

REF = "#/components/schemas/{model}"
JSON, YAML = "application/json", "application/yaml"
OPEN = ("/livez", "/healthz", "/readyz", "/metrics", "/problems/", "/f/")
PROVEN = ("/hooks/{source}", "/t", "/t.js")
"""What needs no key of ours: a signature proves it, or the site that it comes from."""
Spec = dict[str, Any]
ABOUT = """Batonpass runs the handoff of leads from marketing to sales.

Every call under /v1 needs a key, as `Authorization: Bearer bp_…` or `X-Api-Key`. A key has scopes: `intake` sends leads
and events, `read` reads, `act` works leads, `admin` does everything. Errors are problem+json (RFC 9457) and say what to
change. Instants are ISO 8601 with a zone.
"""
PROBLEM: Spec = {
    "type": "object",
    "title": "Problem",
    "required": ["type", "title", "status", "detail"],
    "properties": {
        "type": {"type": "string", "description": "where the kind of problem is explained"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string", "description": "what is wrong, and what to change"},
        "field": {"type": "string", "description": "which field it is about"},
        "allowed": {"type": "array", "items": {"type": "string"}, "description": "what would have been right"},
        "problems": {"type": "array", "items": {"type": "object"}, "description": "each one, when there are several"},
    },
}
_described: list[type[BaseModel]] = []


def takes(model: type[BaseModel], *, yaml: bool = False) -> Spec:
    """Describe the body of a route that reads its body itself."""
    if model not in _described:
        _described.append(model)
    content: Spec = {JSON: {"schema": {"$ref": REF.format(model=model.__name__)}}}
    if yaml:
        content[YAML] = {"schema": {"type": "string"}}
    return {"requestBody": {"required": True, "content": content}}


def answers(says: str, schema: Spec) -> Spec:
    """Describe an answer of a route: one JSON body of this shape."""
    return {"description": says, "content": {JSON: {"schema": schema}}}


def a_problem(status: int) -> Spec:
    """Describe the problem that comes back with this status."""
    title = next((kind.title for kind in KINDS.values() if kind.status == status), "A problem")
    return {"description": title, "content": {MEDIA_TYPE: {"schema": {"$ref": REF.format(model="Problem")}}}}


def describe(app: FastAPI, bare: Mapping[str, Spec]) -> Spec:
    """The description of the framework's routes with those of the intake door beside them."""
    spec = get_openapi(title=app.title, version=app.version, description=ABOUT, routes=app.routes, summary=None)
    spec["paths"] |= bare
    schemas = spec.setdefault("components", {}).setdefault("schemas", {})
    _, sent = models_json_schema([(model, "validation") for model in _described], ref_template=REF)
    schemas |= sent.get("$defs", {})
    schemas["Problem"] = PROBLEM
    for unused in ("HTTPValidationError", "ValidationError"):
        schemas.pop(unused, None)
    spec["components"]["securitySchemes"] = {
        "key": {"type": "http", "scheme": "bearer", "description": "a key that begins with bp_"}
    }
    for path, method, operation in operations(spec):
        _finish(path, method, operation)
    return spec


def operations(spec: Spec) -> Iterator[tuple[str, str, Spec]]:
    """Every operation with its path and method."""
    for path, methods in spec["paths"].items():
        for method, operation in methods.items():
            yield path, method, operation


def _finish(path: str, method: str, operation: Spec) -> None:
    """Say who may do it, and which problems can come back instead of an answer."""
    answers = operation.setdefault("responses", {})
    is_open = path.startswith(OPEN)
    statuses = {404, 422, 500, 503} | (set() if is_open else {400, 401, 403})
    if method in ("post", "put"):
        statuses |= {400, 409, 413, 415}
    if method == "patch":
        statuses |= {409}
    if path.startswith("/f/"):
        statuses |= {429}
    for answer in answers.values():
        if YAML in answer.get("content", {}):
            answer["content"][YAML] = {}  # what stands in it, the playbook's own page says
    for status in statuses:
        answers[str(status)] = a_problem(status)
    operation["security"] = [] if is_open or path in PROVEN else [{"key": []}]
    scope = operation.pop("x-scope", None)
    if scope:
        operation["description"] = f"{operation.get('description', '').strip()}\n\nScope of the key: `{scope}`.".strip()
